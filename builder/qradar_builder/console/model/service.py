"""The model as a service on this machine: HTTPS in front of a console, with its certificate and its token."""

from __future__ import annotations

from dataclasses import replace

from qradar_builder.console.model.access import Caller, new_token
from qradar_builder.console.model.console import Console, Settings
from qradar_builder.serving.certificate import Certificate, local_certificate
from qradar_builder.serving.running import Running
from qradar_builder.serving.server import Server
from qradar_builder.serving.syslog import SyslogServer


class Service(Running):
    """A model that is served on 127.0.0.1 while it is entered, with syslog where a port is given for it (0: any).

    Raises OSError where a port is in use, and WrongState where the file of the state is not one.

    Without settings it has one caller, whose token is in `token`. To let a console restart, give the next service the
    settings, the certificate and the port of this one.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        port: int = 0,
        syslog_port: int | None = None,
        certificate: Certificate | None = None,
    ) -> None:
        self.settings = settings or Settings((Caller("model", new_token()),))
        self.certificate = certificate or local_certificate(subject="Model of a QRadar console")
        self.console = Console(self.settings)
        self._syslog: SyslogServer | None = None
        try:
            if syslog_port is not None:
                self._syslog = SyslogServer(self._take, port=syslog_port)
            self._server = Server(self.console.handle, self.certificate, port=port)
        except OSError:
            if self._syslog is not None:
                self._syslog.stop()
            self.console.close()
            raise
        self.port = self._server.port
        self.syslog_port = None if self._syslog is None else self._syslog.port
        self.url = self._server.url

    @property
    def token(self) -> str:
        """The token of the first caller."""
        return self.settings.callers[0].token

    @property
    def errors(self) -> list[BaseException]:
        """Faults of the model itself: what it raised instead of an answer."""
        return self._server.errors

    def start(self) -> None:
        """Begin to serve."""
        self._server.start()
        if self._syslog is not None:
            self._syslog.start()

    def stop(self) -> None:
        """End all connections, and close the state."""
        self._server.stop()
        if self._syslog is not None:
            self._syslog.stop()
        self.console.close()

    def _take(self, content: bytes, address: str) -> None:
        try:
            self.console.take_event(content, address)
        except Exception as error:  # noqa: BLE001 - as in the server: an event never stops it, and the owner is told
            self.errors.append(error)

    def restarted(self) -> Service:
        """Stop, and give the same console as it starts again, with the state of its file."""
        self.stop()
        return Service(
            replace(self.settings), port=self.port, syslog_port=self.syslog_port, certificate=self.certificate
        )
