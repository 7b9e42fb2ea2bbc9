"""Whole workflows of the usual kinds, run over several polls: what they ask for, what they post, what they remember."""

import tracemalloc

import pytest

from qradar_builder.workflow.engine.compile import compile_workflow
from qradar_builder.workflow.engine.effects import Call, Post, Sleep, WriteLog
from qradar_builder.workflow.engine.interpreter import run
from qradar_builder.workflow.engine.recurrence import Recurrence
from qradar_builder.workflow.engine.state import State

HOUR = 3_600_000
START = 1714561200000


@pytest.fixture
def poll(read, drive):
    """Polls on and on: each call of what it gives makes one run on the answers, ten minutes after the one before."""

    def polled(content, **values):
        clock = [START]
        runs = Recurrence(compile_workflow(read(content), now=lambda: clock[0], random=lambda: 0.5), values)

        def once(*answers):
            result = drive(runs.run(), answers)
            result.requests = [effect.request for effect in result.effects if isinstance(effect, Call)]
            result.posted = [
                event.payload for each in result.effects if isinstance(each, Post) for event in each.events
            ]
            result.kept = runs.state.root
            result.log_source = runs.state
            clock[0] += 600_000
            return result

        return once

    return polled


CLIENT_CREDENTIALS = """
name: token and pages
version: "1"
schema: V2_1
parameters:
  - {name: host, label: Host, required: true}
  - {name: client_id, label: Id, required: true}
  - {name: client_secret, label: Secret, required: true, secret: true}
  - {name: batch, label: Batch, default: "2"}
actions:
  - Initialize: {path: /last, value: "${time() - 3600000}"}
  - FormatDate: {pattern: "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", time: "${/last}", timeZone: UTC, savePath: /start}
  - CallEndpoint:
      url: https://${/host}/oauth/token
      method: POST
      savePath: /auth
      RequestHeader:
        - {name: Authorization, value: "Basic ${base64_encode('${/client_id}:${/client_secret}')}"}
      UrlEncodedFormRequestBody:
        Parameter: [{name: grant_type, value: client_credentials}]
  - If: /auth/status_code = 429
    then: [{Abort: {reason: rate limit}}]
  - ElseIf: /auth/status_code != 200
    then: [{Abort: {reason: "sign-in failed: ${/auth/body}"}}]
  - Set: {path: /token, value: "${/auth/body/access_token}"}
  - Set: {path: /total, value: "0"}
  - DoWhile: /page/body/totalRecordsReturned >= /batch
    do:
      - CallEndpoint:
          url: https://${/host}/v1/Events
          method: GET
          savePath: /page
          BearerAuthentication: {token: "${/token}"}
          QueryParameter:
            - {name: StartDate, value: "${/start}"}
            - {name: RecordSize, value: "${/batch}"}
      - If: /page/status_code != 200
        then: [{Abort: {reason: "${/page/status_code} ${/page/status_message}"}}]
      - ForEach: {item: /event, items: /page/body/events}
        do:
          - PostEvent: {path: /event}
          - Set: {path: /total, value: "${/total + 1}"}
          - ParseDate:
              pattern: "yyyy-MM-dd'T'HH:mm:ss[.SSSSSS][.SSS]'+00:00'"
              date: "${/event/event/ingested}"
              timeZone: UTC
              savePath: /seen
          - If: /seen > /last
            then:
              - Set: {path: /last, value: "${/seen + 1}"}
              - FormatDate:
                  {pattern: "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", time: "${/last}", timeZone: UTC, savePath: /start}
  - Delete: {path: /token}
  - Log: {type: INFO, message: "${/total} events up to ${/start}"}
"""
VALUES = {"host": "h.example.com", "client_id": "me", "client_secret": "s3cret-value"}


def event(minute, name="e"):
    return {"id": name, "event": {"ingested": f"2024-05-01T11:{minute:02}:00.123+00:00"}}


def page(response, *events):
    return response({"totalRecordsReturned": len(events), "events": list(events)})


def test_pages_are_fetched_until_one_is_not_full(poll, response):
    once = poll(CLIENT_CREDENTIALS, **VALUES)
    token = response({"access_token": "t0k"})
    result = once(token, page(response, event(1, "a"), event(2, "b")), page(response, event(3, "c")))
    assert result.outcome.status == "ok"
    assert [request.url for request in result.requests] == [
        "https://h.example.com/oauth/token",
        "https://h.example.com/v1/Events?StartDate=2024-05-01T10%3A00%3A00.000Z&RecordSize=2",
        "https://h.example.com/v1/Events?StartDate=2024-05-01T11%3A02%3A00.124Z&RecordSize=2",
    ]
    assert result.requests[0].headers == (
        ("Authorization", "Basic bWU6czNjcmV0LXZhbHVl"),
        ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),
    )
    assert result.requests[1].headers == (("Authorization", "Bearer t0k"),)
    assert [payload[7] for payload in result.posted] == ["a", "b", "c"]
    assert result.posted[0] == '{"id":"a","event":{"ingested":"2024-05-01T11:01:00.123+00:00"}}'
    assert result.kept["last"] == "1714561380124"
    assert "token" not in result.kept
    assert result.effects[-1] == WriteLog("INFO", "3 events up to 2024-05-01T11:03:00.124Z", result.effects[-1].action)


def test_the_next_poll_goes_on_where_this_one_ended(poll, response):
    once = poll(CLIENT_CREDENTIALS, **VALUES)
    once(response({"access_token": "t0k"}), page(response, event(3)))
    result = once(response({"access_token": "t1k"}), page(response))
    assert result.requests[1].url.endswith("?StartDate=2024-05-01T11%3A03%3A00.124Z&RecordSize=2")
    assert result.requests[1].headers == (("Authorization", "Bearer t1k"),)
    assert result.posted == []
    assert result.kept["last"] == "1714561380124"


def test_a_refused_sign_in_aborts_and_remembers_nothing(poll, response):
    once = poll(CLIENT_CREDENTIALS, **VALUES)
    result = once(response({"error": "invalid_client"}, 401, "Unauthorized"))
    assert result.outcome.message == 'sign-in failed: {"error":"invalid_client"}'
    assert result.kept == {}
    assert result.log_source.status.message == result.outcome.message


def test_a_token_that_expires_between_pages_loses_the_bookmark_of_this_poll(poll, response):
    once = poll(CLIENT_CREDENTIALS, **VALUES)
    token = response({"access_token": "t0k"})
    result = once(token, page(response, event(1), event(2)), response(b"", 401, "Unauthorized"))
    assert result.outcome.message == "401 Unauthorized"
    assert len(result.posted) == 2
    assert "last" not in result.kept
    # So the same events come again, from an hour before the next poll.
    again = once(token, page(response, event(1)))
    assert again.requests[1].url.startswith("https://h.example.com/v1/Events?StartDate=2024-05-01T10%3A10")


CURSOR_AND_RETRY = """
name: cursor with retries
version: "1"
schema: V2
parameters: [{name: api_key, label: Key, secret: true, required: true}]
actions:
  - ClearStatus: {}
  - Initialize: {path: /cursor, value: ""}
  - Set: {path: /more, value: "true"}
  - While: ${/more} = true
    do:
      - Set: {path: /retry, value: "0"}
      - DoWhile: ${/r/status_code = 429 and /retry < 3}
        do:
          - CallEndpoint:
              url: https://h.example.com/logs
              method: GET
              savePath: /r
              QueryParameter: [{name: cursor, value: "${/cursor}", omitIfEmpty: "true"}]
              RequestHeader: [{name: X-Api-Key, value: "${/api_key}"}]
          - If: /r/status_code = 429
            then:
              - Sleep: {duration: "${/r/headers/Retry-After * 1000}"}
              - Set: {path: /retry, value: "${/retry + 1}"}
      - If: /r/status_code != 200
        then: [{Abort: {reason: "gave up after ${/retry} tries"}}]
      - If: count(/r/body/data) > 0
        then: [{PostEvents: {path: /r/body/data, source: logs.example.com}}]
      - If: not empty(/r/body/next)
        then: [{Set: {path: /cursor, value: "${/r/body/next}"}}]
      - Else:
        then: [{Set: {path: /more, value: "false"}}]
"""


def test_a_cursor_is_followed_and_kept(poll, response):
    once = poll(CURSOR_AND_RETRY, api_key="k3y-k3y")
    result = once(response({"data": [{"n": 1}], "next": "c 1"}), response({"data": [], "next": None}))
    assert [request.url for request in result.requests] == [
        "https://h.example.com/logs",
        "https://h.example.com/logs?cursor=c+1",
    ]
    assert result.posted == ['{"n":1}']
    assert result.kept["cursor"] == "c 1"
    assert once(response({"data": []})).requests[0].url == "https://h.example.com/logs?cursor=c+1"


def test_a_rate_limit_is_waited_out(poll, response):
    busy = response(b"", 429, "Too Many Requests", [("Retry-After", "7")])
    result = poll(CURSOR_AND_RETRY, api_key="k3y-k3y")(busy, busy, response({"data": [1, 2]}))
    assert [effect.duration for effect in result.effects if isinstance(effect, Sleep)] == [7000, 7000]
    assert result.posted == ["1", "2"]
    assert result.outcome.status == "ok"


def test_too_many_rate_limits_abort(poll, response):
    busy = response(b"", 429, "Too Many Requests", [("Retry-After", "1")])
    result = poll(CURSOR_AND_RETRY, api_key="k3y-k3y")(busy, busy, busy)
    assert result.outcome.message == "gave up after 3 tries"


SIGNED = """
name: signed requests, several streams
version: "1"
schema: V2_1
parameters: [{name: key, label: Key}, {name: secret, label: Secret, secret: true}]
actions:
  - Set: {path: /streams, value: "[auth,admin]"}
  - ForEach: {item: /stream, items: /streams}
    do:
      - Initialize: {path: "/since_${/stream}", value: "0"}
      - FormatDate: {pattern: "EEE, dd MMM yyyy HH:mm:ss Z", timeZone: UTC, savePath: /date}
      - GenerateHMAC:
          algorithm: SHA1
          secretKey: ${/secret}
          message: "${/date}&#GET\\n${/stream}"
          saveFormat: HEX
          savePath: /signature
      - CallEndpoint:
          url: https://h.example.com/${/stream}
          method: GET
          savePath: /r
          BasicAuthentication: {username: "${/key}", password: "${/signature}"}
          QueryParameter: [{name: mintime, value: "${/since_${/stream}}"}]
          RequestHeader: [{name: Date, value: "${/date}"}]
      - ForEach: {item: /e, items: "/r/body[@kind != 'noise']"}
        do:
          - Set: {path: /e/stream, value: "${/stream}"}
          - Set: {path: /e/order, value: "${/e/t * 2}", dataType: integer}
          - PostEvent: {path: /e}
      - If: max(/r/body/t) != null
        then: [{Set: {path: "/since_${/stream}", value: "${max(/r/body/t) + 1}"}}]
"""


def test_each_stream_has_its_own_bookmark(poll, response):
    once = poll(SIGNED, key="id", secret="s3cret")
    result = once(response([{"t": 5, "kind": "x"}, {"t": 9, "kind": "noise"}, {"t": 7, "kind": "y"}]), response([]))
    assert result.outcome.status == "ok"
    assert result.posted == [
        '{"t":5,"kind":"x","stream":"auth","order":10}',
        '{"t":7,"kind":"y","stream":"auth","order":14}',
    ]
    assert (result.kept["since_auth"], result.kept["since_admin"]) == ("10", "0")
    assert dict(result.requests[0].headers)["Date"] == "Wed, 01 May 2024 11:00:00 +0000"
    urls = [request.url for request in once(response([]), response([])).requests]
    assert urls == ["https://h.example.com/auth?mintime=10", "https://h.example.com/admin?mintime=0"]


XML_SIGN_IN = """
name: XML sign-in, lines of text
version: "1"
schema: V1
parameters: [{name: user, label: U}, {name: password, label: P, secret: true}]
actions:
  - CallEndpoint:
      url: https://h.example.com/auth
      method: POST
      savePath: /auth
      XmlRequestBody:
        xml: "<authRequest><user>${/user}</user><password>${/password}</password></authRequest>"
  - XPathQuery: {xmlPath: /auth/body, xPathQuery: /r/errorCode/text(), singleton: "true", savePath: /error}
  - If: /error != 0
    then: [{Abort: {reason: "sign-in failed: ${/error}"}}]
  - XPathQuery: {xmlPath: /auth/body, xPathQuery: /r/token/text(), singleton: "true", savePath: /token}
  - CallEndpoint:
      url: https://h.example.com/log?format=csv
      method: GET
      savePath: /r
      RequestHeader: [{name: Authorization, value: 'Token ${/token}'}]
      QueryParameter: [{name: after, value: "${/bookmark}", omitIfEmpty: "true"}]
  - Split: {value: "${/r/body}", savePath: /lines}
  - ForEach: {item: /line, items: /lines}
    do:
      - RegexCapture: {pattern: "^id=([0-9]+);", value: "${/line}", savePath: /id}
      - If: /id != null
        then:
          - PostEvent: {path: /line, source: h}
          - Set: {path: /bookmark, value: "${/id}"}
"""


def test_lines_are_posted_and_the_last_id_is_the_bookmark(poll, response):
    once = poll(XML_SIGN_IN, user="<me>", password="p&w")
    signed_in = response(b"<r><errorCode>0</errorCode><token>abc</token></r>", headers=[("Content-Type", "text/xml")])
    text = response(b"# head\nid=7;x\nid=9;y\n", headers=[("Content-Type", "text/plain")])
    result = once(signed_in, text)
    assert result.requests[0].body == (
        b"<authRequest><user>&lt;me&gt;</user><password>p&amp;w</password></authRequest>"
    )
    assert result.posted == ["id=7;x", "id=9;y"]
    assert once(signed_in, text).requests[1].url == "https://h.example.com/log?format=csv&after=9"


def test_a_sign_in_that_fails_by_its_xml_aborts(poll, response):
    refused = response(b"<r><errorCode>1006</errorCode></r>", headers=[("Content-Type", "text/xml")])
    assert poll(XML_SIGN_IN, user="u", password="p")(refused).outcome.message == "sign-in failed: 1006"


SESSION = """
name: session cookie and graph query
version: "1"
schema: V2_1
actions:
  - CallEndpoint: {url: "https://h.example.com/login", method: POST, savePath: /login}
  - Set: {path: /filter, value: "{'from': ${time()}}"}
  - Set: {path: /after, value: ""}
  - DoWhile: /q/body/data/page/hasNext
    do:
      - CallEndpoint:
          url: https://h.example.com/graphql
          method: POST
          savePath: /q
          RequestCookie:
            - {name: "${/login/cookies/sid/name}", value: "${/login/cookies/sid/value}"}
          RequestBody:
            type: application/json
            encoding: UTF-8
            text: '{"filter": ${/filter}, "after": "${/after}"}'
      - Set: {path: /after, value: "${/q/body/data/page/end}"}
      - Merge: {sourcePath: /q/body/data/nodes, targetPath: /found}
  - PostEvents: {path: /found}
  - Delete: {path: /found}
"""


def test_a_session_cookie_is_sent_and_pages_are_gathered(poll, response):
    login = response(b"", 204, "No Content", [("Set-Cookie", "x=1"), ("Set-Cookie", "sid=abc; Path=/; Secure")])

    def nodes(names, *, more, end):
        return response({"data": {"nodes": [{"id": name} for name in names], "page": {"hasNext": more, "end": end}}})

    result = poll(SESSION)(login, nodes("ab", more=True, end="p1"), nodes("c", more=False, end="p2"))
    assert [request.body for request in result.requests[1:]] == [
        b'{"filter": {"from":1714561200000}, "after": ""}',
        b'{"filter": {"from":1714561200000}, "after": "p1"}',
    ]
    assert result.requests[2].headers == (
        ("Cookie", "sid=abc"),
        ("Content-Type", "application/json; charset=UTF-8"),
    )
    assert result.posted == ['{"id":"a"}', '{"id":"b"}', '{"id":"c"}']
    assert "found" not in result.kept


def test_memory_does_not_grow_with_the_number_of_pages(build, response):
    compiled = build(
        [
            {"Set": {"path": "/n", "value": "0"}},
            {
                "While": "/n < /pages",
                "do": [
                    {"CallEndpoint": {"url": "https://h.example.com/x", "method": "GET", "savePath": "/r"}},
                    {"ForEach": {"item": "/e", "items": "/r/body"}, "do": [{"PostEvent": {"path": "/e"}}]},
                    {"Set": {"path": "/n", "value": "${/n + 1}"}},
                ],
            },
        ]
    )
    content = [{"id": str(each), "text": "x" * 50} for each in range(200)]

    def peak(pages):
        tracemalloc.start()
        running = run(compiled, State({"pages": pages}), {})
        answer = None
        events = 0
        try:
            while True:
                effect = running.send(answer)
                answer = response(content) if isinstance(effect, Call) else None
                events += isinstance(effect, Post)
        except StopIteration:
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert events == pages * 200
        return highest

    peak(2)
    assert peak(40) < 1.3 * peak(4)
