"""Notes are drafted from what changed since the last release."""

from qradar_builder.api import check_release
from tests.unit.comparison.release.conftest import LAST, PACKAGE, TYPE


def test_notes_have_the_effects_of_the_changes_by_class(acme):
    change = {
        TYPE: {"qids": {"login": {"severity": 7}}, "parsing": {"SourceIp": None, "DestinationIp": {"json": '/"d"'}}}
    }
    notes = check_release(acme(change, "1.1.0"), LAST).notes
    assert notes.splitlines()[0] == "## 2.0.0"
    assert (
        "- Events of `Acme Audit` no longer get the field `SourceIp`" in notes.split("### Breaking")[1].split("###")[0]
    )
    assert check_release(acme(change, "2.1.0"), LAST).notes.startswith("## 2.1.0\n")
    assert check_release(acme({}, "1.1.0"), LAST).notes == "## 1.1.0\n\n- Nothing that a console sees.\n"


def test_notes_are_short_where_many_things_changed_in_one_way(acme):
    events = [{"id": f"e{n}", "qid": "login"} for n in range(20)]
    notes = check_release(acme({TYPE: {"events": PACKAGE[TYPE]["events"] + events}}, "1.2.0"), LAST).notes
    assert notes.count("\n- ") == 6
    assert "- 15 more changes of the kind `mapping/added`." in notes
