"""Reads and writes the texts of the package. Nothing outside of it is touched, and no change of another is lost."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING

from qradar_builder.preview.package.listing import may_be_made
from qradar_builder.preview.protocol.files import ConflictAnswer, DiskText, FileAnswer
from qradar_builder.preview.refusal import Refusal
from qradar_builder.source.files import MAX_BYTES, open_regular
from qradar_builder.source.folder_lock import silent
from qradar_builder.source.output import OutputError, replace_file, write_files
from qradar_builder.source.places import PlaceError, place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qradar_builder.preview.package.listing import Listing
    from qradar_builder.source.files import Content

NO_HASH = ""
"""The hash of a file that is not there yet."""


class Texts:
    """The texts of a package by their paths."""

    def __init__(self, folder: Path, listing: Listing) -> None:
        self._folder = folder
        self._listing = listing

    def read(self, path: str) -> FileAnswer:
        """A text with its hash. Raises Refusal."""
        listed = self._listing.files().get(path)
        if listed is None:
            raise Refusal("preview/missing", "there is no such file in the package")
        if listed.kind == "other":
            raise Refusal("preview/file", f"{path} is not a file that the page shows")
        return self._read(path)

    def read_base(self, path: str, base_hash: str) -> str:
        """A text that is still the one of that hash. Raises Refusal, with the text on disk where it is not."""
        text = self.read(path).text
        self._check_base(path, base_hash)
        return text

    def write(self, path: str, text: str, base_hash: str) -> str:
        """Write a text, and return its hash. Raises Refusal, with the text on disk where another program wrote it."""
        content = self._checked(path, text, base_hash)
        try:
            target = place(self._folder, path)
            if target.is_symlink():
                raise Refusal("preview/file", f"{path} is a link")
            self._check_base(path, base_hash)
            replace_file(target, content, silent, instead_of=base_hash or None, makes_folders=True)
        except OutputError as error:
            self._check_base(path, base_hash)
            raise Refusal("preview/write", str(error)) from None
        except (PlaceError, OSError) as error:
            raise Refusal("preview/write", f"{path} cannot be written: {error}") from None
        return sha256(content).hexdigest()

    def write_all(self, texts: Mapping[str, tuple[str, str]]) -> dict[str, str]:
        """Write texts, each with its base hash, all or none, and return their hashes. Raises Refusal, as `write`."""
        if len(texts) == 1:
            return {path: self.write(path, *each) for path, each in texts.items()}
        contents: dict[str, Content | None] = {}
        for path, (text, base_hash) in texts.items():
            contents[path] = self._checked(path, text, base_hash)
            self._check_base(path, base_hash)
        try:
            # It follows no links.
            write_files(self._folder, contents, silent)
        except OutputError as error:
            raise Refusal("preview/write", str(error)) from None
        return {path: sha256(content).hexdigest() for path, content in contents.items() if isinstance(content, bytes)}

    def _checked(self, path: str, text: str, base_hash: str) -> bytes:
        listed = self._listing.files().get(path)
        if listed is None and base_hash != NO_HASH:
            if may_be_made(path) and not os.path.lexists(self._folder / path):
                raise _gone(path)
            raise Refusal("preview/missing", "there is no such file in the package")
        if listed is None and not may_be_made(path):
            raise Refusal("preview/file", "the page creates only files that a package has, in their folders")
        if listed is not None and not listed.editable:
            raise Refusal("preview/file", f"{path} is not edited by hand")
        try:
            content = text.encode()
        except UnicodeEncodeError:
            raise Refusal("preview/request", "the text has half of a surrogate pair, which UTF-8 cannot have") from None
        if len(content) > MAX_BYTES:
            raise Refusal("preview/too-large", f"a file has at most {MAX_BYTES // (1024 * 1024)} MiB")
        return content

    def _check_base(self, path: str, base_hash: str) -> None:
        try:
            disk = self._read(path)
        except Refusal:
            if base_hash == NO_HASH:
                return
            raise _gone(path) from None
        if disk.hash != base_hash:
            message = f"another program has changed {path} since it was read"
            raise _conflict(message, DiskText(text=disk.text, hash=disk.hash))

    def _read(self, path: str) -> FileAnswer:
        try:
            with open_regular(self._folder / path, self._folder) as file:
                content = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise Refusal("preview/missing", f"{path} cannot be read: {error.strerror or error}") from None
        if len(content) > MAX_BYTES:
            raise Refusal("preview/too-large", f"{path} is larger than {MAX_BYTES // (1024 * 1024)} MiB")
        try:
            text = content.decode()
        except UnicodeDecodeError:
            raise Refusal("preview/file", f"{path} is not UTF-8 text") from None
        return FileAnswer(path=path, text=text, hash=sha256(content).hexdigest())


def _gone(path: str) -> Refusal:
    return _conflict(f"another program has deleted {path}", DiskText(text="", hash=NO_HASH))


def _conflict(message: str, disk: DiskText) -> Refusal:
    problem = Refusal("preview/conflict", message).problem
    return Refusal(problem.rule, message, body=ConflictAnswer(error=problem, disk=disk))
