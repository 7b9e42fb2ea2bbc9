"""A server on this machine: it reads requests, has them answered, and sends the answers with their faults."""

from __future__ import annotations

import socket
import ssl
import struct
import sys
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.serving.certificate import LOCAL
from qradar_builder.serving.messages import Answer, Fault, Request
from qradar_builder.serving.running import Running

if TYPE_CHECKING:
    from qradar_builder.serving.certificate import Certificate
    from qradar_builder.serving.messages import Handler

MOST_BYTES: Final = 64 * 1024 * 1024
"""The longest body that a request may have, unless the server is given another limit."""
MOST_CONNECTIONS: Final = 128
_IDLE: Final = 60.0
"""After how many seconds without a byte a connection ends."""
_LONGEST_LINE: Final = 1024
_MOST_TRAILERS: Final = 100
_NO_LINGER: Final = struct.pack("ii", 1, 0)


class Server(Running):
    """Serves the answers of `handler` on 127.0.0.1 while it is entered. Without a certificate it is plain HTTP.

    A handler that raises gives an answer of 500 without its text; the error is kept in `errors`. Raises OSError where
    the port is in use.
    """

    def __init__(
        self, handler: Handler, certificate: Certificate | None = None, *, port: int = 0, most_bytes: int = MOST_BYTES
    ) -> None:
        self.errors: list[BaseException] = []
        self._server = _Threads(handler, certificate, port, most_bytes, self.errors)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.port: int = self._server.server_port
        self.url = f"{'http' if certificate is None else 'https'}://{LOCAL[0]}:{self.port}"

    def start(self) -> None:
        """Begin to serve, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End all connections, and wait for the threads of their requests."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.end()
        self._server.server_close()


class _Threads(ThreadingHTTPServer):
    """The sockets: each connection has a thread, which also makes the TLS handshake, so that none waits for another."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = MOST_CONNECTIONS

    def __init__(
        self,
        handler: Handler,
        certificate: Certificate | None,
        port: int,
        most_bytes: int,
        errors: list[BaseException],
    ) -> None:
        self.handler = handler
        self.most_bytes = most_bytes
        self.errors = errors
        self.stopping = threading.Event()
        self.is_secure = certificate is not None
        self._tls = certificate.context() if certificate is not None else None
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__((LOCAL[0], port), _Connection)

    def server_bind(self) -> None:
        """Bind without looking up a name for the address, which takes long where no name server answers."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = LOCAL[0], self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take a connection, unless there are too many."""
        with self._lock:
            taken = len(self._open) < MOST_CONNECTIONS and not self.stopping.is_set()
            if taken:
                self._open.add(request)
        if taken:
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Make the handshake, then serve the connection."""
        request.settimeout(_IDLE)
        if self._tls is None:
            _Connection(request, client_address, self)
            return
        secured = None
        try:
            secured = self._tls.wrap_socket(request, server_side=True, do_handshake_on_connect=False)
            with self._lock:
                self._open.add(secured)
            secured.do_handshake()
            _Connection(secured, client_address, self)
        finally:
            if secured is not None:
                with self._lock:
                    self._open.discard(secured)
                with suppress(OSError):
                    secured.close()

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        with self._lock:
            self._open.discard(request)
        with suppress(OSError):
            super().shutdown_request(request)

    def end(self) -> None:
        """End what is still open."""
        self.stopping.set()
        with self._lock:
            for each in self._open:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the signature is given
        """Clients may hang up or refuse the certificate; anything else is a fault of ours, and kept."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, OSError | ssl.SSLError):
            self.errors.append(error)


class _Connection(BaseHTTPRequestHandler):
    """Reads the requests of one connection and sends the answers."""

    protocol_version = "HTTP/1.1"
    # Head and body go out one after the other. Otherwise the body waits until the client has acknowledged the head,
    # which takes clients 40 milliseconds.
    disable_nagle_algorithm = True
    server: _Threads

    def __getattr__(self, name: str) -> Any:
        """Every method is served; `http.server` looks for do_GET and its like."""
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def version_string(self) -> str:
        """The header `Server`, which names neither Python nor its version."""
        return "qradar-builder"

    def log_message(self, *_: Any) -> None:
        """Nothing is logged: a request line may have a secret."""

    def _serve(self) -> None:
        try:
            body = self._body()
        except ValueError as wrong:
            self.close_connection = True
            self._send(Answer(413 if wrong.args == ("long",) else 400))
            return
        path, _, query = self.path.partition("?")
        headers = tuple((name, str(value)) for name, value in self.headers.items())
        request = Request(self.command, path, query, headers, body, self.server.is_secure)
        try:
            answer = self.server.handler(request)
        except Exception as error:  # noqa: BLE001 - a client never sees a traceback; the owner of the server does
            self.server.errors.append(error)
            answer = Answer(500)
        self._send(answer)

    def _body(self) -> bytes:
        """The body of the request. Raises ValueError: `long` where it is longer than the limit."""
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return b"".join(self._chunks())
        given = self.headers.get("Content-Length", "0")
        if not (given.isascii() and given.isdigit()) or len(given) > 15:
            raise ValueError("length")
        if int(given) > self.server.most_bytes:
            raise ValueError("long")
        body = self.rfile.read(int(given))
        if len(body) != int(given):
            raise ConnectionError("the client ended inside the body")
        return body

    def _chunks(self) -> list[bytes]:
        chunks, total = [], 0
        while True:
            line = self.rfile.readline(_LONGEST_LINE)
            size = int(line.partition(b";")[0].strip() or b"-", 16)
            total += size
            if size < 0:
                raise ValueError("chunk")
            if total > self.server.most_bytes:
                raise ValueError("long")
            chunks.append(self.rfile.read(size))
            if len(chunks[-1]) != size:
                raise ConnectionError("the client ended inside the body")
            if size == 0:
                break
            self.rfile.readline(_LONGEST_LINE)
        for _ in range(_MOST_TRAILERS):
            if not self.rfile.readline(_LONGEST_LINE).strip():
                return chunks
        raise ValueError("trailers")

    def _send(self, answer: Answer) -> None:
        if answer.delay > 0 and self.server.stopping.wait(answer.delay):
            self.close_connection = True
            return
        if answer.fault is Fault.SILENCE:
            self._wait()
            return
        if answer.fault is Fault.RESET:
            self.close_connection = True
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
            # The socket closes with the last file on it.
            self.rfile.close()
            self.connection.close()
            return
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status >= 200 and answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD" or answer.status == 204:
            return
        if answer.fault is Fault.CUT:
            self.wfile.write(answer.body[: len(answer.body) // 2])
            self.close_connection = True
            return
        self.wfile.write(answer.body)

    def _wait(self) -> None:
        """Say nothing until the client hangs up or the server stops."""
        self.close_connection = True
        self.connection.settimeout(0.05)
        while not self.server.stopping.is_set():
            try:
                if not self.connection.recv(1):
                    return
            except TimeoutError:
                continue
            except OSError:
                return
