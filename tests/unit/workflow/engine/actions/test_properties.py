"""What holds for every value and every text, however strange."""

from urllib.parse import parse_qsl, unquote_plus

from hypothesis import HealthCheck, given, settings, strategies as st

from qradar_builder.http.form import encoded, form_encoded
from qradar_builder.http.messages import HttpResponse
from qradar_builder.jpath.json import values as json_values
from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.workflow.engine.failure import ActionError
from qradar_builder.workflow.engine.requests.responses import saved_response
from qradar_builder.workflow.engine.requests.url import with_query
from qradar_builder.workflow.engine.state import size_of, size_of_json

SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=20)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)
CONTAINERS = st.lists(JSON, max_size=4) | st.dictionaries(st.text(max_size=8), JSON, max_size=4)
steady = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


@steady
@given(CONTAINERS)
def test_set_of_an_object_or_array_is_a_copy_of_it(play, value):
    result = play([{"Set": {"path": "/copy", "value": "${/value}"}}], {"value": value})
    assert result.state["copy"] == value
    assert result.state["copy"] is not value


@steady
@given(JSON)
def test_an_event_is_the_compact_json_of_its_value(play, value):
    [post] = play([{"PostEvent": {"path": "/e"}}], {"e": {"v": value}}).effects
    assert json_values.loads(post.events[0].payload) == {"v": value}
    assert ": " not in post.events[0].payload or ": " in json_values.dumps_compact(value)


@steady
@given(st.lists(JSON, max_size=5))
def test_for_each_visits_all_items_in_order(play, items):
    actions = [{"ForEach": {"item": "/e", "items": "/a"}, "do": [{"Set": {"path": "/w", "value": "[${/e}]"}},
                                                                 {"PostEvent": {"path": "/e"}}]}]  # fmt: skip
    result = play(actions, {"a": items})
    assert result.outcome.status == "ok"
    assert [effect.events[0].payload for effect in result.effects] == [
        "null" if item is None else json_values.render(item) for item in items
    ]


@steady
@given(CONTAINERS, CONTAINERS)
def test_merge_joins_what_is_of_one_kind(play, source, target):
    result = play(
        [{"Merge": {"sourcePath": "/s", "targetPath": "/t"}}], {"s": source, "t": json_values.deep_copy(target)}
    )
    if type(source) is not type(target):
        assert result.outcome.status == "error"
        assert result.state["t"] == target
    elif isinstance(source, list):
        assert result.state["t"] == target + source
    else:
        assert result.state["t"] == target | source


@steady
@given(st.dictionaries(st.text(max_size=5), JSON, max_size=5), st.text(max_size=30), st.text(max_size=30))
def test_no_text_in_a_value_or_path_raises_anything_but_an_outcome(play, before, value, key):
    actions = [{"Set": {"path": "/${/key}", "value": "${/text}"}}, {"Split": {"value": "${/text}", "savePath": "/s"}}]
    result = play(actions, {**before, "text": value, "key": key})
    assert result.outcome.status in {"ok", "error"}


@given(
    st.binary(max_size=200),
    st.sampled_from(["", "application/json", "text/plain; charset=utf-16", "x/y; charset=idna"]),
)
def test_any_body_is_saved_or_refused(body, kind):
    headers = (("Content-Type", kind),) if kind else ()
    response = HttpResponse(200, "OK", headers, body)
    try:
        saved = saved_response(response, SchemaVersion.V2_1, lambda _: None)
    except ActionError:
        assert kind == "application/json"
    else:
        assert json_values.loads(json_values.dumps_compact(saved))["status_code"] == 200


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_an_encoded_text_is_read_back_and_safe(text):
    assert unquote_plus(encoded(text)) == text
    assert set(encoded(text)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._+%")


@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
    )
)
def test_a_query_is_read_back(pairs):
    url = with_query("https://h/x", pairs)
    assert url == "https://h/x" + (f"?{form_encoded(pairs)}" if pairs else "")
    read = parse_qsl(url.partition("?")[2], keep_blank_values=True, separator="&")
    # The library leaves out a pair of two empty texts where it stands alone.
    assert read == pairs


@given(JSON)
def test_a_value_is_about_as_large_as_its_json(value):
    assert size_of(value) >= len(json_values.dumps_compact(value)) / 8
    assert size_of(value) <= 100 * len(json_values.dumps_compact(value))


@given(JSON)
def test_a_value_is_no_larger_than_its_json_lets_expect(value):
    assert size_of(value) <= size_of_json(json_values.dumps_compact(value).encode())
