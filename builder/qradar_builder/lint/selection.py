"""Which rules run: all of them, but for those that a person left out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """Rules by id or by family, such as `workflow/unchecked-status` or `workflow`."""

    select: frozenset[str] = frozenset()
    """Where it is not empty, only these rules run."""
    ignore: frozenset[str] = frozenset()

    def has(self, rule: str) -> bool:
        """Whether a rule runs. The narrower word counts: an id that is selected runs in a family that is ignored."""
        family = rule.partition("/")[0]
        if rule in self.ignore:
            return False
        if rule in self.select:
            return True
        return family not in self.ignore and (not self.select or family in self.select)


ALL = Selection()
