"""Templates of answers."""

from qradar_builder.simulation.service.templates import LEFT_OUT, Raw, as_json, filled, names_in


def test_a_name_alone_keeps_its_type_and_others_become_text():
    values = {"n": 3, "more": True, "none": None, "text": "x"}
    template = {"count": "${n}", "both": "${n} of ${text}", "list": ["${more}", "${none}"], "other": 1.5}
    assert filled(template, values.get) == {"count": 3, "both": "3 of x", "list": [True, None], "other": 1.5}
    assert filled("<n>${n}</n>${none}", values.get) == "<n>3</n>"


def test_a_value_that_is_left_out_takes_its_key_along():
    assert filled({"a": "${next}", "b": 1}, lambda _: LEFT_OUT) == {"b": 1}


def test_json_is_put_in_as_it_is():
    assert as_json({"events": Raw('[{"n":1.10}]'), "é": "\0"}) == '{"events": [{"n":1.10}], "é": "\\u0000"}'


def test_names_are_found_everywhere():
    assert sorted(names_in({"${a}": ["${b} ${c.iso}", {"x": "${d}"}], "n": 1})) == ["a", "b", "c.iso", "d"]
