"""What log sources must be: the recommendations of a package, with local values and secrets from the environment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qradar_builder.console.log_sources.checks import described, parameter_key, problem_of
from qradar_builder.model.log_source_values import FromEnvironment, LogSourceValuesFile
from qradar_builder.reference.protocol_parameters import protocol_parameters
from qradar_builder.reference.protocols import protocol
from qradar_builder.source.files import display_name
from qradar_builder.source.yaml.document import read_document
from qradar_builder.source.yaml.validation import validate
from qradar_builder.text.nearest import closest
from qradar_builder.workflow.xml.values_writer import write_parameter_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from qradar_builder.console.release.release import Release
    from qradar_builder.findings import Findings, Origin
    from qradar_builder.model.content import LogSourceType, WorkflowFile
    from qradar_builder.model.log_source import LogSourceSpec
    from qradar_builder.model.log_source_values import LogSourceValues
    from qradar_builder.source.yaml.validation import Validated

IDENTIFIER = "Log Source Identifier"
WORKFLOW = "Workflow"
WORKFLOW_VALUES = "Workflow Parameter Values"
RECURRENCE = "Recurrence"


@dataclass(frozen=True, slots=True)
class Setting:
    """A parameter of the protocol. `origin` is where its value is written."""

    value: str = field(repr=False)
    is_secret: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class Wanted:
    """A log source as it must be. `settings` are by the labels of the console."""

    key: str
    name: str
    type: LogSourceType
    protocol: int
    protocol_label: str
    settings: Mapping[str, Setting]
    origin: Origin
    description: str = ""
    enabled: bool = True
    coalescing: bool = False
    store_payload: bool = True
    credibility: int | None = None
    groups: tuple[str, ...] = ()
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    """The values from the environment, which are in no text."""


def read_wanted(
    release: Release, path: Path, environment: Mapping[str, str], findings: Findings
) -> tuple[Wanted, ...] | None:
    """The log sources of a values file. None, with findings, where something is wrong or missing."""
    before = findings.errors
    document = read_document(path, display_name(path), findings)
    file = None if document is None else validate(LogSourceValuesFile, document, findings)
    if file is None or findings.errors > before or release.content is None:
        return None
    reader = _Reader(release, file, environment, findings)
    found = [one for number, each in enumerate(file.spec.log_sources) if (one := reader.wanted(number, each))]
    names: dict[str, Wanted] = {}
    for one in found:
        first = names.setdefault(one.name.casefold(), one)
        if first is not one:
            message = f"two log sources have the name `{one.name}`"
            findings.add("console/values", one.origin, message, related=[(first.origin, "the first one")])
    return None if findings.errors > before else tuple(found)


class _Reader:
    def __init__(
        self,
        release: Release,
        file: Validated[LogSourceValuesFile],
        environment: Mapping[str, str],
        findings: Findings,
    ) -> None:
        content = release.content
        assert content is not None, "log sources are those of a package folder"
        self._content = content
        self._release = release
        self._file = file
        self._environment = environment
        self._findings = findings
        self._secrets: set[str] = set()

    def wanted(self, number: int, values: LogSourceValues) -> Wanted | None:
        """One log source. None, with findings, where its file is not there."""
        spec = self._content.log_sources.get(values.log_source)
        if spec is None:
            self._unknown(self._at(number, "log_source"), "log source", values.log_source, self._content.log_sources)
            return None
        known = protocol(spec.protocol)
        settings = self._settings(number, values, spec)
        return Wanted(
            key=values.log_source,
            name=values.name or spec.name,
            type=next(one for one in self._content.types if one.key == spec.type),
            protocol=known.id,
            protocol_label=known.label,
            settings=settings,
            origin=self._at(number),
            description=spec.description if values.description is None else values.description,
            enabled=spec.enabled if values.enabled is None else values.enabled,
            coalescing=spec.coalescing,
            store_payload=spec.store_payload,
            credibility=spec.credibility,
            groups=tuple(spec.groups if values.groups is None else values.groups),
            secrets=frozenset(self._secrets),
        )

    def _at(self, number: int, *path: str) -> Origin:
        return self._file.at("log_sources", number, *path)

    def _settings(self, number: int, values: LogSourceValues, spec: LogSourceSpec) -> dict[str, Setting]:
        here = self._at(number)
        identifier = values.identifier or spec.identifier
        if values.identifier is None and any(each.isspace() for each in spec.identifier):
            self._add(here, "gives no `identifier`, and the package only describes it")
        found = {IDENTIFIER: Setting(identifier, is_secret=False, origin=here)}
        if spec.recurrence is not None:
            found[RECURRENCE] = Setting(spec.recurrence, is_secret=False, origin=here)
        if spec.workflow is not None:
            found |= self._workflow(number, values, spec.workflow)
        elif values.workflow_parameters:
            self._add(self._at(number, "workflow_parameters"), "the log source has no workflow")
        found |= self._parameters(number, values, spec)
        self._check_known(protocol(spec.protocol).label, found)
        return found

    def _check_known(self, label: str, settings: Mapping[str, Setting]) -> None:
        """Check values by what is known of the protocol without a console, which knows more."""
        rows = {parameter_key(text): each for each in protocol_parameters(label) for text in (each.name, each.label)}
        for name, setting in settings.items():
            known = rows.get(parameter_key(name))
            problem = None if known is None or not setting.value else problem_of(described(known), setting.value)
            if problem is not None:
                self._add(setting.origin, f"`{name}` {problem}")

    def _parameters(self, number: int, values: LogSourceValues, spec: LogSourceSpec) -> dict[str, Setting]:
        """The parameters of the protocol, those that the package recommends first."""
        found: dict[str, Setting] = {}
        own = self._workflow_names(spec)
        for each in spec.parameters:
            if each.name.casefold() in own and each.name not in values.parameters:
                continue
            given = values.parameters.get(each.name)
            origin = self._at(number, "parameters", each.name)
            value = self._value(origin, each.name, given if given is not None else each.value, is_secret=each.secret)
            if value is not None:
                found[each.name] = Setting(value, each.secret, origin)
            elif each.required and given is None:
                message = f"gives no value for the parameter `{each.name}`, which is required"
                self._add(self._at(number), message)
        for name, given in values.parameters.items():
            if name not in {each.name for each in spec.parameters}:
                # The package says nothing of it: what the console calls a password is checked there.
                origin = self._at(number, "parameters", name)
                value = self._value(origin, name, given, is_secret=False)
                if value is not None:
                    found[name] = Setting(value, isinstance(given, FromEnvironment), origin)
        return found

    def _workflow_names(self, spec: LogSourceSpec) -> set[str]:
        """The names and labels of the parameters of the workflow, which a package may also describe for people."""
        files = (each for each in self._content.workflows if each.key == spec.workflow)
        return {
            text.casefold() for file in files for each in file.workflow.parameters for text in (each.name, each.label)
        }

    def _workflow(self, number: int, values: LogSourceValues, key: str) -> dict[str, Setting]:
        """The XML of the workflow, and that of its parameter values."""
        file: WorkflowFile = next(one for one in self._content.workflows if one.key == key)
        xml = self._release.workflows.get(f"workflows/{key}.xml", b"").decode()
        known = {each.name: each for each in file.workflow.parameters}
        for name in values.workflow_parameters:
            if name not in known:
                self._unknown(self._at(number, "workflow_parameters", name), "workflow parameter", name, known)
        given: dict[str, str] = {}
        for name, parameter in known.items():
            origin = self._at(number, "workflow_parameters", name)
            written = values.workflow_parameters.get(name)
            value = self._value(origin, name, written, is_secret=parameter.secret)
            if value is None and written is None:
                if parameter.required and parameter.default is None:
                    self._add(self._at(number), f"gives no value for the workflow parameter `{name}`")
                continue
            given[name] = value or ""
        document = write_parameter_values(given, file.workflow.schema).decode()
        here = self._at(number)
        return {
            WORKFLOW: Setting(xml, is_secret=False, origin=here),
            WORKFLOW_VALUES: Setting(document, any(each.secret for each in known.values()), here),
        }

    def _value(self, origin: Origin, name: str, given: Any, *, is_secret: bool) -> str | None:
        """A value as text. A secret must come from the environment, and is in no message."""
        if isinstance(given, FromEnvironment):
            value = self._environment.get(given.env)
            if not value:
                self._add(origin, f"`{name}` needs the environment variable {given.env}, which is not set")
                return None
            if "\0" in value:
                self._add(origin, f"the environment variable {given.env} has a character that no parameter can have")
                return None
            self._secrets.add(value)
            return value
        if given is None:
            return None
        if is_secret:
            advice = f"write `{name}: {{env: NAME}}`, and set the variable"
            message = f"`{name}` is a secret, and must come from the environment"
            self._findings.add("console/value-secret", origin, message, help=advice)
            return None
        return ("true" if given else "false") if isinstance(given, bool) else str(given)

    def _unknown(self, origin: Origin, kind: str, name: str, known: Iterable[str]) -> None:
        near = closest(name, list(known))
        advice = f"did you mean `{near}`?" if near else f"there is {', '.join(known) or 'none'}"
        self._add(origin, f"there is no {kind} `{name}`", help=advice)

    def _add(self, origin: Origin, message: str, *, help: str | None = None) -> None:  # noqa: A002 - as in Findings
        self._findings.add("console/values", origin, message, help=help)
