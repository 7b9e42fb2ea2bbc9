"""What is recognised in recorded calls: paging, bookmark and sign-in; and that the case made of them holds."""

from __future__ import annotations

import json

import pytest

from qradar_builder.findings import Findings
from qradar_builder.starter.api.flow import Auth, Pages, Role
from qradar_builder.starter.har.flow import har_source
from qradar_builder.starter.new_package import make_package
from qradar_builder.starter.wishes import Wishes

SECRET = "s3cr3t-V4lue-of-the-recording"


def event(number, **more):
    return {"id": number, "time": f"2026-01-05T09:0{number}:00Z", "type": "login", "user": f"user{number}", **more}


def entry(url, body, *, headers=(), answer_headers=(), status=200, method="GET", post=None, kind="application/json"):
    request = {"method": method, "url": url, "headers": [{"name": name, "value": value} for name, value in headers]}
    if post is not None:
        request["postData"] = post
    return {
        "startedDateTime": "2026-01-05T10:00:00Z",
        "request": request,
        "response": {
            "status": status,
            "headers": [{"name": name, "value": value} for name, value in answer_headers],
            "content": {"mimeType": kind, "text": body if isinstance(body, str) else json.dumps(body)},
        },
    }


@pytest.fixture
def proposed(tmp_path):
    """The source that is made of recorded entries, and the package that is made of it."""

    def proposed(*entries, auth=None):
        path = tmp_path / "recorded.har"
        path.write_text(json.dumps({"log": {"entries": entries}}), encoding="utf-8")
        findings = Findings()
        source = har_source(path, auth, findings)
        assert source is not None, [finding.message for finding in findings]
        package = make_package(Wishes("acme", "Acme"), source)
        assert not any(SECRET.encode() in content for content in package.files.values())
        return source, package

    return proposed


URL = "https://api.example.com/v1/events"


def test_a_link_header_leads_to_the_next_page(proposed):
    link = f'<{URL}?page=2>; rel="next", <{URL}?page=9>; rel="last"'
    source, package = proposed(
        entry(f"{URL}?since=2026-01-05T09:00:00Z", [event(1), event(2)], answer_headers=[("link", link)]),
        entry(f"{URL}?page=2", [event(3)]),
    )
    assert source.flow.paging.kind is Pages.LINK
    assert source.flow.paging.header == "link"
    assert source.flow.items == ()
    assert b"/response/headers/link" in package.files["workflows/events.yaml"]


@pytest.mark.parametrize("start", ["https://api.example.com", ""])
def test_a_url_in_the_body_leads_to_the_next_page(proposed, start):
    source, package = proposed(
        entry(f"{URL}?from=1767603600000", {"data": [event(1)], "@odata.nextLink": f"{start}/v1/events?skip=1"}),
        entry(f"{URL}?skip=1", {"data": [event(2)]}),
    )
    assert source.flow.paging.kind is Pages.URL
    assert source.flow.paging.next == ("@odata.nextLink",)
    assert source.flow.paging.relative is (not start)
    assert b"from=${url_encode(/since)}" in package.files["workflows/events.yaml"]


def test_pages_are_counted_up_to_their_number(proposed):
    source, _ = proposed(
        entry(f"{URL}?page=1&size=2", {"items": [event(1), event(2)], "total_pages": 2}),
        entry(f"{URL}?page=2&size=2", {"items": [event(3)], "total_pages": 2}),
    )
    assert (source.flow.paging.kind, source.flow.paging.total) == (Pages.NUMBER, ("total_pages",))
    assert [part.role for part in source.flow.query] == [Role.PAGE, Role.SIZE]


def test_pages_are_asked_for_until_one_is_not_full(proposed):
    source, package = proposed(
        entry(f"{URL}?page=0&limit=2", {"items": [event(1), event(2)]}),
        entry(f"{URL}?page=1&limit=2", {"items": [event(3)]}),
    )
    assert (source.flow.paging.kind, source.flow.paging.first) == (Pages.NUMBER, 0)
    assert b"count(/response/body/items) >= /page_size" in package.files["workflows/events.yaml"]


def test_pages_are_asked_for_until_one_is_empty(proposed):
    source, _ = proposed(
        entry(f"{URL}?offset=0", {"items": [event(1), event(2)]}),
        entry(f"{URL}?offset=2", {"items": [event(3)]}),
    )
    assert source.flow.paging.kind is Pages.OFFSET
    assert len(source.answers.later) == 2
    assert "last page is also invented:" in source.origin[-1]


def test_an_offset_ends_at_the_total(proposed):
    source, package = proposed(
        entry(f"{URL}?skip=0&top=2", {"total": 3, "items": [event(1), event(2)]}),
        entry(f"{URL}?skip=2&top=2", {"total": 3, "items": [event(3)]}),
    )
    assert (source.flow.paging.kind, source.flow.paging.total) == (Pages.OFFSET, ("total",))
    assert b"/response/body/total > /page" in package.files["workflows/events.yaml"]


def test_an_offset_ends_at_the_total_where_pages_have_no_size(proposed):
    source, _ = proposed(
        entry(f"{URL}?skip=0", {"total": 3, "items": [event(1), event(2)]}),
        entry(f"{URL}?skip=2", {"total": 3, "items": [event(3)]}),
    )
    assert (source.flow.paging.kind, source.flow.paging.total) == (Pages.OFFSET, ("total",))
    assert len(source.answers.first) == 2


def test_a_cursor_of_one_call_alone_is_known_by_its_name(proposed):
    source, _ = proposed(entry(f"{URL}?since=1767603600", {"events": [event(1), event(2)], "nextPageToken": "abc"}))
    assert source.flow.paging.kind is Pages.CURSOR
    assert source.flow.part(Role.PAGE).name == "pageToken"
    assert source.flow.since is not None
    assert source.flow.since.kind == "seconds"


def test_without_a_time_the_cursor_is_the_bookmark(proposed):
    plain = [{"id": number, "type": "login", "user": "u"} for number in range(4)]
    source, package = proposed(
        entry(URL, {"events": plain[:2], "cursor": "a"}),
        entry(f"{URL}?cursor=a", {"events": plain[2:], "cursor": "b"}),
        entry(f"{URL}?cursor=b", {"events": [], "cursor": None}),
    )
    assert source.flow.keeps_cursor
    assert b"Initialize: {path: /cursor" in package.files["workflows/events.yaml"]


def test_without_a_parameter_for_a_time_only_new_events_are_posted(proposed):
    source, package = proposed(entry(URL, {"events": [event(1), event(2)]}))
    assert source.flow.since is None
    assert b"If: (/work/time >= /bookmark or" in package.files["fragments/take-event.yaml"]


def test_an_end_of_the_time_is_the_time_of_the_run(proposed):
    source, package = proposed(
        entry(f"{URL}?start=2026-01-05T09:00:00Z&end=2026-01-05T10:00:00Z", {"events": [event(1), event(2)]})
    )
    assert [part.role for part in source.flow.query] == [Role.SINCE, Role.UNTIL]
    assert b'end: "2026-01-05T10:00:00Z"' in package.files["tests/workflows/events-three-polls.yaml"]


def test_what_is_no_api_call_plays_no_part(proposed):
    source, _ = proposed(
        entry("https://cdn.example.net/a.js", "var events = []", kind="text/javascript"),
        entry("https://cdn.example.net/i.svg", "<svg/>", kind="image/svg+xml"),
        entry("https://api.example.com/v1/users", {"users": [{"name": "a"}, {"name": "b"}]}),
        entry(URL, {"events": [event(1), event(2)]}),
        entry("https://api.example.com/v1/me", {"error": "no"}, status=401),
    )
    assert source.flow.path == "/v1/events"


def test_another_port_stays_in_the_url(proposed):
    source, package = proposed(entry("http://api.example.com:8080/v1/events", {"events": [event(1)]}))
    assert (source.flow.scheme, source.flow.port) == ("http", 8080)
    assert b"url: http://${/host}:8080/v1/events" in package.files["fragments/get-events.yaml"]
    assert b"SSLHandshakeTest" not in package.files["workflows/events.yaml"]


SIGN_INS = [
    ([("Authorization", f"Bearer {SECRET}")], Auth.BEARER, ""),
    ([("Authorization", "Basic dXNlcjpzM2NyM3QtVjRsdWUtb2YtdGhlLXJlY29yZGluZw==")], Auth.BASIC, ""),
    ([("X-Api-Key", SECRET)], Auth.API_KEY, ""),
    ([("Authorization", f"SSWS {SECRET}")], Auth.API_KEY, "SSWS "),
    ([("Authorization", SECRET)], Auth.API_KEY, ""),
    ([("Authorization", f'Digest username="u", response="{SECRET}"')], Auth.DIGEST, ""),
    ([("Cookie", f"session={SECRET}")], Auth.NONE, ""),
    ([], Auth.NONE, ""),
]


@pytest.mark.parametrize(("headers", "auth", "prefix"), SIGN_INS, ids=lambda each: str(each)[:20])
def test_the_sign_in_is_recognised_and_no_secret_is_kept(proposed, headers, auth, prefix):
    source, package = proposed(entry(URL, {"events": [event(1), event(2)]}, headers=headers))
    assert source.flow.sign_in.auth is auth
    assert source.flow.sign_in.prefix == prefix
    case = package.files["tests/workflows/events-three-polls.yaml"].decode()
    assert ("headers: {" in case) is (auth is not Auth.NONE)
    assert (headers != [] and f"{{{headers[0][0]}: {prefix}not-a-real-secret}}" in case) is (auth is Auth.API_KEY)
    assert any("cookie" in note for note in source.notes) is (headers[:1] == [("Cookie", f"session={SECRET}")])


def test_a_key_in_the_query_is_recognised_and_not_kept(proposed):
    source, package = proposed(entry(f"{URL}?api_key={SECRET}&limit=5", {"events": [event(1), event(2)]}))
    assert source.flow.sign_in.auth is Auth.API_KEY_QUERY
    assert b'{name: api_key, value: "${/api_key}"}' in package.files["fragments/get-events.yaml"]


def test_a_login_with_a_password_gives_the_token(proposed):
    login = {"mimeType": "application/json", "text": json.dumps({"username": "me", "password": SECRET, "remember": 1})}
    source, package = proposed(
        entry("https://api.example.com/login", {"data": {"token": f"{SECRET}-token"}}, method="POST", post=login),
        entry(URL, {"events": [event(1), event(2)]}, headers=[("Authorization", f"Bearer {SECRET}-token")]),
    )
    call = source.flow.sign_in.token_call
    assert call is not None
    assert call.credentials[0].keys == ("data", "token")
    assert call.as_json
    assert b"name: username" in package.files["workflows/events.yaml"]
    assert b"client_id" not in package.files["workflows/events.yaml"]


def test_a_sign_in_that_is_chosen_replaces_the_recorded_one(proposed):
    source, _ = proposed(entry(URL, {"events": [event(1)]}), auth=Auth.HAWK)
    assert source.flow.sign_in.auth is Auth.HAWK


def test_the_body_of_a_search_is_sent_as_it_was(proposed):
    post = {"mimeType": "application/json", "text": json.dumps({"query": "*", "size": 10})}
    source, package = proposed(entry(URL, {"hits": [event(1), event(2)]}, method="POST", post=post))
    assert source.flow.method == "POST"
    assert b'"query": "*"' in package.files["fragments/get-events.yaml"]
    assert "no part of the body of the calls is a time" in source.notes[-1]


@pytest.mark.parametrize("body", [{"ok": True}, [], {"a": {"b": {"c": {"d": {"e": [{"x": 1}]}}}}}])
def test_calls_without_a_list_of_objects_are_told_of(tmp_path, body):
    path = tmp_path / "recorded.har"
    path.write_text(json.dumps({"log": {"entries": [entry(URL, body)]}}), encoding="utf-8")
    findings = Findings()
    assert har_source(path, None, findings) is None
    assert [finding.rule for finding in findings] == ["starter/no-call"]
    assert URL in next(iter(findings)).message


def test_answers_before_the_first_event_play_no_part(proposed):
    source, _ = proposed(
        entry(URL, {"events": []}), entry(f"{URL}?x=1", {"events": []}), entry(URL, {"events": [event(1)]})
    )
    assert [page.body["events"][0]["id"] for page in source.answers.first] == [1]


def test_of_a_long_recording_the_first_pages_are_kept(proposed):
    pages = [entry(f"{URL}?page={number}", {"events": [event(number % 10, page=number)]}) for number in range(1, 31)]
    source, _ = proposed(*pages)
    recorded = [page.body["events"][0]["page"] for page in source.answers.first if page.body["events"]]
    assert recorded[:5] == [1, 2, 3, 4, 5]
    assert max(recorded) == 5
    assert any("also invented" in line for line in source.origin)


def test_secrets_in_a_body_are_left_out_and_told_of(proposed):
    post = {"mimeType": "application/json", "text": json.dumps({"query": "events", "variables": {"apiKey": SECRET}})}
    source, _ = proposed(entry(URL, {"events": [event(1), event(2)]}, method="POST", post=post))
    assert source.flow.body == {"query": "events", "variables": {"apiKey": "not kept"}}
    assert any("`not kept`" in note for note in source.notes)
