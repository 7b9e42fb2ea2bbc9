"""What IBM does not document about JPath, and what this layer does about it: every such choice, with its evidence.

The code that follows a choice names it, and an observer learns when an evaluation leaned on one.
"""

from __future__ import annotations

from typing import Final

from qradar_builder.reference.choice import Choice

_IBM: Final = "Workflows that IBM publishes"

NULL_AS_TEXT: Final = Choice(
    "null-as-text",
    "What is the text of a JSON null in a template?",
    "An empty string, as for a missing path.",
    f"{_IBM} check for both '' and 'null' after a Set, so neither is certain.",
)
COMPARISON_WITH_NOTHING: Final = Choice(
    "comparison-with-nothing",
    "What is the result of <, <=, >, and >= for a value that is null or missing?",
    "False.",
    f"{_IBM} compare bookmarks that are missing on the first run, and continue.",
)
EMPTY_TEXT_AND_NOTHING: Final = Choice(
    "empty-text-and-nothing",
    "Is a missing path equal to ''?",
    "No. It is equal only to null.",
    f"{_IBM} test for both: `= null or = ''`.",
)
TEXTS_AS_NUMBERS: Final = Choice(
    "texts-as-numbers",
    "Are two strings that both look like numbers compared as numbers?",
    "Yes. Add 0 to both to be certain.",
    f"{_IBM} compare counters that Set has stored as text; some add 0 to force numbers.",
)
TEXTS_IN_ORDER: Final = Choice(
    "texts-in-order",
    "How do < and > compare strings that are not both numbers?",
    "By their UTF-16 units, as String.compareTo in Java.",
    f"{_IBM} compare ISO dates as text.",
)
OTHER_TYPES_AS_TEXT: Final = Choice(
    "other-types-as-text",
    "How are values of different types compared if they are not both numbers?",
    "As strings, so true is equal to 'true'.",
    f"{_IBM} write ${{empty(/x)}} = 'true', and compare parameters, which are text, with true.",
)
CONTAINERS_AS_TEXT: Final = Choice(
    "containers-as-text",
    "How are arrays and objects compared?",
    "= and != compare their compact JSON, so the order of members matters; <, <=, >, and >= are false.",
)
TRUTH: Final = Choice(
    "truth",
    "Which values are true in a condition?",
    "All values except false, null, a missing path, '', and 'false'; 0 is true.",
    f"{_IBM} use a Boolean, a number, and a cursor as conditions.",
)
EXISTS_NULL: Final = Choice(
    "exists-null",
    "Does a path that contains null exist?",
    "No, so Initialize sets it too.",
)
OUT_OF_RANGE: Final = Choice(
    "index-out-of-range",
    "What is the result of an index that is negative or beyond the end?",
    "Nothing: the path is missing.",
)
PATH_THROUGH_OTHER_TYPE: Final = Choice(
    "path-through-other-type",
    "What is the result of a path that reads a key of a string, number, or Boolean, or an item of a value "
    "that is not an array?",
    "Nothing: the path is missing.",
)
PATH_THROUGH_NULL: Final = Choice(
    "path-through-null",
    "What is the result of a path that reads a key, an item, or filtered items of null?",
    "Nothing: the path is missing.",
    f"{_IBM} have been changed to test for null before such a path, so it may end the run with an error.",
)
INDEX_OTHER_TYPE: Final = Choice(
    "index-of-other-type",
    "Which values are allowed as an index?",
    "An integer, or a string or a fraction with an integer value; otherwise, the run ends with an error.",
    f"{_IBM} use values that Set has stored as text as an index.",
)
PROJECTION_SKIPS: Final = Choice(
    "projection-skips",
    "What is the result of a key for array items that do not have it?",
    "They are omitted; if no item has the key, the result is an empty array.",
)
NESTED_PROJECTION: Final = Choice(
    "nested-projection",
    "What is the result of a key for array items that are arrays?",
    "An array for each of them, with the results for its items.",
)
MISSING_IN_ARITHMETIC: Final = Choice(
    "missing-in-arithmetic",
    "What is the result of a calculation with a value that is missing or null?",
    "The run ends with an error.",
)
TEXT_IN_ARITHMETIC: Final = Choice(
    "text-in-arithmetic",
    "What is the result of a calculation with a value that is neither a number nor a numeric string?",
    "The run ends with an error; + does not join strings.",
    f"{_IBM} only calculate with numbers and with numbers as text.",
)
DIVISION_BY_ZERO: Final = Choice(
    "division-by-zero",
    "What is the result of a division by zero?",
    "The run ends with an error, for fractions too.",
    "Java refuses it for integers, and returns infinity for fractions.",
)
OVERFLOW: Final = Choice(
    "overflow",
    "What is the result of a calculation that exceeds 64 bits?",
    "The run ends with an error; Java itself wraps around.",
)
FRACTION_AS_TEXT: Final = Choice(
    "fraction-as-text",
    "What is the text of a calculated fraction?",
    "The text of Double.toString in Java: 12.5, 3.0, 1.0E7.",
)
UNARY_MINUS: Final = Choice(
    "unary-minus",
    "Can a value have a minus sign before it?",
    "Yes.",
)
ESCAPED_QUOTE: Final = Choice(
    "escaped-quote",
    "How do you write a quote in a string or key that uses the same quotes?",
    "With a backslash before it, as for a backslash; any other backslash is literal.",
)
BRACE_IN_QUOTES: Final = Choice(
    "brace-in-quotes",
    "Does a } in quotes end a template?",
    "No.",
)
TEMPLATE_IN_VALUE: Final = Choice(
    "template-in-value",
    "Is a template expanded if it is the result of a template?",
    "No.",
)
COUNT_OTHER: Final = Choice(
    "count-of-other-type",
    "What is the result of count for a number or Boolean?",
    "The run ends with an error.",
)
COUNT_NULL: Final = Choice(
    "count-of-null",
    "What is the result of count for null?",
    "0, as for a missing path.",
    f"{_IBM} count values that can be missing, and compare with 0.",
)
EXTREME_OF_MIXED: Final = Choice(
    "extreme-of-mixed",
    "What are min and max of items with several types, or of a single value?",
    "Null is ignored, and the items of arrays are used. If all items look like numbers, they are compared as "
    "numbers; otherwise, as text. For a single value, both are this value.",
)
EXTREME_OF_NOTHING: Final = Choice(
    "extreme-of-nothing",
    "What are min and max of an empty array or a missing path?",
    "Null.",
    f"{_IBM} test max(…) != null.",
)
NOTHING_AS_TEXT: Final = Choice(
    "nothing-as-text",
    "What do text functions use for null and for a missing path?",
    "An empty string.",
)
PART_OUTSIDE: Final = Choice(
    "part-outside",
    "What is the result of substring if it starts or ends outside the text?",
    "The run ends with an error, as in Java.",
    f"{_IBM} use it only inside the text, and by the rules of Java.",
)
SHORT_TEXT: Final = Choice(
    "left-and-right-of-short-text",
    "What is the result of left and right if the text is shorter?",
    "The whole text.",
)
PADDING: Final = Choice(
    "padding",
    "What do pad_left and pad_right do with a padding of several characters, or none?",
    "They repeat it and cut it to fit; an empty padding is a space.",
)
EMPTY_ARRAY: Final = Choice(
    "empty-array",
    "Is an array without items empty?",
    "Yes.",
    f"{_IBM} rely on it for objects, null, '', and missing paths.",
)
RANGE_END: Final = Choice(
    "range-end",
    "Does range(start, end) include its end?",
    "No.",
)
ITEMS_SHAPE: Final = Choice(
    "items-shape",
    "What is the result of items(path)?",
    'An array of {"key": …, "value": …}.',
)
MEMBERS_OF_OTHER: Final = Choice(
    "members-of-other-type",
    "What is the result of keys, values, and items for a value that is not an object?",
    "An empty array for null and a missing path; for all other values, the run ends with an error.",
)
ROUNDING: Final = Choice(
    "rounding",
    "What is the result of trunc, round, floor, and ceil?",
    "An integer; halves are rounded up, as Math.round does in Java.",
)
ENCODING: Final = Choice(
    "encoding",
    "Which character set do the base64 and url functions use?",
    "UTF-8.",
)
PATH_ARGUMENT: Final = Choice(
    "path-argument",
    "Can a function that is documented with a path take another expression?",
    "Yes.",
)
TARGET_THROUGH_OTHER: Final = Choice(
    "target-through-other-type",
    "What happens if you set a key in a string, number, or Boolean, or in an array?",
    "The run ends with an error; null is replaced with an object.",
)
TARGET_OUT_OF_RANGE: Final = Choice(
    "target-out-of-range",
    "What happens if you set a value at an index that the array does not have?",
    "The run ends with an error.",
)
TARGET_FILTER: Final = Choice(
    "target-filter",
    "What happens if you set or remove a value at a path that contains a condition?",
    "The run ends with an error.",
)
TARGET_ROOT: Final = Choice(
    "target-root",
    "What happens if you set or remove the path /?",
    "The run ends with an error.",
)
ADD_TO_OTHER: Final = Choice(
    "add-to-other-type",
    "What does Add do if the path does not contain an array?",
    "It creates one if the path is missing or null; otherwise, the run ends with an error.",
    f"{_IBM} add to arrays that nothing has created.",
)

CHOICES: Final = tuple(each for each in list(globals().values()) if isinstance(each, Choice))
"""Every choice, in the order above."""


def unnoted(_: Choice) -> None:
    """Learns of a choice and does nothing."""
