"""Links of an author's documents to headings of the guide, and when the guide is made to look them up."""

import pytest

from qradar_builder.findings import Findings
from qradar_builder.package.build import build_package
from qradar_builder.package.guide.anchors import check_anchors
from qradar_builder.package.guide.documents import read_documents
from qradar_builder.package.guide.slots import Slot

EVERY_SLOT = "".join(f"## {slot}\n\nText.\n\n### Own heading of {slot}\n\nMore.\n\n" for slot in Slot)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A package with a log source type and no workflow, in the working directory."""
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "extension.yaml": "id: acme\nname: Acme\nversion: 1.0.0\nauthor: {name: A}\nqradar: {minimum: 7.5.0}\n",
        "log_source_types/log.yaml": "name: Acme Log\nprotocol: Syslog\nparsing:\n  EventName: {json: '/\"id\"'}\n",
        "CHANGELOG.md": "# Changes\n\nOf all versions.\n\n## 1.0.0\n\n### News of the version\n\nFirst.\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    return tmp_path


def checked(folder, guide, ids=()):
    """What is reported, and how often the ids of the guide were asked for."""
    (folder / "docs" / "guide.md").write_text(guide, encoding="utf-8")
    asked = []
    findings = Findings()
    check_anchors(read_documents(folder, Findings()), lambda: asked.append(1) or set(ids), findings)
    return [found.message for found in findings], len(asked)


@pytest.mark.parametrize(
    "guide",
    [
        "Nothing to follow.\n\n## Notes\n\nText.\n",
        "[in](#deep-inside)\n\n## Notes\n\nText.\n\n### Deep inside\n",
        "[in](#a-section-of-its-own)\n\n## A section of its own\n\nText.\n",
        "[in](#news-of-the-version)\n\n## Notes\n\nText.\n",
        "[in](#twice-1)\n\n## Notes\n\n### Twice\n\n### Twice\n",
    ],
)
def test_the_guide_is_not_made_for_links_to_headings_of_the_author(folder, guide):
    assert checked(folder, guide) == ([], 0)


def test_the_guide_is_made_once_for_links_to_its_own_headings(folder):
    guide = "[a](#network) [b](#in-short) [c](#deep)\n\n## Notes\n\n### Deep\n"
    assert checked(folder, guide, {"network", "in-short", "deep"}) == ([], 1)


def test_a_link_to_no_heading_is_reported(folder):
    assert checked(folder, "[a](#gone)\n\n## Notes\n\nText.\n", {"network"}) == (
        ["the guide has no heading `#gone`"],
        1,
    )


@pytest.mark.parametrize("for_check", [False, True])
def test_the_guide_has_every_heading_of_the_author_in_every_slot(folder, for_check):
    links = "".join(f"[x](#own-heading-of-{slot.lower().replace(' ', '-')}) " for slot in Slot)
    more = "[x](#a-section) [x](#inside) [x](#news-of-the-version) [x](#notes) [x](#gone)"
    guide = f"{links}{more}\n\n{EVERY_SLOT}## A section\n\n### Inside\n\nText.\n"
    (folder / "docs" / "guide.md").write_text(guide, encoding="utf-8")
    findings = Findings()
    assert build_package(folder, findings, for_check=for_check) is not None
    assert [found.message for found in findings if found.rule == "guide/link"] == ["the guide has no heading `#gone`"]
