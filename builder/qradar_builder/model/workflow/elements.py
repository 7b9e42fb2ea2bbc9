"""The workflow language as one table: every element with its attributes and children, in each schema version.

The XML schemas, the JSON Schema, the reading of YAML and XML and every did-you-mean come from here.
Source: IBM documentation, Universal Cloud REST API protocol, topics Workflow, Workflow parameter values and Actions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.model.workflow.grammar import (
    Attribute,
    ElementSpec,
    Meaning,
    TextKind,
    any_text,
    flag,
    literal,
    needs,
    one,
    path,
    some,
    target,
)
from qradar_builder.model.workflow.requests import REQUEST_SLOTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.workflow.document import Element, Workflow

_V2_1 = SchemaVersion.V2_1
_ENCODINGS = ("UTF-8", "BASE64", "HEX")
_LEVELS = ("INFO", "WARN", "ERROR")
_A = Attribute
_E = ElementSpec


_SAVE = target("savePath", "The path in the State where the result is saved.")
_CONDITION = _A("condition", "A JPath condition, such as `/r/status_code = 200`.", TextKind.CONDITION, required=True)
_ZONE = _A("timeZone", "The time zone of the date, such as `UTC` or `Europe/Berlin`.", meaning=Meaning.ZONE)


_CLAIM = _E("Value", "One claim.", (needs("name", "The claim."), any_text("value", "Its value.", required=True)))

_SECRET = _E("Secret", "The key that signs the token.", (needs("value", "A shared secret, or a private key as PEM."),),
             shorthand="value")  # fmt: skip

_POST = (
    _A("encoding", "The encoding of the event text in the State.", default="UTF-8", values=_ENCODINGS,
       meaning=Meaning.EVENT_ENCODING),
    _A("source", "The host that the event comes from, as in the identifier of its log source.", required=True,
       optional_from=_V2_1, mistaken_for=("host",)),
)  # fmt: skip

_POST_HEADS = ("{path} from {source*}", "{path*}")

_ACTIONS = (
    _E(
        "Abort",
        "Ends the run with an error.",
        (
            needs("reason", "The message that the status of the log source shows."),
            flag("terminate", "Whether QRadar stops running the workflow until the log source is edited."),
        ),
        shorthand="reason",
    ),
    _E(
        "Add",
        "Appends a value to an array.",
        (target("path", "The array."), any_text("value", "The value.", required=True)),
        heads=("{path*}",),
        under="value",
    ),
    _E(
        "CallEndpoint",
        "Makes an HTTP request and saves the response.",
        (
            needs("url", "The URL, with or without a query.", Meaning.URL),
            needs("method", "The HTTP method.", Meaning.METHOD, values=("GET", "POST", "PUT", "DELETE", "PATCH")),
            target("savePath", "The path in the State where the response is saved.", required=False),
        ),
        REQUEST_SLOTS,
        heads=("{method} {url*} -> {savePath}", "{method} {url*}"),
    ),
    _E("ClearStatus", "Clears the status of the log source."),
    _E(
        "Copy",
        "Copies a value.",
        (path("sourcePath", "The value."), target("targetPath", "The path in the State where the copy is saved.")),
        heads=("{sourcePath} to {targetPath*}",),
    ),
    _E(
        "CreateJWTAccessToken",
        "Creates a signed JSON Web Token.",
        (_SAVE,),
        (
            one(_E("Header", "The claims of the header.", slots=(some(_CLAIM, required=True),)), required=True),
            one(_E("Payload", "The claims of the payload.", slots=(some(_CLAIM, required=True),)), required=True),
            one(_SECRET, required=True),
        ),
        heads=("{savePath*}",),
    ),
    _E("Delete", "Removes a value.", (target("path", "The value."),), heads=("{path*}",)),
    _E(
        "DoWhile",
        "Runs its actions once, then again as long as the condition is true.",
        (_CONDITION,),
        block="do",
        shorthand="condition",
        heads=("{condition*}",),
    ),
    _E(
        "ForEach",
        "Runs its actions for each item of an array; from V2, also for each value of an object.",
        (target("item", "The path in the State where a copy of the item is saved."), path("items", "The array.")),
        block="do",
        heads=("{item} in {items*}",),
    ),
    _E(
        "FormatDate",
        "Converts a time to text.",
        (
            needs("pattern", "The pattern of the text, in the syntax of the Java class "
                "DateTimeFormatter.", Meaning.DATE_PATTERN),
            _ZONE,
            _A("time", "The time in epoch milliseconds; by default, the current time.", meaning=Meaning.MOMENT,
               mistaken_for=("date",)),
            _SAVE,
        ),
        heads=("{savePath*}",),
        under="pattern",
    ),
    _E(
        "GenerateHMAC",
        "Creates a keyed hash of a message.",
        (
            needs("algorithm", "The hash algorithm.", Meaning.HASH, values=("MD5", "SHA1", "SHA256", "SHA512")),
            any_text("secretKey", "The key.", Meaning.KEY, required=True),
            any_text("message", "The message.", required=True),
            needs("saveFormat", "The form of the result.", Meaning.HASH_FORM, values=("HEX", "BASE64")),
            _SAVE,
        ),
        heads=("{savePath*}",),
    ),
    _E(
        "If",
        "Runs its actions if the condition is true.",
        (_CONDITION,),
        block="then",
        shorthand="condition",
        heads=("{condition*}",),
    ),
    _E(
        "ElseIf",
        "Runs its actions if all earlier conditions are false and its own condition is true.",
        (_CONDITION,),
        block="then",
        shorthand="condition",
        follows=("If", "ElseIf"),
        heads=("{condition*}",),
    ),
    _E("Else", "Runs its actions if all earlier conditions are false.", block="then", follows=("If", "ElseIf")),
    _E(
        "Initialize",
        "Sets a value if there is none yet, that is, only on the first run.",
        (target("path", "The value."), any_text("value", "The value to set.", required=True)),
        heads=("{path*}",),
        under="value",
        runs=True,
    ),
    _E(
        "Log",
        "Writes a message to the log of QRadar.",
        (needs("type", "The level.", values=(*_LEVELS, "DEBUG")), needs("message", "The message.")),
        shorthand="message",
        implied=(("type", "INFO"),),
        heads=("{type}",),
        under="message",
    ),
    _E(
        "Merge",
        "Merges the items of an array, or the values of an object, into another one.",
        (path("sourcePath", "The path of the source."), target("targetPath", "The path of the target.")),
        heads=("{sourcePath} into {targetPath*}",),
    ),
    _E(
        "ParseDate",
        "Converts text to a time, in epoch milliseconds.",
        (
            needs("pattern", "The pattern of the text, in the syntax of the Java class "
                "DateTimeFormatter.", Meaning.INSTANT_PATTERN),
            _ZONE,
            _A("date", "The text.", required=True, schema_omits=True, mistaken_for=("time", "value")),
            _SAVE,
        ),
        heads=("{savePath*}",),
        under="pattern",
    ),
    _E("PostEvent", "Posts one event.", (path("path", "The event."), *_POST), heads=_POST_HEADS),
    _E("PostEvents", "Posts each item of an array as an event.", (path("path", "The array."), *_POST),
       heads=_POST_HEADS),
    _E(
        "RegexCapture",
        "Saves the text that the first group of a pattern captures.",
        (
            needs("pattern", "The pattern, as a Java regular expression.", Meaning.ONE_GROUP),
            needs("value", "The text to search."),
            _SAVE,
        ),
        heads=("{savePath*}",),
    ),
    _E(
        "Set",
        "Sets a value; text that is a JSON object or array becomes one.",
        (
            target("path", "The value."),
            any_text("value", "The value to set.", required=True),
            _A("dataType", "Converts the value to a "
                "number.", since=_V2_1, values=("integer", "float"), meaning=Meaning.NUMBER_TYPE),
        ),
        heads=("{path*}",),
        under="value",
        runs=True,
    ),
    _E(
        "SetStatus",
        "Sets the status of the log source.",
        (needs("type", "The level.", values=_LEVELS), needs("message", "The message.")),
        heads=("{type}",),
        under="message",
    ),
    _E("Sleep", "Waits.", (needs("duration", "The duration, in milliseconds.", Meaning.MILLISECONDS),),
       heads=("{duration*}",)),
    _E(
        "Split",
        "Splits text into an array.",
        (
            needs("value", "The text."),
            _A("delimiter", "The separator of the items, as a Java regular expression.", default=r"(\r\n|\r|\n)",
               default_in_v1=r"\n", meaning=Meaning.REGEX),
            _SAVE,
        ),
        heads=("{savePath*}",),
        under="value",
    ),
    _E(
        "While",
        "Runs its actions as long as the condition is true.",
        (_CONDITION,),
        block="do",
        shorthand="condition",
        heads=("{condition*}",),
    ),
    _E(
        "XPathQuery",
        "Finds nodes in XML text.",
        (
            path("xmlPath", "The path of the XML text in the State."),
            needs("xPathQuery", "The XPath expression.", Meaning.XPATH),
            flag("singleton", "Whether to save only the first node, instead of an array of all nodes."),
            _SAVE,
        ),
        heads=("{savePath*}",),
    ),
)  # fmt: skip

_TESTS = (
    _E(
        "DNSResolutionTest",
        "Looks up a host.",
        (needs("host", "The host name.", Meaning.HOST),),
        alias="DNS",
        shorthand="host",
    ),
    _E(
        "HTTPConnectionThroughProxyTest",
        "Gets a URL through the proxy of the log source.",
        (
            needs("url", "The URL.", Meaning.URL),
            _A("expectedResponseStatus", "The expected status.", default="200", meaning=Meaning.HTTP_STATUS),
        ),
        alias="HTTP",
        shorthand="url",
    ),
    _E(
        "SSLHandshakeTest",
        "Makes a TLS connection.",
        (needs("host", "The host name.", Meaning.HOST), _A("port", "The port.", default="443", meaning=Meaning.PORT)),
        alias="SSL",
        shorthand="host",
    ),
    _E(
        "TCPConnectionTest",
        "Opens a TCP connection.",
        (needs("host", "The host name.", Meaning.HOST), _A("port", "The port.", default="443", meaning=Meaning.PORT)),
        alias="TCP",
        shorthand="host",
    ),
)

PARAMETER = _E(
    "Parameter",
    "A value that the administrator sets for each log source.",
    (
        literal(
            "name", "The name of the parameter. The workflow finds its value in the State under `/name`.", required=True
        ),
        literal("label", "The label that the administrator sees.", required=True),
        literal("description", "What to enter, and where to find it."),
        _A("required", "Whether a value is required.", TextKind.BOOLEAN, default="false"),
        _A("secret", "Whether QRadar stores the value encrypted.", TextKind.BOOLEAN, default="false"),
        literal("default", "The default value."),
    ),
)

WORKFLOW = _E(
    "Workflow",
    "A workflow of the Universal Cloud REST API protocol.",
    (
        literal("name", "Its name.", required=True),
        literal("version", "The version of the workflow, as any text.", required=True),
        literal("description", "A description of the data that the workflow collects."),
        literal("minimumRecurrence", "The shortest time between two runs, in seconds.", default="0"),
    ),
    (
        one(_E("Parameters", "The parameters that the administrator sets.", slots=(some(PARAMETER, required=True),))),
        one(_E("Actions", "The actions of a run, in order.", block="actions"), required=True),
        one(_E("Tests", "The checks that the Start Test button runs.", slots=(some(*_TESTS, required=True),))),
    ),
)

VALUE = _E(
    "Value",
    "The value of one parameter.",
    (
        literal("name", "The parameter.", required=True),
        _A("value", "Its value.", TextKind.LITERAL, required=True, may_be_empty=True),
    ),
)

PARAMETER_VALUES = _E("WorkflowParameterValues", "The values of the parameters of a workflow.", slots=(some(VALUE),))

ACTIONS = {spec.name: spec for spec in _ACTIONS}
"""Every action by its name."""

TESTS = {spec.name: spec for spec in _TESTS}
"""Every test by its name."""

TESTS_IN_YAML = TESTS | {str(spec.alias): spec for spec in _TESTS}
"""Every test by the names that YAML may have for it."""


def elements_of(workflow: Workflow) -> Iterator[tuple[Element, ElementSpec]]:
    """Every element below the actions and tests, with its row in the table of the language."""
    waiting = [(test, TESTS[test.name]) for test in reversed(workflow.tests)]
    waiting += [(action, ACTIONS[action.name]) for action in reversed(workflow.actions)]
    while waiting:
        element, spec = waiting.pop()
        yield element, spec
        for child in reversed(element.children):
            inner = ACTIONS[child.name] if spec.block else spec.child(child.name)
            assert inner is not None
            waiting.append((child, inner))
