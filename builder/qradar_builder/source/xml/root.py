"""Finds out what an XML file is, by the name of its root element and without parsing the rest."""

from __future__ import annotations

import re

LOOKED_AT = 256 * 1024
"""How many bytes may come up to the root element; comments before it are pages at most."""
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
"""What a file may begin with, and the encoding that it tells."""
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
"""How XML begins in UTF-16 without a mark (XML 1.0, appendix F)."""
_NAME = re.compile(r"<([^\s/>=\"'<!?]+)")
_SKIPPED = (("<?", "?>"), ("<!--", "-->"), ("<!", ">"))


def told_encoding(content: bytes) -> tuple[int, str | None]:
    """The length of the byte order mark, in bytes, and the encoding that the first bytes tell, if they tell one."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return len(mark), encoding
    return 0, next((encoding for start, encoding in _UNMARKED if content.startswith(start)), None)


def beginning(content: bytes) -> str:
    """The text that a file begins with, as far as it is looked at; what is no text is replaced."""
    mark, encoding = told_encoding(content)
    return content[mark:LOOKED_AT].decode(encoding or "utf-8", errors="replace")


def root_name(content: bytes) -> str | None:
    """The name of the root element without its prefix. None where there is none, or this is no XML.

    Mistakes before and after it do not matter: to report them is for whoever reads the file.
    """
    text = beginning(content)
    position = 0
    while True:
        while text[position : position + 1].isspace():
            position += 1
        for opening, closing in _SKIPPED:
            if text.startswith(opening, position):
                end = _end_of_doctype(text, position) if opening == "<!" else text.find(closing, position)
                if end < 0:
                    return None
                position = end + len(closing)
                break
        else:
            found = _NAME.match(text, position)
            return found[1].rpartition(":")[2] if found else None


def _end_of_doctype(text: str, position: int) -> int:
    """Where a declaration ends: behind its internal subset, if it has one."""
    end, subset = text.find(">", position), text.find("[", position)
    if 0 <= subset < end:
        end = text.find(">", max(text.find("]", subset), subset))
    return end
