"""The runs of a case: exchanges, clocks and what is expected."""

from qradar_builder.exchanges.exchange import Fault
from tests.unit.testing.workflows.cases import GOOD, read


def test_a_run_has_its_exchanges_its_clock_and_what_is_expected(tmp_path):
    (tmp_path / "page.json").write_text("[]", encoding="utf-8")
    case, found = read(tmp_path, GOOD)
    assert found == []
    first, second = case.runs
    (exchange,) = first.exchanges
    assert exchange.request.query == (("b", "c"), ("d", "1"), ("d", "2"))
    assert exchange.answer.body == b"[]"
    assert (first.clock, first.expect.status) == (None, "ok")
    assert second.clock == 1714565400000
    assert second.exchanges[0].answer == Fault("timeout")
    assert second.expect.events == ["a", {"b": 1}]


def test_a_link_out_of_the_package_is_not_followed(tmp_path):
    inside = tmp_path / "package"
    inside.mkdir()
    (tmp_path / "secret").write_text("s", encoding="utf-8")
    (inside / "page.json").symlink_to(tmp_path / "secret")
    _, found = read(inside, GOOD)
    assert [each.rule for each in found] == ["case/body-file"]
