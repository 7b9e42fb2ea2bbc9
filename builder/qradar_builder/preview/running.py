"""Runs the preview of a package: the server on 127.0.0.1, and the watcher of the folder."""

from __future__ import annotations

import logging
import secrets
import socket
import sys
import threading
import time
from typing import TYPE_CHECKING, Final

import uvicorn

from qradar_builder.preview.app import Application
from qradar_builder.preview.package.watcher import Watcher
from qradar_builder.preview.package.workspace import Workspace
from qradar_builder.preview.server.tickets import PATH
from qradar_builder.serving.running import Running

if TYPE_CHECKING:
    from pathlib import Path

LOCAL: Final = "127.0.0.1"
_TOKEN_BYTES: Final = 32
_SILENT: Final = logging.NullHandler()
_GRACE_SECONDS: Final = 2
"""How long requests may take to end when the server ends."""


class Preview(Running):
    """The preview of a package, while it is entered. `url` has the token, and is for this user only.

    Raises OSError where the port is in use.
    """

    def __init__(self, folder: Path, output: Path | None = None, *, port: int = 0) -> None:
        """`output` is the folder that builds go into: `dist` in the package folder where none is given."""
        self._socket = _bound(port)
        self.port: int = self._socket.getsockname()[1]
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        self.url = f"http://{LOCAL}:{self.port}/{token}/"
        self.workspace = Workspace(folder)
        hosts = (f"{LOCAL}:{self.port}", f"localhost:{self.port}")
        self.application = Application(self.workspace, token, hosts, output or folder / "dist")
        self._watcher = Watcher(self.workspace)
        config = uvicorn.Config(
            self.application,
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
            limit_concurrency=256,
        )
        # What requests leave behind at the end, and what is no HTTP, is nobody's fault. Faults inside are in `errors`.
        logging.getLogger("uvicorn").addHandler(_SILENT)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="preview-server", daemon=True)

    def address_to_open(self) -> str:
        """An address that leads to the page once, and has no token in it: others may see what a browser is given."""
        return f"http://{LOCAL}:{self.port}/{PATH}/{self.application.tickets.issue()}"

    def start(self) -> None:
        """Begin to serve and to watch; return when the server answers. Raises OSError where it does not start."""
        self._watcher.start()
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(0.005)
        if not self._server.started:
            self.stop()
            raise OSError("the server did not start")

    def stop(self) -> None:
        """Say goodbye to the pages, and end."""
        self._watcher.stop()
        self.application.end()
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        self._server.run(sockets=[self._socket])


def _bound(port: int) -> socket.socket:
    """A socket on a port of this machine; any free one for 0. Raises OSError."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            # A port whose last connections are still ending can be taken again at once.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((LOCAL, port))
    except OSError:
        bound.close()
        raise
    return bound
