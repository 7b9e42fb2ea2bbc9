import pytest

from qradar_builder.lint.dataflow.graph import END, ENTRY, FAILED
from tests.unit.lint.dataflow.workflows import subject_of


def named(graph, node):
    element = graph.elements[node]
    return {ENTRY: "entry", END: "end", FAILED: "failed"}.get(node) or element.get("path") or element.name


def arrows(graph):
    return {
        (named(graph, node), named(graph, arrow.to), arrow.when)
        for node, following in enumerate(graph.arrows)
        for arrow in following
    }


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ("  - Set: {path: /a, value: x}", {("entry", "/a", None), ("/a", "end", None)}),
        (
            "  - If: /x = 1\n    then:\n      - Set: {path: /a, value: x}\n  - Set: {path: /b, value: x}",
            {("entry", "If", None), ("If", "/a", True), ("If", "/b", False), ("/a", "/b", None), ("/b", "end", None)},
        ),
        (
            """\
  - If: /x = 1
    then:
      - Abort: {reason: no}
  - ElseIf: /x = 2
    then:
      - Set: {path: /a, value: x}
  - Else:
    then:
      - Set: {path: /b, value: x}
""",
            {
                ("entry", "If", None),
                ("If", "Abort", True),
                ("Abort", "failed", None),
                ("If", "ElseIf", False),
                ("ElseIf", "/a", True),
                ("ElseIf", "Else", False),
                ("Else", "/b", None),
                ("/a", "end", None),
                ("/b", "end", None),
            },
        ),
        (
            "  - While: /x = 1\n    do:\n      - Set: {path: /a, value: x}",
            {("entry", "While", None), ("While", "/a", True), ("/a", "While", None), ("While", "end", False)},
        ),
        (
            "  - DoWhile: /x = 1\n    do:\n      - Set: {path: /a, value: x}",
            {("entry", "/a", None), ("/a", "DoWhile", None), ("DoWhile", "/a", True), ("DoWhile", "end", False)},
        ),
    ],
)
def test_arrows_are_the_ways_of_a_run(actions, expected):
    assert arrows(subject_of(actions).graph) == expected


def test_what_no_way_leads_to_is_named():
    graph = subject_of("  - Abort: {reason: no}\n  - Set: {path: /a, value: x}\n  - Set: {path: /b, value: x}").graph
    assert [each.get("path") for each in graph.unreached] == ["/a"]


def test_a_way_is_the_shortest_one_past_allowed_nodes():
    subject = subject_of(
        "  - While: /x = 1\n    do:\n      - Set: {path: /a, value: x}\n      - If: /y = 1\n        then:\n"
        "          - Set: {path: /b, value: x}\n  - Set: {path: /c, value: x}"
    )
    graph = subject.graph
    a, b, c = (
        next(node for node, each in enumerate(graph.elements) if each is not None and each.get("path") == path)
        for path in ("/a", "/b", "/c")
    )
    assert [named(graph, node) for node in graph.way(a, lambda node: node == c)] == ["/a", "If", "While", "/c"]
    assert graph.way(a, lambda node: node == c, past=lambda node: named(graph, node) != "While") is None
    assert graph.way(c, lambda node: node == a) is None
    assert [named(graph, node) for node in graph.way(a, lambda node: node == a)] == ["/a", "If", "While", "/a"]
    assert [text for _, text in graph.steps(graph.way(a, lambda node: node == b))] == [
        "1. Set",
        "2. If is true",
        "3. Set",
    ]
    assert {named(graph, node) for node in graph.loops[graph.way(a, lambda node: node == a)[-2]]} == {
        "While",
        "/a",
        "If",
        "/b",
    }


def test_what_is_reached_ends_at_a_stop_and_goes_past_none():
    subject = subject_of(
        "  - Set: {path: /a, value: x}\n  - While: /x = 1\n    do:\n      - Set: {path: /b, value: x}\n"
        "  - Set: {path: /c, value: x}"
    )
    graph = subject.graph
    nodes = {named(graph, node): node for node in range(len(graph.elements))}

    def reached(start, *stops):
        return {named(graph, each) for each in graph.reached(nodes[start], frozenset(nodes[each] for each in stops))}

    assert reached("entry") == {"/a", "While", "/b", "/c", "end"}
    assert reached("/b") == {"While", "/b", "/c", "end"}
    assert reached("entry", "While") == {"/a", "While"}
    assert reached("While", "While") == {"/b", "While", "/c", "end"}
    assert reached("entry", "/b", "/c") == {"/a", "While", "/b", "/c"}
