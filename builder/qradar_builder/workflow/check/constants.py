"""Checks the texts of a workflow that are known before it runs, each by the code that a run uses for it.

A text is known where nothing in it is expanded, and where its templates always give the same, as `${60 * 1000}` does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from qradar_builder.http.messages import CallFailed
from qradar_builder.http.url import read_url
from qradar_builder.javalang.dates.advice import moment_advice
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.formatter.pattern import compile_formatter
from qradar_builder.javalang.dates.zone import zone_of
from qradar_builder.javalang.regex.pattern import JavaRegexError, compile_pattern
from qradar_builder.jpath.expression_choices import unnoted
from qradar_builder.jpath.template import Hole
from qradar_builder.model.workflow.elements import TESTS
from qradar_builder.model.workflow.grammar import TRUTH, Meaning
from qradar_builder.reference.http_statuses import ANY
from qradar_builder.text.shown import cut
from qradar_builder.workflow.check.stretch import Stretch
from qradar_builder.workflow.engine.actions.calls import LINE_END
from qradar_builder.workflow.engine.actions.dates import moment_of
from qradar_builder.workflow.engine.actions.keyed_hash import check_key, form_named, hash_named
from qradar_builder.workflow.engine.actions.messages import milliseconds_of
from qradar_builder.workflow.engine.actions.posting import decoder_of
from qradar_builder.workflow.engine.actions.tokens import check_algorithm
from qradar_builder.workflow.engine.actions.values import reader_of
from qradar_builder.workflow.engine.failure import ActionError, described
from qradar_builder.workflow.engine.requests.bodies import codec_named
from qradar_builder.workflow.engine.requests.request import method_named
from qradar_builder.workflow.engine.requests.url import check_legal, checked_url, with_query

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.findings import Findings
    from qradar_builder.jpath.template import Template
    from qradar_builder.model.workflow.document import Element
    from qradar_builder.model.workflow.grammar import Attribute, ElementSpec

_SHOWN: Final = 60
_LONGEST: Final = 200
_HOST = re.compile(r"[A-Za-z0-9._-]+|\[?[0-9A-Fa-f:]+\]?")
_SCHEME_KNOWN = re.compile(r"https?://|[^:/?#]*[/?#]", re.IGNORECASE)
"""How a URL begins whose scheme is known, or known to be missing."""
_LAST_PORT: Final = 65_535


class ConstantChecks:
    """Checks constants; what does not hold becomes a finding at the attribute."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def attribute(self, element: Element, attribute: Attribute, text: str) -> None:
        """Check the text that an attribute always has."""
        name, meaning = attribute.name, attribute.meaning
        if not text and (attribute.may_be_empty or meaning is Meaning.MOMENT) and meaning is not Meaning.KEY:
            return
        if meaning in (Meaning.DATE_PATTERN, Meaning.INSTANT_PATTERN, Meaning.ZONE):
            self._date(element, name, text, meaning)
        elif meaning in (Meaning.REGEX, Meaning.ONE_GROUP):
            self._regex(element, name, text, one_group=meaning is Meaning.ONE_GROUP)
        elif meaning is Meaning.XPATH:
            self._xpath(element, name, text)
        elif meaning in _MADE:
            self._made(element, name, text, _MADE[meaning])
        elif attribute.values and text not in attribute.values:
            self._choice(element, attribute, text)

    def element(
        self, element: Element, spec: ElementSpec, texts: dict[str, str], known_text: Callable[[str], str | None]
    ) -> None:
        """Check what attributes of an element, by their constant texts, say together.

        `known_text` gives what the text of another element always is, or None.
        """
        if element.name == "Set" and {"value", "dataType"} <= texts.keys():
            value, data_type = texts["value"], texts["dataType"]
            known = spec.attribute("dataType")
            if known is not None and data_type in known.values:
                self._made(element, "value", value, reader_of(data_type))
        elif element.name == "CreateJWTAccessToken":
            self._token(element, known_text)

    def url(self, element: Element, name: str, template: Template) -> None:
        """Check a URL as far as it is known, whatever its templates give."""
        first = template.parts[0] if template.parts else ""
        # A digit may stand wherever the value of a template may, but in a scheme.
        known = "".join("0" if isinstance(part, Hole) else part for part in template.parts)
        if isinstance(first, Hole):
            known = ("https" if known[1:].startswith("://") else "https://0") + known[1:]
        elif _SCHEME_KNOWN.match(first):
            # No port is 0.
            likely = "".join("1" if isinstance(part, Hole) else part for part in template.parts)
            self._made(element, name, known.partition("#")[0], lambda text: _read_url(text, likely))
            return
        self._made(element, name, known.partition("#")[0], lambda text: check_legal(text, unnoted))

    def _token(self, element: Element, known_text: Callable[[str], str | None]) -> None:
        header = element.child("Header")
        claims = () if header is None else tuple(header.all("Value"))
        names = [known_text(claim.get("name") or "") for claim in claims]
        if None in names:
            return
        named = [claim for claim, name in zip(claims, names, strict=True) if name == "alg"]
        if not named:
            self._made(element if header is None else header, "", None, check_algorithm)
            return
        algorithm = known_text(named[-1].get("value") or "")
        if algorithm is not None:
            self._made(named[-1], "value", algorithm, check_algorithm)

    def _made(self, element: Element, name: str, text: str | None, make: Callable[..., object]) -> None:
        try:
            make(text)
        except (ActionError, CallFailed) as error:
            what = f"`{name}` of {element.name}" if name else element.name
            advice = error.help if isinstance(error, ActionError) else ""
            rule = "workflow/test-value" if element.name in TESTS else "workflow/action-value"
            self._findings.add(rule, element.at(name), f"{what}: {cut(str(error), _LONGEST)}", help=advice or None)

    def _choice(self, element: Element, attribute: Attribute, text: str) -> None:
        if attribute.values == TRUTH and text.strip().lower() in TRUTH:
            return
        known = " or ".join(attribute.values) if attribute.values == TRUTH else ", ".join(attribute.values)
        near = text.strip().upper() in attribute.values
        rule = "workflow/spelling" if near else "workflow/action-value"
        message = f"`{attribute.name}` of {element.name}: {described(text)} is not one of {known}"
        advice = f"write {text.strip().upper()}" if near else f"write {known}"
        self._findings.add(rule, element.at(attribute.name), message, help=advice)

    def _date(self, element: Element, name: str, text: str, meaning: Meaning) -> None:
        try:
            if meaning is Meaning.ZONE:
                zone_of(text)
            else:
                pattern = compile_formatter(text)
                if meaning is Meaning.INSTANT_PATTERN:
                    self._instant(element, name, text, pattern.parse(pattern.format(0, "UTC"), "UTC"))
        except JavaDateError as error:
            if error.kind in ("text", "value"):
                self._instant(element, name, text, None if "Unable to obtain" in str(error) else 0)
                return
            rule = "workflow/time-zone" if meaning is Meaning.ZONE else "workflow/date-pattern"
            if error.kind == "unsupported":
                rule = "workflow/not-runnable"
            whole = element.at(name)
            origin = whole if meaning is Meaning.ZONE else Stretch(whole, name, text, error.index, error.index + 1)
            what = "time zone" if meaning is Meaning.ZONE else "date pattern"
            message = f"the {what} `{cut(text, _SHOWN)}` is not valid: {error.message}"
            self._findings.add(rule, origin, message, help=error.help or None)

    def _instant(self, element: Element, name: str, text: str, instant: int | None) -> None:
        if instant is None:
            message = (
                f"the date pattern `{cut(text, _SHOWN)}` does not give a point in time: it has no "
                f"date or no time of day"
            )
            advice = moment_advice(text)
            self._findings.add("workflow/date-pattern", element.at(name), message, help=advice)

    def _regex(self, element: Element, name: str, text: str, *, one_group: bool) -> None:
        try:
            groups = compile_pattern(text).group_count
        except JavaRegexError as error:
            rule = "workflow/regex" if error.kind == "invalid" else "workflow/not-runnable"
            origin = Stretch(element.at(name), name, text, error.index, error.index + 1)
            message = f"the pattern `{cut(text, _SHOWN)}` does not compile: {error.message}"
            self._findings.add(rule, origin, message, help=error.help or None)
            return
        if one_group and groups != 1:
            message = f"the pattern `{cut(text, _SHOWN)}` has {groups or 'no'} capture group{'s' if groups > 1 else ''}"
            advice = "put the part to save into the only ( ), and write (?: ) for other groups"
            self._findings.add("workflow/regex-group", element.at(name), message, help=advice)

    def _xpath(self, element: Element, name: str, text: str) -> None:
        try:
            etree.XPath(text)
        except etree.XPathError as error:
            self._findings.add("workflow/xpath", element.at(name), f"`{cut(text, _SHOWN)}` is not XPath: {error}")


def _read_url(text: str, likely: str) -> None:
    """Read a URL as a call does. `likely` is the same, with values for its templates that may be ports, too."""
    checked_url(text, unnoted)
    read_url(likely)


def _header(text: str) -> None:
    if LINE_END.search(text):
        # The text may be a token, so it is not repeated.
        raise ActionError("The header contains a line break", advice="remove the line break")


def _hawk_hash(text: str) -> None:
    # Few workflows sign requests in these two ways.
    from qradar_builder.http.auth.hawk import hash_of_hawk  # noqa: PLC0415 - see above

    hash_of_hawk(text)


def _digest_hash(text: str) -> None:
    from qradar_builder.http.auth.digest import is_digest_hash  # noqa: PLC0415 - as above

    if not is_digest_hash(text):
        raise ActionError(f"There is no algorithm {described(text)}", advice="write MD5, SHA-256 or SHA-512-256")


def _protection(text: str) -> None:
    from qradar_builder.http.auth.digest import protections  # noqa: PLC0415 - as above

    asked, known = protections(text)
    if asked and not known:
        raise ActionError(f"There is no protection {described(text)}", advice="write auth or auth-int")


def _protocol(text: str) -> None:
    # To know the versions of TLS takes a library that most workflows need not wait for.
    from qradar_builder.http.network.tls import least_version  # noqa: PLC0415

    least_version(text)


def _host(text: str) -> None:
    if not _HOST.fullmatch(text):
        advice = "write only the host name, without https://, port, and path"
        raise ActionError(f"{described(text)} is not a host name", advice=advice)


def _port(text: str) -> None:
    if not text.isdecimal() or not 0 < int(text[:6]) <= _LAST_PORT:
        raise ActionError(f"{described(text)} is not a port", advice="write a number from 1 to 65535")


def _status(text: str) -> None:
    if not text.isdecimal() or int(text[:4]) not in ANY:
        raise ActionError(
            f"{described(text)} is not an HTTP status", advice=f"write a number from {ANY[0]} to {ANY[-1]}"
        )


_MADE: Final[dict[Meaning | None, Callable[[str], object]]] = {
    Meaning.METHOD: method_named,
    Meaning.URL: lambda text: _read_url(with_query(text, ()), text),
    Meaning.HEADER: _header,
    Meaning.MILLISECONDS: milliseconds_of,
    Meaning.MOMENT: moment_of,
    Meaning.HASH: hash_named,
    Meaning.HASH_FORM: form_named,
    Meaning.KEY: check_key,
    Meaning.EVENT_ENCODING: decoder_of,
    Meaning.NUMBER_TYPE: reader_of,
    Meaning.CHARSET: codec_named,
    Meaning.TLS: _protocol,
    Meaning.HAWK_HASH: _hawk_hash,
    Meaning.DIGEST_HASH: _digest_hash,
    Meaning.DIGEST_PROTECTION: _protection,
    Meaning.HOST: _host,
    Meaning.PORT: _port,
    Meaning.HTTP_STATUS: _status,
}
"""What a run makes of a text, which raises ActionError or throws CallFailed where it cannot."""
