"""Where event ids stand in text, as regular expressions with their points."""

from __future__ import annotations

from typing import Final

_TAG: Final = r"[\w./-]{1,48}(?:\[\d{1,10}\])?:"
METHODS: Final = (
    "GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|CONNECT|TRACE|PROPFIND|PROPPATCH|REPORT|MKCOL|COPY|MOVE|LOCK|UNLOCK"
)
TEXTS: Final = (
    (r"%([A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+)?-\d-[A-Z0-9_]+)", 10.0),
    (r"(?:\b|%%\d\d)[A-Z][A-Z0-9_]{1,20}/\d/([A-Z][A-Z0-9_]+)\b", 10.0),
    (r"(?<![\w.])([A-Z]{3,}(?:\.[A-Z_]{2,}){1,3})(?![\w.])", 8.2),
    (r"^(?:<\d{1,3}>)?([A-Z][a-z]+[A-Z][A-Za-z]+) ", 8.0),
    (rf" {_TAG} \[?([A-Z][A-Z0-9_]*[-_]\d+)\b", 8.5),
    (rf" {_TAG} \[?(\d{{3,9}})\b(?![.:/-])", 7.0),
    (r"\b(?:[Ee]vent|[Mm]sg|[Mm]essage|[Ll]og|[Rr]ule)[_ ]?(?:ID|Id|id)[=: ]{1,2}\"?([\w-]+)", 8.5),
    (r'HTTP/\d(?:\.\d)?" ((?:[A-Z]{4,} ){1,3}(?:[A-Z]{4,}))\b', 20.0),
    (rf'(?<!request: )"({METHODS}) [^"\s]+ HTTP/', 8.0),
    (rf"(?:^|[ \t|])({METHODS}) (?:https? |/)", 7.5),
    (r"\[([A-Z][A-Z0-9_]+(?:-[a-z]+)?-[ADR])(?:-\d{1,10})?\]", 8.5),
    (r"\b(TCP_[A-Z_]+|NONE)/\d{3}\b", 8.0),
    (r"\b([A-Z]{2,5}-?\d{3,6}): ", 8.5),
    (r"^(?:<\d{1,3}>)?([A-Z][A-Za-z]{1,20}_[A-Za-z_]{2,30}) ", 8.0),
    (
        (
            r"(?<![\w=.-])((?:[A-Z]+_)?(?:(?:ACCEPT|ALLOW|PERMIT|PASS|REJECT|BLOCK)(?:ED)?|DROP(?:PED)?|DENY|DENIED)"
            r"(?:_[A-Z]+)?)(?![\w=.])"
        ),
        5.5,
    ),
)
