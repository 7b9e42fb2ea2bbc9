"""Proves an imported package by samples of events: the imported log source types parse them, and they become cases."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qradar_builder.dsm.event import Outcome
from qradar_builder.dsm.parser import Parser
from qradar_builder.dsm.tally import Tally
from qradar_builder.findings import Location
from qradar_builder.package.inputs.definitions import package_definitions
from qradar_builder.package.layout import EXTRA
from qradar_builder.source.files import display_name
from qradar_builder.starter.events.sample_files import read_payloads
from qradar_builder.starter.invented.events import CLOCK
from qradar_builder.starter.log_source_type.cases import event_case_files
from qradar_builder.starter.trial_run import problems_of, write_tree
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.findings import Findings

_LOST: Final = frozenset({Outcome.UNKNOWN, Outcome.STORED})
_BEST: Final = (Outcome.PARSED, Outcome.BUILT_IN, Outcome.UNKNOWN)
"""What tells which log source type a file of samples is for, the most telling first."""


@dataclass(slots=True)
class ImportProof:
    """What became of the samples."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    """By the keys of the log source types that parsed them."""
    files: dict[str, bytes] = field(default_factory=dict)
    """The cases and their samples by their paths in the package."""
    notes: list[str] = field(default_factory=list)
    """What was left out."""

    @property
    def passed(self) -> bool:
        """Whether no event is Unknown or Stored."""
        return not any(tally.outcomes[outcome] for tally in self.tallies.values() for outcome in _LOST)


def prove_import(files: Mapping[str, bytes], samples: Sequence[Path], findings: Findings) -> ImportProof | None:
    """Parse samples with the log source types of a package, given by its files.

    Each file of samples goes to the log source type that parses the most of it. None, with findings, where a file
    cannot be read, or the package parses nothing.
    """
    described = {name: content for name, content in files.items() if not name.startswith(f"{EXTRA}/")}
    definitions = _definitions(described, findings)
    read = [(path, read_payloads(path, findings)) for path in samples]
    if not definitions or findings.errors:
        return None
    proof = ImportProof()
    payloads: dict[str, dict[str, None]] = {}
    for path, found in read:
        assert found is not None, "there are no findings"
        key = _chosen(definitions, found.payloads)
        proof.notes += found.notes
        if len(definitions) > 1:
            events = counted(len(found.payloads), "event")
            proof.notes.append(f"{display_name(path)}: the log source type `{key}` parses its {events} best")
        payloads.setdefault(key, {}).update(dict.fromkeys(found.payloads))
    for key, of_type in payloads.items():
        _prove(definitions[key], key, list(of_type), proof)
    proof.notes += problems_of({**described, **proof.files})
    return proof


def _definitions(files: Mapping[str, bytes], findings: Findings) -> dict[str, TypeDefinition]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "package"
        write_tree(folder, files)
        definitions = package_definitions(folder, findings)
    if not definitions and not findings.errors:
        message = "the imported files contain no log source type, so nothing parses samples"
        findings.add("package/no-type", Location("--from-samples"), message)
    return definitions or {}


def _chosen(definitions: Mapping[str, TypeDefinition], payloads: Sequence[str]) -> str:
    """The key of the log source type that parses the most of a file; the first of equal ones."""
    if len(definitions) == 1:
        return next(iter(definitions))

    def rank(key: str) -> tuple[int, ...]:
        parser = Parser(definitions[key], now=lambda: CLOCK)
        tally = Tally()
        for payload in payloads:
            tally.add(parser.parse(payload))
        return tuple(tally.outcomes[outcome] for outcome in _BEST)

    return max(definitions, key=rank)


def _prove(definition: TypeDefinition, key: str, payloads: Sequence[str], proof: ImportProof) -> None:
    parser = Parser(definition, now=lambda: CLOCK)
    explanations = [parser.explain(payload) for payload in payloads]
    tally = proof.tallies[key] = Tally()
    for explanation in explanations:
        tally.add(explanation.event)
    heading = (f"From {counted(len(payloads), 'sample')} that proved the import.",)
    proof.files |= event_case_files(explanations, heading, CLOCK, key)
