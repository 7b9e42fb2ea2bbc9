"""Character sets by the names that HTTP and Java know."""

from __future__ import annotations

import codecs
import re

_TEXT = re.compile(
    r"utf-8|utf-16(-[bl]e)?|utf-32(-[bl]e)?|ascii|iso8859-\d+|cp\d+|koi8-[ru]|gb(k|2312|18030)|big5|shift_jis|euc_(jp|kr)"
)


def codec_of(name: str) -> str | None:
    """Python's name of a character set, such as utf-8 for `UTF8`; None for what is none, as Python's `rot13` is."""
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return codec if _TEXT.fullmatch(codec) else None
