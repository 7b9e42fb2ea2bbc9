"""The picture of the layers: it has every layer, and its text lies inside its boxes."""

import shutil

import pytest
from lxml import etree

from tools.layer_picture import ROOT, Layer, layer_picture, layers
from tools.pictures.drawing import COLUMNS, INSIDE, LEFT, TEXT_SIZE, WIDTH

SVG = "{http://www.w3.org/2000/svg}"
WIDE = 0.6
"""The mean width of a character of a wide font, as a part of its size."""
SHOWN = [
    Layer("top", "Words <and> signs & more words, so that there are several lines of them in its box."),
    Layer("low", "x"),
]


@pytest.fixture
def tree(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for layer in layers():
        folder = tmp_path / "builder" / "qradar_builder" / layer.name
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text(f'"""{layer.name.title()} things.\n\nMore."""\n', encoding="utf-8")
    return tmp_path


def test_layers_have_the_order_of_the_contract_and_their_first_lines(tree):
    assert [layer.name for layer in layers(tree)] == [layer.name for layer in layers()]
    assert layers(tree)[0] == Layer("cli", "Cli things.")


def test_layers_side_by_side_are_both_shown(tree):
    path = tree / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"text",\n  "secrets",', '"text | secrets",'), encoding="utf-8")
    assert [layer.name for layer in layers(tree)][-3:] == ["text", "secrets", "quick"]


def test_a_layer_that_the_contract_does_not_have_is_told(tree):
    new = tree / "builder" / "qradar_builder" / "attic"
    new.mkdir()
    (new / "__init__.py").write_text('"""Old things."""\n', encoding="utf-8")
    with pytest.raises(ValueError, match="attic"):
        layers(tree)


def test_a_layer_without_a_folder_is_told(tree):
    shutil.rmtree(tree / "builder" / "qradar_builder" / "dsm")
    with pytest.raises(ValueError, match="dsm"):
        layers(tree)


def test_a_layer_without_a_first_line_is_told(tree):
    (tree / "builder" / "qradar_builder" / "dsm" / "__init__.py").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match="no first line"):
        layers(tree)


@pytest.mark.parametrize("shown", [SHOWN, layers()], ids=["made up", "real"])
def test_each_layer_has_a_box_that_holds_its_text(shown):
    root = etree.fromstring(layer_picture(shown))
    boxes, texts = root.findall(f"{SVG}rect[@class='box']"), root.findall(f"{SVG}text[@x]")
    assert [each.text for each in texts if each.get("class") == "name"] == [layer.name for layer in shown]
    assert " ".join(each.text for each in texts if each.get("class") == "text") == " ".join(
        layer.subject for layer in shown
    )
    ends = [0]
    for box in boxes:
        top, bottom = int(box.get("y")), int(box.get("y")) + int(box.get("height"))
        assert top >= ends[-1]
        ends.append(bottom)
        held = [each for each in texts if top < int(each.get("y")) < bottom]
        assert len(held) > 1
        for each in held:
            right = int(each.get("x")) + len(each.text) * WIDE * TEXT_SIZE
            assert right <= int(box.get("x")) + int(box.get("width"))
    assert len(boxes) == len(shown)
    assert ends[-1] <= int(root.get("height"))


def test_a_full_line_fits_between_the_edges_of_a_telephone():
    assert LEFT + INSIDE + COLUMNS * WIDE * TEXT_SIZE <= WIDTH <= 390


def test_each_colour_has_one_for_dark_pages():
    style = etree.fromstring(layer_picture(SHOWN)).find(f"{SVG}style").text
    light, _, dark = style.partition("@media (prefers-color-scheme: dark)")
    for name in ("ground", "box", "name", "text", "line"):
        assert f".{name} {{" in light
        assert f".{name} {{" in dark
