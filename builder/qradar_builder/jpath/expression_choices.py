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
    "The empty text, as for a path that is missing.",
    f"{_IBM} guard against both '' and 'null' after a Set, so neither is certain.",
)
COMPARISON_WITH_NOTHING: Final = Choice(
    "comparison-with-nothing",
    "What do <, <=, > and >= say of a value that is null or missing?",
    "False.",
    f"{_IBM} compare bookmarks that are missing on the first run, and go on.",
)
EMPTY_TEXT_AND_NOTHING: Final = Choice(
    "empty-text-and-nothing",
    "Is a missing path equal to ''?",
    "No; it equals null only.",
    f"{_IBM} test for both: `= null or = ''`.",
)
TEXTS_AS_NUMBERS: Final = Choice(
    "texts-as-numbers",
    "Are two texts that both look like numbers compared as numbers?",
    "Yes. Add 0 to both to be certain.",
    f"{_IBM} compare counters that Set has stored as text; some add 0 to force numbers.",
)
TEXTS_IN_ORDER: Final = Choice(
    "texts-in-order",
    "How do < and > compare texts that are not both numbers?",
    "By their UTF-16 units, as Java's String.compareTo.",
    f"{_IBM} compare ISO dates as text.",
)
OTHER_TYPES_AS_TEXT: Final = Choice(
    "other-types-as-text",
    "How are values of different types compared, where they are not both numbers?",
    "By their texts, so that true equals 'true'.",
    f"{_IBM} write ${{empty(/x)}} = 'true', and compare parameters, which are text, with true.",
)
CONTAINERS_AS_TEXT: Final = Choice(
    "containers-as-text",
    "How are arrays and objects compared?",
    "= and != by their compact JSON, so the order of members counts; <, <=, > and >= say false.",
)
TRUTH: Final = Choice(
    "truth",
    "Which values count as true in a condition?",
    "All but false, null, a missing path, '' and 'false'; 0 counts as true.",
    f"{_IBM} use a boolean, a number and a cursor as conditions.",
)
EXISTS_NULL: Final = Choice(
    "exists-null",
    "Does a path exist that holds null?",
    "No; so Initialize sets it, too.",
)
OUT_OF_RANGE: Final = Choice(
    "index-out-of-range",
    "What does an index give that is negative or beyond the end?",
    "Nothing: the path is missing.",
)
PATH_THROUGH_OTHER_TYPE: Final = Choice(
    "path-through-other-type",
    "What does a path give that asks a text, number or boolean for a key, or a value that is no array for an item?",
    "Nothing: the path is missing.",
)
PATH_THROUGH_NULL: Final = Choice(
    "path-through-null",
    "What does a path give that asks null for a key, an item or the items that meet a condition?",
    "Nothing: the path is missing.",
    f"{_IBM} have been changed to test for null before such a path, so it may end the run in error.",
)
INDEX_OTHER_TYPE: Final = Choice(
    "index-of-other-type",
    "What may stand as an index?",
    "A whole number, or text or a fraction that is one; else the run ends in error.",
    f"{_IBM} index by values that Set has stored as text.",
)
PROJECTION_SKIPS: Final = Choice(
    "projection-skips",
    "What does a key give for the items of an array that lack it?",
    "They are left out; where all lack it, the result is an empty array.",
)
NESTED_PROJECTION: Final = Choice(
    "nested-projection",
    "What does a key give for items of an array that are arrays themselves?",
    "An array for each, of what the key gives for its items.",
)
MISSING_IN_ARITHMETIC: Final = Choice(
    "missing-in-arithmetic",
    "What does a calculation give with a value that is missing or null?",
    "The run ends in error.",
)
TEXT_IN_ARITHMETIC: Final = Choice(
    "text-in-arithmetic",
    "What does a calculation give with a value that is no number and no text of one?",
    "The run ends in error; + does not join texts.",
    f"{_IBM} only calculate with numbers and with numbers as text.",
)
DIVISION_BY_ZERO: Final = Choice(
    "division-by-zero",
    "What does a division by zero give?",
    "The run ends in error, for fractions too.",
    "Java refuses it for whole numbers, and gives infinity for fractions.",
)
OVERFLOW: Final = Choice(
    "overflow",
    "What does a calculation give that leaves 64 bits?",
    "The run ends in error; Java itself would go on from the other end.",
)
FRACTION_AS_TEXT: Final = Choice(
    "fraction-as-text",
    "What is the text of a fraction that was calculated?",
    "That of Java's Double.toString: 12.5, 3.0, 1.0E7.",
)
UNARY_MINUS: Final = Choice(
    "unary-minus",
    "May a value have a minus before it?",
    "Yes.",
)
ESCAPED_QUOTE: Final = Choice(
    "escaped-quote",
    "How does a quote stand in a text or key that is quoted by the same?",
    "After a backslash, as does a backslash itself; any other backslash stands for itself.",
)
BRACE_IN_QUOTES: Final = Choice(
    "brace-in-quotes",
    "Does a } end a template where it stands in quotes?",
    "No.",
)
TEMPLATE_IN_VALUE: Final = Choice(
    "template-in-value",
    "Is a template expanded that came out of a template?",
    "No.",
)
COUNT_OTHER: Final = Choice(
    "count-of-other-type",
    "What does count give for a number or boolean?",
    "The run ends in error.",
)
COUNT_NULL: Final = Choice(
    "count-of-null",
    "What does count give for null?",
    "0, as for a missing path.",
    f"{_IBM} count what may be missing, and compare with 0.",
)
EXTREME_OF_MIXED: Final = Choice(
    "extreme-of-mixed",
    "What are min and max of items of several types, or of a single value?",
    "Null is left out, arrays count by their items; if all look like numbers they compare as numbers, else as text. A "
    "single value is its own least and greatest.",
)
EXTREME_OF_NOTHING: Final = Choice(
    "extreme-of-nothing",
    "What are min and max of an empty array or a missing path?",
    "Null.",
    f"{_IBM} test max(…) != null.",
)
NOTHING_AS_TEXT: Final = Choice(
    "nothing-as-text",
    "What do functions of text make of null and of a missing path?",
    "They take the empty text.",
)
PART_OUTSIDE: Final = Choice(
    "part-outside",
    "What does substring give where it begins or ends outside of the text?",
    "The run ends in error, as in Java.",
    f"{_IBM} only use it inside of texts, and by Java's rules.",
)
SHORT_TEXT: Final = Choice(
    "left-and-right-of-short-text",
    "What do left and right give where the text is shorter?",
    "The whole text.",
)
PADDING: Final = Choice(
    "padding",
    "What do pad_left and pad_right do with a pad of several characters, or of none?",
    "They repeat it and cut it to fit; an empty one is a blank.",
)
EMPTY_ARRAY: Final = Choice(
    "empty-array",
    "Is an array without items empty?",
    "Yes.",
    f"{_IBM} rely on it for objects, null, '' and missing paths.",
)
RANGE_END: Final = Choice(
    "range-end",
    "Does range(start, end) hold its end?",
    "No.",
)
ITEMS_SHAPE: Final = Choice(
    "items-shape",
    "What does items(path) give?",
    'An array of {"key": …, "value": …}.',
)
MEMBERS_OF_OTHER: Final = Choice(
    "members-of-other-type",
    "What do keys, values and items give for what is no object?",
    "An empty array for null and a missing path; for all else the run ends in error.",
)
ROUNDING: Final = Choice(
    "rounding",
    "What do trunc, round, floor and ceil give?",
    "A whole number; halves are rounded up, as Java's Math.round does.",
)
ENCODING: Final = Choice(
    "encoding",
    "Which character set do the base64 and url functions use?",
    "UTF-8.",
)
PATH_ARGUMENT: Final = Choice(
    "path-argument",
    "May a function that is documented with a path be given another expression?",
    "Yes.",
)
TARGET_THROUGH_OTHER: Final = Choice(
    "target-through-other-type",
    "What happens where a value is put below a text, number or boolean, or below an array by a key?",
    "The run ends in error; null is replaced by an object.",
)
TARGET_OUT_OF_RANGE: Final = Choice(
    "target-out-of-range",
    "What happens where a value is put at an index that the array does not have?",
    "The run ends in error.",
)
TARGET_FILTER: Final = Choice(
    "target-filter",
    "What happens where a value is put at or removed from a path with a condition in it?",
    "The run ends in error.",
)
TARGET_ROOT: Final = Choice(
    "target-root",
    "What happens where a value is put at, or removed from, the path /?",
    "The run ends in error.",
)
ADD_TO_OTHER: Final = Choice(
    "add-to-other-type",
    "What does Add do where the path holds no array?",
    "It creates one where the path is missing or null; else the run ends in error.",
    f"{_IBM} add to arrays that nothing has created.",
)

CHOICES: Final = tuple(each for each in list(globals().values()) if isinstance(each, Choice))
"""Every choice, in the order above."""


def unnoted(_: Choice) -> None:
    """Learns of a choice and does nothing."""
