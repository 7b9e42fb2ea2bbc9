"""Checks regular expressions and what is captured from them, wherever they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.dsm.expressions.regex_habits import habits
from qradar_builder.javalang.regex.pattern import JavaRegexError, compile_pattern
from qradar_builder.text.shown import cut

if TYPE_CHECKING:
    from qradar_builder.findings import Findings, Origin
    from qradar_builder.javalang.regex.pattern import JavaPattern

_ESCAPE = re.compile(r"\\(\d*)", re.ASCII)
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_SHOWN = 80


def check_regex(text: str, origin: Origin, findings: Findings, *, case_insensitive: bool = False) -> JavaPattern | None:
    """Compile a regex as Java would; None with a finding where Java would refuse it or we cannot run it."""
    try:
        pattern = compile_pattern(text, case_insensitive=case_insensitive)
    except JavaRegexError as error:
        rule = "parsing/regex" if error.kind == "invalid" else "parsing/regex-unsupported"
        subject = (
            "Java refuses the regular expression" if error.kind == "invalid" else "the local parser cannot run this"
        )
        findings.add(
            rule,
            origin,
            f"{subject}: {error.message} near index {error.index} of `{cut(text, _SHOWN)}`",
            help=error.help or None,
        )
        return None
    for rule, message, advice in habits(text):
        findings.add(rule, origin, message, help=advice)
    return pattern


def check_constant_year(text: str, origin: Origin, findings: Findings) -> None:
    r"""Report a year that stands in a template of a time, such as `2019-\1-\2`, and is the same in every event."""
    found = _YEAR.search(text)
    if found is not None:
        message = f"`{found[0]}` in `{cut(text, _SHOWN)}` sets the same year for every event"
        findings.add("parsing/constant-year", origin, message)


def check_group(group: int, pattern: JavaPattern, written: str, origin: Origin, findings: Findings) -> None:
    """Report a group number that a regex does not have; `written` is how the source names it."""
    count = pattern.group_count
    if not 0 <= group <= count:
        has = "no group" if count == 0 else f"{count} group{'s' if count > 1 else ''}"
        findings.add("parsing/group", origin, f"`{written}` refers to group {group}, but the regex has {has}")


def check_template(template: str, pattern: JavaPattern | None, origin: Origin, findings: Findings) -> None:
    r"""Report what a capture template such as `\1:\2` names and cannot get. Without a pattern, only its form."""
    groups = []
    for match in _ESCAPE.finditer(template):
        if re.fullmatch("[1-9]", match[1]):
            groups.append(int(match[1]))
        else:
            message = f"`{match[0]}` in `{cut(template, _SHOWN)}` is not a group: groups are `\\1` to `\\9`"
            findings.add("parsing/template", origin, message)
    if pattern is not None and groups:
        check_group(max(groups), pattern, template, origin, findings)
