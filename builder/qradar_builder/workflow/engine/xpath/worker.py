"""Evaluates one XPath over one XML text, in this process or as a process of its own that can be stopped.

libxml2 can neither be interrupted nor be given a limit. As a script this reads JSON objects from standard input,
one a line, and answers each by one on standard output; it imports nothing of this package, so that it starts fast.
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any

from lxml import etree

_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
_PREFIX = re.compile(r"([^\W\d][\w.-]*):(?=[^\W\d*]|\*)")
_MOST_MEMORY = 2_000_000_000


class TooMuchError(Exception):
    """The texts of the nodes are longer than allowed."""


def evaluate(xml: bytes, query: etree.XPath, most: int) -> tuple[str, list[str]]:
    """What an XPath gives: `texts`, `nodes` (elements are among them) or `value`, and the texts of it all.

    Raises etree.XMLSyntaxError, etree.XPathError, and TooMuchError above `most` characters.
    """
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    found: Any = query(etree.fromstring(xml, parser))
    if not isinstance(found, list):
        return "value", [_text(found)]
    has_elements = any(isinstance(each, etree._Element) for each in found)  # noqa: SLF001 - the type has no other name
    texts, size = [], 0
    for each in found:
        texts.append(_text(each))
        size += len(texts[-1])
        if size > most:
            raise TooMuchError
    return "nodes" if has_elements else "texts", texts


def compiled(query: str) -> etree.XPath:
    """The compiled XPath. Raises etree.XPathSyntaxError."""
    prefixes = {match[1] for match in _PREFIX.finditer(_LITERAL.sub("''", query))}
    # Java finds nothing by a prefix that is not declared, where libxml2 ends in error.
    nothing = {prefix: "urn:declared:nowhere" for prefix in prefixes if prefix != "xml"}
    return etree.XPath(query, namespaces=nothing or None, smart_strings=False, regexp=False)


def _text(found: Any) -> str:
    """The XPath string value of a result."""
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, float):
        return str(int(found)) if found.is_integer() else repr(found)
    if isinstance(found, etree._Element):  # noqa: SLF001 - the type has no other name
        return str(_STRING(found))
    # A node of a namespace is a pair.
    return str(found[1]) if isinstance(found, tuple) else str(found)


_STRING = etree.XPath("string()", smart_strings=False)


def _limit_memory() -> None:
    """Limit the memory of this process. Windows has no such limit, and some systems refuse it."""
    try:
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    except (ImportError, ValueError, OSError):
        return


def _limit_time(seconds: int) -> None:
    """Limit the time of the next question, in case nobody is left to stop this process."""
    try:
        import resource  # noqa: PLC0415 - as above

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime) + seconds + 1
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    except (ImportError, ValueError, OSError):
        return


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    _limit_time(asked["seconds"])
    try:
        kind, texts = evaluate(asked["xml"].encode("utf-8", "replace"), compiled(asked["query"]), asked["most"])
    except etree.XMLSyntaxError as error:
        return {"kind": "xml", "message": error.msg}
    except etree.XPathError as error:
        return {"kind": "xpath", "message": str(error)}
    except (TooMuchError, MemoryError):
        return {"kind": "memory"}
    return {"kind": kind, "texts": texts}


def main() -> None:
    """Answer questions, a line each, until there are no more."""
    _limit_memory()
    for line in sys.stdin.buffer:
        sys.stdout.write(json.dumps(_answer(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
