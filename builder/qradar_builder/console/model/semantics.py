"""What IBM does not document about a console, and what the model does. docs/fidelity-console.md is made from it."""

from __future__ import annotations

from typing import Final

from qradar_builder.reference.choice import Choice

UNAUTHORIZED: Final = 18
NO_ACCESS: Final = 26
NO_RESOURCE: Final = 1002
UNSUPPORTED_VERSION: Final = 15
MEDIA_TYPE: Final = 36
BAD_PARAMETER: Final = 1005
BUSY: Final = 1020

GENERAL_CODES = Choice(
    "console-general-codes",
    "Which unique codes have errors that belong to no endpoint: a wrong token, no access, an unknown path or version?",
    "18, 26, 1002 and 15. Parameters and bodies that do not fit have a code of 422 that the endpoint has, else 1005.",
    "IBM's pages name codes by endpoint only. 18 is in public clients.",
)
UNKNOWN_INPUT = Choice(
    "console-unknown-input",
    "Does a console refuse query parameters, body fields and parameter headers that its API does not describe?",
    "Yes, with 422. A null for a field that is not required is accepted.",
    "None. The model is strict, so that a call that it accepts is a call of the API.",
)
REQUIRED_BODY = Choice(
    "console-required-fields",
    "Which fields of a body are required, where IBM's page does not say it?",
    "Those without which the call has no meaning, listed in reference/console_api/required_fields.py.",
    "IBM's pages name them for 7 of 195 bodies only.",
)
VERSIONS = Choice(
    "console-versions",
    "What happens with the API versions 15.0, 16.0, 18.0 and 25.0, and without the header `Version`?",
    "The model does not offer them and refuses them with 422. Without the header, the newest version answers.",
    "IBM's pages of these versions were not read.",
)
RANGES = Choice(
    "console-ranges",
    "What does a list say of its range?",
    "`Content-Range: items 0-49/120` with a range, `items */0` where nothing is in it. Without a range all items come.",
    "The form with numbers is in IBM's samples.",
)
FILTERS = Choice(
    "console-filters",
    "What may a filter have?",
    "Comparisons, `and`, `or`, `not`, `in`, `between`, `like`, `ilike`, `contains`, `is null`, fields in fields.",
    "IBM's topic on filter syntax.",
)
GENERIC = Choice(
    "console-other-resources",
    "What do resources do that the model has no code for, such as forwarding policies or reference tables?",
    "They keep what is created, in the shape that the description has, and check nothing beyond it.",
)
IDENTITIES = Choice(
    "console-identities",
    "By what does an installation find the same item on the console?",
    "Types and log source extensions by uuid, else by name; built-in types by number. QID records by uuid, those of "
    "the system and the two of each type by number. Mappings by uuid, else by type, event id and category. Properties "
    "and expressions by id. Reference data by name, rules by uuid.",
    "Exports, release notes of IBM extensions, and notes of third parties; IBM documents none of it as a whole.",
)
NUMBERS = Choice(
    "console-numbers",
    "Which numbers do types, QID records and expressions get, and what happens in log source extensions?",
    "A new type keeps its number where it is free, else it gets the next free one. QID numbers move with the block of "
    "their type. References to both follow, `device-type-id-override` in log source extensions included.",
    "Numbers of different consoles collide, and shared exports are said to work.",
)
CLASHES = Choice(
    "console-clashes",
    "What happens if the name of a custom property or of a type belongs to another id?",
    "The task ends with EXCEPTION before anything is changed, and its message names both.",
    "IBM's release notes tell it of properties. For types it is a guess, as the REST API has each name once.",
)
ACTIONS = Choice(
    "console-actions",
    "Which actions are in the results of a preview and an installation, and what is `overwrite` if it is not given?",
    "ADD, OVERWRITE and SKIP; `overwrite` is false.",
    "SKIP is in public answers of consoles. The others are not known.",
)
UPLOADS = Choice(
    "console-uploads",
    "When is an upload refused, and when an installation?",
    "An upload is refused for a file or manifest that cannot be read, and for the same id and version. Content of a "
    "newer QRadar is uploaded, and its installation fails. A newer version replaces the record of the installed one.",
    "The codes are documented, the moment for the QRadar version is not.",
)
UNINSTALL = Choice(
    "console-uninstall",
    "What does the removal of an extension remove?",
    "The record of the extension. What was installed stays.",
    "IBM's older documentation says that content is removed by hand.",
)
EXPORTS = Choice(
    "console-exports",
    "What does an export have in addition to the chosen items?",
    "What they refer to: of a mapping its QID record and type, of an expression its property, type and QID record, of "
    "a type its log source extension, category and protocols. Items are named by number, uuid, identifier or name.",
    "IBM's support page on the second version of the content management tool; exports.",
)
STAGED = Choice(
    "console-staged",
    "What needs a deployment, and what says a deployment if there is nothing to deploy?",
    "Installed extensions and log sources need one. Of type INCREMENTAL it is refused with 409 and 1003.",
    "The codes are documented without a clear order.",
)
LOG_SOURCES = Choice(
    "console-log-sources",
    "Which codes have the refusals of a log source, which parameters have protocols, and what is shown of passwords?",
    "1001 and 1002 as documented, 1003 to 1013 in the order of our checks. Universal Cloud REST API has the labels of "
    "IBM's documentation with names of our own, other protocols the identifier alone. Passwords are null in answers.",
    "45 codes are documented without their causes. Two of the names are in an export.",
)
EVENTS = Choice(
    "console-events",
    "Which log source gets an event that comes by syslog, and what happens to an event that none gets?",
    "Those that are enabled and have the host of the header, else the address of the sender, as their identifier, in "
    "their parsing order: the first that parses it, deployed or not. Without one, the event is stored for type 39. A "
    "built-in DSM is not simulated: its events are unknown ones. Nothing is detected automatically.",
    "IBM's documentation on log source identifiers and parsing order.",
)
AQL = Choice(
    "console-aql",
    "Which AQL does the model know?",
    "SELECT of fields, names and COUNT(*) from events, with AND, IN, LIKE, GROUP BY, ORDER BY, LIMIT and LAST. "
    "Anything else is refused with 422 and 2000, or named by the validator.",
    "IBM's documentation on AQL.",
)
HIDDEN = Choice(
    "console-hidden",
    "What do the endpoints that IBM does not document look like?",
    "With the header `Allow-Hidden: true`, log source extensions can be listed, read with their XML, added by a form, "
    "and deleted. The fields of the answers are a guess. No other hidden endpoint is part of the model.",
    "A client that was generated from a console of 2020 names the paths.",
)
CHOICES: Final = (
    GENERAL_CODES,
    UNKNOWN_INPUT,
    REQUIRED_BODY,
    VERSIONS,
    RANGES,
    FILTERS,
    GENERIC,
    IDENTITIES,
    NUMBERS,
    CLASHES,
    ACTIONS,
    UPLOADS,
    UNINSTALL,
    EXPORTS,
    STAGED,
    LOG_SOURCES,
    EVENTS,
    AQL,
    HIDDEN,
)
