"""Ranks: one for each place of a source, whatever is read with it."""

from qradar_builder.survey.sketches.ranks import ranks_of
from tests.survey_records import record


def test_ranks_of_a_source_are_all_different_and_do_not_depend_on_its_neighbors():
    records = [record("", offset) for offset in range(50_000)]
    ranks = ranks_of(records)
    assert len(set(ranks.tolist())) == 50_000
    assert ranks_of([records[77]])[0] == ranks[77]
    assert ranks_of([record("", 77, "other")])[0] != ranks[77]
