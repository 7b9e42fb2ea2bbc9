"""The log source types of a package, as its cases name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.text.nearest import closest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.findings import Findings, Origin

    Definitions = Mapping[str, TypeDefinition]


class PackageTypes:
    """Finds log source types by key. `load` gives the definitions, or None where the package has errors."""

    def __init__(self, folder: Path, load: Callable[[], Definitions | None]) -> None:
        self._keys = sorted(path.stem for path in (folder / "log_source_types").glob("*.yaml"))
        self._load = load
        self._definitions: Definitions | None = None
        self._is_loaded = False

    def find(self, key: str, origin: Origin, findings: Findings) -> TypeDefinition | None:
        """The definition of a type; None, with a finding at `origin`, where there is no such type.

        None without a finding where the package has errors: it cannot be told then what the type is.
        """
        if key not in self._keys:
            near = closest(key, self._keys)
            advice = f"did you mean `{near}`?" if near else None
            if not self._keys:
                advice = "the package has no log source types; add log_source_types/<key>.yaml"
            findings.add("case/log-source-type", origin, f"there is no log source type `{key}`", help=advice)
            return None
        if not self._is_loaded:
            self._definitions, self._is_loaded = self._load(), True
        return None if self._definitions is None else self._definitions.get(key)
