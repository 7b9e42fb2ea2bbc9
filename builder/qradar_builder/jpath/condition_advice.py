"""Writes a condition that is not JPath as JPath has it, so that a message can name the whole of it."""

from __future__ import annotations

import re
from typing import Final

from qradar_builder.jpath.errors import JPathError
from qradar_builder.jpath.other_languages import KEYWORDS, TYPOGRAPHIC
from qradar_builder.jpath.syntax.parser import parse

_STRAIGHT: Final = str.maketrans(dict.fromkeys(TYPOGRAPHIC, "'"))
_HOLE = re.compile(r"(['\"]?)\$\{([^${}]*)\}\1")
_QUOTED = re.compile(r"('[^']*'|\"[^\"]*\")")
_LANGUAGE: Final = (
    (re.compile(r"===?"), "="),
    (re.compile(r"!==|<>|≠"), "!="),
    (re.compile(r"\s*&&?\s*"), " and "),
    (re.compile(r"\s*\|\|?\s*"), " or "),
    (re.compile(r"=>|≥"), ">="),
    (re.compile(r"=<|≤"), "<="),
    (re.compile(r"!(?!=)\s*"), "not "),
    (re.compile(r"\b(AND|And)\b"), "and"),
    (re.compile(r"\b(OR|Or)\b"), "or"),
    (re.compile(r"\b(NOT|Not)\b"), "not"),
    (re.compile(r"\b(EXISTS|Exists)\b"), "exists"),
    (re.compile(r"\b(TRUE|True)\b"), "true"),
    (re.compile(r"\b(FALSE|False)\b"), "false"),
    (re.compile(r"\b(NULL|Null|None|nil|undefined)\b"), "null"),
    (re.compile(r"\s+(?:eq|equals|is)\s+"), " = "),
    (re.compile(r"\s+(?:ne|neq|is not)\s+"), " != "),
    (re.compile(r"\s+(?:gt)\s+"), " > "),
    (re.compile(r"\s+(?:gte|ge)\s+"), " >= "),
    (re.compile(r"\s+(?:lt)\s+"), " < "),
    (re.compile(r"\s+(?:lte|le)\s+"), " <= "),
)
_BARE = re.compile(r"((?:!=|<=|>=|=|<|>)\s*)([A-Za-z_][\w.:-]*)(?=\s*(?:$|\)|and\b|or\b))")
_LONGEST: Final = 500


def corrected(condition: str) -> str | None:
    """A condition that is not JPath, as JPath writes it; None where that is not known. What is given is JPath."""
    if len(condition) > _LONGEST:
        return None
    text = _HOLE.sub(lambda hole: hole[2], condition).translate(_STRAIGHT)
    pieces = _QUOTED.split(text)
    for number in range(0, len(pieces), 2):
        for pattern, instead in _LANGUAGE:
            pieces[number] = pattern.sub(instead, pieces[number])
        pieces[number] = _BARE.sub(_with_quotes, pieces[number])
    found = "".join(pieces).rstrip("; \t\r\n")
    try:
        parse(found)
    except JPathError:
        return None
    return None if "".join(found.split()) == "".join(text.split()) == "".join(condition.split()) else found


def _with_quotes(match: re.Match[str]) -> str:
    return match[0] if match[2] in KEYWORDS else f"{match[1]}'{match[2]}'"


def improved(error: JPathError, condition: str) -> JPathError:
    """The same error on a condition, with the condition as JPath writes it in its help, where that is known."""
    found = corrected(condition)
    if found is not None and f"`{found}`" not in error.help:
        reason = f"{error.help}; " if error.help else ""
        error.help = f"{reason}the whole condition is `{found}`"
    return error
