"""What IBM does not document about parsing, and what the simulator does: every such choice, with its evidence.

The code that follows a choice names it; `leanings` tells from an explanation which ones an event leaned on.
"""

from __future__ import annotations

from typing import Final

from qradar_builder.reference.choice import Choice

_EXPORTS: Final = "QRadar exports of 7.2.8 to 7.5.0"

# Groups and matchers

FIRST_GROUP: Final = Choice(
    "first-group",
    "Which match group handles an event if there are several?",
    "The first one in order whose EventName matchers find a value.",
    f"IBM documentation: groups are run in order until one has parsed. All {_EXPORTS} have one group.",
)
EQUAL_ORDER: Final = Choice(
    "equal-order",
    "Which matcher of a field is tried first if two have the same order?",
    "The one that comes first in the document.",
)
INVALID_VALUE: Final = Choice(
    "invalid-value",
    "Is the next matcher tried if the value is not an IP address, port, or MAC address?",
    "Yes.",
    "IBM documentation: matchers run until a successful parse or a failure.",
)
EMPTY_VALUE: Final = Choice(
    "empty-value",
    "Is an empty value a value?",
    "No: the next matcher is tried.",
)
ABSENT_GROUP: Final = Choice(
    "absent-group",
    "What does a group that did not participate add to a template such as \\1-\\2?",
    "Nothing.",
)
TRIM: Final = Choice(
    "trim",
    "Does trim-whitespace apply to the pattern or the value?",
    "The value: white space at the start and end is removed.",
)
ABSENT_PART: Final = Choice(
    "absent-part",
    "What does a path without a value add to an expression with several paths?",
    "Nothing; if no path has a value, there is no value.",
)

# JSON, XML, pairs and lists

JSON_START: Final = Choice(
    "json-start",
    "Where does the JSON of a payload start, and what happens if it is incomplete?",
    "At the first `{` that is followed by `}` or by a name and a colon. If this object is incomplete, there is "
    "no JSON; objects inside it or after it are not tried. Text after the object does not matter.",
    "IBM documentation: parsing begins where a valid JSON object is detected, so not the whole event need be JSON.",
)
JSON_ARRAY_PAYLOAD: Final = Choice(
    "json-array-payload",
    "What does a key path find if the JSON is an array, that is, if `[` comes before the first object?",
    "Nothing.",
    "IBM documentation: all paths start at the root object. However, one of its payloads is an array.",
)
JSON_STRICT: Final = Choice(
    "json-strict",
    "Is JSON read if it is not valid by the standard, for example with NaN, single quotes, or unescaped "
    "control characters?",
    "No: reading stops there. The escape of a lone surrogate, which the standard allows, is read.",
)
JSON_TEXT: Final = Choice(
    "json-text",
    "What is the text of a number, Boolean, array, or object?",
    "Exactly the text in the payload, including white space.",
    "IBM documentation: without an index, the entire body of the array is extracted. Exports read ports "
    "with key paths.",
)
JSON_NULL: Final = Choice(
    "json-null",
    "Is null a value?",
    "No: it is the same as a missing member.",
)
JSON_SAME_NAME: Final = Choice(
    "json-same-name",
    "Which of several members with one name is read?",
    "The last one.",
)
JSON_NAME: Final = Choice(
    "json-name",
    "How is a name in a key path compared with a name in the payload?",
    "By its characters and case. Escapes in the payload are resolved; a key path has no escapes, so a name with "
    "a quotation mark cannot be read.",
)
JSON_WHOLE_ARRAY: Final = Choice(
    "json-whole-array",
    "What is the result of a key path with [] after a value that is not an array, or with a name after []?",
    "Nothing.",
)

XML_DOCUMENT: Final = Choice(
    "xml-document",
    "Which XML of a payload is read?",
    "The first element that is well-formed with all its content, at any position. Document types are not read, "
    "so an element with entities that they declare is not well-formed.",
    "IBM documentation says that JSON, LEEF, and CEF can be anywhere in an event.",
)
XML_NAMES: Final = Choice(
    "xml-names",
    "How are the names of an XML path compared with names that have a namespace prefix?",
    "A name matches an element or attribute without its prefix, or with the prefix as written in the event.",
)
XML_TEXT: Final = Choice(
    "xml-text",
    "What is the value of an element that contains elements?",
    "The text directly in the element; if it is only white space, there is no value.",
)
PAIR_NAME: Final = Choice(
    "pair-name",
    "Is white space or other text before the name of a pair part of the name?",
    "Yes: `b` is not found in `a=1, b=2` that is split at `,`, nor after a syslog header.",
)
REPEATED_NAME: Final = Choice(
    "repeated-name",
    "Which value of a name-value pair is used if the name is repeated?",
    "The first.",
)
QUOTES: Final = Choice(
    "quotes",
    "Do quotes protect delimiters in name-value pairs and generic lists?",
    "No. They are part of the value.",
)
DELIMITER_ESCAPES: Final = Choice(
    "delimiter-escapes",
    "Is a delimiter such as \\t, written as a backslash and a letter, a tab?",
    "No: delimiters are literal characters.",
)
LIST_PAYLOAD: Final = Choice(
    "list-payload",
    "Is a generic list the whole payload?",
    "Yes: a syslog header is part of the first item.",
)

# LEEF and CEF

MESSAGE_START: Final = Choice(
    "message-start",
    "Where in a payload does a LEEF or CEF message start?",
    "At the first `LEEF:` or `CEF:` that is followed on the same line by a version and all fields of the header, "
    "each followed by `|`.",
    "IBM documentation: parsing starts when a valid message is found in the event.",
)
MESSAGE_BLANK: Final = Choice(
    "message-blank",
    "Does a LEEF or CEF message start if there is a space before the version, as in `CEF: 0|`?",
    "No.",
    "Neither format allows the space. Vendors document events that have it.",
)
REPEATED_KEY: Final = Choice(
    "repeated-key",
    "Which value of a LEEF or CEF key is used if the key is repeated?",
    "The first.",
    "LEEF documentation: the extra values can be ignored.",
)
KEY_CASE: Final = Choice(
    "key-case",
    "Are LEEF and CEF keys case-sensitive?",
    "Yes.",
)
LEEF_DELIMITER: Final = Choice(
    "leef-delimiter",
    "What separates the attributes of LEEF 2.0 if the delimiter field of the header is missing or malformed?",
    "A tab. The field is missing if no `|` follows, or if `=` comes before the `|`. `||` is the delimiter `|`.",
    "IBM documentation names the tab as the default; senders publish samples of LEEF 2.0 without the field.",
)
LEEF_BLANKS: Final = Choice(
    "leef-blanks",
    "Are spaces around LEEF keys and values part of them?",
    "Not of keys, but of values.",
    "LEEF documentation: keys do not contain spaces.",
)
CEF_KEY: Final = Choice(
    "cef-key",
    "Where does a key start in the extension of a CEF message?",
    "At the start, or after a space or line break, if letters, digits, and `_.-[]` up to a `=` follow. "
    "Therefore, text like ` a=` in a value starts a key.",
    "The CEF standard requires escapes for `=` and line breaks in values. IBM documentation: keys are alphanumeric.",
)
CEF_BLANKS: Final = Choice(
    "cef-blanks",
    "Are spaces at the end of a CEF value part of it?",
    "All except the last space before the next key; none at the end of the payload.",
    "The CEF standard says so.",
)
CEF_ESCAPE: Final = Choice(
    "cef-escape",
    "What does a backslash mean in a CEF message before a character that does not need an escape?",
    "Itself.",
)
CEF_VERSION: Final = Choice(
    "cef-version",
    "Which versions of CEF are read?",
    "Universal CEF reads version 0; CEF expressions read any.",
    "IBM documentation of Universal CEF: CEF:0 is supported.",
)
CEF_EVENT: Final = Choice(
    "cef-event",
    "What are the event ID and category of Universal CEF?",
    "The event ID is the Signature ID. The category is `cat`, or the Name if there is no `cat`.",
)
CEF_SEVERITY: Final = Choice(
    "cef-severity",
    "What is the severity of an event of Universal CEF?",
    "The severity of the header; Low is 2, Medium is 5, High is 8, and Very-High is 10.",
    "The CEF standard: 0-3 is Low, 4-6 Medium, 7-8 High, 9-10 Very-High. The middle of each range, rounded "
    "up, is used.",
)
CEF_CONNECTION: Final = Choice(
    "cef-connection",
    "From which keys does Universal CEF read the addresses, ports, MAC addresses, and protocol?",
    "src, dst, spt, dpt, smac, dmac, and proto; src and dst can be IPv6.",
    "The CEF standard: the dictionary's keys for these.",
)
CEF_USER: Final = Choice(
    "cef-user",
    "From which key does Universal CEF read the user name?",
    "suser, or duser if there is no suser.",
)
CEF_NAT: Final = Choice(
    "cef-nat",
    "From which keys does Universal CEF read the addresses and ports after NAT?",
    "sourceTranslatedAddress, sourceTranslatedPort, destinationTranslatedAddress, and destinationTranslatedPort.",
    "The CEF standard: the dictionary's keys for these.",
)
CEF_IPV6: Final = Choice(
    "cef-ipv6",
    "Does Universal CEF read c6a2 and c6a3?",
    "Yes, as IPv6 source and destination, unless their label is different or src and dst are IPv6.",
    "The CEF standard: these custom addresses have the labels Source IPv6 Address and Destination IPv6 Address.",
)
CEF_TIME: Final = Choice(
    "cef-time",
    "From which key does Universal CEF read the log source time, and how?",
    "The first of rt, end, and start: 10 or 13 digits since the epoch, or one of the date forms of the CEF standard.",
)
SYSLOG_FORM: Final = Choice(
    "syslog-form",
    "Which syslog headers are read in addition to the two that IBM documents?",
    "RFC 3164 with a one-digit day, with a year after the day, or with an ISO time after the priority; RFC 5424 "
    "with any fraction of a second, and without the fields after the host.",
    "The RFC 5424 samples of IBM end with the host.",
)
SYSLOG_HOST: Final = Choice(
    "syslog-host",
    "What is the host if no host name or address follows the time of an RFC 3164 header, as in `su: failed`?",
    "There is no host, and the message starts there; the time is used.",
)

# Time

DATE_CLASS: Final = Choice(
    "date-class",
    "Which Java class reads a date pattern: DateTimeFormat of Joda-Time, or SimpleDateFormat?",
    "Both are tried; a time is used only if both read the same instant.",
    "Of the patterns of IBM, `YYYY` and fractions of nine digits work only with Joda-Time, and `ssssssssss` "
    "works only with SimpleDateFormat. For devTimeFormat of LEEF, the documentation specifies SimpleDateFormat.",
)
EPOCH_PATTERN: Final = Choice(
    "epoch-pattern",
    "Can DeviceTime read epoch times?",
    "Yes, with the date patterns `ssssssssss Z` and `ssssssssssSSS Z`, if the expression adds ` +0000` to the digits.",
    "SimpleDateFormat reads the right time in every zone. Joda-Time refuses the text, and then the event has the time "
    "of its header or of its receipt. A published test extension uses `ssssssssss`.",
)
NO_DATE_PATTERN: Final = Choice(
    "no-date-pattern",
    "Which times are read without a date pattern?",
    "`MMM dd HH:mm:ss`, the day with two digits, with one, or padded with a space. No other text is read as a time.",
    "A note of 2008 adds the local form of dates, which depends on the console.",
)
MISSING_YEAR: Final = Choice(
    "missing-year",
    "Which year does a time without a year have?",
    "The current year in the zone of the event processor; if the time is then more than one day after the "
    "receipt, or the day does not exist in that year, the year before.",
)
MISSING_ZONE: Final = Choice(
    "missing-zone",
    "Which zone does a time without a zone have?",
    "The zone of the event processor.",
)
MISSING_DATE: Final = Choice(
    "missing-date",
    "Which day does a time without a date have?",
    "None: the time is not set. Both classes would use a day in 1970.",
)
LEEF_DIGITS: Final = Choice(
    "leef-digits",
    "Is devTime of LEEF an epoch time if it has 10 or 13 digits and there is a devTimeFormat?",
    "Yes.",
    "The LEEF documentation specifies devTimeFormat for all other texts.",
)

# Values

WHITE_SPACE_AROUND: Final = Choice(
    "white-space-around",
    "Is a number or an address with white space around it a value?",
    "No.",
    "An export maps an event ID with a space at its end, so values are not trimmed.",
)
LEADING_ZEROS: Final = Choice(
    "leading-zeros",
    "Is an IPv4 address such as 010.0.0.1 a value?",
    "No, because the zero can mean an octal number. Ports and protocol numbers can have leading zeros.",
)
IPV6_FORM: Final = Choice(
    "ipv6-form",
    "Which IPv6 addresses are values?",
    "All forms of RFC 4291, including those that contain an IPv4 address; none with a zone such as %eth0.",
)
MAPPED_IPV4: Final = Choice(
    "mapped-ipv4",
    "Is an IPv4 address in IPv6 form, such as ::ffff:192.0.2.1, a value of an IPv4 field?",
    "No. It is a value of a field such as SourceIpv6.",
)
MAC_FORM: Final = Choice(
    "mac-form",
    "Which forms of a MAC address are values?",
    "Six pairs with colons between them.",
    "IBM documentation: QRadar detects the form with colons, and an example converts another form to it.",
)
PROTOCOL_FORM: Final = Choice(
    "protocol-form",
    "How is a protocol stored?",
    "As its IANA name, even if the event contains the number.",
)
SHIPPED_RANK: Final = Choice(
    "shipped-rank",
    "When is a property expression with rank -1 tried, and which expression is first if several have the same rank?",
    "Before those of rank 1; in the order of the file.",
    f"{_EXPORTS}: the expressions that QRadar ships have rank -1.",
)
NUMBER_FORM: Final = Choice(
    "number-form",
    "Which texts are values of a numeric property?",
    "Digits with a sign, a decimal point and an exponent, if any.",
)
CALCULATION: Final = Choice(
    "calculation",
    "What is the value of a calculated property if an operand is missing, or the divisor is zero?",
    "Nothing.",
)
