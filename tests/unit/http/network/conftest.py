"""Servers on this machine for the tests of the drivers."""

import ssl
import threading
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import trustme

from qradar_builder.http.network.live import live_transport
from qradar_builder.http.network.options import LiveOptions


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, answer, tls):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer = answer
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"{'http' if tls is None else 'https'}://127.0.0.1:{self.server_port}"

    def handle_error(self, *_):
        """Clients of these tests hang up; that is no news."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do(self):
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.answer(self)

    def reply(self, status=200, *headers, body=b"", length=True):
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        if length:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        """Tests are quiet."""


for method in ("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "CONNECT"):
    setattr(Handler, f"do_{method}", Handler.do)


@contextmanager
def served(answer, tls):
    server = Server(answer, tls)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def serve():
    """Start a server on a free port. Each request goes to `answer`, as its handler. Gives the base URL."""
    with ExitStack() as stack:
        yield lambda answer, tls=None: stack.enter_context(served(answer, tls))


@pytest.fixture
def live():
    """Open a transport to the network with the options that are given."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(live_transport(LiveOptions(**options)))


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority, tmp_path_factory):
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    path.write_bytes(authority.cert_pem.bytes())
    return path


@pytest.fixture
def server_tls(authority):
    """The TLS of a server whose certificate is for a name (127.0.0.1 by default)."""

    def make(name="127.0.0.1", version=None):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(context)
        if version is not None:
            context.minimum_version = context.maximum_version = version
        return context

    return make
