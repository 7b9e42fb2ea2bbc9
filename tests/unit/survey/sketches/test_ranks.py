"""Ranks: one for each place of a source, whatever is read with it."""

from qradar_builder.survey.sketches.ranks import ranks_of


def test_ranks_of_a_source_are_all_different_and_do_not_depend_on_its_neighbors():
    offsets = list(range(50_000))
    ranks = ranks_of(["a.log"] * len(offsets), offsets)
    assert len(set(ranks.tolist())) == 50_000
    assert ranks_of(["a.log"], [77])[0] == ranks[77]
    assert ranks_of(["other", "a.log"], [77, 77]).tolist()[1] == ranks[77]
    assert ranks_of(["other"], [77])[0] != ranks[77]
