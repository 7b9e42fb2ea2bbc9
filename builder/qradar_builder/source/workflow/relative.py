"""Paths that are relative to the response of the call above: `./body` for `/response/body`.

`./` at the start of a path is where the nearest `CallEndpoint` above saves its response, once fragments are in place.
A path may start at the start of a condition or of a path, within `${…}`, and behind a blank, a bracket, a comma or an
operator. In quotes, and in text outside of `${…}`, `./` is text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.model.workflow.grammar import TextKind
from qradar_builder.source.workflow.heads import CALL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.workflow.document import Element

_SIGN = "./"
_BEFORE_A_PATH = frozenset(" \t\r\n([,=<>!+*%&|")
_WHOLE = (TextKind.PATH, TextKind.CONDITION)
_WITHOUT = (TextKind.LITERAL, TextKind.BOOLEAN)


def is_relative(text: str, kind: TextKind) -> bool:
    """Whether a text has a path that is relative."""
    return _SIGN in text and next(_places(text, kind, _SIGN), None) is not None


def absolute(text: str, kind: TextKind, base: str) -> str:
    """A text with its relative paths written out."""
    return _replaced(text, kind, _SIGN, f"{base}/") if _SIGN in text else text


def relative(text: str, kind: TextKind, base: str | None) -> str:
    """A text with the paths below the base made relative, if that reads back as the same text."""
    if base is None or f"{base}/" not in text:
        return text
    short = _replaced(text, kind, f"{base}/", _SIGN)
    return short if absolute(short, kind, base) == text else text


def base_after(element: Element, base: str | None) -> str | None:
    """The base of relative paths below an element, by the base above it. None where there is none."""
    path = element.get("savePath") if element.name == CALL else None
    if path is None:
        return base
    return path if path.startswith("/") and "$" not in path and not path.endswith("/") else None


def _replaced(text: str, kind: TextKind, old: str, new: str) -> str:
    pieces: list[str] = []
    end = 0
    for place in _places(text, kind, old):
        pieces += (text[end:place], new)
        end = place + len(old)
    return "".join([*pieces, text[end:]])


def _places(text: str, kind: TextKind, sign: str) -> Iterator[int]:
    """Where paths start with a sign."""
    if kind in _WITHOUT:
        return
    # What is open: "{" for `${`, a quote for the text in it.
    open_: list[str] = ["{"] if kind in _WHOLE else []
    place, before = 0, ""
    while place < len(text):
        character = text[place]
        if text.startswith("${", place):
            # What a text in quotes refers to by a template is replaced as well.
            open_.append("{")
            place, before = place + 2, ""
            continue
        if open_ and open_[-1] in {"'", '"'}:
            if character == open_[-1]:
                open_.pop()
        elif open_:
            if (not before or before in _BEFORE_A_PATH) and text.startswith(sign, place):
                yield place
            if character in {"'", '"'}:
                open_.append(character)
            elif character == "}" and (len(open_) > 1 or kind not in _WHOLE):
                open_.pop()
        before = character
        place += 1
