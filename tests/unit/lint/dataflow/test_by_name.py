from qradar_builder.lint.dataflow.by_name import ByName


def test_things_of_several_names_come_in_their_order():
    things = ByName([("Set", 1), ("Log", 2), ("Set", 3), ("Add", 4)])
    assert things.of(["Log", "Set"]) == [1, 2, 3]
    assert things.of(["Set"]) == [1, 3]
    assert things.of(["Abort"]) == []
    assert things.of(["Abort", "Add"]) == [4]
