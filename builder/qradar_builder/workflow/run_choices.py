"""What IBM does not document about workflows, and what we do about it: every such choice, with its evidence.

The choices on JPath stand with JPath. The code that follows a choice names it, and a reporter learns when a run leaned
on one.
"""

from __future__ import annotations

from typing import Final

from qradar_builder.jpath.expression_choices import CHOICES as JPATH_CHOICES
from qradar_builder.reference.choice import Choice

_IBM: Final = "Workflows that IBM publishes"

# Parameters, State and recurrences

EMPTY_PARAMETER: Final = Choice(
    "empty-parameter",
    "Does an empty parameter value take the default?",
    "Yes, as a value that is not given.",
    "IBM documentation, topic Workflow parameter values: the default is used if you do not enter a value.",
)
MISSING_PARAMETER: Final = Choice(
    "missing-parameter",
    "What does the State hold for an optional parameter without value and default?",
    "Nothing: the path is missing.",
)
STATE_AFTER_FAILURE: Final = Choice(
    "state-after-failure",
    "Is the State kept that an aborted or failed run has made?",
    "No: the next run starts from the State before it. A switch keeps it.",
    "A user and IBM Support found no State file after runs that were aborted.",
)
SECRETS_IN_STATE: Final = Choice(
    "secrets-in-state",
    "Is a secret value encrypted where the object that holds it is posted or rendered?",
    "No: plain text, as IBM's command line tester has it. In production the cipher text shows, at least for what "
    "GenerateHMAC gives.",
    "Logs of a production run.",
)

# Values

LONE_BRACKETS: Final = Choice(
    "lone-brackets",
    "Is a text such as [Boomi], which lenient JSON takes for an array, stored as an array?",
    "Yes.",
    f"{_IBM} rely on bare words in brackets.",
)
DATA_TYPE_TEXT: Final = Choice(
    "data-type-text",
    "What does Set do where the text is no number of its dataType?",
    "The run ends in error.",
)
COPY_OF_NOTHING: Final = Choice(
    "copy-of-nothing",
    "What do Copy and Merge do where there is nothing at sourcePath?",
    "The run ends in error.",
)
COPY_DEPTH: Final = Choice(
    "copy-depth",
    "Does a later change of the source show in what Copy or Merge has made of it?",
    "No: they copy all that lies below.",
)
MERGE_TARGET: Final = Choice(
    "merge-target",
    "What does Merge do where there is nothing at targetPath?",
    "It puts a copy of the source there.",
)
MERGE_SAME_KEY: Final = Choice(
    "merge-same-key",
    "Which value stays where Merge finds a key in both objects?",
    "That of the source, at the place of the old one.",
)

# Control

FOR_EACH_NOTHING: Final = Choice(
    "for-each-nothing",
    "What does ForEach do where its items are missing or null?",
    "Nothing.",
    f"{_IBM} often guard against it, so it may be an error.",
)
FOR_EACH_OBJECT: Final = Choice(
    "for-each-object",
    "What is the item where ForEach goes through an object?",
    "The value of each member.",
    "IBM documentation, topic ForEach: each value in an array or object.",
)
FOR_EACH_CHANGED: Final = Choice(
    "for-each-changed",
    "Does ForEach see items that its own actions add or remove?",
    "No: it goes through what was there when it began.",
)
SLEEP_TEXT: Final = Choice(
    "sleep-text",
    "What does Sleep do where its duration is no whole number of milliseconds, or a negative one?",
    "The run ends in error.",
)

# Calls

BASIC_AT_ONCE: Final = Choice(
    "basic-at-once",
    "Does BasicAuthentication wait for a challenge?",
    "No: the header goes with the first request, in UTF-8.",
    f"{_IBM} use it with services that send no challenge.",
)
QUERY_AFTER_QUERY: Final = Choice(
    "query-after-query",
    "What becomes of a query that the URL has, where there are QueryParameters?",
    "It stays as it is written, and they are appended; a name that is in both is sent twice.",
    f"{_IBM} have both.",
)
EMPTY_PARAMETERS_SENT: Final = Choice(
    "empty-parameters-sent",
    "Is a query parameter, header or form field sent that comes out empty and has no omitIfEmpty?",
    "Yes.",
)
REPEATED_HEADER: Final = Choice(
    "repeated-header",
    "What is sent where a RequestHeader stands twice, or is Authorization beside an authentication?",
    "Twice; but the authentication replaces Authorization.",
)
CONTENT_TYPE: Final = Choice(
    "content-type",
    "Which Content-Type has a body?",
    "Its type with its encoding as charset, unless the type has one; a RequestHeader of that name replaces it.",
    "What Apache HttpClient makes of a type and a charset.",
)
XML_BODY: Final = Choice(
    "xml-body",
    "How is the XML of an XmlRequestBody sent?",
    "Without XML declaration, and its elements without the namespace of the workflow that they inherit.",
    "The service that IBM's own workflow calls knows no such namespace.",
)
UNMAPPABLE: Final = Choice(
    "unmappable-character",
    "What becomes of a character that the encoding of a body does not have?",
    "A question mark, as in Java.",
)
ILLEGAL_URL: Final = Choice(
    "illegal-url",
    "What happens where a URL holds a character that Java's URI refuses?",
    "The run ends in error; letters beyond ASCII are encoded as UTF-8.",
)
HEADER_LINES: Final = Choice(
    "header-lines",
    "What happens where a header comes out with a line end in it?",
    "The run ends in error.",
)
COOKIES_NOT_KEPT: Final = Choice(
    "cookies-not-kept",
    "Are the cookies of a response sent with the next call?",
    "No; RequestCookie sends them.",
    "A user asked how to send them, and RequestCookie was the answer.",
)
BODY_FORM: Final = Choice(
    "body-form",
    "When is a body saved as JSON?",
    "Where its Content-Type is JSON, read leniently as Gson does, or where the text is a JSON object or array.",
)
BAD_JSON: Final = Choice(
    "bad-json",
    "What happens where a body is called JSON by its Content-Type and is not?",
    "The run ends in error.",
    "Gson raises an error on it.",
)
EMPTY_BODY: Final = Choice(
    "empty-body",
    "What is saved for an empty body?",
    "The empty text.",
    f"{_IBM} look at status_code = 204 instead.",
)
BODY_CHARSET: Final = Choice(
    "body-charset",
    "Which character set has a body whose Content-Type names none, or one that is not known?",
    "UTF-8.",
)

# Events

EVENT_MISSING: Final = Choice(
    "event-missing",
    "What do PostEvent and PostEvents do where their path is missing?",
    "The run ends in error, with the path and `is not valid` as its message.",
    "A published log of PostEvents has that message.",
)
EVENT_NULL: Final = Choice(
    "event-null",
    "What is posted for null?",
    "The text null.",
)
EVENT_ARRAY: Final = Choice(
    "event-array",
    "What does PostEvent post for an array?",
    "Its compact JSON, as one event.",
)
EVENT_ENCODING: Final = Choice(
    "event-encoding",
    "What does encoding mean?",
    "The form of the text in the State: BASE64 and HEX are decoded, and the bytes are taken as UTF-8.",
    f"{_IBM} post a field that holds Base64 so.",
)

# Dates

DEFAULT_ZONE: Final = Choice(
    "default-zone",
    "Which time zone has a date without timeZone?",
    "UTC, or what is configured; QRadar takes that of its system.",
    f"{_IBM} leave it out where the text has an offset.",
)
DATE_TIME_TEXT: Final = Choice(
    "date-time-text",
    "What does FormatDate do where its time is no whole number of milliseconds?",
    "The run ends in error.",
)
EMPTY_TIME: Final = Choice(
    "empty-time",
    "What does FormatDate do where its time comes out empty?",
    "It takes now, as where no time is given.",
    "A workflow that IBM has verified gives a path that nothing sets, and needs now there.",
)
DATE_LOCALE: Final = Choice(
    "date-locale",
    "Which language have the names of months and days?",
    "English.",
)

# Text, keys and XML

NO_CAPTURE: Final = Choice(
    "no-capture",
    "What does RegexCapture save where the pattern is not found, or its group took no part?",
    "Null, so that empty() is true and an older value is gone.",
    f"{_IBM} use it for validation with empty(), and in loops on one savePath.",
)
SPLIT_ENDS: Final = Choice(
    "split-ends",
    "Does Split keep empty items?",
    "As Java's String.split: those at the end are dropped, others are kept.",
)
XPATH_NODE: Final = Choice(
    "xpath-node",
    "What does XPathQuery save for an element, or for an expression that gives no nodes?",
    "The text within the element; the text of the number, boolean or string.",
)
XPATH_NOTHING: Final = Choice(
    "xpath-nothing",
    "What does XPathQuery save where it finds nothing?",
    "An empty array, or null with singleton.",
)
XPATH_PREFIX: Final = Choice(
    "xpath-prefix",
    "What does an XPath find by a prefix, which nothing in a workflow can declare?",
    "No nodes, also where the XML declares it.",
    "Java 17 finds none.",
)
XPATH_NAMESPACE: Final = Choice(
    "xpath-namespace",
    "Does a name without prefix find elements and attributes that have a namespace?",
    "No; local-name() finds them.",
    "Java finds elements of a default namespace, and attributes with a prefix, unless its reader of XML is made aware "
    "of namespaces.",
)
HMAC_TEXT: Final = Choice(
    "hmac-text",
    "Which character set have the key and the message of GenerateHMAC?",
    "UTF-8; an empty key is an error, as in Java.",
)
JWT_NUMBERS: Final = Choice(
    "jwt-numbers",
    "Which claims of a token are numbers?",
    "exp, iat and nbf where their text is a whole number; all others are text.",
    "Services demand numbers there, and IBM's workflows work with them.",
)

CHOICES: Final = tuple(each for each in list(globals().values()) if isinstance(each, Choice))
"""Every choice of this layer, in the order above."""


def all_choices() -> tuple[Choice, ...]:
    """Every choice that a run may lean on: those of workflows, then those of JPath."""
    return CHOICES + JPATH_CHOICES
