"""The bodies of requests: text, form or XML, with their content types."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from qradar_builder.http.charset import codec_of
from qradar_builder.http.form import form_encoded
from qradar_builder.source.xml.foreign import parsed
from qradar_builder.workflow.engine.failure import ActionError, described
from qradar_builder.workflow.run_choices import CONTENT_TYPE, EMPTY_PARAMETERS_SENT, UNMAPPABLE, XML_BODY

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.model.workflow.document import Element
    from qradar_builder.workflow.engine.context import Context
    from qradar_builder.workflow.engine.steps import Text

    Body = Callable[[dict[str, Any]], tuple[str, bytes]]
    """Gives the content type and the bytes."""
    Pairs = Callable[[dict[str, Any]], list[tuple[str, str]]]
    Fill = Callable[[Any, dict[str, Any]], None]
    """Expands the templates in a copy of a tree."""

_FORM_TYPE: Final = "application/x-www-form-urlencoded; charset=UTF-8"


def compile_body(element: Element, context: Context) -> Body:
    """What gives the body of a call from the element that describes it."""
    if element.name == "RequestBody":
        return _text_body(element, context)
    if element.name == "XmlRequestBody":
        return _xml_body(element, context)
    fields = compile_pairs(list(element.all("Parameter")), context)
    return lambda state: (_FORM_TYPE, form_encoded(fields(state)).encode("ascii"))


def compile_pairs(elements: list[Element], context: Context) -> Pairs:
    """What gives the names and values of parameters, headers or fields; `omitIfEmpty` ones only with a value."""
    rows = [
        (context.text(each, "name"), context.text(each, "value"), context.text(each, "omitIfEmpty", "false"))
        for each in elements
    ]
    note = context.environment.note

    def pairs(state: dict[str, Any]) -> list[tuple[str, str]]:
        found = []
        for name, value, omit in rows:
            text = value(state)
            if not text:
                if omit(state).strip().lower() == "true":
                    continue
                note(EMPTY_PARAMETERS_SENT)
            found.append((name(state), text))
        return found

    return pairs


def _text_body(element: Element, context: Context) -> Body:
    kind, charset = context.text(element, "type"), context.text(element, "encoding")
    template = context.template_of(element, "", element.text or "")
    text = context.watched_text(element, "", template)

    def body(state: dict[str, Any]) -> tuple[str, bytes]:
        name = charset(state)
        return _content_type(kind(state), name, context), _octets(text(state), name, context)

    return body


def _xml_body(element: Element, context: Context) -> Body:
    kind, charset = (
        context.text(element, "type", "application/xml"),
        context.text(element, "encoding", "UTF-8"),
    )
    tree = parsed(element.text or "<none/>")
    etree.strip_tags(tree, etree.Comment)
    fill = _filler(element, tree, context)
    note = context.environment.note

    def body(state: dict[str, Any]) -> tuple[str, bytes]:
        note(XML_BODY)
        name = charset(state)
        filled = copy.deepcopy(tree)
        fill(filled, state)
        text = etree.tostring(filled, encoding="unicode")
        return _content_type(kind(state), name, context), _octets(text, name, context)

    return body


def _filler(element: Element, tree: etree._Element, context: Context) -> Fill:
    """What expands the templates in the texts and attributes of a copy of the tree."""
    # The number of the node among all, then what to put where.
    texts: list[tuple[int, str, Text]] = []
    for number, node in enumerate(tree.iter(etree.Element)):
        attributes = [(f"@{name!s}", str(value)) for name, value in node.attrib.items()]
        places = [("text", node.text), ("tail", node.tail), *attributes]
        for place, value in places:
            if value and "${" in value:
                texts.append((number, place, context.template_of(element, "", value).expand))

    def fill(filled: etree._Element, state: dict[str, Any]) -> None:
        nodes = list(filled.iter(etree.Element))
        for number, place, text in texts:
            expanded = text(state)
            try:
                if place.startswith("@"):
                    nodes[number].set(place[1:], expanded)
                else:
                    setattr(nodes[number], place, expanded)
            except ValueError:
                message = f"{described(expanded)} contains a character that is not allowed in XML"
                raise ActionError(message) from None

    return fill


def _content_type(kind: str, charset: str, context: Context) -> str:
    context.environment.note(CONTENT_TYPE)
    return kind if "charset=" in kind.lower() or not charset else f"{kind}; charset={charset}"


def codec_named(charset: str) -> str:
    """Python's name of the character set of a body. Raises ActionError where there is none."""
    codec = codec_of(charset)
    if codec is None:
        raise ActionError(f"There is no character set {described(charset)}", advice="write UTF-8")
    return codec


def _octets(text: str, charset: str, context: Context) -> bytes:
    codec = codec_named(charset)
    try:
        # Java's UTF-16 begins with a mark and is big-endian.
        return ("\ufeff" + text).encode("utf-16-be") if codec == "utf-16" else text.encode(codec)
    except UnicodeEncodeError:
        context.environment.note(UNMAPPABLE)
        return text.encode(codec, "replace")
