"""The XML of an `XmlRequestBody`, as text that stays the same however often it is read and written."""

from __future__ import annotations

from lxml import etree

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def outer_xml(element: etree._Element, namespace: str) -> str:
    """An element as text. Those of `namespace` lose theirs: it is the workflow's, which they only inherit."""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    whole = parsed(text)
    for each in whole.iter(etree.Element):
        name = etree.QName(each)
        if name.namespace == namespace:
            each.tag = name.localname
    # A prefix may be used in a value only, as in xsi:type="xsd:string" of SOAP, so none but the workflow's is dropped.
    kept = [prefix for prefix, uri in whole.nsmap.items() if prefix and uri != namespace]
    etree.cleanup_namespaces(whole, keep_ns_prefixes=kept)
    short = etree.tostring(whole, encoding="unicode")
    # Below an element with a default namespace of its own, one without any would inherit that one.
    return short if _names(parsed(short)) == _names(whole) else text


def _names(element: etree._Element) -> list[str]:
    return [each.tag for each in element.iter(etree.Element)]


def parsed(text: str) -> etree._Element:
    """The element of such a text. Elements without a namespace take that of what they are appended to."""
    return etree.fromstring(text, _PARSER)
