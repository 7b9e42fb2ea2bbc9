"""A session: what is sent, what is sent again, how lists are read, and what faults become."""

import pytest

from qradar_builder.console.connection import calls
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.connection.session import ATTEMPTS, PAGE
from qradar_builder.http import failures
from qradar_builder.http.messages import HttpResponse
from tests.scripted_console import JSON, TOKEN, Clock, answer, failure, session

TYPES = f"GET {calls.TYPES.path}"
UPLOAD = f"POST {calls.UPLOAD.path}"
PLACE = "console.example.com:443"
HTML = HttpResponse(200, "", (("Content-Type", "text/html"),), b"<html>Sign in</html>")
CUT = HttpResponse(200, "", JSON, b'[{"id": 1')
PASSING = {
    "timeout": failures.read_timed_out(PLACE, 5),
    "reset": failures.reset(PLACE),
    "hung up": failures.hung_up(PLACE),
    "truncated": failures.cut_short(PLACE),
    "cut JSON": CUT,
    "429": failure(429),
    "500": failure(500, 1020),
    "503": failure(503, 1010),
}
LASTING = {
    "401": (failure(401), "console/token-refused"),
    "403": (failure(403, 1000), "console/permission"),
    "409": (failure(409, 1), "console/refused"),
    "422": (failure(422, 1005), "console/refused"),
    "HTML": (HTML, "console/not-json"),
    "certificate": (failures.untrusted(PLACE, "self-signed certificate"), "console/certificate"),
    "DNS": (failures.unknown_host("h"), "console/unreachable"),
}


def test_a_call_carries_token_and_version():
    made, script = session({TYPES: answer([])})
    made.version = "24.0"
    assert list(made.items(calls.TYPES, query={"filter": 'name="a b"'})) == []
    ((_, query, headers, body),) = script.sent
    assert query == {"filter": 'name="a b"'}
    assert headers == {"SEC": TOKEN, "Accept": "application/json", "Range": f"items=0-{PAGE - 1}", "Version": "24.0"}
    assert body is None


def zip_in(folder):
    """A file that begins as a ZIP does."""
    path = folder / "release.zip"
    path.write_bytes(b"PK")
    return path


def test_a_body_is_json_or_a_file(tmp_path):
    made, script = session({UPLOAD: answer({"id": 1}, 201), f"POST {calls.EXPORT.path}": answer({"task_id": 3}, 201)})
    made.send(calls.UPLOAD, body=zip_in(tmp_path))
    made.send(calls.EXPORT, body={"manifest": {}})
    assert [(headers["Content-Type"], body) for _, _, headers, body in script.sent] == [
        ("application/zip", b"PK"),
        ("application/json", b'{"manifest": {}}'),
    ]


def test_a_session_sends_nothing_that_a_call_does_not_take():
    made, _ = session({})
    with pytest.raises(AssertionError, match="takes no"):
        made.get(calls.ABOUT, query={"sort": "x"})
    with pytest.raises(AssertionError, match="needs its path"):
        made.get(calls.EXTENSION)


def test_a_part_of_a_path_is_encoded():
    made, script = session({"GET /ariel/searches/a%2Fb%3F": answer({})})
    made.get(calls.SEARCH_STATE, at={"search_id": "a/b?"})
    assert script.calls == ["GET /ariel/searches/a%2Fb%3F"]


@pytest.mark.parametrize("fault", PASSING)
def test_a_get_is_sent_again(fault):
    told, clock = [], Clock()
    made, script = session(
        {TYPES: [PASSING[fault], PASSING[fault], answer([{"id": 1}])]}, clock=clock, hear=told.append
    )
    assert list(made.items(calls.TYPES)) == [{"id": 1}]
    assert len(script.sent) == 3
    assert clock.naps == [1.0, 2.0]
    assert len(told) == 2


@pytest.mark.parametrize("fault", PASSING)
def test_a_get_is_not_sent_for_ever(fault):
    made, script = session({TYPES: PASSING[fault]})
    with pytest.raises(ConsoleError) as caught:
        list(made.items(calls.TYPES))
    assert len(script.sent) == ATTEMPTS
    assert not caught.value.unsure


@pytest.mark.parametrize("fault", PASSING)
def test_a_call_that_changes_something_is_sent_once(fault, tmp_path):
    made, script = session({UPLOAD: PASSING[fault]})
    with pytest.raises(ConsoleError) as caught:
        made.send(calls.UPLOAD, body=zip_in(tmp_path))
    assert len(script.sent) == 1
    # The console answers 429 before it does anything.
    assert caught.value.unsure is (fault != "429")
    if caught.value.unsure:
        assert caught.value.rule in {"console/unsure", "console/not-json", "console/fault"}


@pytest.mark.parametrize("fault", LASTING)
def test_what_does_not_pass_is_told_at_once(fault):
    found, rule = LASTING[fault]
    made, script = session({TYPES: found})
    with pytest.raises(ConsoleError) as caught:
        list(made.items(calls.TYPES))
    assert (caught.value.rule, len(script.sent)) == (rule, 1)
    assert "QRadar:" not in caught.value.message


def test_the_console_may_ask_to_wait():
    clock = Clock()
    busy = answer({}, 429, [("Retry-After", "7")])
    made, _ = session({TYPES: [busy, answer([])]}, clock=clock)
    list(made.items(calls.TYPES))
    assert clock.naps == [7.0]


@pytest.mark.parametrize(
    "text", ["your token 11112222-aaaa-bbbb-cccc-333344445555 is wrong", "SEC: 11112222-aaaa-bbbb-cccc-333344445555"]
)
def test_the_token_is_never_shown(text):
    made, _ = session({TYPES: failure(422, 1, text)})
    with pytest.raises(ConsoleError) as caught:
        list(made.items(calls.TYPES))
    assert TOKEN not in caught.value.message


def test_secrets_of_what_is_sent_are_never_shown(tmp_path):
    made, _ = session({UPLOAD: failure(422, 1, "value s3cr3t-of-a-source is wrong, and so is s3cr3t-of-a-source")})
    made.secrets.add("s3cr3t-of-a-source")
    with pytest.raises(ConsoleError) as caught:
        made.send(calls.UPLOAD, body=zip_in(tmp_path))
    assert "s3cr3t" not in caught.value.message
    assert "value [secret] is wrong" in caught.value.message


def test_a_redirect_is_not_followed():
    made, script = session({TYPES: HttpResponse(302, "", (("Location", "https://elsewhere/"),), b"")})
    with pytest.raises(ConsoleError) as caught:
        list(made.items(calls.TYPES))
    assert (caught.value.rule, len(script.sent)) == ("console/not-json", 1)


def test_a_list_is_read_page_by_page():
    rows = [{"id": number} for number in range(2 * PAGE + 3)]

    def page(request):
        first = int(dict(request.headers)["Range"].partition("=")[2].partition("-")[0])
        part = rows[first : first + PAGE]
        return answer(part, 200, [("Content-Range", f"items {first}-{first + len(part) - 1}/{len(rows)}")])

    made, script = session({TYPES: page})
    assert list(made.items(calls.TYPES)) == rows
    assert len(script.sent) == 3


def test_long_reading_is_told_at_times():
    clock, told, pages = Clock(), [], [answer([{"id": number}] * PAGE) for number in range(3)]

    def page(_request):
        clock.now += 3
        return pages.pop() if pages else answer([])

    made, _ = session({TYPES: page}, clock=clock, hear=told.append)
    list(made.items(calls.TYPES))
    list(made.items(calls.TYPES))
    assert told == [f"{calls.TYPES.name}: {count:,} items read so far" for count in (2 * PAGE, 3 * PAGE)]


def test_an_item_that_moves_to_the_next_page_is_given_once():
    first = [{"id": number} for number in range(PAGE)]
    made, _ = session({TYPES: [answer(first), answer([{"id": PAGE - 1}, {"id": PAGE}])]})
    assert [row["id"] for row in made.items(calls.TYPES)] == list(range(PAGE + 1))


def test_a_console_that_ignores_the_range_is_read_once():
    rows = [{"id": number} for number in range(PAGE + 50)]
    made, script = session({TYPES: answer(rows)})
    assert list(made.items(calls.TYPES)) == rows
    assert len(script.sent) == 1


@pytest.mark.parametrize("found", [{}, [1], "x", None])
def test_what_is_no_list_is_told(found):
    made, _ = session({TYPES: answer(found)})
    with pytest.raises(ConsoleError, match="not a list"):
        list(made.items(calls.TYPES))


def test_calls_that_write_keep_their_pace(tmp_path):
    clock = Clock()
    made, _ = session({UPLOAD: answer({}), TYPES: answer([])}, clock=clock, pace=0.5)
    made.send(calls.UPLOAD, body=zip_in(tmp_path))
    list(made.items(calls.TYPES))
    made.send(calls.UPLOAD, body=zip_in(tmp_path))
    assert clock.naps == [0.5]


def test_a_download_is_a_zip(tmp_path):
    path = "GET /config/extension_management/extension_export_tasks/3/extension_export"
    made, _ = session({path: [HttpResponse(200, "", (), b"PK\x03\x04"), HTML]})
    made.download(calls.EXPORTED, tmp_path / "a.zip", at={"task_id": 3})
    assert (tmp_path / "a.zip").read_bytes() == b"PK\x03\x04"
    with pytest.raises(ConsoleError, match="not a ZIP"):
        made.download(calls.EXPORTED, tmp_path / "b.zip", at={"task_id": 3})
