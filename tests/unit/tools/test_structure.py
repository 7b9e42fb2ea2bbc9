"""The structure of the code keeps its contract: no circles, doors, tests where a person looks for them, small parts."""

import ast

import pytest

from tools import structure


def test_no_circle_runs_between_the_parts_of_any_folder():
    assert structure.circles() == []


def test_a_circle_would_be_found():
    arrows = {"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "e": {"a"}}
    assert list(structure._circles_of(arrows)) == [["b", "c", "b"]]
    assert list(structure._circles_of({"a": {"b"}, "b": {"c"}})) == []


def test_each_door_is_a_module():
    graph = structure.graph()
    for layer, doors in structure.doors().items():
        assert doors or layer == "cli", f"{layer} names no doors"
        for door in doors:
            assert f"{structure.PACKAGE}.{door}" in graph.modules


def test_imports_between_layers_use_the_doors():
    beside, between = structure.beside_the_doors(), structure.arrows()
    listed = "\n".join(f"{arrow.importer} imports {arrow.imported}" for arrow in beside)
    assert len(beside) <= 0.1 * len(between), f"more than a tenth of the imports between layers use no door:\n{listed}"


def test_each_folder_says_its_subject_in_its_first_line():
    for path in sorted(structure.SOURCE.rglob("__init__.py")):
        if path.parent != structure.SOURCE:
            first = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]
            assert first.endswith("."), f"{path} has no first line that says what the folder holds"


def test_names_say_what_their_folder_does_not():
    assert structure.repeating_their_folder() == []
    shared = structure.sharing_a_prefix()
    assert len(shared) <= 0.05 * len(structure.files()), f"these want a folder: {shared}"


def test_folders_modules_and_functions_stay_small():
    assert len(structure.files()) / len(structure.folders()) <= 12
    assert {name: length for name, length in structure.lengths().items() if length > 400} == {}
    assert {name: length for name, length in structure.functions().items() if length > 64} == {}


def test_each_module_has_a_test_file_of_its_name_or_a_reason():
    missing = structure.without_tests()
    assert missing == [], "write test_<name>.py where the module lies, or a line in tests/unit/homes.toml"


@pytest.mark.parametrize("home", sorted(structure.homes()))
def test_each_line_of_the_list_is_still_needed(home):
    below = [name for name in structure.to_test() if home in (name, name.rpartition(".")[0])]
    assert below, "there is no such module, nor a folder with modules right in it"
    assert any(not structure.test_of(name).exists() for name in below), "each module of it has a test file"


@pytest.mark.parametrize("area", sorted(structure.areas()))
def test_each_area_of_the_list_is_still_needed(area):
    below = [name for name in structure.to_test() if name.startswith(f"{area}.")]
    assert any(not structure.test_of(name).exists() for name in below), "each module of it has a test file"
    inside = [home for home in structure.homes() if home == area or home.startswith(f"{area}.")]
    assert inside == [], "the area has these too"


@pytest.mark.parametrize("reason", sorted({*structure.homes().values(), *structure.areas().values()}))
def test_the_tests_that_a_line_names_exist(reason):
    tests = reason.split(": ")[0].split(" ")
    assert all((structure.ROOT / each).exists() for each in tests), f"{tests} are not all there"


def test_the_list_is_short():
    assert len(structure.HOMES.read_text(encoding="utf-8").splitlines()) <= 60


def test_records_and_tables_need_no_test_file():
    assert {"findings.finding", "dsm.qid.step"}.isdisjoint(structure.to_test())
    assert {"text.shown", "workflow.runner", "lint.selection"} <= set(structure.to_test())


@pytest.mark.parametrize("folder", sorted(set(structure.homes()) - set(structure.files())))
def test_a_line_for_a_folder_is_for_few_modules(folder):
    names = structure.without_a_file(folder)
    assert len(names) <= structure.MOST_OF_A_LINE, f"write test files for some of {names}, or lines with their reasons"


def test_where_the_tests_of_a_module_are_is_told():
    assert structure.where_tested("workflow.runner")[0] == "tests/unit/workflow/test_runner.py"
    assert "tests/unit/jpath" in structure.where_tested("jpath.selection")[0]


def test_it_is_told_on_the_command_line(capsys):
    structure.main(["--tests", "builder/qradar_builder/workflow/runner.py", "no.such"])
    assert capsys.readouterr().out == (
        "workflow.runner:\n  tests/unit/workflow/test_runner.py\n  tests/unit/lint/test_predictions.py\n"
        "no.such:\n  there is no such module\n"
    )
