"""Whatever the text, the tree and the State: JPath prints and parses alike, and fails only by its own error."""

import contextlib

from hypothesis import given, settings, strategies as st

from qradar_builder.jpath import (
    Environment,
    JPathError,
    Missing,
    Observer,
    compile_condition,
    compile_expression,
    compile_path,
    compile_template,
    parse,
)
from qradar_builder.jpath.functions.table import FUNCTIONS
from qradar_builder.jpath.json import values as json_values
from qradar_builder.jpath.syntax.tree import (
    And,
    Arithmetic,
    Bracket,
    Call,
    Comparison,
    Exists,
    Key,
    Negation,
    Not,
    Number,
    Or,
    Path,
    Text,
    Word,
    levels,
)
from qradar_builder.model.workflow.document import SchemaVersion

NAMES = st.sampled_from(["a", "b", "c", "x y", "it's", "", "ä", "0", "a-b", "@t", "back\\slash"])
NUMBERS = st.from_regex(r"(0|[1-9][0-9]{0,18})(\.[0-9]{1,4})?([eE][-+]?[0-9]{1,3})?", fullmatch=True)
LEAVES = (
    st.builds(Number, NUMBERS)
    | st.builds(Text, st.text(max_size=8) | st.sampled_from(["1", "-2", "1.50", "true", "${/a}", "a'b\"c\\"]))
    | st.builds(Word, st.sampled_from(["true", "false", "null"]))
    | st.builds(lambda keys: Path(tuple(keys)), st.lists(st.builds(Key, NAMES), max_size=3))
)


def paths(inner, in_element):
    contents = expressions_with(inner, in_element=True)
    steps = st.lists(st.builds(Key, NAMES) | st.builds(Bracket, contents), max_size=3).map(tuple)
    return st.builds(Path, steps, st.just(in_element))


def expressions_with(inner, *, in_element):
    if not in_element:
        return inner
    # What stands in brackets may ask for the element.
    return inner | st.builds(
        lambda keys: Path(tuple(keys), in_element=True), st.lists(st.builds(Key, NAMES), max_size=2)
    )


def calls(inner):
    return st.sampled_from(sorted(FUNCTIONS.values(), key=str)).flatmap(
        lambda function: st.builds(Call, st.just(function.name), st.tuples(*[inner] * len(function.parameters)))
    )


TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        paths(inner, in_element=False),
        calls(inner),
        st.builds(Negation, inner),
        st.builds(Arithmetic, st.sampled_from("+-*/%"), inner, inner),
        st.builds(Comparison, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), inner, inner),
        st.builds(Not, inner),
        st.builds(Exists, paths(inner, in_element=False)),
        st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=12,
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["", "1", "-2.5", "x", "true", "\U0001f600", "${/a}", "'", "1e400", "\ud800"])
    | st.text(max_size=5)
    | st.builds(json_values.NumberAsWritten, st.sampled_from(["1.10", "-0", "1e5", "1e400", "2.0"]))
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=15
)
STATES = st.dictionaries(NAMES, VALUES, max_size=5)
WORDS = (
    "/ a b @ [ ] ( ) ' \" \\ = != < - + * % , . $ { } ${ and or not exists true null count max time 0 1 12.5 e9 ä /a"
)
PIECES = st.lists(st.sampled_from([*WORDS.split(), " ", "\n", "${/a}"]), max_size=25).map("".join)
TEXTS = st.text() | PIECES
ENVIRONMENT = Environment(now=lambda: 1_700_000_000_000, random=lambda: 0.5)
V1 = Environment(SchemaVersion.V1)


@settings(deadline=None)
@given(TREES)
def test_a_tree_prints_to_text_that_parses_to_it(tree):
    assert parse(str(tree)) == tree


@settings(deadline=None)
@given(TREES)
def test_every_part_of_a_tree_knows_its_place(tree):
    text = f"  {tree} "
    for level in levels(parse(text)):
        for node in level:
            assert parse_inner(text[node.start : node.end]) == node


def parse_inner(text):
    """A part as it is parsed on its own; `@` needs brackets around it, and an operand may come without its own."""
    [bracket] = parse(f"/x[{text}]").steps[1:]
    return bracket.content


@settings(max_examples=200, deadline=None)
@given(TREES, STATES)
def test_an_evaluation_gives_a_value_or_our_error(tree, state):
    before = json_values.dumps_compact(state)
    with contextlib.suppress(JPathError):
        value = compile_expression(str(tree), ENVIRONMENT).evaluate(state)
        json_values.render(value)
        assert value is Missing or isinstance(
            value, str | int | float | list | dict | json_values.NumberAsWritten | None
        )
    assert json_values.dumps_compact(state) == before


@settings(deadline=None)
@given(TREES, STATES)
def test_a_watched_evaluation_is_no_other(tree, state):
    watched = Environment(now=ENVIRONMENT.now, random=ENVIRONMENT.random, observer=Observer())
    outcomes = []
    for environment in (ENVIRONMENT, watched):
        try:
            outcomes.append(json_values.render(compile_expression(str(tree), environment).evaluate(state)))
        except JPathError as error:
            outcomes.append((error.message, error.start, error.end))
    assert outcomes[0] == outcomes[1]


@settings(max_examples=200, deadline=None)
@given(TEXTS, STATES)
def test_no_text_raises_anything_but_our_error(text, state):
    for environment in (ENVIRONMENT, V1):
        with contextlib.suppress(JPathError):
            parse(text)
        with contextlib.suppress(JPathError):
            compile_expression(text, environment).evaluate(state)
        with contextlib.suppress(JPathError):
            condition = compile_condition(text, environment)
            condition.doubt()
            assert condition.holds(state) in (True, False)
        with contextlib.suppress(JPathError):
            assert isinstance(compile_template(text, environment).expand(state), str)


def error_of(source, state):
    try:
        compile_condition(source, ENVIRONMENT).holds(state)
    except JPathError as error:
        return error
    return None


@settings(deadline=None)
@given(TEXTS, TREES, STATES)
def test_an_error_has_a_place_in_its_text(text, tree, state):
    for source in (text, str(tree), f"${{{tree}}}"):
        error = error_of(source, state)
        if error is not None:
            assert 0 <= error.start <= len(error.text)
            assert error.picture().count("\n") == 1
            assert error.message


@settings(deadline=None)
@given(PIECES, STATES, VALUES)
def test_a_change_at_any_path_raises_only_our_error(text, state, value):
    for source in (text, f"/{text}"):
        for method, arguments in (("set", [value]), ("append", [value]), ("delete", []), ("exists", []), ("get", [])):
            with contextlib.suppress(JPathError):
                getattr(compile_path(source, ENVIRONMENT), method)(state, *arguments)


@settings(deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=4), VALUES, STATES)
def test_what_is_set_is_there_and_can_be_removed(names, value, state):
    path = compile_path(str(Path(tuple(Key(name) for name in names))), ENVIRONMENT)
    try:
        path.set(state, value)
    except JPathError:
        return
    assert path.get(state) is value
    assert path.exists(state) is (value is not None)
    assert path.delete(state)
    assert path.get(state) is Missing
    assert not path.delete(state)


@settings(deadline=None)
@given(st.integers(-(2**63), 2**63 - 1), st.integers(-(2**63), 2**63 - 1))
def test_division_and_remainder_fit_together(left, right):
    environment = ENVIRONMENT
    state = {"l": left, "r": right}
    try:
        quotient = compile_expression("/l / /r", environment).evaluate(state)
        remainder = compile_expression("/l % /r", environment).evaluate(state)
    except JPathError:
        assert right == 0 or (left, right) == (-(2**63), -1)
        return
    assert quotient * right + remainder == left
    assert abs(remainder) < abs(right)
    assert remainder == 0 or (remainder < 0) == (left < 0)


@settings(deadline=None)
@given(VALUES, VALUES)
def test_of_two_values_at_most_one_order_holds(left, right):
    state = {"l": left, "r": right}

    def holds(text):
        return compile_condition(text, ENVIRONMENT).holds(state)

    assert holds("/l = /r") is not holds("/l != /r")
    assert holds("/l = /r") is holds("/r = /l")
    assert holds("/l < /r") is holds("/r > /l")
    assert [holds("/l < /r"), holds("/l > /r")].count(True) <= 1
    if not holds("/l <= /r") and not holds("/l >= /r"):
        assert any(value is None or isinstance(value, list | dict) for value in (left, right))


KEYS_ONLY = st.lists(st.from_regex(r"[A-Za-z0-9_-]{1,4}", fullmatch=True), min_size=1, max_size=4)


@given(KEYS_ONLY, st.text(" \t\r\n\f", max_size=2), st.text(" \t", max_size=2))
def test_a_path_of_keys_is_read_as_within_a_larger_expression(keys, before, behind):
    path = "".join(f"/{key}" for key in keys)
    alone, within = parse(before + path + behind), parse(f"{before}{path}{behind} = 1")
    places = [[(each.start, each.end) for each in (tree, *tree.steps)] for tree in (alone, within.left)]
    assert alone == within.left
    assert places[0] == places[1]
