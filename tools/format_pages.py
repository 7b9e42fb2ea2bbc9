"""The reference of the files of a package: one page for each JSON Schema."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qradar_builder.model.base import UUID_PATTERN
from qradar_builder.model.workflow.elements import ACTIONS
from qradar_builder.source.json_schema import json_schema
from qradar_builder.source.workflow.heads import short_forms
from tools.example import EXAMPLE
from tools.markdown import anchor, anchored, prose, table

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: the name of its schema, its place in a package, what to read besides, and which file is shown."""

    schema: str
    place: str
    reading: str
    example: str
    """A file of the example package, by its path there."""

    @property
    def path(self) -> str:
        """Where the file is in a repository."""
        return self.place if self.place.startswith("consoles/") else f"content/<id>/{self.place}"

    @property
    def shown_path(self) -> str:
        """Where the example is in a repository: beside the packages, or in its own."""
        outside = self.example.removeprefix("../")
        return outside if outside != self.example else f"content/{EXAMPLE.name}/{self.example}"

    @property
    def page(self) -> str:
        """The page's path below docs/."""
        return f"reference/{self.schema}.md"


_OVERVIEW = "[The files of a package](../formats.md)"
_PARSING = f"{_OVERVIEW}, [Parsing events](../parsing.md)"
_CASES = "[Testing log source types](../testing-events.md)"
_RUNS = "[Running and testing workflows](../testing-workflows.md)"
FORMATS = (
    Format("extension", "extension.yaml", _OVERVIEW, "extension.yaml"),
    Format(
        "log-source-type",
        "log_source_types/<key>.yaml",
        f"{_OVERVIEW}, [Parsing events](../parsing.md)",
        "log_source_types/audit.yaml",
    ),
    Format("qids", "qids.yaml", "[Events and QIDs](../formats.md#events-and-qids)", "qids.yaml"),
    Format("workflow", "workflows/<key>.yaml", f"{_OVERVIEW}, {_RUNS}", "workflows/audit.yaml"),
    Format("fragment", "fragments/<key>.yaml", "[Fragments](../fragments.md)", "fragments/get-events.yaml"),
    Format("log-source", "log_sources/<key>.yaml", "[Install guides](../install-guides.md)", "log_sources/audit.yaml"),
    Format(
        "log-source-values",
        "consoles/<name>.yaml",
        "[Deploy to a console](../console.md#log-sources)",
        "../consoles/lab.yaml",
    ),
    Format("log-source-groups", "log_source_groups.yaml", _OVERVIEW, "log_source_groups.yaml"),
    Format("reference-data", "reference_data.yaml", "[The REST plan](../rest-plan.md)", "reference_data.yaml"),
    Format(
        "event-case",
        "tests/events/<case>.yaml",
        "[Testing log source types](../testing-events.md)",
        "tests/events/audit.yaml",
    ),
    Format("workflow-case", "tests/workflows/<case>.yaml", _RUNS, "tests/workflows/three-polls.yaml"),
    Format(
        "source", "tests/sources/<key>.yaml", "[Prove that no event is lost](../proving.md)", "tests/sources/audit.yaml"
    ),
)

_KINDS = {"string": "text", "integer": "integer", "number": "number", "boolean": "true or false"}
_PATTERNS = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": "key",
    UUID_PATTERN: "UUID",
    "^[A-Za-z_][A-Za-z0-9_]*$": "name of letters, digits and `_`",
}
_HEAD = ("key", "value", "default", "what it is")
_ACTIONS = """\
A list of actions. Each item is written under its name, such as `Set: {path: /page, value: "1"}`; one that needs nothing
may be its name alone. Most actions have a [short form](../formats.md#short-forms), such as `Set /page: 1`. Attributes
that it has no place for are in a mapping under the key. In the long form, the actions of `If`, `ElseIf` and `Else` are
next to it, under `then`, and those of `While`, `DoWhile` and `ForEach` under `do`.

Instead of an action, you can use a [fragment](../fragments.md): `use` with its key, and `with` for its parameters.
"""


def format_pages() -> dict[str, str]:
    """The pages by their paths below docs/."""
    return {each.page: _Page(each).text() for each in FORMATS}


class _Page:
    """One page. Each object has a section under its path, such as `properties.expressions`, that others link to."""

    def __init__(self, kind: Format) -> None:
        self._kind = kind
        self._schema = json_schema(kind.schema)
        self._defs: Json = self._schema.get("$defs", {})
        self._paths: dict[str, str] = {}
        """Where the definitions that have a section already stand."""
        self._sections: list[str] = []

    def text(self) -> str:
        """The page."""
        kind = self._kind
        what = self._schema["description"].rpartition("says: ")[2]
        about = "" if kind.place in what else f"{what}\n\n"  # It only says whose schema it is.
        head = (
            f"# {prose(kind.place)}\n\n{about}"
            f"The place of the file is `{kind.path}`. Editors check it by its "
            f"[JSON Schema](../schemas/{kind.schema}.json). See also: {kind.reading}.\n"
        )
        root = self._schema
        for values in root.get("patternProperties", {}).values():
            root = self._resolved(values)
            head += f"\nThe file is a mapping. The value of each key: {_first_down(root['description'])}\n"
        return "\n".join([head, _example(kind), self._keys(root, ""), *_without_gaps(self._sections)])

    def _keys(self, schema: Json, path: str) -> str:
        """The table of an object's keys; objects below it get sections of their own."""
        required = schema.get("required", [])
        rows = []
        for name, value in schema.get("properties", {}).items():
            place = f"{path}.{name}" if path else name
            words = self._words(value, place)
            default = "required" if name in required else _default(value)
            rows.append((anchored(f"key-{place}", name), words, default, self._described(value)))
        return table(_HEAD, rows) if rows else "It has no keys.\n"

    def _section(self, schema: Json, path: str) -> str:
        """Make the section of an object. Gives the link to it."""
        place = len(self._sections)
        self._sections.append("")  # Its own place: the sections of what lies below come behind it.
        body = self._keys(schema, path)
        told = "".join(f"{' '.join(part.split())}\n\n" for part in schema.get("description", "").split("\n\n") if part)
        self._sections[place] = f"{'#' * min(path.count('.') + 2, 4)} {path}\n\n{told}{body}"
        return _link(path)

    def _words(self, schema: Json, path: str) -> str:
        """What kind of value a schema takes, in words."""
        if str(schema.get("title")).startswith("mapping "):
            return str(schema["title"])
        if "$ref" in schema:
            return self._definition(schema["$ref"].rpartition("/")[2], path)
        if "enum" in schema:
            of_truth = True in schema["enum"]
            return _KINDS["boolean"] if of_truth else _either([f"`{value}`" for value in schema["enum"]])
        if "const" in schema:
            return f"`{schema['const']}`"
        if "anyOf" in schema:
            return self._any_of(schema["anyOf"], path)
        return self._of_kinds(schema, path)

    def _of_kinds(self, schema: Json, path: str) -> str:
        kinds = [kind for kind in _listed(schema.get("type")) if kind != "null"]
        if kinds == ["array"]:
            some = ", at least one" if schema.get("minItems") else ""
            return f"list of {self._words(schema.get('items', {}), path)}{some}"
        if kinds == ["object"]:
            return self._object(schema, path)
        if "string" in kinds:
            return _text(schema)
        if "integer" in kinds and "minimum" in schema:
            upper = f" to {schema['maximum']}" if "maximum" in schema else " or more"
            return f"integer, {schema['minimum']}{upper}"
        return _either([_KINDS[kind] for kind in kinds]) or "anything"

    def _any_of(self, choices: list[Json], path: str) -> str:
        choices = [choice for choice in choices if choice != {"type": "null"}]
        if len(choices) == 2 and choices[1].get("items") == choices[0]:
            return f"{self._words(choices[0], path)}, or a list of them"
        written_out = choices[-1].get("properties", {})
        if any(inner.get("anyOf") == choices[:-1] for inner in written_out.values()):
            name = next(iter(written_out))
            return f"{self._any_of(choices[:-1], f'{path}.{name}')}; or the same under the key `{name}`"
        return _either([self._words(choice, path) for choice in choices])

    def _object(self, schema: Json, path: str) -> str:
        if "properties" in schema:
            return self._section(schema, path)
        values = [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties")]
        return f"mapping to {self._words(values[0], path)}" if isinstance(values[0], dict) else "mapping"

    def _definition(self, name: str, path: str) -> str:
        if name == "actions":
            return self._actions()
        schema = self._defs[name]
        if "properties" not in schema:
            return self._words(schema, path)
        if name not in self._paths:
            self._paths[name] = path
            return self._section(schema, path)
        return _link(self._paths[name])

    def _actions(self) -> str:
        """The language of workflows has a page; fragments refer to it."""
        if self._kind.schema != "workflow":
            return "[actions](workflow.md#actions)"
        if "actions" not in self._paths:
            self._paths["actions"] = "actions"
            place = len(self._sections)
            self._sections.append("")
            known = self._defs["action"]["anyOf"][0]["properties"]
            rows = [self._action(name, schema) for name, schema in known.items() if name[0].isupper()]
            rows += [(f"`{name}`", schema["description"], "") for name, schema in known.items() if name[0].islower()]
            self._sections[place] = f"## actions\n\n{_ACTIONS}\n{table(('action', 'what it does', 'short form'), rows)}"
        return _link("actions")

    def _action(self, name: str, schema: Json) -> tuple[str, str, str]:
        whole = next((each for each in (schema, *schema.get("anyOf", ())) if "properties" in each), schema)
        words = self._words({**whole, "description": schema["description"]}, name)
        short = "<br>".join(short_forms(ACTIONS[name]))
        return _link(name) if _link(name) in words else f"`{name}`", schema["description"], short

    def _described(self, schema: Json) -> str:
        if "description" in schema or "$ref" not in schema:
            return str(schema.get("description", ""))
        return str(self._resolved(schema).get("description", ""))

    def _resolved(self, schema: Json) -> Json:
        found: Json = self._defs[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        return found


def _example(kind: Format) -> str:
    """A file of the kind, from a package whose cases pass."""
    text = (EXAMPLE / kind.example).read_text(encoding="utf-8")
    return f'```yaml title="{kind.shown_path}"\n{text}```\n'


def _without_gaps(sections: list[str]) -> Iterator[str]:
    """The sections, with no heading more than one level below the one before it."""
    before = 1
    for section in sections:
        marks, _, rest = section.partition(" ")
        before = min(len(marks), before + 1)
        yield f"{'#' * before} {rest}"


def _text(schema: Json) -> str:
    if "pattern" in schema:
        return _PATTERNS.get(schema["pattern"], f"text that matches `{schema['pattern']}`")
    words = f"text, at most {schema['maxLength']} characters" if "maxLength" in schema else "text"
    examples = [f"`{value}`" for value in schema.get("examples", ())]
    return f"{words}: {_either(examples)}" if examples else words


def _default(schema: Json) -> str:
    default = schema.get("default")
    return "" if default in (None, "") else f"`{default if isinstance(default, str) else json.dumps(default)}`"


def _either(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _listed(kinds: Any) -> list[str]:
    return kinds if isinstance(kinds, list) else [kinds] if kinds else []


def _first_down(text: str) -> str:
    return text[0].lower() + text[1:]


def _link(path: str) -> str:
    return f"[{path}](#{anchor(path)})"
