"""The actions of a workflow have ids that say where they are, and labels that say what they are about."""

from __future__ import annotations

from qradar_builder.findings import Findings
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.workflow.recording.nodes import nodes_of

WORKFLOW = """
name: n
version: 1
actions:
  - use: sign-in
  - CallEndpoint: {url: "https://${/host}/x", method: GET, savePath: /r}
  - If: /r/status_code = 200
    then:
      - ForEach: {item: /e, items: /r/body}
        do:
          - Set: {path: /x, value: "${/e}"}
  - Else:
    then:
      - Abort: {reason: no}
"""
FRAGMENT = """
actions:
  - Sleep: {duration: 5}
"""


def test_nodes_have_ids_places_and_labels():
    findings = Findings()
    fragments = {"sign-in": parse_document(FRAGMENT, "fragments/sign-in.yaml", findings)}
    workflow = read_workflow_yaml(parse_document(WORKFLOW, "w.yaml", findings), fragments, findings)
    assert list(findings) == []
    nodes = nodes_of(workflow)
    assert [(node.id, node.element.name, node.depth, node.place, node.label) for node in nodes] == [
        ("1", "Sleep", 0, ("fragments/sign-in.yaml", 3), "5"),
        ("2", "CallEndpoint", 0, ("w.yaml", 6), "GET https://${/host}/x"),
        ("3", "If", 0, ("w.yaml", 7), "/r/status_code = 200"),
        ("3.1", "ForEach", 1, ("w.yaml", 9), "/e in /r/body"),
        ("3.1.1", "Set", 2, ("w.yaml", 11), "/x = ${/e}"),
        ("4", "Else", 0, ("w.yaml", 12), ""),
        ("4.1", "Abort", 1, ("w.yaml", 14), "no"),
    ]
    assert nodes[0].used_at == (("w.yaml", 5),)
    assert nodes[1].used_at == ()
