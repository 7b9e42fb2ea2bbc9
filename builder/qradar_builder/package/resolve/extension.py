"""Resolves what a package folder says: categories, protocols, QID keys and shipped properties become what they name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qradar_builder.model.content import Content, LogSourceType
from qradar_builder.model.extension import VERSION, VERSION_LIMIT
from qradar_builder.package.names import Names, internal_name
from qradar_builder.package.resolve.events import EventResolver
from qradar_builder.package.resolve.parsing import check_parsing
from qradar_builder.package.resolve.properties import PropertyResolver
from qradar_builder.reference.log_source_types import log_source_type
from qradar_builder.reference.protocols import protocol
from qradar_builder.reference.versions import qradar_version
from qradar_builder.source.yaml.remains import was_left_out
from qradar_builder.text.nearest import UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.findings import Findings, Origin
    from qradar_builder.model.content import Property, QidRecord
    from qradar_builder.package.folder import LoadedPackage, LoadedType
    from qradar_builder.reference.protocols import Protocol
    from qradar_builder.reference.versions import QRadarVersion

_ALWAYS = ("Syslog", "Forwarded")
"""Protocols that every exported log source type has."""
_GENERIC_DSM = 4000
"""The type that runs custom types; it is not one to override."""
_SECRET = re.compile(r"password|passphrase|secret\b", re.IGNORECASE)
_MOST_NAME_BYTES = 200
"""The longest internal name of a type, in bytes: it becomes part of a file name."""

_MAX_GROUP_DEPTH = 20
"""How deep log source groups may lie in one another."""


def resolve(package: LoadedPackage, findings: Findings) -> Content | None:
    """Resolve a package. None, with findings, where an error stands in the way of a build."""
    return _Resolver(package, findings).resolve()


class _Resolver:
    def __init__(self, package: LoadedPackage, findings: Findings) -> None:
        self._package = package
        self._findings = findings
        self._names = Names(findings)

    def resolve(self) -> Content | None:
        events = EventResolver(self._package, self._names, self._findings)
        properties = PropertyResolver(self._names, events, self._findings)
        types: list[LogSourceType] = []
        for loaded in self._package.types:
            check_parsing(loaded, self._names, self._findings)
            resolved = self._resolve_type(loaded, events)
            properties.add(loaded)
            if resolved is not None:
                types.append(resolved)
        merged = properties.properties()
        events.report_unused()
        types = _place_shared_records(types, events.shared.values(), merged)
        self._check_types(types)
        self._check_groups()
        self._check_reference_data()
        self._check_log_sources()
        minimum = self._minimum()
        extension = self._package.extension
        if extension is not None and not VERSION.fullmatch(extension.spec.version):
            message = f"`{extension.spec.version[:VERSION_LIMIT]}` is not a version of the form MAJOR.MINOR.PATCH"
            self._findings.add("extension/version", extension.at("version"), message)
        elif extension is not None and len(extension.spec.version) > VERSION_LIMIT:
            message = f"the version has more than {VERSION_LIMIT} characters"
            self._findings.add("extension/version", extension.at("version"), message)
        if extension is not None and self._is_empty():
            self._findings.add(
                "extension/empty", extension.at(), "the package does not contain a log source type or a workflow"
            )
        if self._findings.errors or extension is None or minimum is None:
            return None
        groups, reference_data = self._package.groups, self._package.reference_data
        return Content(
            extension=extension.spec,
            minimum=minimum,
            types=tuple(types),
            properties=merged,
            groups={} if groups is None else groups.spec.root,
            reference_data={} if reference_data is None else reference_data.spec.root,
            workflows=self._package.workflows,
            log_sources={key: file.spec for key, file in self._package.log_sources.items()},
            records=() if types else tuple(events.shared.values()),
            named_places={
                (kind, key): file.at(key, "name")
                for kind, file in (("group", groups), ("reference-data", reference_data))
                if file is not None
                for key in file.spec.root
            },
        )

    def _is_empty(self) -> bool:
        """Whether there is nothing that a console could get; fragments and settings are nothing by themselves."""
        package = self._package
        folders = {folder for folder, _ in package.keys}
        if package.keeps_rows or package.qids:
            return False
        return not (folders & {"log_source_types", "workflows"} or package.groups or package.reference_data)

    def _resolve_type(self, loaded: LoadedType, events: EventResolver) -> LogSourceType | None:
        file, spec = loaded.file, loaded.file.spec
        mappings = events.mappings(loaded, custom=spec.overrides is None)
        protocols = {known.id: known for known in (protocol(name) for name in _ALWAYS)}
        wanted = [] if spec.protocol is None else [(spec.protocol, file.at("protocol"))]
        wanted += [(name, file.at("protocols", index)) for index, name in enumerate(spec.protocols)]
        # What the guide tells an admin to choose must be offered for the type.
        sources = [source for source in self._package.log_sources.values() if source.spec.type == loaded.key]
        wanted += [(source.spec.protocol, source.at("protocol")) for source in sources]
        for name, origin in wanted:
            found = self._protocol(name, origin)
            if found is not None:
                protocols[found.id] = found
        built_in = None
        if spec.overrides is not None:
            built_in = self._names.look_up(
                "type/unknown-built-in",
                lambda: log_source_type(spec.overrides or 0),
                file.at("overrides"),
            )
            if built_in is None:
                return None
            if built_in.id == _GENERIC_DSM:
                message = f"`{built_in.name}` runs the custom log source types"
                self._findings.add("type/unknown-built-in", file.at("overrides"), message)
                return None
        name = spec.name or (built_in.display_name or built_in.name if built_in else "")
        return LogSourceType(
            key=loaded.key,
            spec=spec,
            name=name,
            internal_name=built_in.name if built_in else internal_name(name),
            built_in=built_in,
            protocols=tuple(protocols[number] for number in sorted(protocols)),
            mappings=mappings,
            qids=(*events.owned[loaded.key].values(), *events.described[loaded.key]),
            origin=file.at("overrides" if built_in else "name"),
            at=file.at,
            extension_xml=None if loaded.extension is None else loaded.extension.content,
        )

    def _protocol(self, name: str | int, origin: Origin) -> Protocol | None:
        return self._names.look_up("type/unknown-protocol", lambda: protocol(name), origin)

    def _check_name(self, one: LogSourceType) -> None:
        """The name of a custom type must lead to an internal name of its own."""
        internal = one.internal_name
        if internal == internal_name(""):
            self._findings.add("type/name", one.origin, f"`{one.name}` has no letter and no digit", help="set a name")
        if len(internal.encode()) > _MOST_NAME_BYTES:
            message = f"the internal name `{internal[:40]}…` is longer than {_MOST_NAME_BYTES} bytes"
            self._findings.add("type/name", one.origin, message, help="use a shorter name")
        try:
            built_in = log_source_type(one.name)
        except UnknownName:
            return
        message = f"QRadar ships a log source type with the name `{one.name}` (number {built_in.id})"
        advice = f"use another name, or write `overrides: {built_in.id}`"
        self._findings.add("type/duplicate-name", one.origin, message, help=advice)

    def _check_types(self, types: list[LogSourceType]) -> None:
        """Two types must not be one for QRadar."""
        changed = {loaded.key for loaded in self._package.types if _changes(loaded)}
        names: dict[str, LogSourceType] = {}
        numbers: dict[int, LogSourceType] = {}
        for one in types:
            if one.built_in is None and one.spec.name is not None:
                self._check_name(one)
            elif one.key not in changed:
                self._findings.add("type/empty", one.origin, f"the override does not change anything in `{one.name}`")
            first = names.setdefault(one.internal_name, one)
            if first is not one:
                self._findings.add(
                    "type/duplicate-name",
                    one.origin,
                    f"QRadar would use the internal name `{one.internal_name}` for this log source type and "
                    f"another one",
                    related=[(first.origin, "this one")],
                )
            number = one.spec.type_id
            if number is not None and numbers.setdefault(number, one) is not one:
                self._findings.add(
                    "type/duplicate-number",
                    one.origin,
                    f"two log source types have the number {number}",
                    related=[(numbers[number].origin, "the other one")],
                )

    def _check_groups(self) -> None:
        file = self._package.groups
        if file is None:
            return
        groups = file.spec.root
        for key, group in groups.items():
            if (
                group.parent is not None
                and group.parent not in groups
                and not was_left_out(file.positions, group.parent)
            ):
                message = f"there is no log source group `{group.parent}`"
                self._findings.add("group/unknown-parent", file.at(key, "parent"), message)
        for key in groups:
            chain = [key]
            while len(chain) <= _MAX_GROUP_DEPTH and (parent := groups[chain[-1]].parent) in groups:
                chain.append(parent)
                if parent == key:
                    text = " in ".join(f"`{name}`" for name in chain)
                    self._findings.add("group/cycle", file.at(key, "parent"), f"the group contains itself: {text}")
                    break
            if len(chain) > _MAX_GROUP_DEPTH:
                message = f"the group is nested more than {_MAX_GROUP_DEPTH} levels deep"
                self._findings.add("group/depth", file.at(key, "parent"), message)

    def _check_reference_data(self) -> None:
        file = self._package.reference_data
        if file is None:
            return
        # Few packages have reference data.
        from qradar_builder.model.reference_data import CollectionKind  # noqa: PLC0415 - see above

        names: dict[str, str] = {}
        for key, spec in file.spec.root.items():
            first = names.setdefault(spec.name, key)
            if first != key:
                self._findings.add(
                    "reference-data/duplicate-name",
                    file.at(key, "name"),
                    f"two collections have the name `{spec.name}`",
                    related=[(file.at(first, "name"), "the other one")],
                )
            if spec.elements and spec.kind is not CollectionKind.SET:
                message = f"a collection of type {spec.kind} cannot have plain elements"
                self._findings.add("reference-data/elements", file.at(key, "elements"), message)

    def _check_log_sources(self) -> None:
        keys = self._package.keys
        for file in self._package.log_sources.values():
            spec = file.spec
            self._protocol(spec.protocol, file.at("protocol"))
            if ("log_source_types", spec.type) not in keys:
                message = f"the package has no log source type `{spec.type}`"
                self._findings.add("log-source/unknown-type", file.at("type"), message)
            if spec.workflow is not None and ("workflows", spec.workflow) not in keys:
                message = f"the package has no workflow `{spec.workflow}`"
                self._findings.add("log-source/unknown-workflow", file.at("workflow"), message)
            if spec.workflow is not None and _polls(spec.protocol) is False:
                message = f"a log source with the protocol `{spec.protocol}` cannot have a workflow"
                self._findings.add("log-source/workflow-protocol", file.at("workflow"), message)
            for index, parameter in enumerate(spec.parameters):
                secret = parameter.secret or _SECRET.search(parameter.name)
                if secret and parameter.value not in {None, "true", "false"} and not isinstance(parameter.value, bool):
                    place = file.key("parameters", index, "value")
                    self._findings.add("log-source/secret", place, f"`{parameter.name}` is secret, but has a value")

    def _minimum(self) -> QRadarVersion | None:
        extension = self._package.extension
        if extension is None:
            return None
        wanted = extension.spec.qradar.minimum
        return self._names.look_up(
            "extension/qradar-version", lambda: qradar_version(wanted), extension.at("qradar", "minimum")
        )


def _place_shared_records(
    types: list[LogSourceType], shared: Iterable[QidRecord], properties: Iterable[Property]
) -> list[LogSourceType]:
    """Give each record of `qids.yaml` to the number block of one type.

    That is the first custom type by key that uses it; without one, the first type that uses it; without any use, the
    first type at all.
    """
    users: dict[int, list[str]] = {}
    for one in types:
        for mapping in one.mappings:
            users.setdefault(id(mapping.qid), []).append(one.key)
    for prop in properties:
        for expression in prop.expressions:
            if expression.qid is not None:
                users.setdefault(id(expression.qid), []).append(expression.type_key)
    custom = [one.key for one in types if one.built_in is None]
    order = [*custom, *(one.key for one in types if one.built_in is not None)]
    placed: dict[str, list[QidRecord]] = {key: [] for key in order}
    for record in shared:
        using = set(users.get(id(record), ()))
        owner = next((key for key in order if key in using), order[0] if order else None)
        if owner is not None:
            placed[owner].append(record)
    return [replace(one, qids=(*one.qids, *placed[one.key])) for one in types]


def _polls(name: str | int) -> bool | None:
    """Whether a protocol runs workflows; None where there is no such protocol, which is reported elsewhere."""
    try:
        return protocol(name).runs_workflows
    except UnknownName:
        return None


def _changes(loaded: LoadedType) -> bool:
    """Whether a file says anything about events, right or wrong."""
    spec = loaded.file.spec
    has_rows = loaded.table is not None and bool(loaded.table.rows)
    is_parsed = bool(spec.parsing or spec.modifiers or loaded.extension)
    return bool(is_parsed or spec.properties or spec.events or spec.qids or has_rows)
