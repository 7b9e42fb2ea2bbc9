from __future__ import annotations

import time

import pytest
from hypothesis import given, strategies as st

from qradar_builder.findings import Findings
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.source.yaml.node import Mapping, Scalar, Sequence
from qradar_builder.source.yaml.reader import MAX_ALIASED, MAX_DEPTH, MAX_NODES, read_tree

# The pieces that YAML is made of, for texts that come near to being YAML.
_PIECES = st.lists(
    st.sampled_from(
        [
            *"[]{},:-?&*!|>'\"%@` \n\t#",
            "a",
            "b: ",
            "- ",
            "\n  ",
            "&x ",
            "*x",
            "!!str ",
            "---\n",
            "...\n",
            "\r\n",
            "\\u0001",
            *("\x00", "\x85", "\u2028", "\ufeff", "\ud7ff", "\U0001f600", "<<: ", "~", "1e9"),
        ]
    ),
    max_size=60,
).map("".join)


def test_lists_and_mappings_are_read(value_of):
    assert value_of("a: [1, {b: c}]\nd:\n  - e\n  -\n    f: g\n") == {"a": [1, {"b": "c"}], "d": ["e", {"f": "g"}]}


@pytest.mark.parametrize("text", ["", "\n", "# a comment\n", "\ufeff", "\ufeff# a comment", "  \n# a\n\n"])
def test_a_file_without_content_is_an_empty_mapping(value_of, rules, text):
    assert value_of(text) == {}
    assert rules() == []


@pytest.mark.parametrize("text", ["---\n", "~", "null", "--- # nothing\n"])
def test_a_document_that_says_nothing_is_null(value_of, text):
    assert value_of(text) is None


def test_a_byte_order_mark_is_passed_over(value_of):
    assert value_of("\ufeffa: 1") == {"a": 1}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_parts_lines(value_of, end):
    assert value_of(f"a: 1{end}b:{end}  - 2{end}") == {"a": 1, "b": [2]}


def test_line_ends_of_windows_do_not_shift_places(read, said):
    read("a: 1\r\nb:\r\n  c: 1\r\n  c: 2\r\n")
    assert said() == [("yaml/duplicate-key", 4, 3, "`c` appears twice in one mapping")]


def test_a_merge_key_is_a_key_as_any_other(value_of):
    assert value_of("<<: {a: 1}\n") == {"<<": {"a": 1}}


@pytest.mark.parametrize("key", ["1", "null", "true", "~", "1.10"])
def test_a_key_is_text_as_it_is_written(value_of, key):
    assert value_of(f"{key}: x") == {key: "x"}


class TestPlaces:
    def test_a_value_a_key_and_an_item_have_their_places(self, read):
        document = read("name: x\nevents:\n  - {id: 1, qid: two}\n  -  id: 3\n")
        places = {
            (): "1:1",
            ("name",): "1:7",
            ("events",): "3:3",
            ("events", 0): "3:5",
            ("events", 0, "qid"): "3:18",
            ("events", 1): "4:6",
            ("events", 1, "id"): "4:10",
        }
        found = {path: document.at(*path).locate() for path in places}
        assert {path: f"{place.line}:{place.column}" for path, place in found.items()} == places

    def test_the_place_of_a_key_is_the_key_itself(self, read):
        place = read("name: x\nevents:\n  - {id: 1, qid: two}\n").key("events", 0, "qid").locate()
        assert (place.line, place.column, place.end_line, place.end_column) == (3, 13, 3, 16)

    def test_a_quoted_value_begins_at_its_quote(self, read):
        place = read("a: 'it''s'\n").at("a").locate()
        assert (place.column, place.end_column) == (4, 11)

    @pytest.mark.parametrize("style", ["|", ">", "|-", ">+2"])
    def test_a_block_scalar_begins_at_its_indicator(self, read, style):
        place = read(f"a: {style}\n  text\n  more\nb: 1\n").at("a").locate()
        assert (place.line, place.column) == (1, 4)

    def test_columns_count_characters_and_not_bytes(self, read):
        assert read("{é: 😀, b: x}").at("b").locate().column == 11

    def test_where_a_path_ends_early_the_last_part_that_is_there_has_the_place(self, read):
        document = read("a:\n  b: [1]\n")
        assert document.at("a", "b", 7).locate() == document.at("a", "b").locate()
        assert document.at("a", "nothing", "b").locate() == document.at("a", "b").locate()

    def test_an_alias_leads_to_the_place_of_its_anchor(self, read):
        document = read("a: &x {b: 1}\nc: *x\n")
        assert document.at("c", "b").locate().line == 1


class TestDuplicates:
    def test_each_repetition_is_reported_with_the_first(self, read, findings, said):
        document = read("a: 1\nb: 2\na: 3\na: 4\n")
        assert [row[:3] for row in said()] == [("yaml/duplicate-key", 3, 1), ("yaml/duplicate-key", 4, 1)]
        assert {related.location.line for found in findings for related in found.related} == {1}
        assert document.root.get("a").text == "1"

    def test_keys_that_only_differ_in_quotes_are_the_same(self, read, rules):
        read("{'a': 1, \"a\": 2}")
        assert rules() == ["yaml/duplicate-key"]

    def test_the_same_key_in_two_mappings_is_no_repetition(self, read, rules):
        read("a: {x: 1}\nb: {x: 1}\n")
        assert rules() == []


class TestAliases:
    def test_an_alias_stands_for_its_anchor(self, value_of):
        assert value_of("a: &x [1]\nb: *x\nc: &x 2\nd: *x\n") == {"a": [1], "b": [1], "c": 2, "d": 2}

    @pytest.mark.parametrize(("text", "column"), [("*x", 1), ("a: *x", 4), ("a: [1, *x]", 8), ("a: {b: *x}", 8)])
    def test_an_alias_without_an_anchor_is_refused(self, read, said, text, column):
        assert read(text) is None
        assert said() == [("yaml/alias", 1, column, "there is no anchor `&x` above")]

    @pytest.mark.parametrize("text", ["&x [*x]", "&x {a: *x}", "&x {a: {b: [1, *x]}}", "&x\n- - - *x\n"])
    def test_an_alias_inside_its_own_anchor_is_refused(self, read, said, text):
        assert read(text) is None
        assert [(rule, message) for rule, _, _, message in said()] == [("yaml/alias", "`*x` is inside its own anchor")]

    @pytest.mark.parametrize("text", ["&a a: *a", "a: &x 1\nb: *y\n"])
    def test_an_anchor_is_known_after_its_end_only(self, read, rules, text):
        assert read(text) is None
        assert rules() == ["yaml/alias"]

    def test_an_alias_is_no_key(self, read, rules):
        assert read("a: &x b\n*x : c\n") is None
        assert rules() == ["yaml/key"]

    def test_a_bomb_of_aliases_is_refused_at_once(self, read, rules):
        lines = ["l0: &l0 [x,x,x,x,x,x,x,x,x,x]"]
        lines += [f"l{n}: &l{n} [{','.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 12)]
        started = time.process_time()
        assert read("\n".join(lines)) is None
        assert time.process_time() - started < 1
        assert rules() == ["yaml/alias"]

    def test_aliases_may_stand_for_many_nodes(self, value_of, rules):
        width = 1000
        items = ",".join(["1"] * (width - 1))
        aliases = ",".join(["*x"] * (MAX_ALIASED // width))
        assert len(value_of(f"a: &x [{items}]\nb: [{aliases}]")["b"]) == MAX_ALIASED // width
        assert rules() == []


class TestDepth:
    @pytest.mark.parametrize(("start", "end"), [("[", "]"), ("{a: ", "}"), ("- ", "")])
    def test_a_hundred_levels_are_read(self, read, rules, start, end):
        assert read(start * MAX_DEPTH + "1" + end * MAX_DEPTH) is not None
        assert rules() == []

    @pytest.mark.parametrize("start", ["[", "{a: ", "- "])
    @pytest.mark.parametrize("levels", [MAX_DEPTH + 1, 20_000])
    def test_more_are_refused_at_the_first_too_many(self, read, said, start, levels):
        assert read(start * levels) is None
        assert [row[:3] for row in said()] == [("yaml/depth", 1, len(start) * MAX_DEPTH + 1)]

    @pytest.mark.parametrize("start", ["[", "{", "? ", "[{", "{["])
    def test_a_hundred_thousand_brackets_end_in_a_finding(self, read, rules, start):
        assert read(start * (100_000 // len(start))) is None
        assert rules() in (["yaml/depth"], ["yaml/key"])


class TestRefused:
    @pytest.mark.parametrize(
        "tag", ["!!int", "!!float", "!!null", "!!binary", "!custom", "!!python/object:os.system", "!<tag:a.b,2024:c>"]
    )
    def test_a_tag_is_refused(self, read, said, tag):
        assert read(f"a: {tag} 1\n") is None
        assert [row[:3] for row in said()] == [("yaml/tag", 1, 4)]

    @pytest.mark.parametrize("text", ["!!map {a: 1}", "!!seq [1]", "!x\n- 1"])
    def test_a_tag_on_a_list_or_mapping_is_refused(self, read, rules, text):
        assert read(text) is None
        assert rules() == ["yaml/tag"]

    @pytest.mark.parametrize("text", ["? [1]\n: 2", "? {a: 1}\n: 2", "{[1]: 2}"])
    def test_a_key_that_is_no_text_is_refused(self, read, rules, text):
        assert read(text) is None
        assert rules() == ["yaml/key"]

    def test_a_second_document_is_refused(self, read, said):
        assert read("a: 1\n---\nb: 2\n") is None
        assert said() == [("yaml/documents", 2, 1, "contains a second document")]

    def test_an_end_mark_without_a_second_document_is_fine(self, value_of):
        assert value_of("---\na: 1\n...\n") == {"a": 1}

    @pytest.mark.parametrize(
        ("text", "line", "column"),
        [
            ("a: [1", 1, 4),
            ("a: {b: 1", 1, 4),
            ("a: 'x", 1, 4),
            ("a: b: c", 1, 5),
            ("a: @x", 1, 4),
            ("a: `x`", 1, 4),
            ("a: 1\n\tb: 2", 2, 1),
            ("\ta: 1", 1, 1),
            ("a: 1\n b: 2", 2, 2),
            ("a:\n  - 1\n b: 2", 3, 2),
            ('a: "\\q"', 1, 5),
            ('a: "\\ud800"', 1, 7),
            ('a: "\\U00110000"', 1, 7),
            ("%YAML 3.0\n---\na: 1", 1, 1),
            ("a: &\n", 1, 4),
        ],
    )
    def test_bad_syntax_has_its_place(self, read, said, text, line, column):
        assert read(text) is None
        assert [row[:3] for row in said()] == [("yaml/syntax", line, column)]

    @pytest.mark.parametrize("bad", ["\x00", "\x01", "\x08", "\x0b", "\x1b", "\x7f", "\ufffe", "\uffff"])
    def test_a_control_character_has_its_place(self, read, said, bad):
        assert read(f"é: 1\nb: x{bad}y\n") is None
        assert said() == [("yaml/syntax", 2, 5, "contains a character that YAML does not allow")]

    @pytest.mark.parametrize("escape", [r"\0", r"\a", r"\e", r"\x1f", r"\u0001", r"\ufffe", r"\uffff"])
    def test_an_escape_of_what_xml_cannot_hold_is_a_finding(self, read, rules, escape):
        assert read(f'a: "x{escape}"\n') is not None
        assert rules() == ["yaml/character"]

    def test_a_key_may_not_hold_such_a_character_either(self, read, rules):
        read('"a\\0": 1\n')
        assert rules() == ["yaml/character"]

    @pytest.mark.parametrize("escape", [r"\t", r"\n", r"\r", r"\x85", r"\u2028", r"\ufeff", r"\U0001f600", r"\x7f"])
    def test_an_escape_of_what_xml_can_hold_is_not(self, read, rules, escape):
        assert read(f'a: "{escape}"\n') is not None
        assert rules() == []


def test_the_kinds_of_node_have_names_for_people(read):
    root = read("a: [x]\n").root
    assert [root.kind, root.get("a").kind, root.get("a").items[0].kind] == ["a mapping", "a list", "text"]
    assert isinstance(root, Mapping)
    assert isinstance(root.get("a"), Sequence)
    assert isinstance(root.get("a").items[0], Scalar)


def test_comments_above_a_line_are_found_up_to_the_first_other_line(read):
    document = read("# far\n\n# one\n#two\nkey: 1\n  # deep\nother: 2\n")
    assert document.comments_above(4, 0) == ("one", "two")
    assert document.comments_above(6, 0) == ()
    assert document.comments_above(0, 0) == ()


@given(st.one_of(st.text(max_size=200), _PIECES, st.binary(max_size=200).map(lambda raw: raw.decode("latin-1"))))
def test_no_text_makes_the_reader_raise(text):
    findings = Findings()
    document = parse_document(text, "a.yaml", findings)
    assert document is not None or findings.errors
    for found in findings:
        assert found.location.line >= 1
        assert found.location.column >= 1


def test_a_document_of_very_many_parts_is_not_read_to_its_end():
    findings = Findings()
    assert read_tree("- 1\n" * (MAX_NODES + 10), "a.yaml", findings) is None
    assert [(each.rule, each.location.line) for each in findings] == [("file/too-large", MAX_NODES - 1)]
