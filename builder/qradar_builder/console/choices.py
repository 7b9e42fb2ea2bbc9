"""What IBM does not document about a console, and what the commands do about it. docs/fidelity-console.md lists it."""

from __future__ import annotations

from typing import Final

from qradar_builder.reference.choice import Choice

EXTENSION: Final = Choice(
    "console-client-extension",
    "How is an uploaded extension found again, as no answer has its hub id?",
    "By name and version. If its size differs from that of the ZIP, it is another build, and the deployment ends.",
    "IBM documents `size` without its unit.",
)
UPLOAD: Final = Choice(
    "console-client-upload",
    "Is the body of an upload the ZIP itself, or a form with a file?",
    "The ZIP itself, with the type application/zip.",
    "IBM's sample 01_ManageExtensions.py; some public clients send a form.",
)
ACTIONS: Final = Choice(
    "console-client-actions",
    "Which words do a PREVIEW and an installation have for what is done with an item?",
    "ADD, CREATE, INSERT, NEW and similar words are additions, OVERWRITE, UPDATE and REPLACE replacements, SKIP, "
    "PRESERVE and KEEP leave the item. A word that is not known is not compared.",
    "SKIP is in IBM's documentation. The others are not known.",
)
EXPORTED: Final = Choice(
    "console-client-export",
    "By which field does a call for an export name its items?",
    "Types, extensions and QID records by number, custom properties by identifier, reference data by name.",
    "IBM documents a list of texts.",
)
PARAMETERS: Final = Choice(
    "console-client-parameters",
    "What are the parameters of Universal Cloud REST API called?",
    "Whatever the console calls them: they are found by the labels that IBM's documentation has.",
    "A console describes its protocols. The names are in no public document.",
)
SECRETS: Final = Choice(
    "console-client-secrets",
    "What does a console give back of secret parameters?",
    "No value. They are sent when another parameter changes, or with --set-secrets.",
    "Exports do not contain them.",
)
ANSWERED: Final = Choice(
    "console-client-repeat",
    "Did a console do what a call requested, if no answer came?",
    "It is not known. A call that creates something is not sent again before it was looked for; after 429 and 503 it "
    "is looked for first, then sent again.",
    "QID records and event mappings cannot be deleted by the API.",
)

TRIAL: Final = Choice(
    "console-client-trial",
    "How is an extension previewed that must not stay on the console?",
    "A copy with `(dry run)` behind its id and name is uploaded, previewed and removed. If a run is broken off, the "
    "next dry run or deployment removes it. An extension that exists already is previewed itself, and stays.",
    "A PREVIEW needs an uploaded extension. That the removal of one that was never installed removes nothing else is "
    "in no document.",
)
GROUPS: Final = Choice(
    "console-client-groups",
    "By what is a log source group known again?",
    "By its name and those of the groups above it. If there is none, one group of that name elsewhere is compared.",
    "IBM documents names of groups as unique.",
)
ORDER: Final = Choice(
    "console-client-order",
    "In which order does a console try the expressions that the REST plan creates?",
    "It is not known. They are created in the order of the package. The order is listed as not set and not compared.",
    "No resource of the API has a field for it, from 14.0 to 26.0.",
)

CHOICES: Final = (EXTENSION, UPLOAD, ACTIONS, EXPORTED, PARAMETERS, SECRETS, ANSWERED, TRIAL, GROUPS, ORDER)
