"""The example package of the manual, whose files the reference shows and whose runs the pictures show."""

import json
import re
import shutil

import pytest
from click.testing import CliRunner
from lxml import etree

from qradar_builder import api
from qradar_builder.cli.main import main
from tools.example import EXAMPLE
from tools.format_pages import FORMATS, format_pages
from tools.pictures.drawing import COLUMNS, INSIDE, TEXT_SIZE, WIDTH, Box, Place, flow, wrapped
from tools.pictures.event import event_picture
from tools.pictures.polls import polls_picture
from tools.pictures.way import way_picture

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = {"way": way_picture(), "event": event_picture(), "polls": polls_picture()}


def texts(name):
    return [each.text for each in etree.fromstring(PICTURES[name]).iter(f"{SVG}text")]


def test_the_example_has_no_findings():
    assert api.check(EXAMPLE).findings == ()


def test_the_cases_of_the_example_pass_and_reach_everything(tmp_path):
    folder = shutil.copytree(EXAMPLE, tmp_path / "acme-audit")
    result = CliRunner().invoke(main, ["test", str(folder)])
    assert result.exit_code == 0, result.output
    assert "9 of 9 actions reached" in result.output


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.schema)
def test_the_page_of_a_format_shows_a_file_of_its_kind(kind):
    text = (EXAMPLE / kind.example).read_text(encoding="utf-8")
    assert f'```yaml title="{kind.shown_path}"\n{text}```\n' in format_pages()[kind.page]
    assert re.fullmatch(re.sub(r"<\w+>", "[a-z-]+", kind.path), kind.shown_path)


def test_the_whole_way_names_its_steps_in_order_and_what_runs_where():
    found = texts("way")
    steps = ["content/acme-audit/", "qradar-builder lint", "qradar-builder test", "qradar-builder build", "dist/"]
    steps += ["Extensions Management", "Log source"]
    assert [each for each in found if each in steps] == steps
    assert any("CI" in each for each in found)
    assert "On the QRadar console" in found
    assert any("acme-audit-1.0.0.zip" in each for each in found)


def test_an_event_is_shown_from_its_payload_to_its_record():
    found = texts("event")
    assert [each for each in found if " = " in each and "Device" not in each] == [
        "EventName = denied",
        "UserName = bob",
    ]
    assert found[-3:] == ["Acme login refused", "severity 4", "low-level category User Login Failure"]


def test_the_bookmark_of_each_poll_is_what_the_one_before_has_kept():
    found = texts("polls")
    asked = [each.partition("since=")[2] for each in found if "since=" in each]
    state = json.loads(
        api.run_workflow(EXAMPLE / "workflows/audit.yaml", EXAMPLE / "tests/workflows/three-polls.yaml").state
    )
    kept = [each.partition(" = ")[2] for each in found if each.startswith("/bookmark = ")]
    assert asked == ["1767600000000", "1767603560000", "1767603560000"]
    assert kept == [asked[0], asked[1], asked[1], asked[2], state["bookmark"]]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_fits_a_telephone_and_its_boxes_are_in_their_frames(name):
    root = etree.fromstring(PICTURES[name])
    assert int(root.get("width")) == WIDTH <= 390
    assert root.find(f"{SVG}title").text
    frames = [(int(each.get("y")), int(each.get("height"))) for each in root.findall(f"{SVG}rect[@class='place']")]
    boxes = [(int(each.get("y")), int(each.get("height"))) for each in root.findall(f"{SVG}rect[@class='box']")]
    ends = [0]
    for top, height in boxes:
        assert top >= ends[-1]
        assert any(start < top and top + height < start + tall for start, tall in frames)
        ends.append(top + height)
    assert max(start + tall for start, tall in frames) < int(root.get("height"))
    assert all(len(each) <= COLUMNS + 10 for each in texts(name))


def test_a_box_breaks_its_lines_and_keeps_signs():
    box = Box("a < b", f"{'word ' * 20}\nlast & least", arrow="x")
    assert all(len(line) <= COLUMNS for line in wrapped(box.text))
    assert wrapped(box.text)[-1] == "last & least"
    assert 2 * INSIDE + COLUMNS * 0.6 * TEXT_SIZE <= WIDTH
    shown = [each.text for each in etree.fromstring(flow("t", [Place("p", (box,))])).iter(f"{SVG}text")]
    assert {"a < b", "last & least", "x", "p"} <= set(shown)
