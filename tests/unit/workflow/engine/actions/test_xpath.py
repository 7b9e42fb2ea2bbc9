"""XPath and namespaces: what Java 17 finds is found, and what its reader of XML decides is marked as not certain."""

import pytest

from qradar_builder.workflow.engine.actions.xpath import leaned_on
from qradar_builder.workflow.engine.limits import Limits
from qradar_builder.workflow.engine.xpath.search import search
from qradar_builder.workflow.engine.xpath.worker import compiled

DEFAULT = "<r xmlns='u'><a>1</a></r>"
PREFIXED = "<p:r xmlns:p='u'><p:a x:y='2' xmlns:x='z'>1</p:a></p:r>"


@pytest.mark.parametrize(
    ("xml", "query", "texts", "leaned"),
    [
        ("<r><a>1</a></r>", "//q:a", [], ["xpath-prefix"]),
        ("<r><a>1</a></r>", "//q:a | //a", ["1"], ["xpath-prefix"]),
        ("<r><a>1</a></r>", "//a[. != 'q:b']", ["1"], []),
        ("<r><a>1</a></r>", "/child::r/descendant::a", ["1"], []),
        (PREFIXED, "//p:a", [], ["xpath-prefix"]),
        (PREFIXED, "//a", [], ["xpath-namespace"]),
        (PREFIXED, "//@x:y", [], ["xpath-prefix"]),
        (PREFIXED, "//*[local-name() = 'a']", ["1"], []),
        (PREFIXED, "//*[name() = 'p:a']", ["1"], []),
        (DEFAULT, "//a", [], ["xpath-namespace"]),
        (DEFAULT, "/r/a/text()", [], ["xpath-namespace"]),
        (DEFAULT, "count(//a)", ["0"], ["xpath-namespace"]),
        (DEFAULT, "//*[local-name() = 'a' and position() = 1]", ["1"], []),
    ],
)
def test_what_is_found_by_names(xml, query, texts, leaned):
    assert search(xml, compiled(query), Limits())[1] == texts
    assert [choice.key for choice in leaned_on(query, xml)] == leaned
