import contextlib
import gzip
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
import zlib

import pytest

from qradar_builder.http.auth import auth_flow
from qradar_builder.http.messages import CallFailed, HttpRequest, Tls
from qradar_builder.http.network.live import nap, wall_clock
from qradar_builder.http.network.options import LiveOptionError, Proxy, read_proxy
from qradar_builder.http.redirects import send_following


def get(url, *headers, **more):
    return HttpRequest("GET", url, headers, **more)


def failure(transport, request):
    with pytest.raises(CallFailed) as found:
        transport.send(request)
    return found.value


def test_a_body_goes_from_a_file_and_into_a_file(serve, live, tmp_path):
    seen, content = [], bytes(range(256)) * 1000

    def answer(handler):
        seen.append((handler.headers["Content-Length"], handler.body))
        packed = (("Content-Encoding", "gzip"),) if handler.path == "/packed" else ()
        body = gzip.compress(content) if packed else content
        handler.reply(404 if handler.path == "/no" else 200, *packed, body=body)

    url = serve(answer)
    (tmp_path / "sent").write_bytes(content)
    for path in ("/plain", "/packed"):
        to = tmp_path / path[1:]
        response = live().send(HttpRequest("POST", url + path, file=tmp_path / "sent", to=to))
        assert (response.body, response.file) == (b"", to)
        assert to.read_bytes() == content
    refused = live().send(get(url + "/no", to=tmp_path / "no"))
    assert (refused.body, refused.file) == (content, None)
    assert not (tmp_path / "no").exists()
    assert seen[:2] == [(str(len(content)), content)] * 2


def test_what_is_too_large_goes_into_no_file(serve, live, tmp_path):
    url = serve(lambda handler: handler.reply(body=b"x" * 2000))
    found = failure(live(max_body=1000), get(url, to=tmp_path / "a"))
    assert found.kind == "budget"


def test_the_http_library_is_not_loaded_before_a_live_run():
    code = (
        "import sys, qradar_builder.http.network.live, qradar_builder.exchanges.record, qradar_builder.exchanges.har,"
        " qradar_builder.exchanges.rehearsal, qradar_builder.workflow.engine.drive;"
        "sys.exit(any(name.split('.')[0] in {'httpx', 'httpx2', 'h11', 'ssl'} for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_request_goes_out_as_the_workflow_has_it(serve, live):
    seen = []

    def answer(handler):
        seen.append((handler.requestline, handler.headers.items(), handler.body))
        handler.reply()

    url = serve(answer)
    headers = (("X-Twice", "1"), ("x-twice", "2"), ("X-Wide", " é\u20ac\r\nInjected: no "), ("Accept", "*/*"))
    request = HttpRequest("POST", url + "/a%20b//c;d?x=%7B%7c&y=(1)", headers, b"{}")
    live().send(request)
    ((line, sent, body),) = seen
    assert line == "POST /a%20b//c;d?x=%7B%7c&y=(1) HTTP/1.1"
    assert sent == [
        ("Host", url.removeprefix("http://")),
        ("X-Twice", "1"),
        ("x-twice", "2"),
        ("X-Wide", "é???Injected: no"),
        ("Accept", "*/*"),
        ("Content-Length", "2"),
        ("Connection", "Keep-Alive"),
        ("User-Agent", sent[-2][1]),
        ("Accept-Encoding", "gzip,deflate"),
    ]
    assert sent[-2][1].startswith("qradar-content-builder/")
    assert body == b"{}"


def test_headers_of_the_workflow_win_over_the_usual_ones(serve, live):
    seen = {}

    def answer(handler):
        seen.update(handler.headers.items())
        handler.reply()

    live().send(get(serve(answer), ("host", "other.example"), ("USER-AGENT", "mine"), ("Accept-Encoding", "identity")))
    assert {name.lower(): value for name, value in seen.items()} == {
        "host": "other.example",
        "user-agent": "mine",
        "accept-encoding": "identity",
        "connection": "Keep-Alive",
    }


def test_a_response_comes_back_as_the_server_sent_it(serve, live):
    def answer(handler):
        handler.wfile.write(
            b"HTTP/1.1 429 Slow Down, Please\r\nlink: <a>\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n"
            b"X-Latin: \xe9\r\nContent-Length: 3\r\n\r\n\xff\x00x"
        )

    response = live().send(get(serve(answer)))
    assert (response.status, response.reason, response.body) == (429, "Slow Down, Please", b"\xff\x00x")
    assert response.headers == (
        ("link", "<a>"),
        ("Set-Cookie", "a=1"),
        ("set-cookie", "b=2"),
        ("X-Latin", "é"),
        ("Content-Length", "3"),
    )


def test_cookies_are_not_sent_with_later_calls(serve, live):
    seen = []

    def answer(handler):
        seen.append(handler.headers.get("Cookie"))
        handler.reply(200, ("Set-Cookie", "session=1; Path=/"))

    url, transport = serve(answer), live()
    transport.send(get(url))
    transport.send(get(url))
    transport.send(get(url, ("Cookie", "mine=1")))
    assert seen == [None, None, "mine=1"]


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("X-GZIP", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body, wbits=-15)),
    ],
)
def test_packed_bodies_are_unpacked(serve, live, encoding, pack):
    content = b"event " * 1000

    def answer(handler):
        handler.reply(200, ("Content-Encoding", encoding), ("X", "y"), body=pack(content))

    response = live().send(get(serve(answer)))
    assert response.body == content
    assert response.headers == (("X", "y"),)


def test_a_damaged_packed_body_is_a_failure(serve, live):
    url = serve(lambda handler: handler.reply(200, ("Content-Encoding", "gzip"), body=b"plain"))
    assert failure(live(), get(url)).kind == "protocol"


@pytest.mark.parametrize("packed", [False, True])
def test_a_body_above_the_limit_is_not_read(serve, live, packed):
    content = b"0" * 2_000_000
    headers = [("Content-Encoding", "gzip")] if packed else []
    body = gzip.compress(content, mtime=0) if packed else content
    url = serve(lambda handler: handler.reply(200, *headers, body=body))
    found = failure(live(max_body=1_000_000), get(url))
    assert found.kind == "budget"
    assert "1,000,000 bytes" in found.message


def test_a_body_of_exactly_the_limit_is_read(serve, live):
    body = gzip.compress(b"0" * 1000, mtime=0)
    url = serve(lambda handler: handler.reply(200, ("Content-Encoding", "gzip"), body=body))
    assert len(live(max_body=1000).send(get(url)).body) == 1000


def test_a_silent_server_times_out(serve, live):
    done = threading.Event()
    url = serve(lambda _: done.wait(5))
    found = failure(live(read_timeout=0.2), get(url))
    done.set()
    assert found.kind == "timeout"
    assert "java.net.SocketTimeoutException: Read timed out" in found.message


def test_a_body_that_drips_for_too_long_times_out(serve, live):
    def answer(handler):
        handler.reply(200, ("Content-Length", "1000"), length=False)
        for _ in range(1000):
            handler.wfile.write(b".")
            time.sleep(0.02)

    found = failure(live(call_timeout=0.2), get(serve(answer)))
    assert found.kind == "timeout"
    assert "not complete within 0.2 seconds" in found.message


def drips(*beginning, pause=0.02, what=b"."):
    """An answer of which a little comes again and again, and no end."""

    def answer(handler):
        with contextlib.suppress(OSError):
            handler.wfile.write(b"".join(beginning))
            while True:
                handler.wfile.write(what)
                time.sleep(pause)

    return answer


@pytest.mark.parametrize(
    "answer",
    [
        drips(),
        drips(b"HTTP/1.1 200 OK\r\n", what=b"X-More: of them\r\n"),
        drips(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", what=b"1\r\nx\r\n"),
    ],
    ids=["status line", "headers", "chunks"],
)
def test_an_answer_that_drips_from_its_first_byte_times_out(serve, live, answer):
    found = failure(live(call_timeout=0.3), get(serve(answer)))
    assert found.kind == "timeout"
    assert "not complete within 0.3 seconds" in found.message


def test_a_server_that_never_ends_its_handshake_times_out(live):
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"https://127.0.0.1:{server.getsockname()[1]}/"
        found = failure(live(call_timeout=0.3), get(url))
    assert found.kind == "timeout"


def test_the_redirects_of_a_call_have_one_clock(serve, live):
    asked = []

    def answer(handler):
        asked.append(handler.path)
        time.sleep(0.1)
        handler.reply(302, ("Location", f"/{len(asked)}"))

    transport = live(call_timeout=0.5)
    request = get(serve(answer))
    with pytest.raises(CallFailed) as caught:
        send_following(transport, request)
    assert "not complete within 0.5 seconds" in caught.value.message
    assert 1 < len(asked) <= 6
    # The next call has all of its time.
    with pytest.raises(CallFailed) as caught:
        send_following(transport, request)
    assert "not complete within 0.5 seconds" in caught.value.message


def test_a_body_that_ends_too_early_is_a_failure(serve, live):
    def answer(handler):
        handler.reply(200, ("Content-Length", "10"), body=b"123", length=False)
        handler.close_connection = True

    assert failure(live(), get(serve(answer))).kind == "connect"


def test_a_server_that_hangs_up_has_failed_to_respond(serve, live):
    def answer(handler):
        handler.close_connection = True

    found = failure(live(), get(serve(answer)))
    assert found.kind == "connect"
    assert "failed to respond" in found.message


def test_what_is_not_http_is_a_protocol_failure(serve, live):
    def answer(handler):
        handler.wfile.write(b"220 smtp.example ESMTP\r\n\r\n")
        handler.close_connection = True

    found = failure(live(), get(serve(answer)))
    assert found.kind == "protocol"
    assert "Client Protocol Exception" in found.message


def test_a_port_where_nobody_listens_refuses(live):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        found = failure(live(), get(f"http://127.0.0.1:{port}/"))
    assert found.kind == "connect"
    assert "Connection refused" in found.message


def test_a_name_that_cannot_be_looked_up_is_told(live, monkeypatch):
    def nobody(*_):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    found = failure(live(), get("http://nowhere.invalid/"))
    assert found.kind == "dns"
    assert "java.net.UnknownHostException: nowhere.invalid" in found.message


def test_a_name_that_can_be_no_name_is_told(live):
    assert failure(live(), get(f"http://{'a' * 64}.example/")).kind == "dns"
    assert failure(live(), get("http://bücher..example/")).kind == "protocol"


def test_a_place_that_does_not_answer_times_out(live, monkeypatch):
    def never(*_, **__):
        raise TimeoutError("timed out")

    monkeypatch.setattr(socket, "create_connection", never)
    found = failure(live(connect_timeout=3), get("http://10.0.0.1/"))
    assert found.kind == "timeout"
    assert "no connection to 10.0.0.1:80 within 3 seconds" in found.message


def test_a_connection_that_is_reset_is_told(serve, live):
    def answer(handler):
        handler.reply(200, ("Content-Length", "10"), length=False)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.rfile.close()
        handler.connection.close()
        handler.close_connection = True

    found = failure(live(), get(serve(answer)))
    assert found.kind == "connect"


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        (get("https://https://h/x"), "the scheme appears twice"),
        (get("http://h/a b"), "Illegal character ' ' in path at index 10"),
        (get("http://h/", ("Content-Length", "3")), "content-length is already present"),
        (get("http://h/", ("bad does not contain a", "x")), "is not a valid header name"),
        (HttpRequest("GET\r\nX: y", "http://h/"), "not an HTTP method"),
    ],
)
def test_a_request_that_cannot_be_sent_is_refused_as_qradar_does(live, request_, why):
    found = failure(live(), request_)
    assert found.kind == "protocol"
    assert why in found.message
    assert "Client Protocol Exception" in found.message


def test_a_header_name_with_a_colon_is_read_by_the_server_up_to_it(serve, live):
    url = serve(lambda handler: handler.reply(body=handler.headers["X-Requested-With"].encode()))
    assert live().send(get(url, ("X-Requested-With:", "QRadar"))).body == b": QRadar"


def test_a_trusted_server_is_spoken_to(serve, live, server_tls, ca_file):
    url = serve(lambda handler: handler.reply(body=b"ok"), server_tls())
    assert live(ca_file=ca_file).send(get(url)).body == b"ok"


def test_a_ca_file_may_be_der(serve, live, server_tls, authority, tmp_path):
    path = tmp_path / "ca.cert"
    path.write_bytes(ssl.PEM_cert_to_DER_cert(authority.cert_pem.bytes().decode()))
    url = serve(lambda handler: handler.reply(), server_tls())
    assert live(ca_file=path).send(get(url)).status == 200


def test_an_untrusted_server_is_not_spoken_to_unless_asked(serve, live, server_tls):
    url = serve(lambda handler: handler.reply(), server_tls())
    found = failure(live(), get(url))
    assert found.kind == "tls"
    assert "No trusted certificate found" in found.message
    assert live(insecure=True).send(get(url)).status == 200
    assert live().send(get(url, tls=Tls(allow_untrusted=True))).status == 200


def test_a_certificate_for_another_name_is_not_trusted(serve, live, server_tls, ca_file):
    url = serve(lambda handler: handler.reply(), server_tls("other.example"))
    assert failure(live(ca_file=ca_file), get(url)).kind == "tls"


def test_the_protocol_is_the_least_tls_version(serve, live, server_tls, ca_file):
    old = serve(lambda handler: handler.reply(), server_tls(version=ssl.TLSVersion.TLSv1_2))
    new = serve(lambda handler: handler.reply(), server_tls(version=ssl.TLSVersion.TLSv1_3))
    transport = live(ca_file=ca_file)
    assert transport.send(get(new, tls=Tls("TLSv1.2"))).status == 200
    assert transport.send(get(old, tls=Tls("TLSv1.2"))).status == 200
    assert transport.send(get(new, tls=Tls("TLSv1.3"))).status == 200
    assert failure(transport, get(old, tls=Tls("TLSv1.3"))).kind == "tls"


@pytest.mark.filterwarnings("ignore:.*TLSv1_1 is deprecated")
def test_an_old_tls_version_is_spoken_where_a_workflow_asks_for_it(serve, live, server_tls, ca_file):
    tls = server_tls(version=ssl.TLSVersion.TLSv1_1)
    tls.set_ciphers("DEFAULT@SECLEVEL=0")
    url = serve(lambda handler: handler.reply(), tls)
    assert live(ca_file=ca_file).send(get(url, tls=Tls("TLSv1.1"))).status == 200
    assert failure(live(ca_file=ca_file), get(url)).kind == "tls"


@pytest.mark.parametrize(("name", "why"), [("SSLv3", "is insecure"), ("TLSv9", "is not known")])
def test_a_tls_version_that_is_not_spoken_is_refused(live, name, why):
    found = failure(live(), get("https://127.0.0.1:1/", tls=Tls(name)))
    assert found.kind == "tls"
    assert why in found.message


def test_a_server_without_tls_is_told(serve, live):
    url = serve(lambda handler: handler.reply())
    found = failure(live(), get(url.replace("http:", "https:")))
    assert found.kind == "tls"


def test_a_proxy_is_signed_in_to_and_passes_calls_on(serve, live):
    seen = []

    def answer(handler):
        seen.append((handler.requestline, handler.headers.get("Proxy-Authorization")))
        handler.reply(body=b"through")

    proxy = read_proxy(serve(answer).replace("http://", "http://me:p%40ss@"))
    assert live(proxy=proxy).send(get("http://far.example/a%20b?c=d")).body == b"through"
    assert seen == [("GET http://far.example/a%20b?c=d HTTP/1.1", "Basic bWU6cEBzcw==")]


def test_a_call_by_tls_goes_through_a_tunnel(serve, live, server_tls, ca_file):
    target = serve(lambda handler: handler.reply(body=b"inside"), server_tls())
    seen = []

    def tunnel(handler):
        seen.append(handler.path)
        host, _, port = handler.path.partition(":")
        with socket.create_connection((host, int(port))) as there:
            handler.send_response_only(200)
            handler.end_headers()
            pipe = threading.Thread(target=pump, args=(there, handler.connection), daemon=True)
            pipe.start()
            pump(handler.connection, there)
        pipe.join()
        handler.close_connection = True

    transport = live(ca_file=ca_file, proxy=read_proxy(serve(tunnel)))
    assert transport.send(get(target)).body == b"inside"
    assert seen == [target.removeprefix("https://")]


def pump(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def test_a_proxy_that_refuses_is_told(serve, live):
    proxy = read_proxy(serve(lambda handler: handler.reply(407)))
    found = failure(live(proxy=proxy), get("https://far.example/"))
    assert found.kind == "connect"
    assert "407" in found.message


def test_a_digest_challenge_is_answered(serve, live):
    seen = []

    def answer(handler):
        seen.append(handler.headers.get("Authorization"))
        if seen[-1] is None:
            handler.reply(401, ("WWW-Authenticate", 'Digest realm="r", nonce="n", qop="auth"'))
        else:
            handler.reply(200, body=b"in")

    transport = live()
    request = get(serve(answer) + "/x?y=1")
    flow = auth_flow("DigestAuthentication", {"username": "u", "password": "p"}, request, wall_clock, bytes)
    response = None
    try:
        current = next(flow)
        while True:
            current = flow.send(send_following(transport, current))
    except StopIteration as end:
        response = end.value
    assert response.body == b"in"
    assert seen[0] is None
    assert 'uri="/x?y=1"' in seen[1]


@pytest.mark.parametrize(
    ("text", "proxy"),
    [
        ("proxy.example", Proxy("proxy.example")),
        ("proxy.example:3128", Proxy("proxy.example", 3128)),
        ("me@proxy.example:3128", Proxy("proxy.example", 3128, "me")),
        ("http://me:p%40ss@proxy.example/", Proxy("proxy.example", 8080, "me", "p@ss")),
        ("https://[::1]:8443", Proxy("::1", 8443, secure=True)),
    ],
)
def test_a_proxy_is_read(text, proxy):
    assert read_proxy(text) == proxy


@pytest.mark.parametrize("text", ["", "socks5://h", "http://h:99999", "http://h/path", "a b", "http://[::1"])
def test_what_is_no_proxy_is_refused(text):
    with pytest.raises(LiveOptionError):
        read_proxy(text)


@pytest.mark.parametrize(
    "content", [None, b"", b"text", b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n"]
)
def test_a_ca_file_that_cannot_be_used_is_refused_before_the_run(live, tmp_path, content):
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LiveOptionError):
        live(ca_file=path)


def test_the_clock_and_chance_of_a_live_run_are_real():
    assert abs(wall_clock() - time.time() * 1000) < 5000


def test_a_long_wait_is_taken_in_parts():
    naps = []
    nap(150_500, naps.append)
    nap(0, naps.append)
    nap(-5, naps.append)
    assert naps == [60.0, 60.0, 30.5]
