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
    "Does QRadar use the default for an empty parameter value?",
    "Yes, as if no value is set.",
    "IBM documentation, topic Workflow parameter values: the default is used if you do not enter a value.",
)
MISSING_PARAMETER: Final = Choice(
    "missing-parameter",
    "What does the State contain for an optional parameter that has no value and no default?",
    "Nothing: the path is missing.",
)
STATE_AFTER_FAILURE: Final = Choice(
    "state-after-failure",
    "Is the State of an aborted or failed run kept?",
    "No: the next run starts from the State before the failed run. An option keeps it.",
    "A user and IBM Support found no State file after aborted runs.",
)
SECRETS_IN_STATE: Final = Choice(
    "secrets-in-state",
    "Is a secret value encrypted when the object that contains it is posted or rendered?",
    "No: it is plain text, as in the command line tester of IBM. In production, the cipher text appears, at "
    "least in the result of GenerateHMAC.",
    "Logs of a production run.",
)

# Values

LONE_BRACKETS: Final = Choice(
    "lone-brackets",
    "Is a text such as [Boomi], which lenient JSON reads as an array, stored as an array?",
    "Yes.",
    f"{_IBM} rely on bare words in brackets.",
)
DATA_TYPE_TEXT: Final = Choice(
    "data-type-text",
    "What does Set do if the text is not a number of its dataType?",
    "The run ends with an error.",
)
COPY_OF_NOTHING: Final = Choice(
    "copy-of-nothing",
    "What do Copy and Merge do if there is nothing at sourcePath?",
    "The run ends with an error.",
)
COPY_DEPTH: Final = Choice(
    "copy-depth",
    "Does a later change of the source affect the result of Copy or Merge?",
    "No: they copy everything below the path.",
)
MERGE_TARGET: Final = Choice(
    "merge-target",
    "What does Merge do if there is nothing at targetPath?",
    "It puts a copy of the source there.",
)
MERGE_SAME_KEY: Final = Choice(
    "merge-same-key",
    "Which value remains if Merge finds a key in both objects?",
    "The value of the source, at the position of the old one.",
)

# Control

FOR_EACH_NOTHING: Final = Choice(
    "for-each-nothing",
    "What does ForEach do if its items are missing or null?",
    "Nothing.",
    f"{_IBM} often check for this case, so it may be an error.",
)
FOR_EACH_OBJECT: Final = Choice(
    "for-each-object",
    "What is the item if ForEach iterates over an object?",
    "The value of each member.",
    "IBM documentation, topic ForEach: each value in an array or object.",
)
FOR_EACH_CHANGED: Final = Choice(
    "for-each-changed",
    "Does ForEach see items that its own actions add or remove?",
    "No: it iterates over the items that existed when it started.",
)
SLEEP_TEXT: Final = Choice(
    "sleep-text",
    "What does Sleep do if its duration is not an integer number of milliseconds, or is negative?",
    "The run ends with an error.",
)

# Calls

BASIC_AT_ONCE: Final = Choice(
    "basic-at-once",
    "Does BasicAuthentication wait for a challenge?",
    "No: the first request contains the header, in UTF-8.",
    f"{_IBM} use it with services that send no challenge.",
)
QUERY_AFTER_QUERY: Final = Choice(
    "query-after-query",
    "What happens to a query in the URL if there are QueryParameters?",
    "The query stays as written, and the QueryParameters are appended; a name that is in both is sent twice.",
    f"{_IBM} have both.",
)
EMPTY_PARAMETERS_SENT: Final = Choice(
    "empty-parameters-sent",
    "Is a query parameter, header, or form field sent if its value is empty and omitIfEmpty is not set?",
    "Yes.",
)
REPEATED_HEADER: Final = Choice(
    "repeated-header",
    "What is sent if a RequestHeader appears twice, or is Authorization next to an authentication element?",
    "Both are sent, but the authentication element replaces Authorization.",
)
CONTENT_TYPE: Final = Choice(
    "content-type",
    "Which Content-Type does a body have?",
    "Its type with its encoding as the charset, unless the type already has one; a Content-Type "
    "RequestHeader replaces it.",
    "The way Apache HttpClient combines a type and a charset.",
)
XML_BODY: Final = Choice(
    "xml-body",
    "How is the XML of an XmlRequestBody sent?",
    "Without an XML declaration, and without the workflow namespace that its elements inherit.",
    "The service that the workflow of IBM calls does not know this namespace.",
)
UNMAPPABLE: Final = Choice(
    "unmappable-character",
    "What happens to a character that the encoding of a body does not support?",
    "It becomes a question mark, as in Java.",
)
ILLEGAL_URL: Final = Choice(
    "illegal-url",
    "What happens if a URL contains a character that the Java URI class refuses?",
    "The run ends with an error; non-ASCII letters are encoded as UTF-8.",
)
HEADER_LINES: Final = Choice(
    "header-lines",
    "What happens if the value of a header contains a line break?",
    "The run ends with an error.",
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
    "If its Content-Type is JSON (parsed leniently, as Gson does), or if the text is a JSON object or array.",
)
BAD_JSON: Final = Choice(
    "bad-json",
    "What happens if a body has a JSON Content-Type but is not JSON?",
    "The run ends with an error.",
    "Gson raises an error.",
)
EMPTY_BODY: Final = Choice(
    "empty-body",
    "What is saved for an empty body?",
    "An empty string.",
    f"{_IBM} check status_code = 204 instead.",
)
BODY_CHARSET: Final = Choice(
    "body-charset",
    "Which character set does a body have if its Content-Type has none, or an unknown one?",
    "UTF-8.",
)

# Events

EVENT_MISSING: Final = Choice(
    "event-missing",
    "What do PostEvent and PostEvents do if their path is missing?",
    "The run ends with an error, with the path and `is not valid` as its message.",
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
    "The form of the text in the State: BASE64 and HEX are decoded, and the bytes are read as UTF-8.",
    f"{_IBM} post a field that contains Base64 in this way.",
)

# Dates

DEFAULT_ZONE: Final = Choice(
    "default-zone",
    "Which time zone does a date without timeZone have?",
    "UTC, or the configured zone; QRadar uses its system time zone.",
    f"{_IBM} omit it if the text has an offset.",
)
DATE_TIME_TEXT: Final = Choice(
    "date-time-text",
    "What does FormatDate do if its time is not an integer number of milliseconds?",
    "The run ends with an error.",
)
EMPTY_TIME: Final = Choice(
    "empty-time",
    "What does FormatDate do if its time is empty?",
    "It uses the current time, as if no time is set.",
    "A workflow that IBM has verified uses a path that nothing sets, and expects the current time.",
)
DATE_LOCALE: Final = Choice(
    "date-locale",
    "Which language do the names of months and days have?",
    "English.",
)

# Text, keys and XML

NO_CAPTURE: Final = Choice(
    "no-capture",
    "What does RegexCapture save if the pattern does not match, or its group does not participate in the match?",
    "Null, so that empty() is true and an older value is removed.",
    f"{_IBM} use it for validation with empty(), and in loops with the same savePath.",
)
SPLIT_ENDS: Final = Choice(
    "split-ends",
    "Does Split keep empty items?",
    "As String.split in Java: trailing empty items are dropped, others are kept.",
)
XPATH_NODE: Final = Choice(
    "xpath-node",
    "What does XPathQuery save for an element, or for an expression that does not return nodes?",
    "The text in the element; the text of the number, Boolean, or string.",
)
XPATH_NOTHING: Final = Choice(
    "xpath-nothing",
    "What does XPathQuery save if it finds nothing?",
    "An empty array, or null with singleton.",
)
XPATH_PREFIX: Final = Choice(
    "xpath-prefix",
    "What does an XPath with a prefix find, given that a workflow cannot declare prefixes?",
    "No nodes, even if the XML declares the prefix.",
    "Java 17 finds none.",
)
XPATH_NAMESPACE: Final = Choice(
    "xpath-namespace",
    "Does a name without a prefix find elements and attributes that have a namespace?",
    "No. Use local-name() to find them.",
    "Java finds elements in a default namespace, and attributes with a prefix, unless its XML parser is "
    "namespace-aware.",
)
HMAC_TEXT: Final = Choice(
    "hmac-text",
    "Which character set do the key and the message of GenerateHMAC use?",
    "UTF-8. An empty key is an error, as in Java.",
)
JWT_NUMBERS: Final = Choice(
    "jwt-numbers",
    "Which claims of a token are numbers?",
    "exp, iat, and nbf, if their text is an integer; all others are text.",
    "Services require numbers there, and the workflows of IBM work with them.",
)

CHOICES: Final = tuple(each for each in list(globals().values()) if isinstance(each, Choice))
"""Every choice of this layer, in the order above."""


def all_choices() -> tuple[Choice, ...]:
    """Every choice that a run may lean on: those of workflows, then those of JPath."""
    return CHOICES + JPATH_CHOICES
