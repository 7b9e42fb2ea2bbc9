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
    "Which match group handles an event where there are several?",
    "The first one, by its order, whose EventName matchers give a value.",
    f"IBM documentation: groups are run in order until one has parsed. All {_EXPORTS} have one group.",
)
EQUAL_ORDER: Final = Choice(
    "equal-order",
    "Which matcher of a field is tried first where two have the same order?",
    "The one that stands first in the document.",
)
INVALID_VALUE: Final = Choice(
    "invalid-value",
    "Is the next matcher tried where the value is no IP address, port or MAC address?",
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
    "What does a group that took no part add to a template such as \\1-\\2?",
    "Nothing.",
)
TRIM: Final = Choice(
    "trim",
    "Does trim-whitespace mean the pattern or the value?",
    "The value: white space at its ends goes.",
)
ABSENT_PART: Final = Choice(
    "absent-part",
    "What does a path without a value add to an expression of several paths?",
    "Nothing; where no path has a value, there is none.",
)

# JSON, XML, pairs and lists

JSON_START: Final = Choice(
    "json-start",
    "Where does the JSON of a payload begin, and what if it breaks off?",
    "At the first `{` that `}` or a name and a colon follow. Where that object breaks off, there is no JSON; objects "
    "inside it or behind it are not tried. Text behind the object does not matter.",
    "IBM documentation: parsing begins where a valid JSON object is detected, so not the whole event need be JSON.",
)
JSON_ARRAY_PAYLOAD: Final = Choice(
    "json-array-payload",
    "What does a keypath find where the JSON is an array: where `[` stands before the first object?",
    "Nothing.",
    "IBM documentation: all paths start at the root object. One of its payloads is an array nevertheless.",
)
JSON_STRICT: Final = Choice(
    "json-strict",
    "Is JSON read that the standard forbids, such as NaN, single quotes or unescaped control characters?",
    "No: it breaks off there. The escape of a lone surrogate, which the standard allows, is read.",
)
JSON_TEXT: Final = Choice(
    "json-text",
    "What is the text of a number, boolean, array or object?",
    "Exactly what stands in the payload, white space included.",
    "IBM documentation: without an index, the entire body of the array is extracted. Exports read ports by keypaths.",
)
JSON_NULL: Final = Choice(
    "json-null",
    "Is null a value?",
    "No: as for a member that is missing.",
)
JSON_SAME_NAME: Final = Choice(
    "json-same-name",
    "Which of several members with one name is read?",
    "The last one.",
)
JSON_NAME: Final = Choice(
    "json-name",
    "How is a name of a keypath compared with one of the payload?",
    "By its characters and case. Escapes in the payload are resolved; a keypath has none, so that a name with a "
    "quotation mark cannot be read.",
)
JSON_WHOLE_ARRAY: Final = Choice(
    "json-whole-array",
    "What does a keypath give with [] behind what is no array, or with a name behind []?",
    "Nothing.",
)

XML_DOCUMENT: Final = Choice(
    "xml-document",
    "Which XML of a payload is read?",
    "The first element that is well-formed with all that is in it, wherever it stands. Document types are not read, "
    "so entities that they declare make it ill-formed.",
    "IBM documentation says of JSON, LEEF and CEF that they may stand anywhere in an event.",
)
XML_NAMES: Final = Choice(
    "xml-names",
    "How do the names of an XML path compare with names that have a namespace prefix?",
    "A name is that of an element or attribute without its prefix, or with the prefix as the event writes it.",
)
XML_TEXT: Final = Choice(
    "xml-text",
    "What is the value of an element that has elements in it?",
    "The text that stands in the element itself; where that is white space only, there is none.",
)
PAIR_NAME: Final = Choice(
    "pair-name",
    "Does white space or other text before the name of a pair belong to the name?",
    "Yes: `b` is not found in `a=1, b=2` that is split at `,`, nor behind a syslog header.",
)
REPEATED_NAME: Final = Choice(
    "repeated-name",
    "Which value of a name-value pair counts where the name is repeated?",
    "The first.",
)
QUOTES: Final = Choice(
    "quotes",
    "Do quotes protect delimiters in name-value pairs and generic lists?",
    "No; they belong to the value.",
)
DELIMITER_ESCAPES: Final = Choice(
    "delimiter-escapes",
    "Is a delimiter such as \\t, written as a backslash and a letter, a tab?",
    "No: delimiters are the characters that are written.",
)
LIST_PAYLOAD: Final = Choice(
    "list-payload",
    "Is a generic list all of the payload?",
    "Yes: a syslog header belongs to its first item.",
)

# LEEF and CEF

MESSAGE_START: Final = Choice(
    "message-start",
    "Where in a payload does a LEEF or CEF message begin?",
    "At the first `LEEF:` or `CEF:`, wherever it stands, that a version and all fields of the header follow on one "
    "line, each ended by `|`.",
    "IBM documentation: parsing starts when a valid message is found in the event.",
)
MESSAGE_BLANK: Final = Choice(
    "message-blank",
    "Does a LEEF or CEF message begin where a blank stands before the version, as in `CEF: 0|`?",
    "No.",
    "Neither format allows the blank. Vendors document events that have it.",
)
REPEATED_KEY: Final = Choice(
    "repeated-key",
    "Which value of a LEEF or CEF key counts where the key is repeated?",
    "The first.",
    "Documentation of LEEF: the extra ones may be ignored.",
)
KEY_CASE: Final = Choice(
    "key-case",
    "Are LEEF and CEF keys case-sensitive?",
    "Yes.",
)
LEEF_DELIMITER: Final = Choice(
    "leef-delimiter",
    "What separates the attributes of LEEF 2.0 where the header's delimiter field is missing or malformed?",
    "A tab. The field is missing where no `|` follows or `=` stands before it. `||` is the delimiter `|`.",
    "IBM documentation names the tab as the default; senders publish samples of LEEF 2.0 without the field.",
)
LEEF_BLANKS: Final = Choice(
    "leef-blanks",
    "Are blanks around LEEF keys and values part of them?",
    "Not of keys; of values they are.",
    "Documentation of LEEF: keys hold no blanks.",
)
CEF_KEY: Final = Choice(
    "cef-key",
    "Where does a key begin in the extension of a CEF message?",
    "At its start, or after a blank or line end, where letters, digits and `_.-[]` run up to a `=`; so text like ` a=` "
    "in a value begins a key.",
    "The CEF standard has `=` and line ends in values escaped. IBM documentation: keys are alphanumeric.",
)
CEF_BLANKS: Final = Choice(
    "cef-blanks",
    "Are blanks at the end of a CEF value part of it?",
    "All but the last one before the next key; none at the end of the payload.",
    "The CEF standard says so.",
)
CEF_ESCAPE: Final = Choice(
    "cef-escape",
    "What does a backslash mean in a CEF message before a character that needs no escape?",
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
    "What are event id and category of Universal CEF?",
    "The Signature ID; `cat`, or the Name where there is no `cat`.",
)
CEF_SEVERITY: Final = Choice(
    "cef-severity",
    "What is the severity of an event of Universal CEF?",
    "That of the header; Low is 2, Medium 5, High 8 and Very-High 10.",
    "The CEF standard: 0-3 is Low, 4-6 Medium, 7-8 High, 9-10 Very-High. The middle, rounded up, stands for each.",
)
CEF_CONNECTION: Final = Choice(
    "cef-connection",
    "Which keys give Universal CEF the addresses, ports, MAC addresses and protocol?",
    "src, dst, spt, dpt, smac, dmac and proto; src and dst may be IPv6.",
    "The CEF standard: the dictionary's keys for these.",
)
CEF_USER: Final = Choice(
    "cef-user",
    "Which key gives Universal CEF the user name?",
    "suser, and duser where there is no suser.",
)
CEF_NAT: Final = Choice(
    "cef-nat",
    "Which keys give Universal CEF addresses and ports after NAT?",
    "sourceTranslatedAddress, sourceTranslatedPort, destinationTranslatedAddress and destinationTranslatedPort.",
    "The CEF standard: the dictionary's keys for these.",
)
CEF_IPV6: Final = Choice(
    "cef-ipv6",
    "Does Universal CEF read c6a2 and c6a3?",
    "Yes, as IPv6 source and destination, unless their label says otherwise or src and dst are IPv6.",
    "The CEF standard: these custom addresses are labelled Source and Destination IPv6 Address.",
)
CEF_TIME: Final = Choice(
    "cef-time",
    "Which key gives Universal CEF the log source time, and how is it read?",
    "The first of rt, end and start: 10 or 13 digits since the epoch, or one of the date forms of the CEF standard.",
)
SYSLOG_FORM: Final = Choice(
    "syslog-form",
    "Which syslog headers are read besides the two that IBM documents?",
    "RFC 3164 with a day of one digit, with a year after the day, or with an ISO time after the priority; RFC 5424 "
    "with any fraction of a second, and without what follows the host.",
    "IBM's own samples of RFC 5424 headers end with the host.",
)
SYSLOG_HOST: Final = Choice(
    "syslog-host",
    "What is the host where no host name or address follows the time of an RFC 3164 header, as in `su: failed`?",
    "There is none, and the message begins there; the time counts.",
)

# Time

DATE_CLASS: Final = Choice(
    "date-class",
    "Which Java class reads a date pattern: DateTimeFormat of Joda-Time, or SimpleDateFormat?",
    "Both are tried; a time counts only where both read the same instant.",
    "Of IBM's own patterns, `YYYY` and fractions of nine digits work with Joda-Time only, and `ssssssssss` with "
    "SimpleDateFormat only. For devTimeFormat of LEEF, documentation names SimpleDateFormat.",
)
NO_DATE_PATTERN: Final = Choice(
    "no-date-pattern",
    "Which times are read without a date pattern?",
    "`MMM dd HH:mm:ss`, the day with two digits, with one, or padded by a blank. No other text gives a time.",
    "A note of 2008 adds the local form of dates; which one that is depends on the console.",
)
MISSING_YEAR: Final = Choice(
    "missing-year",
    "Which year has a time that says none?",
    "The current one in the zone of the event processor; where that puts it more than a day after the receipt, or has "
    "no such day, the one before.",
)
MISSING_ZONE: Final = Choice(
    "missing-zone",
    "Which zone has a time that says none?",
    "That of the event processor.",
)
MISSING_DATE: Final = Choice(
    "missing-date",
    "Which day has a time of which only the clock is read?",
    "None: the time is left unset. Both classes would put it into 1970.",
)
LEEF_DIGITS: Final = Choice(
    "leef-digits",
    "Is devTime of LEEF an epoch time where it has 10 or 13 digits and there is a devTimeFormat?",
    "Yes.",
    "Documentation of LEEF names devTimeFormat for all other texts.",
)

# Values

WHITE_SPACE_AROUND: Final = Choice(
    "white-space-around",
    "Is a number or an address with white space around it a value?",
    "No.",
    "An export maps an event id with a blank at its end, so values are not trimmed.",
)
LEADING_ZEROS: Final = Choice(
    "leading-zeros",
    "Is an IPv4 address such as 010.0.0.1 a value?",
    "No, since the zero may mean an octal number. Ports and protocol numbers may have leading zeros.",
)
IPV6_FORM: Final = Choice(
    "ipv6-form",
    "Which IPv6 addresses are values?",
    "All forms of RFC 4291, also those that hold an IPv4 address; none with a zone such as %eth0.",
)
MAPPED_IPV4: Final = Choice(
    "mapped-ipv4",
    "Is an IPv4 address in IPv6 form, such as ::ffff:192.0.2.1, a value of an IPv4 field?",
    "No; a field such as SourceIpv6 takes it.",
)
MAC_FORM: Final = Choice(
    "mac-form",
    "Which forms of a MAC address are values?",
    "Six pairs with colons between them.",
    "IBM documentation: QRadar detects the form with colons, and an example turns another form into it.",
)
PROTOCOL_FORM: Final = Choice(
    "protocol-form",
    "How is a protocol held?",
    "By its IANA name, whether the event has the name or the number.",
)
SHIPPED_RANK: Final = Choice(
    "shipped-rank",
    "When is an expression of a property tried whose rank is -1, and which of several with one rank is first?",
    "Before those of rank 1; in the order of the file.",
    f"{_EXPORTS}: what QRadar ships has the rank -1.",
)
NUMBER_FORM: Final = Choice(
    "number-form",
    "Which texts are values of a numeric property?",
    "Digits with a sign, a decimal point and an exponent, if any.",
)
CALCULATION: Final = Choice(
    "calculation",
    "What does a calculated property hold where an operand is missing, or zero divides?",
    "Nothing.",
)
