"""A served function is asked over real connections, with and without TLS, and its faults reach the client."""

import http.client
import socket
import socketserver
import ssl
import threading

import pytest

from qradar_builder.serving.certificate import local_certificate
from qradar_builder.serving.messages import Answer, Fault
from qradar_builder.serving.server import Server

ECHO = "/echo"


@pytest.fixture(scope="session")
def certificate():
    return local_certificate()


def client_of(server, certificate=None, timeout=20):
    if certificate is None:
        return http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout)
    trusted = ssl.create_default_context(cadata=certificate.authority.decode())
    return http.client.HTTPSConnection("127.0.0.1", server.port, timeout=timeout, context=trusted)


def asked(server, *arguments, certificate=None, **named):
    client = client_of(server, certificate)
    try:
        client.request(*arguments, **named)
        answer = client.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        client.close()


@pytest.mark.parametrize("secure", [False, True])
def test_a_request_reaches_the_function_whole_and_its_answer_the_client(certificate, secure):
    seen = []

    def answer(request):
        seen.append(request)
        return Answer(201, b"made", (("X-Part", "one"),))

    with Server(answer, certificate if secure else None) as server:
        given = certificate if secure else None
        status, headers, body = asked(
            server, "POST", "/a%20b?x=%31&y", body=b"sent", headers={"SEC": "t"}, certificate=given
        )
        assert server.url == f"http{'s' if secure else ''}://127.0.0.1:{server.port}"
    assert (status, body, headers["X-Part"], headers["Content-Length"]) == (201, b"made", "one", "4")
    assert "Python" not in headers["Server"]
    [request] = seen
    assert (request.method, request.path, request.query, request.body) == ("POST", "/a%20b", "x=%31&y", b"sent")
    assert request.header("sec") == "t"
    assert request.header("other") is None
    assert request.is_secure is secure


def test_a_client_that_does_not_know_the_authority_is_refused_its_connection(certificate):
    with Server(lambda _: Answer(200), certificate) as server:
        client = http.client.HTTPSConnection("127.0.0.1", server.port, timeout=20, context=ssl.create_default_context())
        with pytest.raises(ssl.SSLCertVerificationError):
            client.request("GET", "/")
        client.close()
    assert server.errors == []


def test_one_connection_carries_several_requests():
    with Server(lambda request: Answer(200, request.body)) as server:
        client = client_of(server)
        for body in (b"one", b"", b"three"):
            client.request("PATCH", "/", body=body)
            assert client.getresponse().read() == body
        client.close()


def test_the_body_of_an_answer_waits_for_no_acknowledgement(monkeypatch):
    seen = []
    finish = socketserver.StreamRequestHandler.finish

    def kept(handler):
        seen.append(handler.connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        finish(handler)

    monkeypatch.setattr(socketserver.StreamRequestHandler, "finish", kept)
    with Server(lambda _: Answer(200, b"body")) as server:
        asked(server, "GET", "/")
    assert len(seen) == 1
    assert seen[0] != 0


def test_a_body_in_chunks_is_put_together():
    with Server(lambda request: Answer(200, request.body)) as server:
        status, _, body = asked(server, "POST", "/", body=iter([b"ab", b"cde"]), encode_chunked=True, headers={})
        assert (status, body) == (200, b"abcde")


def raw(server, sent):
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as client:
        client.sendall(sent)
        received = b""
        while part := client.recv(4096):
            received += part
        return received


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"Content-Length: 11\r\n\r\n", b"413"),
        (b"Content-Length: -1\r\n\r\n", b"400"),
        (b"Content-Length: x\r\n\r\n", b"400"),
        (b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", b"400"),
        (b"Transfer-Encoding: chunked\r\n\r\nff\r\n", b"413"),
        (b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + b"a: b\r\n" * 101, b"400"),
    ],
)
def test_a_body_that_is_too_long_or_of_no_length_is_refused(head, status):
    with Server(lambda _: Answer(200), most_bytes=10) as server:
        received = raw(server, b"POST / HTTP/1.1\r\nHost: h\r\n" + head)
    assert received.startswith(b"HTTP/1.1 " + status)
    assert server.errors == []


def test_an_error_of_the_function_is_kept_and_not_shown():
    def answer(_):
        raise KeyError("s3cret")

    with Server(answer) as server:
        status, _, body = asked(server, "GET", "/")
    assert (status, body) == (500, b"")
    assert [type(each) for each in server.errors] == [KeyError]


@pytest.mark.parametrize("secure", [False, True])
def test_a_reset_connection_gives_no_answer(certificate, secure):
    given = certificate if secure else None
    with Server(lambda _: Answer(200, b"x", fault=Fault.RESET), given) as server, pytest.raises(ConnectionError):
        asked(server, "GET", "/", certificate=given)
    assert server.errors == []


def test_a_cut_answer_ends_inside_its_body():
    with Server(lambda _: Answer(200, b"123456", fault=Fault.CUT)) as server:
        with pytest.raises(http.client.IncompleteRead) as failed:
            asked(server, "GET", "/")
        assert failed.value.partial == b"123"


def test_a_silent_answer_lasts_until_the_client_gives_up():
    with Server(lambda _: Answer(200, fault=Fault.SILENCE)) as server:
        client = client_of(server, timeout=0.2)
        client.request("GET", "/")
        with pytest.raises(TimeoutError):
            client.getresponse()
        client.close()


def test_stopping_ends_silent_delayed_and_idle_connections():
    reached = threading.Barrier(3)

    def answer(request):
        reached.wait(20)
        return Answer(200, fault=Fault.SILENCE) if request.path == "/silent" else Answer(200, b"late", delay=600)

    server = Server(answer)
    server.start()
    idle = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    clients = [client_of(server) for _ in range(2)]
    for client, path in zip(clients, ("/silent", "/delayed"), strict=True):
        client.request("GET", path)
    reached.wait(20)
    server.stop()
    for client in clients:
        with pytest.raises((http.client.BadStatusLine, ConnectionError)):
            client.getresponse()
        client.close()
    assert idle.recv(1) == b""
    idle.close()
    assert server.errors == []


def test_a_port_in_use_is_an_error_and_a_free_one_is_taken():
    with Server(lambda _: Answer(200)) as server:
        with pytest.raises(OSError, match=r"."):
            Server(lambda _: Answer(200), port=server.port)
        assert asked(server, "GET", "/")[0] == 200
    with Server(lambda _: Answer(204), port=server.port) as again:
        assert asked(again, "GET", "/")[0] == 204


def test_the_head_of_an_answer_has_no_body():
    with Server(lambda _: Answer(200, b"abc")) as server:
        assert asked(server, "HEAD", "/")[2] == b""
