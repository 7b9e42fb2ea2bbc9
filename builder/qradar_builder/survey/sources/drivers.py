"""Where files come from, by the start of a URL, and which package reads it."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit, urlunsplit

_PACKAGES: Final = {
    "s3": "s3fs",
    "s3a": "s3fs",
    "az": "adlfs",
    "abfs": "adlfs",
    "abfss": "adlfs",
    "adl": "adlfs",
    "gs": "gcsfs",
    "gcs": "gcsfs",
    "hdfs": "pyarrow",
    "webhdfs": "requests",
    "http": "aiohttp",
    "https": "aiohttp",
    "sftp": "paramiko",
    "ssh": "paramiko",
    "smb": "smbprotocol",
    "oci": "ocifs",
    "oss": "ossfs",
}
_FILES: Final = ("file://", "local://")


def is_url(text: str) -> bool:
    """Whether a source is a URL, and not a path."""
    return "://" in text and not text.startswith(_FILES)


def local_path(text: str) -> str:
    """The path of a source that is none of a remote store."""
    return next((text.removeprefix(start) for start in _FILES if text.startswith(start)), text)


def scheme_of(url: str) -> str:
    """The start of a URL, such as `s3`; for chained ones that of the first."""
    return url.partition("::")[0].partition("://")[0].lower()


def package_for(scheme: str) -> str | None:
    """The package to install for a start of URLs. None where none is known."""
    return _PACKAGES.get(scheme)


def shown(source: str) -> str:
    """A source for people: a URL without user, password, query and fragment."""
    if "://" not in source:
        return source
    parts = urlsplit(source)
    hidden = "***@" if "@" in parts.netloc else ""
    return urlunsplit((parts.scheme, hidden + parts.netloc.rpartition("@")[2], parts.path, "", ""))
