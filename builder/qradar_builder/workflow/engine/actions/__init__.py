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
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.model.workflow.document import Element
    from qradar_builder.workflow.engine.context import Context
    from qradar_builder.workflow.engine.steps import Step


def _compile_xpath_query(element: Element, context: Context) -> Step:
    # What searches XML runs in a process of its own, and few workflows have XML.
    from qradar_builder.workflow.engine.actions.xpath import compile_xpath_query  # noqa: PLC0415 - see above

    return compile_xpath_query(element, context)


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
    "XPathQuery": _compile_xpath_query,
}
"""What compiles each action that holds no others, by its name."""
