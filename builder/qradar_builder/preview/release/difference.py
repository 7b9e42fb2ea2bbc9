"""What is different between the package and its last build, by meaning."""

from __future__ import annotations

import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from qradar_builder.api import diff
from qradar_builder.preview.protocol.package import FragmentAnswer
from qradar_builder.report.html.comparison import comparison_fragment

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.preview.package.workspace import Workspace


def difference(workspace: Workspace, output: Path) -> FragmentAnswer:
    """The differences as HTML. `output` is the folder of the builds; without a ZIP there, the title says so."""
    last = last_build(workspace, output)
    if last is None:
        return FragmentAnswer(title=f"There is no earlier build in {output.name}/", html="", findings=[])
    found = diff(last, workspace.folder)
    findings = workspace.paths.messages(found.findings)
    if found.comparison is None:
        return FragmentAnswer(title=f"The package cannot be compared with {last.name}", html="", findings=findings)
    html = str(comparison_fragment(found.comparison))
    return FragmentAnswer(title=f"Changes since {last.name}", html=html, findings=findings)


def last_build(workspace: Workspace, output: Path) -> Path | None:
    """The newest ZIP of the package in a folder."""
    state = workspace.last()
    extension = None if state is None else state.package.extension
    if extension is None:
        return None
    found: list[tuple[int, str]] = []
    for path in output.glob(f"{extension.spec.id}-[0-9]*.zip"):
        # A build may replace it meanwhile.
        with suppress(OSError):
            status = path.lstat()
            if stat.S_ISREG(status.st_mode):
                found.append((status.st_mtime_ns, path.name))
    return output / max(found)[1] if found else None
