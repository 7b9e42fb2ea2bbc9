"""What IBM does not document about the event id, the category, the severity and the QID of an event."""

from __future__ import annotations

from typing import Final

from qradar_builder.reference.choice import Choice

SINGLE_FIRST: Final = Choice(
    "single-first",
    "Which modifier wins where a single and a multiple one match?",
    "The single one.",
)
MODIFIER_CATEGORY: Final = Choice(
    "modifier-category",
    "Which category wins, that of a modifier or that of an EventCategory matcher?",
    "That of the modifier.",
    "IBM documentation: the matcher's category is for events that no modifier with a category handles.",
)
UNKNOWN_CATEGORY: Final = Choice(
    "unknown-category",
    "Which category is looked up where a custom log source type parses none?",
    "`unknown`.",
    "An export of 7.5.0 whose extension has no EventCategory matcher maps its events with `unknown`.",
)
CATEGORY_ALONE: Final = Choice(
    "category-alone",
    "Is the category alone looked up where the event id has no mapping?",
    "No.",
    "Documentation of LEEF says so of Universal LEEF; how such a mapping is stored is not known.",
)
BUILT_IN_CATEGORY: Final = Choice(
    "built-in-category",
    "Which category is looked up where an extension of a built-in type parses none?",
    "That of the only mapping with the event id; with several, none is chosen. The built-in DSM parses one on a "
    "console, and it is not simulated.",
    "An export of an override has an extension without EventCategory, and mappings with the DSM's own category.",
)
UNRECOGNISED_EVENT: Final = Choice(
    "unrecognised-event",
    "Is a QID looked up without force-qidmap-lookup-on-fixup where the built-in DSM found no event id?",
    "Yes, by what the extension found.",
    "IBM documentation: the attribute is for events that the DSM has recognised.",
)
EXTENSION_WINS: Final = Choice(
    "extension-wins",
    "Which value wins where both the built-in DSM and the extension give a field?",
    "That of the extension.",
    "IBM documentation: an extension overrides or enhances what the DSM parses.",
)
IDENTITY_SENT: Final = Choice(
    "identity-sent",
    "When does an event of UseDSMResults or SendIfAbsent send an identity?",
    "When a field of identity was parsed.",
    "IBM documentation: for UseDSMResults the verdict is that of the DSM; that of custom types parses nothing.",
)
BASE_SEVERITY: Final = Choice(
    "base-severity",
    "Which severity has an event whose LEEF or CEF message states one?",
    "That of a modifier, else the stated one, else that of the QID record.",
    "IBM documentation calls the LEEF key `sev` the severity of the event.",
)
LEEF_EVENT_ID: Final = Choice(
    "leef-event-id",
    "Is the event id of Universal LEEF the EventID of the header, or joined with `cat`?",
    "The EventID; where only a mapping of `EventID,cat` exists, that one is used.",
    "IBM documentation says EventID; an export maps `THREAT,OS` with the category `OS`.",
)
