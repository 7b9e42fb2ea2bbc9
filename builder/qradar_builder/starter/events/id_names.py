"""How much a name of a key says that its values are the event id."""

from __future__ import annotations

from typing import Final

from qradar_builder.starter.language.words import word_set

WHOLE_NAMES: Final[dict[str, float]] = {
    "event name": 10, "event simple name": 10.5, "operation name": 10, "activity display name": 10, "event action": 10,
    "event type": 9, "event code": 11.5, "event id": 8.6, "activity type": 9.5, "activity name": 9.5, "operation": 9.5,
    "activity": 9, "action": 8, "action type": 9, "action name": 9, "signature id": 8.5, "message id": 8.2,
    "log id": 8, "verb": 8, "event": 7.8, "alert type": 8, "alert name": 7.5, "event sub type": 6.5,
    "event subtype": 6.5, "type": 6.5, "kind": 5, "method": 5, "request method": 5, "http method": 5.2, "name": 5,
    "title": 5.8, "signature": 7.5, "rule name": 5.5, "rule id": 5.5, "code": 6, "log type": 5, "subtype": 6,
    "sub type": 6, "category": 5, "subcategory": 6, "category name": 5, "event category": 5.5, "command": 5,
    "operation type": 8.5, "type name": 6.5, "event class": 6, "event type name": 9, "detection name": 6.5,
    "threat name": 5.5, "incident type": 7, "finding type": 7, "audit type": 8, "event description": 6,
    "description": 4, "summary": 4.5, "message": 3.5, "reason": 3, "query type": 4, "disposition": 4.5,
    "status": 3, "result": 3, "class": 4, "object type": 3.5, "module": 3.5, "program": 3.5, "channel": 2.5,
    "event action name": 10, "operation id": 6, "procedure": 6, "function": 5, "task": 5, "policy name": 4,
    "attack type": 6, "attack name": 6, "alert": 6, "attack": 6, "detect name": 6.5, "event title": 8,
    "log message id": 8, "msg": 4, "event kind": 5, "event dataset": 4, "record type": 6.5, "audit event": 8,
    "id": 3, "display message": 5, "event display name": 9, "event type id": 8, "security event type": 8,
    "log sub type": 7, "log subtype": 7, "event operation": 9, "req type": 6, "eventid": 8.6, "eventtype": 9,
    "logid": 8, "event number": 8, "sub event type": 7, "act": 8, "detection type": 7, "notification type": 8,
    "template id": 5, "trigger type": 6, "action id": 7, "method name": 9, "type id": 6, "activity id": 5,
    "action method": 6, "event class id": 8, "operations": 7, "event types": 7, "user action": 8, "audit action": 9,
    "event subclass": 7.5, "event sub class": 7.5, "subclass": 5,
    "resource type": 3.5, "service name": 2.5, "malware name": 4, "level": 0.5, "severity": 0.5,
}  # fmt: skip
"""Names, as words in small letters, with their points."""

LAST_WORDS: Final = frozenset({"event type", "event name", "alert type", "action type", "operation name"})
"""Last words of longer names, which count as much."""

SINGLE_WORDS: Final = {
    "event": 4.5, "action": 5.0, "operation": 5.5, "activity": 4.5, "type": 3.5, "code": 3.5, "name": 1.5, "kind": 3.0,
    "category": 3.0, "alert": 3.5, "verb": 4.0, "rule": 2.5, "signature": 4.0, "kb": 2.0, "title": 3.0, "mode": 2.0,
    "command": 3.0, "reason": 2.0, "msgid": 5.0, "state": 1.5, "result": 1.5,
}  # fmt: skip
"""Words of other names, with their points."""

LEVELS: Final = word_set(
    """
    trace debug info information informational notice normal warn warning error err critical fatal alert emergency
    low medium high severe major minor
    """
)
"""Values of levels, which tell no kinds apart."""
