"""The tests that follow from a log source type itself, as tests of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from qradar_builder.testing.events.definition_tests import definition_tests
from qradar_builder.testing.items.base import CaseFailed, Item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qradar_builder.testing.events.tested import TestedType


class TypeFile(pytest.File):
    """Collects the tests of a log source type."""

    def __init__(self, *, tested: TestedType, **given: Any) -> None:
        super().__init__(**given)
        self._tested = tested

    def collect(self) -> Iterable[pytest.Item]:
        """The tests."""
        for name, problem in definition_tests(self._tested):
            yield DefinitionItem.from_parent(self, name=name, tested=self._tested, problem=problem)


class DefinitionItem(Item):
    """Asks whether something of the type is proven."""

    def __init__(self, *, tested: TestedType, problem: Callable[[], str], **given: Any) -> None:
        super().__init__(**given)
        self._tested = tested
        self._problem = problem

    def runtest(self) -> None:
        """Read what samples have not been read, and ask."""
        self._tested.read_all()
        problem = self._problem()
        if problem:
            raise CaseFailed(problem)
