"""Whether two XML documents say the same: by canonical XML, without the white space that only lays them out."""

from __future__ import annotations

from lxml import etree


def same_document(one: bytes, other: bytes) -> bool:
    """Whether two well-formed documents are equal in elements, attributes, text and comments, and their order."""
    return _canonical(one) == _canonical(other)


def _canonical(content: bytes) -> str:
    parser = etree.XMLParser(
        remove_blank_text=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    root = etree.fromstring(content, parser)
    outside = [*root.itersiblings(etree.Comment), *root.itersiblings(etree.Comment, preceding=True)]
    for comment in (*root.iter(etree.Comment), *outside):
        # Its margin depends on how deep it is indented.
        comment.text = "\n".join(line.strip() for line in (comment.text or "").strip().splitlines())
    return str(etree.canonicalize(root.getroottree(), with_comments=True))
