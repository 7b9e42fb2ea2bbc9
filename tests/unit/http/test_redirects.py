import pytest

from qradar_builder.http.messages import CallFailed, HttpRequest, HttpResponse
from qradar_builder.http.redirects import MAX_REDIRECTS, send_following
from qradar_builder.secrets.shown import Secrets

SECRETS = (("Authorization", "Bearer t"), ("cookie", "a=b"), ("Accept", "*/*"), ("Content-Type", "text/plain"))


class Scripted:
    """Answers with responses in their order and keeps the requests."""

    def __init__(self, *responses):
        self.responses = list(responses)
        self.seen = []

    def send(self, request):
        self.seen.append(request)
        return self.responses.pop(0)


def redirect(status, *location):
    return HttpResponse(status, headers=tuple(("location", each) for each in location))


DONE = HttpResponse(200)


def follow(request, *responses):
    transport = Scripted(*responses)
    return send_following(transport, request), transport.seen


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_redirects_of_get_and_head_are_followed(status, method):
    response, seen = follow(HttpRequest(method, "https://h/a/b?c=d", SECRETS), redirect(status, "../e?f=g"), DONE)
    assert response is DONE
    assert seen[1] == HttpRequest(method, "https://h/e?f=g", SECRETS)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_redirects_of_other_methods_are_responses(status, method):
    response, seen = follow(HttpRequest(method, "https://h/", body=b"x"), redirect(status, "/there"))
    assert response.status == status
    assert len(seen) == 1


def test_see_other_is_followed_by_a_get_without_the_body():
    _, seen = follow(HttpRequest("POST", "https://h/", SECRETS, b"x"), redirect(303, "https://h:443/result"), DONE)
    assert seen[1] == HttpRequest("GET", "https://h/result", SECRETS[:3])


@pytest.mark.parametrize("there", ["https://other/", "https://h:8443/", "http://h/", "//other/"])
def test_secrets_are_not_sent_to_another_place(there):
    _, seen = follow(HttpRequest("GET", "https://h/", SECRETS), redirect(302, there), DONE)
    assert seen[1].headers == SECRETS[2:]


def test_a_found_without_location_is_a_response():
    response, _ = follow(HttpRequest("GET", "https://h/"), redirect(302))
    assert response.status == 302


@pytest.mark.parametrize(
    ("responses", "why"),
    [
        ([redirect(301)], "no location header"),
        ([redirect(302, "ftp://h/")], "ftp is not supported"),
        ([redirect(302, "/a b")], "Illegal character"),
        ([redirect(302, "//[x")], "redirect URI"),
        ([redirect(302, "/a"), redirect(302, "/b"), redirect(302, "/a")], "Circular redirect to https://h/a"),
        ([redirect(302, f"/{n}") for n in range(MAX_REDIRECTS + 1)], "Maximum redirects (50) exceeded"),
    ],
)
def test_a_redirect_that_leads_nowhere_is_a_failure(responses, why):
    with pytest.raises(CallFailed) as failure:
        follow(HttpRequest("GET", "https://h/"), *responses)
    assert failure.value.kind == "protocol"
    assert why in failure.value.message


def test_nothing_is_sent_for_a_url_that_cannot_be_called():
    transport = Scripted()
    with pytest.raises(CallFailed):
        send_following(transport, HttpRequest("GET", "https://https://h/"))
    assert transport.seen == []


@pytest.mark.parametrize(
    "name", ["Authorization", "Cookie", "X-Api-Key", "Ocp-Apim-Subscription-Key", "x-acme-token", "X-A"]
)
@pytest.mark.parametrize(
    "target", ["http://h.test/x", "https://other.test/x", "https://h.test:8443/x", "http://h.test:443/x"]
)
def test_no_header_that_signs_in_follows_to_another_place(name, target):
    sent = []

    class Server:
        def send(self, request):
            sent.append(request)
            return HttpResponse(302, "Found", (("Location", target),)) if len(sent) == 1 else HttpResponse(200, "OK")

    headers = ((name, "s3cret-value"), ("Accept", "*/*"))
    secrets = Secrets(["s3cret-value"])
    send_following(Server(), HttpRequest("GET", "https://h.test/a", headers), secrets.is_private)
    assert sent[1].headers == (("Accept", "*/*"),)
