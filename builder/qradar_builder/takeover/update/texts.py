"""Merges YAML and CSV as text: comments and order of the team's file stay, conflicts are marked as git marks them."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from qradar_builder.source.event_table import column_name
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.source.yaml.scalars import plain
from qradar_builder.source.yaml.text import entry, flow, item
from qradar_builder.takeover.update.merging import MISSING, Conflict, Merge
from qradar_builder.takeover.update.own_lines import own_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.findings import Findings

_MARK = "__conflict_{}__"
_MARKED = re.compile(r"['\"]?__conflict_(\d+)__['\"]?")
_FLAT_LIST = re.compile(r"^( *)(?:- )?[^\s#-][^\n]*:\n\1- ", re.MULTILINE)
"""A list whose items begin in the column of their key."""
_CATEGORY = "unknown"
"""The event category of a row that states none."""
_WIDTH = 1_000_000
"""Lines are not wrapped: the team's stay as they are."""


Change: TypeAlias = "Callable[[Any], Any]"
"""Gives a document of a version the keys of the team."""


def unchanged(value: Any) -> Any:
    """The document as it is."""
    return value


def merged_yaml(
    texts: tuple[str, str, str],
    version: str,
    merge: Merge,
    findings: Findings,
    *,
    changes: tuple[Change, Change] = (unchanged, unchanged),
) -> str | None:
    """The YAML of a merge of the old version, the team's file and the new one. `changes` are for the two versions.

    None, with findings, where a side is no YAML.
    """
    sides: list[Any] = []
    _, mine, theirs = texts
    for name, text in zip(("the old version", "your file", "the new version"), texts, strict=True):
        document = parse_document(text, name, findings)
        if document is None:
            return None
        sides.append(plain(document.root))
    result = merge.merged(changes[0](sides[0]), sides[1], changes[1](sides[2]))
    if isinstance(result, Conflict):
        return both_sides(mine, theirs, version)
    if result == sides[1]:
        return mine
    own = own_lines(mine.replace("\r\n", "\n"), merge.conflicts, _MARK.format, _plain)
    marks = [*own.conflicts]
    text = _brought(own.text, result, marks)
    merged = "".join(_line(line, marks, own.sides, version) for line in text.splitlines(keepends=True))
    return merged.replace("\n", "\r\n") if "\r\n" in mine else merged


def edited_yaml(text: str, value: Any) -> str:
    """A YAML text with another value; what is the same in both stays as it is written."""
    return _brought(text, value, [])


def _brought(text: str, value: Any, marks: list[Conflict]) -> str:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    if _FLAT_LIST.search(text):
        yaml.indent(mapping=2, sequence=2, offset=0)
    else:
        yaml.indent(mapping=2, sequence=4, offset=2)
    tree = yaml.load(text)
    _put(tree, value, marks)
    buffer = io.StringIO()
    yaml.dump(tree, buffer)
    return buffer.getvalue()


def _put(target: Any, value: Any, marks: list[Conflict]) -> None:
    """Bring a tree of ruamel to a value, and touch nothing of it that is so already."""
    if isinstance(target, CommentedMap):
        _put_mapping(target, value, marks)
    else:
        _put_list(target, value, marks)


def _put_mapping(target: CommentedMap, value: dict[str, Any], marks: list[Conflict]) -> None:
    for key in [key for key in target if str(key) not in value]:
        del target[key]
    keys = {str(key): key for key in target}
    for place, (name, wanted) in enumerate(value.items()):
        if name not in keys:
            target.insert(min(place, len(target)), name, _new(wanted, marks))
        elif _is_tree(target[keys[name]], wanted):
            _put(target[keys[name]], wanted, marks)
        elif _is_marked(target[keys[name]], wanted, marks):
            continue
        elif isinstance(wanted, Conflict) or not _is_equal(target[keys[name]], wanted):
            target[keys[name]] = _new(wanted, marks)


def _put_list(target: CommentedSeq, value: list[Any], marks: list[Conflict]) -> None:
    for place, wanted in enumerate(value):
        known = next((at for at in range(place, len(target)) if _is_kept(target[at], wanted, marks)), None)
        if known is None:
            target.insert(place, _new(wanted, marks))
            continue
        for _ in range(known - place):
            del target[place]
        if _is_tree(target[place], wanted):
            _put(target[place], wanted, marks)
    for _ in range(len(target) - len(value)):
        del target[len(value)]


def _is_tree(there: Any, wanted: Any) -> bool:
    return (isinstance(there, CommentedMap) and isinstance(wanted, dict)) or (
        isinstance(there, CommentedSeq) and isinstance(wanted, list)
    )


def _is_marked(there: Any, wanted: Any, marks: list[Conflict]) -> bool:
    """Whether there is the mark of that conflict already."""
    if not isinstance(wanted, Conflict) or not isinstance(there, str):
        return False
    found = _MARKED.fullmatch(there)
    return found is not None and marks[int(found[1])] is wanted


def _is_kept(there: Any, wanted: Any, marks: list[Conflict]) -> bool:
    """Whether an item of a list is the one that is wanted, as it is or with other attributes."""
    if _is_marked(there, wanted, marks):
        return True
    if isinstance(there, CommentedMap) and isinstance(wanted, dict):
        keys = [key for key in ("id", "category", "name", "event", "regex", "json") if key in there or key in wanted]
        return all(str(there.get(key)) == str(wanted.get(key)) for key in keys[:2])
    return not isinstance(wanted, Conflict) and _is_equal(there, wanted)


def _is_equal(there: Any, wanted: Any) -> bool:
    return bool(there == wanted) and isinstance(there, bool) == isinstance(wanted, bool)


def _new(value: Any, marks: list[Conflict]) -> Any:
    """A value as ruamel holds it; a conflict becomes a word that is found again in the text."""
    if isinstance(value, Conflict):
        marks.append(value)
        return _MARK.format(len(marks) - 1)
    if isinstance(value, dict):
        made = CommentedMap((key, _new(each, marks)) for key, each in value.items())
        if len(flow_of(value)) < 90 and not any(isinstance(each, dict | list) for each in value.values()):
            made.fa.set_flow_style()
        return made
    return CommentedSeq(_new(each, marks) for each in value) if isinstance(value, list) else _plain(value)


def flow_of(value: Any) -> str:
    """A value on one line; a conflict in it has no length."""
    return "" if isinstance(value, Conflict) else flow({k: v for k, v in value.items() if not isinstance(v, Conflict)})


def _line(line: str, marks: list[Conflict], own: list[tuple[str, str]], version: str) -> str:
    """A line, or both sides of it between marks where it holds a conflict."""
    found = [int(number) for number in _MARKED.findall(line)]
    if not found:
        return line
    mine, theirs = (
        own[found[0]] if found[0] < len(own) else (_side(line, marks, attribute) for attribute in ("mine", "theirs"))
    )
    return f"<<<<<<< yours\n{mine}=======\n{theirs}>>>>>>> {version}\n"


def _side(line: str, marks: list[Conflict], attribute: str) -> str:
    number = _MARKED.search(line)
    assert number is not None
    value = getattr(marks[int(number[1])], attribute)
    indent = len(line) - len(line.lstrip(" "))
    alone = re.fullmatch(r" *(?P<key>[^\s{\[-][^:{]*|\"[^\"]*\"): __conflict_\d+__\n?", line)
    if alone:
        return "" if value is MISSING else entry(str(alone["key"]).strip('"'), _plain(value), indent) + "\n"
    if re.fullmatch(r" *- __conflict_\d+__\n?", line):
        return "" if value is MISSING else item(_plain(value), indent) + "\n"

    def put(match: re.Match[str]) -> str:
        each = getattr(marks[int(match[1])], attribute)
        return "null" if each is MISSING else flow(_plain(each))

    return _MARKED.sub(put, line)


def _plain(value: Any) -> Any:
    """A value, or `MISSING`, without the words that remember how numbers were written."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, bool) or value is None or value is MISSING or isinstance(value, str):
        return value
    return int(value) if isinstance(value, int) else float(value)


def merged_csv(
    base: str,
    mine: str,
    theirs: str,
    version: str,
    merge: Merge,
    *,
    changes: tuple[Change, Change] = (unchanged, unchanged),
) -> str:
    """The table of a merge, by event id and category and then by column. `changes` are for the two versions."""
    tables = [changes[0](table_rows(base)), table_rows(mine), changes[1](table_rows(theirs))]
    if not any(row.get("category") == _CATEGORY for row in tables[1]):
        # The team leaves out what goes without saying.
        for table in (tables[0], tables[2]):
            table[:] = [{k: v for k, v in row.items() if (k, v) != ("category", _CATEGORY)} for row in table]
    result = merge.merged(tables[0], tables[1], tables[2])
    if result == tables[1]:
        return mine
    header = next(csv.reader(io.StringIO(mine.removeprefix("\ufeff"))), [])
    titles = {column_name(title): title for title in header}
    columns = list(
        dict.fromkeys([*titles, *(name for table in (tables[1], tables[2]) for row in table for name in row)])
    )
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([titles.get(name, name) for name in columns])
    lines = [text.getvalue()]
    for row in result:
        if isinstance(row, Conflict):
            mine_row, theirs_row = (_csv_line(side, columns) for side in (row.mine, row.theirs))
            lines.append(f"<<<<<<< yours\n{mine_row}=======\n{theirs_row}>>>>>>> {version}\n")
        elif any(isinstance(value, Conflict) for value in row.values()):
            sides = [
                _csv_line({k: getattr(v, side) if isinstance(v, Conflict) else v for k, v in row.items()}, columns)
                for side in ("mine", "theirs")
            ]
            lines.append(f"<<<<<<< yours\n{sides[0]}=======\n{sides[1]}>>>>>>> {version}\n")
        else:
            lines.append(_csv_line(row, columns))
    merged = "".join(lines)
    return mine[: mine.startswith("\ufeff")] + (merged.replace("\n", "\r\n") if "\r\n" in mine else merged)


def table_rows(text: str) -> list[dict[str, str]]:
    """The rows of a table by the names of their columns, without empty cells."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return [{column_name(k): v for k, v in row.items() if v and k} for row in rows]


def _csv_line(row: Any, columns: list[str]) -> str:
    if row is MISSING:
        return ""
    text = io.StringIO()
    values = {name: value for name, value in row.items() if value is not MISSING}
    csv.DictWriter(text, columns, restval="", lineterminator="\n").writerow(values)
    return text.getvalue()


def both_sides(mine: str, theirs: str, version: str) -> str:
    """Both sides of a whole file."""
    return f"<<<<<<< yours\n{mine.rstrip()}\n=======\n{theirs.rstrip()}\n>>>>>>> {version}\n"
