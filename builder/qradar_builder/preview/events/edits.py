"""Log source types as unsaved texts make them. The last ones are kept, as a page asks several questions about each."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Findings
from qradar_builder.package.folder import load_package, type_of_file, with_types_again
from qradar_builder.package.inputs.definitions import loaded_definitions
from qradar_builder.preview.events.parsing import Reader
from qradar_builder.preview.package.listing import may_be_made
from qradar_builder.preview.refusal import Refusal
from qradar_builder.source.unsaved import unsaved

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.findings import Finding
    from qradar_builder.preview.package.state import PackageState
    from qradar_builder.preview.package.workspace import Workspace
    from qradar_builder.preview.protocol.editing import Edit

_MOST_KEPT: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Edited:
    """A log source type with unsaved texts. `reader` is None where they have errors, which are among the findings."""

    reader: Reader | None
    findings: tuple[Finding, ...]


class Edits:
    """Reads a workspace as if unsaved texts were saved."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._kept: dict[tuple[int, str, tuple[tuple[str, str], ...]], Edited] = {}

    def edited(self, state: PackageState, key: str, edits: Sequence[Edit]) -> Edited:
        """A log source type with unsaved texts. Raises Refusal where a file is none that people edit."""
        question = (state.revision, key, tuple((edit.path, edit.text) for edit in edits))
        with self._lock:
            kept = self._kept.get(question)
        if kept is not None:
            return kept
        findings = Findings()
        definition = self._read(state, key, edits, findings)
        answer = Edited(None if definition is None else Reader(definition), tuple(findings))
        with self._lock:
            while len(self._kept) >= _MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[question] = answer
        return answer

    def _read(self, state: PackageState, key: str, edits: Sequence[Edit], findings: Findings) -> TypeDefinition | None:
        contents: dict[Path, bytes] = {}
        files = self._workspace.files()
        for edit in edits:
            listed = files.get(edit.path)
            if listed is None and may_be_made(edit.path):
                # Another program has deleted it, which is how the package is until somebody saves the text.
                continue
            if listed is None or not listed.editable:
                raise Refusal("preview/file", "only files of the package that people edit can be tried")
            contents[self._workspace.folder / edit.path] = edit.text.encode("utf-8", "replace")
        types = {type_of_file(edit.path) for edit in edits if self._workspace.folder / edit.path in contents}
        with unsaved(contents):
            # Whatever else is edited may be used by any type.
            package = (
                load_package(self._workspace.folder, findings)
                if "" in types
                else with_types_again(state.package, types, findings)
            )
            definitions = None if findings.errors else loaded_definitions(package, findings)
        return None if definitions is None or findings.errors else definitions.get(key)
