"""Checks `manifest.txt` of an extension (IBM documentation, topics on the App Exchange validation report; exports)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from qradar_builder.findings import Location
from qradar_builder.source.files import decode
from qradar_builder.source.line_starts import position

if TYPE_CHECKING:
    from qradar_builder.findings import Findings

_LANGUAGE = "en-US"
_VERSION = re.compile(r"\d+\.\d+\.\d+", re.ASCII)
_BUILD = re.compile(r"\d{1,4}(\.\d{1,14}){2,3}", re.ASCII)
_MAX_BYTES = 1024 * 1024
_WORDS = {"str": "a text", "list": "a list", "dict": "an object"}
# key: (types that it may have, whether it may be empty)
_FIELDS: dict[str, tuple[tuple[type, ...], bool]] = {
    "extension_name": ((str,), False),
    "extension_long_description": ((str,), True),
    "version": ((str,), False),
    "min_qradar_version": ((str,), False),
    "authored_by": ((str,), False),
    "authored_by_email": ((str,), True),
    "package_size": ((str, int), False),
    "supported_language_set": ((list,), False),
    "locale": ((dict,), False),
}


def check_manifest(content: bytes, name: str, findings: Findings) -> None:
    """Report what the console or the App Exchange would not take in a manifest."""
    if len(content) > _MAX_BYTES:
        findings.add("file/too-large", Location(name), f"is larger than {_MAX_BYTES // 1024} KiB")
        return
    text = decode(content, name, findings)
    if text is None:
        return
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        findings.add("manifest/json", Location(name, error.lineno, error.colno), f"is not JSON: {error.msg}")
    except (ValueError, RecursionError):
        findings.add("manifest/json", Location(name), "is not readable JSON")
    else:
        _Manifest(name, text, findings).check(document)


class _Manifest:
    def __init__(self, name: str, text: str, findings: Findings) -> None:
        self._name = name
        self._text = text
        self._findings = findings

    def check(self, document: Any) -> None:
        self._field(document, "_id", (str,), may_be_empty=False)
        manifest = document.get("doc") if isinstance(document, dict) else None
        manifest = manifest.get("extension_manifest") if isinstance(manifest, dict) else None
        if not isinstance(manifest, dict):
            message = "there is no `extension_manifest` in `doc`"
            self._findings.add("manifest/missing-field", Location(self._name), message)
            return
        values = {key: self._field(manifest, key, *form) for key, form in _FIELDS.items()}
        version, build = values["version"], values["min_qradar_version"]
        if version is not None and not _VERSION.fullmatch(version):
            message = f"the version `{version[:40]}` is not MAJOR.MINOR.PATCH"
            self._findings.add("manifest/version", self._place("version"), message)
        if build is not None and not _BUILD.fullmatch(build):
            message = f"`{build[:40]}` is not a QRadar build"
            self._findings.add("manifest/qradar-version", self._place("min_qradar_version"), message)
        languages = values["supported_language_set"]
        if languages is not None and _LANGUAGE not in languages:
            message = f"{_LANGUAGE} is not among the supported languages"
            self._findings.add("manifest/language", self._place("supported_language_set"), message)
        if values["locale"] is not None and values["extension_name"] is not None:
            self._check_locale(values["locale"], values["extension_name"])

    def _check_locale(self, locale: dict[str, Any], key: str) -> None:
        texts = locale.get(_LANGUAGE)
        if not isinstance(texts, dict):
            message = f"`locale` has no texts for {_LANGUAGE}"
            self._findings.add("manifest/language", self._place("locale"), message)
        elif not isinstance(texts.get(key), str) or not texts[key]:
            message = f"`locale` has no text `{key[:60]}` for {_LANGUAGE}: the extension has no name"
            self._findings.add("manifest/missing-field", self._place(_LANGUAGE), message)

    def _field(self, parent: Any, key: str, types: tuple[type, ...], may_be_empty: bool) -> Any:
        """The value of a field, or None with a finding."""
        value = parent.get(key) if isinstance(parent, dict) else None
        if value is None:
            self._findings.add("manifest/missing-field", Location(self._name), f"there is no `{key}`")
        elif not isinstance(value, types) or isinstance(value, bool):
            wanted = _WORDS[types[0].__name__]
            self._findings.add("manifest/field", self._place(key), f"`{key}` must be {wanted}")
        elif not may_be_empty and value in ("", [], {}):
            self._findings.add("manifest/missing-field", self._place(key), f"`{key}` is empty")
        else:
            return value
        return None

    def _place(self, key: str) -> Location:
        start = self._text.find(f'"{key}"')
        if start < 0:
            return Location(self._name)
        line, column = position(self._text, start)
        return Location(self._name, line, column, line, column + len(key) + 2)
