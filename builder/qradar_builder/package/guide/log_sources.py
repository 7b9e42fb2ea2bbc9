"""What the install guide says about workflows and log sources, worked out and in the order in which it is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.package.guide.network import LISTENERS, Destination, Listener, destinations
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.reference.protocols import protocol
from qradar_builder.secrets.excerpts import private_lines
from qradar_builder.secrets.names import Strength, strength
from qradar_builder.secrets.values import looks_secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qradar_builder.model.content import Content, LogSourceType, WorkflowFile
    from qradar_builder.model.log_source import LogSourceSpec
    from qradar_builder.model.workflow.document import Parameter
    from qradar_builder.package.guide.facts import TypeFact

_MOST_TEXT = 512 * 1024
"""How large a file may be whose text is part of the page, in bytes."""
_TEMPLATE = re.compile(r"\$\{[^{}]*\}")
_HASH_KEY = re.compile(r'(<GenerateHMAC [^<>]*?\bsecretKey=")([^"<>]*)"')
_UNITS = {"M": "minute", "H": "hour", "D": "day"}


@dataclass(frozen=True, slots=True)
class WorkflowFact:
    """A workflow with its files and what it reaches."""

    file: WorkflowFile
    xml: str
    values: str
    destinations: tuple[Destination, ...]
    texts: Mapping[str, str]
    """The texts to paste, by the paths of their files; none that may hold a secret or is too large for a page."""


@dataclass(frozen=True, slots=True)
class LogSourceFact:
    """A log source to create: as its file recommends, or as the log source type alone suggests (`spec` is None)."""

    type: TypeFact
    name: str
    protocol: str | None
    spec: LogSourceSpec | None
    runs_workflow: bool
    workflow: WorkflowFact | None
    recurrence: str | None
    listener: Listener | None
    """Where QRadar waits for its events, if it does."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret that the administrator gives; `owner` is the workflow or log source that asks for it."""

    owner: str
    label: str
    description: str


def workflow_facts(content: Content, files: Mapping[str, bytes]) -> tuple[WorkflowFact, ...]:
    """The workflows of a package, with the paths at which a build writes them; `files` are what it has written."""
    return tuple(_workflow(one, files) for one in content.workflows)


def _workflow(one: WorkflowFile, files: Mapping[str, bytes]) -> WorkflowFact:
    xml, values = f"workflows/{one.key}.xml", f"workflows/{one.key}-parameter-values.xml"
    texts = {path: _text(files[path]) for path in (xml, values) if path in files}
    has_default = any(each.secret and each.default for each in one.workflow.parameters)
    return WorkflowFact(
        file=one,
        xml=xml,
        values=values,
        destinations=destinations(one.workflow),
        texts={path: text for path, text in texts.items() if text and not (has_default and path == xml)},
    )


def _text(content: bytes) -> str:
    """The text of a file, or nothing where it may hold a secret or is too large."""
    if len(content) > _MOST_TEXT:
        return ""
    text = content.decode("utf-8", "replace")
    # A key that only makes a mark of a text, such as a word, is no secret.
    bare = _HASH_KEY.sub(lambda key: key[0] if looks_secret(key[2]) else key[1] + '"', _TEMPLATE.sub("", text))
    return "" if private_lines(bare.split("\n")) else text


def may_show_default(parameter: Parameter) -> bool:
    """Whether a guide may show the default of a parameter: it has one, and is a credential neither by mark nor name."""
    return bool(parameter.default) and not parameter.secret and strength(parameter.name) is not Strength.SURE


def log_source_facts(
    content: Content, types: Iterable[TypeFact], workflows: Iterable[WorkflowFact]
) -> tuple[LogSourceFact, ...]:
    """The log sources that a package recommends, and one for each type that none of them is for."""
    by_type = {one.key: one for one in types}
    by_workflow = {one.file.key: one for one in workflows}
    described = {spec.type for spec in content.log_sources.values()}
    found = [_described(spec, by_type, by_workflow) for spec in content.log_sources.values()]
    found += [_suggested(one, by_type, by_workflow) for one in content.types if one.key not in described]
    return tuple(found)


def secrets(workflows: Iterable[WorkflowFact], log_sources: Iterable[LogSourceFact]) -> tuple[Secret, ...]:
    """The secrets that workflows and log sources ask for."""
    found = [
        Secret(one.file.workflow.name, each.label, each.description or "")
        for one in workflows
        for each in one.file.workflow.parameters
        if each.secret
    ]
    found += [
        Secret(one.name, each.name, each.description)
        for one in log_sources
        for each in (one.spec.parameters if one.spec else ())
        if each.secret
    ]
    return tuple(found)


def in_words(recurrence: str) -> str:
    """A recurrence such as `10M` as people say it."""
    number, unit = int(recurrence[:-1]), _UNITS[recurrence[-1]]
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _described(spec: LogSourceSpec, types: dict[str, TypeFact], workflows: dict[str, WorkflowFact]) -> LogSourceFact:
    known = protocol(spec.protocol)
    return LogSourceFact(
        type=types[spec.type],
        name=spec.name,
        protocol=known.label,
        spec=spec,
        runs_workflow=known.runs_workflows,
        workflow=None if spec.workflow is None else workflows[spec.workflow],
        recurrence=spec.recurrence,
        listener=LISTENERS.get(known.name),
    )


def _suggested(one: LogSourceType, types: dict[str, TypeFact], workflows: dict[str, WorkflowFact]) -> LogSourceFact:
    known = None if one.spec.protocol is None else protocol(one.spec.protocol)
    runs = known is not None and known.runs_workflows
    only = next(iter(workflows.values())) if len(workflows) == 1 else None
    return LogSourceFact(
        type=types[one.key],
        name=one.name,
        protocol=None if known is None else known.label,
        spec=None,
        runs_workflow=runs,
        workflow=workflows.get(one.key, only) if runs else None,
        recurrence=None,
        listener=None if known is None else LISTENERS.get(known.name),
    )
