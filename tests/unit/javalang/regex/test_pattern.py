"""Java regular expressions answer as a Java 17 virtual machine did."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.javalang.regex.parser import MAX_GROUP_DEPTH
from qradar_builder.javalang.regex.pattern import JavaRegexError, RegexTimeout, compile_pattern, is_plain
from qradar_builder.javalang.regex.reader import MAX_PATTERN_LENGTH

VECTORS = json.loads((Path(__file__).parents[3] / "conformance" / "java_regex.json").read_text("utf-8"))

# Vectors that this package declines to run. Java accepts these patterns: the list must not grow unseen.
UNSUPPORTED = {
    "canonical equivalence": "Canonical equivalence",
    "case-insensitive reference with a boundary": "A case-insensitive back-reference next to Unicode properties",
    "character name of a control": "Character name",
    "class that ends in an intersection": "Java fails at the first match of a class that ends in &&",
    "counted group that may match nothing in the middle of its choices": "A group that may match nothing",
    "grapheme boundary": "Grapheme cluster boundaries",
    "group that refers to itself": "Group 1 refers back to itself",
    "linebreak in a look-behind": "A possessive or atomic group",
    "look-behind of several elastic parts that reaches too little": "Java computes a wrong width",
    "possessive look-behind": "A possessive or atomic group",
    "reference behind a round given back": "Java can compare with the text that a failed attempt left",
    "reference to a capture of an attempt that failed": "Java can compare with the text that a failed attempt left",
    "Unicode case-insensitive reference": "A back-reference under (?iu)",
}

# Vectors whose group of this number Java can fill with text that is no part of the match.
UNCERTAIN_GROUPS = {
    "capture left over from a negative look-ahead": {1},
    "capture left over from an atomic group": {1},
    "capture of an inner loop within an outer loop": {1},
    "empty choice first": {1},
    "look-behind with an optional part and a star": {1},
    "possessive capture": {1},
    "quantified look-ahead": {1},
    "reference in a negative look-ahead": {1},
}


def compiled(vector):
    flags = vector.get("flags", "")
    return compile_pattern(
        vector["pattern"], case_insensitive="i" in flags, dotall="s" in flags, multiline="m" in flags
    )


def answer(vector):
    """Return what we say to a vector, in the form of its `result`."""
    pattern = compiled(vector)
    numbers = range(pattern.group_count + 1)

    def shape(match):
        if match is None:
            return None
        return {"groups": [match.group(n) for n in numbers], "spans": [list(match.span(n)) for n in numbers]}

    match vector.get("operation", "find"):
        case "find":
            return shape(pattern.search(vector["input"]))
        case "matches":
            return shape(pattern.fullmatch(vector["input"]))
        case "all":
            return [shape(found) for found in pattern.finditer(vector["input"])]
        case "split":
            return pattern.split(vector["input"])


def without_groups(result, numbers):
    if isinstance(result, list):
        return [without_groups(item, numbers) for item in result]
    if not isinstance(result, dict):
        return result
    return {
        key: [value for number, value in enumerate(values) if number not in numbers] for key, values in result.items()
    }


def base_name(vector):
    return vector["name"].partition("/")[0]


def accepted():
    return [v for v in VECTORS if "result" in v and base_name(v) not in UNSUPPORTED]


def refused():
    return [v for v in VECTORS if "error" in v and base_name(v) not in UNSUPPORTED]


@pytest.mark.parametrize("vector", accepted(), ids=lambda v: v["name"])
def test_a_pattern_matches_as_in_java(vector):
    uncertain = UNCERTAIN_GROUPS.get(base_name(vector), set())
    assert without_groups(answer(vector), uncertain) == without_groups(vector["result"], uncertain)
    assert compiled(vector).uncertain_groups == uncertain


def finds():
    return [v for v in accepted() if v.get("operation", "find") == "find" and is_plain(v["input"])]


@pytest.mark.parametrize("vector", finds(), ids=lambda v: v["name"])
def test_the_quick_searches_give_the_groups_that_java_gives(vector):
    uncertain = UNCERTAIN_GROUPS.get(base_name(vector), set())
    pattern = compiled(vector)
    in_plain, in_any, required = pattern.finders(groups_alone=True)
    for find in (in_plain, in_any):
        match = find(vector["input"])
        assert (match is None) == (vector["result"] is None)
        if match is not None:
            numbers = [number for number in range(1, pattern.group_count + 1) if number not in uncertain]
            assert [match.group(number) for number in numbers] == [vector["result"]["groups"][n] for n in numbers]
            assert required in vector["input"]


@pytest.mark.parametrize("vector", refused(), ids=lambda v: v["name"])
def test_what_java_refuses_is_refused_with_javas_words_at_javas_place(vector):
    with pytest.raises(JavaRegexError) as caught:
        compiled(vector)
    error = vector["error"]
    # Java points before the parenthesis that has no partner; we point at it.
    shift = 1 if error["description"].startswith("Unmatched") else 0
    assert caught.value.kind == "invalid"
    assert caught.value.message == error["description"]
    assert caught.value.index == error["index"] + shift


@pytest.mark.parametrize("name", UNSUPPORTED)
def test_what_cannot_be_run_faithfully_is_declined_with_a_reason(name):
    vector = next(v for v in VECTORS if base_name(v) == name)
    with pytest.raises(JavaRegexError) as caught:
        compiled(vector)
    assert caught.value.kind == "unsupported"
    assert caught.value.message.startswith(UNSUPPORTED[name])
    assert caught.value.help


def test_the_vectors_are_many_and_have_names_of_their_own():
    assert len(VECTORS) >= 700
    assert len({vector["name"] for vector in VECTORS}) == len(VECTORS)


def test_a_search_agrees_with_itself_whether_or_not_the_text_is_plain():
    # The same words in a text with a carriage return take the other program.
    pattern = compile_pattern(r"(?i)\bUSER=(\w+).*$")
    plain = pattern.search("x user=bob yes")
    full = pattern.search("x user=bob yes\r\n")
    assert plain is not None
    assert full is not None
    assert plain.span() == full.span() == (2, 14)
    assert plain.group(1) == full.group(1) == "bob"


def test_names_and_numbers_of_groups_are_known():
    pattern = compile_pattern(r"(a)(?<user>b)(?:c)(?<id>d)")
    assert pattern.group_count == 3
    assert pattern.group_names == {"user": 2, "id": 3}
    match = pattern.search("abcd")
    assert match is not None
    assert match.group("id") == "d"


def test_a_pattern_is_compiled_once():
    assert compile_pattern("a+") is compile_pattern("a+")
    assert compile_pattern("a+") is not compile_pattern("a+", case_insensitive=True)


def test_the_description_of_an_error_says_who_why_where_and_what_to_do():
    with pytest.raises(JavaRegexError) as caught:
        compile_pattern("a{")
    assert caught.value.describe() == (
        "Java refuses this pattern: Illegal repetition (at index 2); write \\{ for a brace"
    )


def test_the_index_of_an_error_behind_a_quotation_is_that_of_the_pattern_as_written():
    with pytest.raises(JavaRegexError) as caught:
        compile_pattern(r"\Q...\E\y")
    assert caught.value.index == 8


@pytest.mark.parametrize("operation", ["search", "fullmatch", "finditer", "split"])
def test_a_search_that_takes_too_long_is_stopped(operation):
    pattern = compile_pattern(r"(?:(a)|(a)|aa)+x")
    run = getattr(pattern, operation)
    with pytest.raises(RegexTimeout) as caught:
        list(run("a" * 2000 + "zx", timeout=0.05) or [])
    assert caught.value.seconds == 0.05
    assert caught.value.pattern == pattern.pattern


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("a" * (MAX_PATTERN_LENGTH + 1), "Pattern longer than"),
        ("(" * (MAX_GROUP_DEPTH + 1), "Groups nested more than"),
        ("[" * 1000, "Classes nested more than"),
        ("[a" + "&&b" * 1000 + "]", "Classes nested more than"),
        ("a{100000}" * 100, "Repetitions that add up"),
        ("(?:" * 10 + "a" + "{1000})" * 10, "Repetitions that add up"),
        (r"\b" * 20000, "A pattern too large"),
    ],
    ids=["long", "groups", "classes", "intersections", "counts", "nested counts", "large translation"],
)
def test_a_hostile_pattern_is_declined_early(pattern, reason):
    with pytest.raises(JavaRegexError) as caught:
        compile_pattern(pattern)
    assert caught.value.kind == "unsupported"
    assert caught.value.message.startswith(reason)


def test_groups_nested_as_deep_as_allowed_run():
    depth = MAX_GROUP_DEPTH
    match = compile_pattern("(?:" * depth + "a" + ")*" * depth).search("aab")
    assert match is not None
    assert match.span() == (0, 2)


TOKENS = [*"()[]{}?*+|^$.\\-,:&<>=!#ab01xukQEpinSé \n", "\\Q", "\\E", "(?", "(?<", "(?<=", "(?<!", "(?:", "(?>", "(?="]
TOKENS += ["\\p{", "\\x{", "[^", "&&", "{1", "{2,", "{3}", "\\0", "\\k<", "(?i)", "(?x)", "(?U)", "\\N{", "<a>", "\\1"]
PATTERNS = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(TOKENS), max_size=25).map("".join))


@settings(max_examples=300, deadline=None)
@given(pattern=PATTERNS, text=st.text(alphabet="ab1 \r\né\u2028K\u0301", max_size=12))
def test_no_text_raises_anything_but_our_own_errors(pattern, text):
    try:
        found = compile_pattern(pattern).search(text, timeout=0.5)
    except (JavaRegexError, RegexTimeout) as error:
        assert str(error)  # noqa: PT017  # either outcome is right, each with its own promise
    else:
        assert found is None or 0 <= found.start() <= found.end() <= len(text)
