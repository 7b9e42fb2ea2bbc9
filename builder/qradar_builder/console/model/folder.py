"""The folder of a model that is served: its token, the authority of its certificate, and a profile for the commands."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qradar_builder.console.model.access import new_token

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST: Final = 1000
_SHORTEST: Final = 16
PROFILE: Final = "model"
"""The name of the profile in console.toml."""


class WrongFolder(Exception):  # noqa: N818 - what is wrong with it
    """A file of the folder cannot be used. The text names it and says what to do."""


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """Where the files of a model are. The token may be elsewhere."""

    path: Path
    token_file: Path

    @property
    def authority(self) -> Path:
        """The CA file that clients must trust."""
        return self.path / "ca.pem"

    @property
    def profiles(self) -> Path:
        """The file of profiles."""
        return self.path / "console.toml"

    def token(self) -> str:
        """The token of the file. It is made, with the mode 0600, where there is none. Raises WrongFolder."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WrongFolder(f"{self.path}: cannot be written: {error.strerror}") from None
        try:
            handle = os.open(self.token_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return self._kept()
        except OSError as error:
            raise WrongFolder(f"{self.token_file}: cannot be written: {error.strerror}") from None
        token = new_token()
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{token}\n")
        return token

    def _kept(self) -> str:
        try:
            mode = self.token_file.stat().st_mode
            content = self.token_file.read_bytes()[: _LONGEST + 1].strip()
        except OSError as error:
            raise WrongFolder(f"{self.token_file}: cannot be read: {error.strerror}") from None
        if not stat.S_ISREG(mode):
            raise WrongFolder(f"{self.token_file}: is not a file")
        if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
            raise WrongFolder(f"{self.token_file}: others can read it; run chmod 600 on it, or delete it")
        if not (_SHORTEST <= len(content) <= _LONGEST and content.isascii() and content.decode().isprintable()):
            raise WrongFolder(f"{self.token_file}: is not a token of at least {_SHORTEST} characters; delete it")
        return content.decode("ascii")

    def write(self, authority: bytes, port: int, version: str) -> None:
        """Write the CA file and the profile. Raises WrongFolder."""
        profile = (
            f"# A model of a console, made by `qradar-builder console serve`. API version {version}.\n"
            f'default = "{PROFILE}"\n\n[profiles.{PROFILE}]\nhost = "127.0.0.1:{port}"\n'
            f'ca_file = "{self.authority.name}"\n'
            f"token_file = {_quoted(os.path.relpath(self.token_file, self.path))}\n"
        )
        try:
            self.authority.write_bytes(authority)
            self.profiles.write_text(profile, encoding="utf-8")
        except OSError as error:
            raise WrongFolder(f"{error.filename}: cannot be written: {error.strerror}") from None


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
