"""Which rules run: all of them, but for those that a person left out."""

from __future__ import annotations

from dataclasses import replace

from qradar_builder.quick.dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """Rules by id or by family, such as `workflow/unchecked-status` or `workflow`."""

    select: frozenset[str] = frozenset()
    """Where it is not empty, only these rules run."""
    ignore: frozenset[str] = frozenset()
    fallback: frozenset[str] = frozenset()
    """What counts as `select` where that is empty: what a repository selects."""
    written: frozenset[str] = frozenset()
    """Those of `ignore` that a file names. They run all the same, to know whether they still have findings."""

    def ignored_by(self, rule: str) -> str | None:
        """The entry of `ignore` that leaves a rule out.

        The narrower word counts: an id that is selected is not left out with its family.
        """
        if rule in self.ignore:
            return rule
        family = rule.partition("/")[0]
        return family if family in self.ignore and rule not in self._selected else None

    def has(self, rule: str) -> bool:
        """Whether the findings of a rule are shown."""
        return self._is_selected(rule) and self.ignored_by(rule) is None

    def runs(self, rule: str) -> bool:
        """Whether a rule runs: its findings are shown, or are needed to know whether a file still has to name it."""
        return self._is_selected(rule) and self.ignored_by(rule) in {None, *self.written}

    def of_repository(self, select: frozenset[str], ignore: frozenset[str]) -> Selection:
        """The same with what a repository says: it ignores more, and what it selects counts where `select` is empty."""
        return replace(self._ignoring(ignore), fallback=select)

    def of_package(self, select: frozenset[str], ignore: frozenset[str]) -> Selection:
        """The same with what a package says: it ignores more, and its `select` counts where there is none."""
        return replace(self._ignoring(ignore), select=self.select or select)

    def _ignoring(self, more: frozenset[str]) -> Selection:
        return replace(self, ignore=self.ignore | more, written=self.written | (more - self.ignore))

    @property
    def _selected(self) -> frozenset[str]:
        return self.select or self.fallback

    def _is_selected(self, rule: str) -> bool:
        selected = self._selected
        return not selected or rule in selected or rule.partition("/")[0] in selected


ALL = Selection()
