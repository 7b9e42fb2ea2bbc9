"""The page about the architecture names what there is."""

import re

import pytest

from tools.followed_pages import ROOT
from tools.structure import PACKAGE, SOURCE, files, graph

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"\n(?=\n|\||#|-|\d+\. )")
"""What parts paragraphs, rows of tables, headings and items. Lists inside of an item are a part of it."""
PATH = re.compile(r"`((?:[\w.-]+/)+(?:[\w.-]+\.\w+)?)`")
NAME = re.compile(r"`(?:[a-z]+\.)?([A-Za-z_]\w*)(?:\(\))?`")


def found(path):
    return next((root / path for root in (SOURCE, ROOT) if (root / path).exists()), None)


def text_of(path):
    below = [path] if path.is_file() else [each for each in path.rglob("*") if each.suffix in {".py", ".json"}]
    return "\n".join(each.read_text(encoding="utf-8") for each in below)


def blocks():
    return [block for block in BLOCK.split(PAGE) if PATH.search(block)]


def test_every_path_on_the_page_exists():
    paths = PATH.findall(PAGE)
    assert len(paths) > 80
    assert [path for path in paths if found(path) is None] == []


@pytest.mark.parametrize("block", blocks())
def test_every_name_beside_a_path_is_in_that_file(block):
    texts = [text_of(found(path)) for path in PATH.findall(block) if path != "docs/"]
    names = NAME.findall(block)
    assert [name for name in names if not any(re.search(rf"\b{name}\b", text) for text in texts)] == []


def walks():
    for section in re.split(r"^## ", PAGE, flags=re.MULTILINE):
        if section.startswith("Walk: "):
            yield pytest.param(re.findall(r"^\| `([\w/]+)\.py` \|", section, re.MULTILINE), id=section.splitlines()[0])


@pytest.mark.parametrize("modules", list(walks()))
def test_a_walk_begins_at_a_command_that_reaches_each_of_its_modules(modules):
    names = [module.replace("/", ".").removesuffix(".__init__") for module in modules]
    assert len(names) > 10
    assert names[0] in files()
    imports = graph()
    for name in names[1:]:
        assert imports.chain_exists(f"{PACKAGE}.{names[0]}", f"{PACKAGE}.{name}"), f"{names[0]} does not reach {name}"


def test_there_are_seven_walks_and_four_ways_to_add():
    headings = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)
    assert len([each for each in headings if each.startswith("Walk: ")]) == 7
    assert [each for each in headings if each.startswith("Add ")] == [
        "Add a rule",
        "Add an action",
        "Add an expression kind",
        "Add a command",
    ]
