"""Checks how a log source type parses its events: fields, expressions, captures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.dsm.expressions.checks import check_constant_year, check_group, check_regex, check_template
from qradar_builder.dsm.expressions.substitution import literal_text
from qradar_builder.dsm.expressions.syntax import problem
from qradar_builder.dsm.lsx.compiler import DEFAULT_CAPTURE, EVENT_NAME
from qradar_builder.dsm.values.times.patterns import check_date_pattern
from qradar_builder.model.expressions import FieldExpression, Kind
from qradar_builder.reference.normalized_fields import normalized_field

if TYPE_CHECKING:
    from qradar_builder.findings import Findings, Origin
    from qradar_builder.javalang.regex.pattern import JavaPattern
    from qradar_builder.model.expressions import PayloadExpression
    from qradar_builder.model.log_source_type import LogSourceTypeSpec
    from qradar_builder.package.folder import LoadedType
    from qradar_builder.package.names import Names
    from qradar_builder.source.yaml.validation import Validated

_LIKE_A_GROUP = re.compile(r"\$?[0-9]", re.ASCII)
_DEVICE_TIME = "DeviceTime"


def check_parsing(loaded: LoadedType, names: Names, findings: Findings) -> None:
    """Report what QRadar would refuse in the fields and modifiers of a log source type."""
    file = loaded.file
    _check_written_extension(loaded, findings)
    for name, expressions in file.spec.parsing.items():
        names.look_up(
            "parsing/unknown-field",
            lambda name=name: normalized_field(name),  # type: ignore[misc]  # binds the loop's name
            file.key("parsing", name),
        )
        for index, expression in enumerate(expressions):
            path = ("parsing", name, index)
            pattern = check_expression(expression, file.at(*path, expression.kind), findings)
            if expression.kind is Kind.REGEX:
                capture = expression.capture or DEFAULT_CAPTURE
                check_template(capture, pattern, file.at(*path, "capture"), findings)
                if pattern is not None and pattern.group_count and _LIKE_A_GROUP.fullmatch(capture):
                    message = f"`{capture}` is a constant: every event that matches gets this text"
                    findings.add("parsing/constant", file.at(*path, "capture"), message)
            if name == _DEVICE_TIME:
                _check_time(expression, file, path, findings)
            elif expression.format is not None:
                findings.add("parsing/date-format", file.key(*path, "format"), f"`{name}` has no date format")
    for index, modifier in enumerate(file.spec.modifiers):
        if modifier.regex is not None:
            pattern = check_regex(modifier.regex, file.at("modifiers", index, "regex"), findings)
            group = modifier.capture_group
            if pattern is not None and group is not None:
                check_group(group, pattern, str(group), file.at("modifiers", index, "capture_group"), findings)
    _check_event_name(loaded, findings)


def _check_written_extension(loaded: LoadedType, findings: Findings) -> None:
    spec = loaded.file.spec
    if loaded.extension is not None and (spec.parsing or spec.modifiers):
        message = f"the log source extension of `{loaded.key}` is XML, and the YAML describes another one"
        place = loaded.file.key("parsing" if spec.parsing else "modifiers")
        related = [(loaded.extension.extension.origin, "the XML")]
        findings.add("type/two-extensions", place, message, related=related)


def _check_time(
    expression: FieldExpression, file: Validated[LogSourceTypeSpec], path: tuple[str | int, ...], findings: Findings
) -> None:
    is_regex = expression.kind is Kind.REGEX
    text = (expression.capture or "") if is_regex else literal_text(expression.text)
    check_constant_year(text, file.at(*path, "capture" if is_regex else expression.kind), findings)
    if expression.format is not None:
        check_date_pattern(expression.format, file.at(*path, "format"), findings)


def check_expression(expression: PayloadExpression, origin: Origin, findings: Findings) -> JavaPattern | None:
    """Report a mistake in an expression; give the compiled pattern of a regex."""
    if expression.kind is Kind.REGEX:
        insensitive = isinstance(expression, FieldExpression) and expression.case_insensitive
        return check_regex(expression.text, origin, findings, case_insensitive=insensitive)
    found = problem(expression.kind, expression.text)
    if found is not None:
        findings.add(found[0], origin, found[1])
    return None


def _check_event_name(loaded: LoadedType, findings: Findings) -> None:
    spec = loaded.file.spec
    parses = EVENT_NAME in spec.parsing or loaded.extension is not None
    has_mappings = bool(spec.events) or (loaded.table is not None and bool(loaded.table.rows))
    if spec.overrides is None and has_mappings and not parses and loaded.file.whole:
        findings.add(
            "parsing/event-name",
            loaded.file.key("parsing"),
            "the log source type maps events but does not parse EventName",
        )
