"""Cells in columns: what is put together is what was counted together."""

from collections import Counter

from hypothesis import given, strategies as st

from qradar_builder.survey.sketches.packed import Packer, Unpacked
from qradar_builder.survey.sketches.tables import LAST_HOUR, OUTSIDE, put_together, table_from, table_of

HOURS = st.none() | st.integers(OUTSIDE, LAST_HOUR - 1)
CELLS = st.dictionaries(
    st.tuples(st.text(max_size=3), HOURS),
    st.dictionaries(st.sampled_from("abc"), st.integers(1, 1 << 50), min_size=1),
    max_size=8,
)


def repacked(table):
    packer = Packer()
    packed = table.pack(packer)
    content = packer.packed(packed)
    unpacked = Unpacked(content)
    return table_from(unpacked.document, unpacked), content


@given(CELLS)
def test_a_table_has_its_cells_and_equal_ones_have_equal_bytes(cells):
    table, content = repacked(table_of(cells))
    assert table.cells() == cells
    assert repacked(table_of(dict(reversed(cells.items()))))[1] == content


@given(st.lists(CELLS, max_size=4))
def test_the_same_sources_and_hours_are_put_together(parts):
    expected = Counter()
    for cells in parts:
        for (source, hour), counts in cells.items():
            for name, count in counts.items():
                coarser = hour if hour in {None, OUTSIDE} else hour // 24
                expected[source[:1], coarser, name] += count
    tables = [repacked(table_of(cells))[0] for cells in parts]
    made = put_together(tables, lambda source: source[:1], lambda hour: hour if hour == OUTSIDE else hour // 24)
    found = {(*key, name): count for key, counts in made.cells().items() for name, count in counts.items()}
    assert found == expected
    assert list(made.sources) == sorted({source for source, *_ in expected})


def test_tables_of_the_same_time_keep_it():
    tables = [table_of({("s", 5): {"a": 1}}), table_of({("s", 5): {"b": 2}, ("s", None): {"a": 3}})]
    assert put_together(tables, str, None).cells() == {("s", 5): {"a": 1, "b": 2}, ("s", None): {"a": 3}}
