"""What tests of commands share: a server of their own."""

import threading
from http.server import ThreadingHTTPServer

import pytest


@pytest.fixture
def serve():
    """Starts a server with a handler; gives its URL."""
    servers = []

    def start(handler):
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()
