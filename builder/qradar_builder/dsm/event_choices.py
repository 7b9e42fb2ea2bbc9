"""What IBM does not document about the event id, the category, the severity and the QID of an event."""

from __future__ import annotations

from typing import Final

from qradar_builder.reference.choice import Choice

SINGLE_FIRST: Final = Choice(
    "single-first",
    "Which modifier applies if a single and a multiple modifier match?",
    "The single modifier.",
)
MODIFIER_CATEGORY: Final = Choice(
    "modifier-category",
    "Which category applies, that of a modifier or that of an EventCategory matcher?",
    "The category of the modifier.",
    "IBM documentation: the matcher's category is for events that no modifier with a category handles.",
)
UNKNOWN_CATEGORY: Final = Choice(
    "unknown-category",
    "Which category is looked up if a custom log source type does not parse one?",
    "`unknown`.",
    "An export of 7.5.0 whose extension has no EventCategory matcher maps its events with `unknown`.",
)
CATEGORY_ALONE: Final = Choice(
    "category-alone",
    "Is the category alone looked up if the event ID has no mapping?",
    "No.",
    "The LEEF documentation says so for Universal LEEF; it is not known how such a mapping is stored.",
)
BUILT_IN_CATEGORY: Final = Choice(
    "built-in-category",
    "Which category is looked up if an extension of a built-in type does not parse one?",
    "The category of the only mapping with the event ID; if there are several, none is chosen. On a console, the "
    "built-in DSM parses one, but the DSM is not simulated.",
    "An export of an override has an extension without EventCategory, and mappings with the DSM's own category.",
)
UNRECOGNISED_EVENT: Final = Choice(
    "unrecognised-event",
    "Is a QID looked up without force-qidmap-lookup-on-fixup if the built-in DSM found no event ID?",
    "Yes, with the values that the extension found.",
    "IBM documentation: the attribute is for events that the DSM recognized.",
)
EXTENSION_WINS: Final = Choice(
    "extension-wins",
    "Which value applies if both the built-in DSM and the extension fill a field?",
    "The value of the extension.",
    "IBM documentation: an extension overrides or enhances what the DSM parses.",
)
IDENTITY_SENT: Final = Choice(
    "identity-sent",
    "When does an event of UseDSMResults or SendIfAbsent send an identity?",
    "When an identity field was parsed.",
    "IBM documentation: for UseDSMResults, the DSM decides; the DSM of custom types parses nothing.",
)
BASE_SEVERITY: Final = Choice(
    "base-severity",
    "Which severity does an event have if its LEEF or CEF message contains one?",
    "The severity of a modifier; otherwise, that of the message; otherwise, that of the QID record.",
    "IBM documentation calls the LEEF key `sev` the severity of the event.",
)
LEEF_EVENT_ID: Final = Choice(
    "leef-event-id",
    "Is the event ID of Universal LEEF the EventID of the header, or the EventID joined with `cat`?",
    "The EventID; if only a mapping of `EventID,cat` exists, this mapping is used.",
    "IBM documentation says EventID; an export maps `THREAT,OS` with the category `OS`.",
)
