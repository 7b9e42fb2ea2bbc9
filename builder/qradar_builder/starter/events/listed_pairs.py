"""Finds names with values that JSON has as objects of a list: `[{"Name": "UserId", "Value": "alee"}]`."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.events.pairs import found_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST: Final = 60
_MOST_OF_A_PAYLOAD: Final = 16_000
_NAME_KEYS: Final = "name|key|field|label|parameter|attribute"
_VALUE_KEYS: Final = "value|val|stringValue|strValue|values"
_BETWEEN: Final = r"""\s*(?:"\w{1,30}"\s*:\s*(?:"[^"\\]{0,200}"|[\w.-]{1,40})\s*,\s*){0,4}"""
"""What may stand between the name and the value: other short members."""
_GIVEN: Final = r"""\s*:\s*\[?\s*"?"""
_NAMED: Final = re.compile(
    rf'"(?P<key>(?i:{_NAME_KEYS}))"\s*:\s*"(?P<name>[A-Za-z][\w .-]{{0,60}})"\s*,{_BETWEEN}'
    rf'"(?P<value>(?i:{_VALUE_KEYS}))"{_GIVEN}[^"\\{{}}\[\],\s]'
)
_VALUED: Final = re.compile(
    rf'"(?P<value>(?i:{_VALUE_KEYS}))"{_GIVEN}[^"\\{{}}\[\],]{{1,100}}"?\s*\]?\s*,{_BETWEEN}'
    rf'"(?P<key>(?i:{_NAME_KEYS}))"\s*:\s*"(?P<name>[A-Za-z][\w .-]{{0,60}})"'
)
_ABOVE: Final = "parameters"
LISTED: Final = frozenset({_ABOVE})
"""The word above the names of such lists: what is in one counts less than a key of the event."""


def listed_pair_columns(
    own: Sequence[str | None], payloads: Sequence[str]
) -> Iterator[tuple[dict[str, Any], tuple[str, ...], str, tuple[str | None, ...]]]:
    """Expression, path, label and values of each name in such lists; None stands for payloads of other formats."""
    counts: Counter[tuple[str, str, str, bool]] = Counter()
    for payload in own:
        if payload is None:
            continue
        text = payload[:_MOST_OF_A_PAYLOAD]
        for pattern in (_NAMED, _VALUED):
            found = ((each["key"], each["name"], each["value"], pattern is _NAMED) for each in pattern.finditer(text))
            counts.update(list(dict.fromkeys(found)))
    for (key, name, value, is_first), _ in counts.most_common(_MOST):
        named = rf'"{key}"\s*:\s*"{re.escape(name)}"'.replace(r"\-", "-").replace(r"\ ", " ")
        if is_first:
            pattern_text = rf'{named}\s*,{_BETWEEN}"{value}"{_GIVEN}([^"\\{{}}\[\],\s][^"\\{{}}\[\],]*)'
        else:
            pattern_text = rf'"{value}"{_GIVEN}([^"\\{{}}\[\],\s][^"\\{{}}\[\],]*)"?\s*\]?\s*,{_BETWEEN}{named}'
        yield {"regex": pattern_text}, (_ABOVE, name), name, found_by(pattern_text, payloads)
