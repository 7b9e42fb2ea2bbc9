"""The digest of a definition: equal for definitions that read events alike, whatever file each is from."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from enum import Enum
from hashlib import sha256
from typing import Any

from pydantic import BaseModel

from qradar_builder import __version__


def digest_of(*parts: Any) -> str:
    """The SHA-256 of definitions, choices and texts, with the version of this program, as 64 hexadecimal digits."""
    document = [__version__, *(_plain(part) for part in parts)]
    return sha256(json.dumps(document, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()


def _plain(value: Any) -> Any:
    """A value as JSON. Origins, which are places in files, are left out."""
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, BaseModel):
        return [type(value).__name__, value.model_dump(mode="json", by_alias=True)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [each.name for each in dataclasses.fields(value) if each.name != "origin"]
        return [type(value).__name__, {name: _plain(getattr(value, name)) for name in names}]
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(each)] for key, each in value.items()]
    if isinstance(value, set | frozenset):
        return sorted((_plain(each) for each in value), key=json.dumps)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    raise TypeError(f"a {type(value).__name__} has no digest")
