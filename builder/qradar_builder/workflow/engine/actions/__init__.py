"""The actions that do something by themselves, each compiled into a step by the module of its subject."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.workflow.engine.actions import (
    calls,
    changes,
    dates,
    keyed_hash,
    messages,
    posting,
    texts,
    tokens,
    values,
    xpath,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.model.workflow.document import Element
    from qradar_builder.workflow.engine.context import Context
    from qradar_builder.workflow.engine.steps import Step

COMPILERS: Final[dict[str, Callable[[Element, Context], Step]]] = {
    **calls.COMPILERS,
    **changes.COMPILERS,
    **dates.COMPILERS,
    **keyed_hash.COMPILERS,
    **messages.COMPILERS,
    **posting.COMPILERS,
    **texts.COMPILERS,
    **tokens.COMPILERS,
    **values.COMPILERS,
    **xpath.COMPILERS,
}
"""What compiles each action that holds no others, by its name."""
