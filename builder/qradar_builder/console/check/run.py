"""`console check`: whether a console can be reached, and has what a package needs. Sends GETs only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.check.permissions import accesses, tell
from qradar_builder.console.check.reference import reference_differences
from qradar_builder.console.connection import calls
from qradar_builder.console.connection.calls import Step
from qradar_builder.console.connection.negotiation import lacks, negotiate
from qradar_builder.console.plan.reader import call_of
from qradar_builder.findings import Findings, Location
from qradar_builder.reference.number_blocks import FIRST_CUSTOM_TYPE
from qradar_builder.reference.protocols import UnknownProtocol, protocol
from qradar_builder.reference.versions import UnknownVersion, qradar_version
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.console.check.permissions import Access
    from qradar_builder.console.check.reference import Differences
    from qradar_builder.console.connection.calls import Call
    from qradar_builder.console.connection.session import Session
    from qradar_builder.console.release.release import Release

_NEEDED: Final = (
    calls.ABOUT, calls.TYPES, calls.TYPE_EXTENSIONS, calls.QIDS, calls.MAPPINGS, calls.PROPERTIES, calls.EXTENSIONS,
    calls.UPLOAD, calls.ACT, calls.TASK, calls.RESULTS, calls.EXPORT, calls.EXPORT_TASK, calls.EXPORTED,
)  # fmt: skip
"""What every deployment calls."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. What is wrong is among the findings."""

    host: str
    api_version: str
    qradar_version: str
    accesses: tuple[Access, ...]
    differences: Differences
    types: int
    """How many log source types the console has."""

    def lines(self) -> Iterator[str]:
        """The check in words."""
        yield f"console      {self.host}, QRadar {self.qradar_version}, API {self.api_version}"
        for access in self.accesses:
            verdict = "yes" if access.is_whole else "partly" if access.may and not access.denied else "NO"
            yield f"{verdict:<12} {access.step}"
        known = self.types - sum(each.ours is None for each in self.differences.types)
        yield f"types        {counted(self.types, 'log source type')}, {known:,} of them known or your own"
        yield f"reference    {counted(self.differences.new, 'row')} that the reference data does not have"


def check(session: Session, release: Release | None, findings: Findings) -> Checked:
    """Check a console, and whether it has what a release needs. Raises ConsoleError where it cannot be asked."""
    version = negotiate(session)
    host = session.profile.host
    about = session.get(calls.ABOUT)
    shown = str(about.get("external_version", "")) if isinstance(about, dict) else ""
    found = accesses(session)
    own = (call for call in calls.ALL if call.step in {Step.CONNECT, Step.CHECK})
    tell(found, host, version, findings, needed={*needed_calls(release, version), *own})
    if any(call is calls.TYPES for each in found for call in (*each.denied, *each.lacking)):
        types: list[dict[str, Any]] = []
    else:
        types = list(session.items(calls.TYPES))
    if release is not None:
        check_version(about, release, findings)
        _check_types(types, release, host, findings)
        _check_protocols(session, release, host, findings)
    differences = reference_differences(session, types)
    _tell_differences(differences, host, findings)
    return Checked(host, version, shown or "unknown", found, differences, len(types))


def needed_calls(release: Release | None, version: str) -> frozenset[Call]:
    """The calls that a deployment of a release cannot do without.

    Steps of its plan that the version of the API does not have are skipped by name, and do not stop the rest.
    """
    steps = () if release is None or release.plan is None else release.plan.steps
    return frozenset({*_NEEDED, *(call for step in steps if not lacks(call := call_of(step), version))})


def check_version(about: Any, release: Release, findings: Findings) -> None:
    """Report a console that is older than the release allows. What states no build is not compared.

    `about` is the answer of `/system/about`.
    """
    if not isinstance(about, dict):
        return
    for name in ("build_version", "release_name", "external_version"):
        try:
            console = qradar_version(str(about.get(name) or ""))
            least = qradar_version(release.minimum)
        except UnknownVersion:
            continue
        if console < least:
            label = about.get("release_name") or about.get("external_version") or console.label
            message = f"{release.label} needs QRadar {least.label}, and the console has {label} ({console.build})"
            findings.add("console/too-old", Location(release.place), message)
        return


def _check_types(types: list[dict[str, Any]], release: Release, host: str, findings: Findings) -> None:
    """Report built-in types that the release overrides and the console does not have, or has with an old DSM."""
    by_number = {row.get("id"): row for row in types}
    for one in release.rows("sensordevicetype"):
        number = int(str(one.get("id") or 0)) if str(one.get("id")).isdecimal() else 0
        if not 0 < number < FIRST_CUSTOM_TYPE or "uuid" in one:
            continue
        name = str(one.get("devicetypedescription") or one.get("devicetypename"))
        row = by_number.get(number)
        if row is None and types:
            message = f"{release.label} changes the log source type {name} ({number}), which the console does not have"
            findings.add("console/dsm", Location(host), message)
        elif row is not None:
            _tell_old(f"the DSM of {name}", row, host, findings)


def _check_protocols(session: Session, release: Release, host: str, findings: Findings) -> None:
    there = {row.get("id"): row for row in session.items(calls.PROTOCOLS)}
    for label, number in sorted(_protocols(release).items()):
        row = there.get(number)
        if row is None:
            message = f"{release.label} needs the protocol {label}, which the console does not have"
            findings.add("console/protocol", Location(host), message)
        else:
            _tell_old(f"the protocol {label}", row, host, findings)


def _protocols(release: Release) -> dict[str, int]:
    """The protocols of log source types and log sources, by what people call them."""
    found = {}
    for row in release.rows("sensorprotocol"):
        number = str(row.get("id"))
        if number.isdecimal():
            found[str(row.get("protocoldescription") or row.get("protocolname"))] = int(number)
    if release.content is not None:
        for spec in release.content.log_sources.values():
            try:
                known = protocol(spec.protocol)
            except UnknownProtocol:
                continue
            found[known.label] = known.id
    return found


def _tell_old(what: str, row: dict[str, Any], host: str, findings: Findings) -> None:
    version, latest = row.get("version"), row.get("latest_version")
    if isinstance(version, str) and isinstance(latest, str) and version and latest and version != latest:
        findings.add("console/old-rpm", Location(host), f"{what} is {version}, and IBM has {latest}")


def _tell_differences(found: Differences, host: str, findings: Findings) -> None:
    for each in (*found.types, *found.categories):
        kind = "log source type" if each in found.types else "low-level category"
        ours = "which the reference data does not have" if each.ours is None else f"here it is {each.ours!a}"
        findings.add("console/reference", Location(host), f"the {kind} {each.number} is {each.name[:100]!a}, {ours}")
