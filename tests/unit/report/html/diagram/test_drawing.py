"""The diagram is SVG without script, which can be read without seeing it."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from qradar_builder.report.html.diagram import drawing
from qradar_builder.report.html.diagram.drawing import diagram
from qradar_builder.workflow.recording.recording import Reached
from tests.unit.report.html.diagram.test_layout import element, workflow_of

SVG = "{http://www.w3.org/2000/svg}"
CALL = element(
    "CallEndpoint",
    [
        element("BearerAuthentication", token="${/t}"),
        *(element("QueryParameter", name=f"q{n}", value="v") for n in range(7)),
    ],
    method="GET",
    url="https://h/<script>\u202e?access_token=abcdef0123456789abcdef",
)
ACTIONS = [CALL, element("If", [element("Log", message="m")], condition="/a = 1")]


def read(markup):
    return etree.fromstring(str(markup))


def test_nodes_have_ids_places_and_names():
    tree = read(diagram(workflow_of(ACTIONS)))
    nodes = tree.findall(f".//{SVG}g[@tabindex]")
    assert [(node.get("id"), node.get("data-node"), node.get("data-line")) for node in nodes] == [
        ("node-1", "1", "1"),
        ("node-2", "2", "1"),
        ("node-2-1", "2.1", "1"),
    ]
    assert nodes[1].get("aria-label") == "If /a = 1, w.yaml line 1"
    assert tree.get("aria-labelledby") == "diagram-title diagram-about"
    assert tree.findtext(f"{SVG}title") == "Workflow n"
    assert tree.findtext(f"{SVG}desc") == "3 actions from top to bottom, indented as they are nested."
    texts = [text.text for text in nodes[0].findall(f"{SVG}text")]
    assert texts[0] == "CallEndpoint"
    assert texts[2:] == ["BearerAuthentication", *(f"QueryParameter q{n}" for n in range(4)), "… and 3 more"]


def test_what_was_reached_is_said_in_words_too():
    reached = Reached(Counter({"1": 2}), Counter({("start", "1"): 2, ("1", "2"): 1}), Counter({"1": 1}))
    tree = read(diagram(workflow_of(ACTIONS), reached, prefix="x-"))
    nodes = tree.findall(f".//{SVG}g[@tabindex]")
    assert [node.get("class").split()[-1] for node in nodes] == ["failed", "missed", "missed"]
    assert nodes[0].get("aria-label").endswith("reached 2 times, ended 1 run")
    assert nodes[1].get("aria-label").endswith("never reached")
    edges = {(each.get("data-from"), each.get("data-to")): each for each in tree.findall(f".//{SVG}g[@data-from]")}
    assert edges["start", "1"].findtext(f"{SVG}text") == "2\N{MULTIPLICATION SIGN}"
    assert "untaken" in edges["2", "2.1"].get("class")
    assert nodes[0].get("id") == "x-node-1"


def test_hostile_text_is_text_and_secrets_are_not_there():
    text = str(diagram(workflow_of(ACTIONS)))
    assert "<script" not in text
    assert "\u202e" not in text
    assert "abcdef0123456789" not in text


def test_it_is_the_same_each_time():
    assert diagram(workflow_of(ACTIONS)) == diagram(workflow_of(ACTIONS))


def test_a_very_long_workflow_is_cut_with_a_word(monkeypatch):
    monkeypatch.setattr(drawing, "MOST_NODES", 2)
    tree = read(diagram(workflow_of(ACTIONS)))
    assert len(tree.findall(f".//{SVG}g[@tabindex]")) == 2
    assert tree.findtext(f"{SVG}desc").endswith("Only the first 2 are drawn.")
