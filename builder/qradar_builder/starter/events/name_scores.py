"""Says by the name of a column how likely it holds event ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.starter.events.id_names import LAST_WORDS, SINGLE_WORDS, WHOLE_NAMES
from qradar_builder.starter.language.words import word_set

if TYPE_CHECKING:
    from qradar_builder.starter.events.columns import Column

_ELSEWHERE: Final = word_set(
    """
    user actor target source destination host device agent observer geo client process file resource object account
    location identity browser os network url image parent owner policy dns machine computer certificate threat
    artifact artifacts labels tags metadata request related evidence evidences asset members container parameters
    parameter params columns attributes fields extensions entities headers
    """
)
_NO_KINDS: Final = word_set(
    """
    user actor target source destination host device agent observer geo client process file resource object account
    location identity browser os network url image parent owner policy dns machine computer certificate country city
    time date timestamp zone domain ip address port mac hash version path size count content mime group severity level
    risk protocol member app application interface vendor product service
    """
)
OWN: Final = word_set("event events activity action operation audit alert data detection evt")
_CODE: Final = re.compile(r"[A-Z]{1,6}[-_]?\d[0-9A-F]{1,6}")
_CODE_IN_NAME: Final = 12.0
_HEADER_WORDS: Final = {"$eventid$": 11.0, "$id$": 11.0, "$name$": 8.0}
_VALUES: Final = (("value",), ("text",), ("localized", "value"))
"""Names of keys that have the value of the key above them."""
_WAYS: Final = word_set("login logon auth authentication grant content mime connection")
"""Types of these say how something is done, and not what."""


def name_score(column: Column) -> float | None:
    """What the name of a column says; None where it cannot be an event id."""
    if column.is_header:
        score = _HEADER_WORDS.get(column.path[-1])
        is_coded = column.path[-1] == "$name$" and all(map(_CODE.fullmatch, column.distinct))
        # Some products write their code where the name is to stand.
        return _CODE_IN_NAME if is_coded else score
    steps = column.words
    if len(steps) > 1 and steps[-1] in _VALUES:
        steps = steps[:-1]
    leaf = steps[-1]
    score = WHOLE_NAMES.get(" ".join(leaf))
    if score is None:
        score = WHOLE_NAMES.get(column.name.rpartition(".")[2])
    if score is None and " ".join(leaf[-2:]) in LAST_WORDS:
        # What stands before, as in `riskEventType`, says of which events.
        score = WHOLE_NAMES[" ".join(leaf[-2:])] - 1.0
    if score is None and not set(leaf) & _NO_KINDS:
        # Other names are made of the same words.
        score = max((SINGLE_WORDS.get(word, 0.0) for word in leaf), default=0.0) or None
    if score is None or (leaf[-1:] == ("type",) and set(leaf) & _WAYS):
        return None
    above = {word for step in steps[:-1] for word in step}
    parent = set(steps[-2]) if len(steps) > 1 else set()
    if parent & OWN and steps[-1] in (("action",), ("name",), ("type",), ("code",), ("id",), ("kind",)):
        score = max(score, *(WHOLE_NAMES.get(f"{each.rstrip('s')} {leaf[0]}", score) for each in parent & OWN))
    if above & _ELSEWHERE:
        score -= 3.5
    return score - 0.5 * (len(column.path) - 1)
