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
CHOICES: Final = (GENERAL_CODES, UNKNOWN_INPUT, REQUIRED_BODY, VERSIONS, RANGES, FILTERS, GENERIC)
