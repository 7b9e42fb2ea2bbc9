"""The examples of the JPath reference. Each is run when the page is made; see `tools/jpath_page.py`."""

from __future__ import annotations

import json
from typing import Final

STATE_TEXT: Final = """\
{
  "host": "api.example.com",
  "page": 2,
  "ratio": 2.5,
  "count": "10",
  "name": "Ada",
  "empty": "",
  "nothing": null,
  "on": true,
  "flag": "false",
  "key": "id",
  "my key": 1,
  "ids": [3, 1, 2],
  "answer": {
    "status_code": 200,
    "headers": {"X-Next": "c2"},
    "body": {
      "events": [
        {"id": 1, "user": "ada", "level": 5},
        {"id": 2, "user": "bob", "level": 8},
        {"id": 3, "level": 2}
      ]
    }
  }
}
"""
"""The State that the examples of the page are evaluated in, as the page shows it."""
STATE: Final = json.loads(STATE_TEXT)

PATHS: Final = (
    ("/host", "A key of the State."),
    ("/answer/status_code", "A key of an object."),
    ("/'my key'", "A key with other characters than letters, digits, `_` and `-` is in quotes."),
    ('/answer/headers/"X-Next"', "Both kinds of quotes are possible."),
    ("/answer/body/events[0]/id", "An item of an array. The first has the index 0."),
    ("/answer/body/events[count(/answer/body/events) - 1]/id", "An index can be any expression."),
    ("/name[0]", "A character of a text."),
    ("/answer/body/events/id", "A key of an array gives the value of each item that has the key."),
    ("/answer/body/events[@level > 4]/user", "A filter keeps the items that meet a condition. `@` is the item."),
    ("/answer/body/events[exists @user]/id", "A filter can ask whether the item has a key."),
    ("/ids[@ > 1]", "`@` alone is the item itself."),
    ("/none/at/all", "A path that has no value gives nothing, and no error."),
)

OPERATORS: Final = (
    ("1 + 2 * 3", "`*`, `/` and `%` bind tighter than `+` and `-`."),
    ("(1 + 2) * 3", "Parentheses change the order."),
    ("7 / 2", "Two integers give an integer."),
    ("7.0 / 2", "A fraction gives a fraction."),
    ("7 % 2", "The rest of a division."),
    ("-/page", "The sign of a number."),
    ("/answer/status_code = 200", "Equal."),
    ("/answer/status_code != 200", "Not equal."),
    ("/page >= 2 and /ratio <= 3", "`and` needs both sides."),
    ("/page > 5 or /on", "`or` needs one side."),
    ("/page - 1 < 2", "Calculations come before comparisons, and comparisons before `and` and `or`."),
    ("not /on", "The opposite."),
    ("exists /nothing", "Whether a path leads to a value other than null."),
    ("not exists /none", "Whether a path has no value."),
)

TEMPLATES: Final = (
    ("https://${/host}/v1?page=${/page}", "Each `${…}` is replaced by the text of its value."),
    (
        "${/answer/body/events[0]/${/key}}",
        "An inner `${…}` is expanded first, and its text becomes part of the outer expression.",
    ),
    ("${/answer/body/events[0]}", "An object or array becomes compact JSON."),
    ("[${/nothing}${/none}]", "Null and a path that has no value become the empty text."),
    ("${/page + 1}", "An expression can be anything, not only a path."),
)

COERCIONS: Final = (
    ("/count + 5", "In a calculation, a text that is a number counts as the number."),
    ("'2' * '3'", "Both sides can be texts."),
    ("/name + 1", "Other texts end the run in error: `+` does not join texts."),
    ("/none + 1", "So does a value that is missing or null."),
    ("1 / 0", "So does a division by zero."),
    ("/count = 10", "A text is compared with a number as a number, if it is one."),
    ("/count < '9'", "Two texts that are both numbers are compared as numbers."),
    ("'b' > 'a'", "Other texts are compared character by character."),
    ("/on = 'true'", "Values of different types are compared by their texts."),
    ("/nothing = null", "Null equals null,"),
    ("/none = null", "and so does a path that has no value,"),
    ("/none = ''", "but a path that has no value is not the empty text."),
    ("/none > 1", "An order with a value that is missing or null is false."),
    ("/ids = '[3,1,2]'", "Arrays and objects are compared by their compact JSON."),
)

TRUTHS: Final = ("/on", "/name", "0", "/ids", "/flag", "/empty", "/nothing", "/none", "false")

FUNCTIONS: Final = {
    "count": ("count(/answer/body/events)", "count(/name)", "count(/none)"),
    "min": ("min(/ids)", "min(/answer/body/events/level)", "min(/none)"),
    "max": ("max(/ids)", "max(/answer/body/events/id)"),
    "time": ("time()", "time() - 3600000", "time() / 1000"),
    "base64_encode": ("base64_encode('user:secret')",),
    "base64_decode": ("base64_decode('dXNlcjpzZWNyZXQ=')", "base64_decode('?')"),
    "url_encode": ("url_encode('a b&c=ä')",),
    "url_decode": ("url_decode('a+b%26c')", "url_decode('%zz')"),
    "trunc": ("trunc(2.7)", "trunc(-2.7)"),
    "round": ("round(2.5)", "round(-2.5)", "round(2.46 * 10) / 10.0"),
    "floor": ("floor(2.7)", "floor(-2.2)"),
    "ceil": ("ceil(2.2)", "ceil(-2.7)"),
    "random_number": ("random_number()", "floor(random_number() * 10)"),
    "random_string": ("random_string(8)",),
    "substring": ("substring(/host, 0, 3)", "substring(/name, 2, 9)"),
    "left": ("left(/host, 3)", "left(/name, 9)"),
    "right": ("right(/host, 3)",),
    "upper": ("upper(/name)",),
    "lower": ("lower(/name)",),
    "pad_left": ("pad_left(/page, 3, '0')",),
    "pad_right": ("pad_right(/name, 5, '.')",),
    "empty": ("empty(/empty)", "empty(/none)", "empty(/ids)"),
    "range": ("range(0, 3)",),
    "keys": ("keys(/answer)", "keys(/ids)"),
    "values": ("values(/answer/headers)",),
    "items": ("items(/answer/headers)",),
}
"""Examples for each function by its name."""
