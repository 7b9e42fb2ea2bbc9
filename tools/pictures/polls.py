"""The picture of a workflow's bookmark over three polls."""

from __future__ import annotations

import json
from typing import Final

import yaml

from qradar_builder import api
from tools.example import EXAMPLE
from tools.pictures.drawing import Box, Place, flow

_POLLS: Final = 3
_NAMES: Final = ("first", "second", "third")


def polls_picture() -> str:
    """The picture as SVG. It is drawn from a run of the example's case: what was asked, what came, what was kept."""
    workflow, case = EXAMPLE / "workflows" / "audit.yaml", EXAMPLE / "tests" / "workflows" / "three-polls.yaml"
    exchanges = [run["exchanges"][0] for run in yaml.safe_load(case.read_text(encoding="utf-8"))["runs"]]
    places = []
    for number in range(_POLLS):
        made = api.run_workflow(workflow, case, runs=number + 1)
        events = [json.loads(event)["code"] for event in made.runs[number].events]
        asked = exchanges[number]["request"]["query"]["since"]
        kept = json.loads(made.state)["bookmark"]
        came = f"{len(events)} new: {', '.join(events)}" if events else "no new events"
        boxes = (
            Box("CallEndpoint", f"GET /api/events?since={asked}", arrow=f"/bookmark = {asked}"),
            Box("PostEvent", came, arrow="the answer"),
            Box(
                "Set", f"/bookmark = {kept}" if events else "is not reached: the bookmark stays", arrow="the last event"
            ),
        )
        places.append(Place(f"The {_NAMES[number]} poll", boxes))
    return flow("The bookmark of a workflow over three polls.", places)
