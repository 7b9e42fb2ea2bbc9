"""Places in TOML."""

import tomllib

import pytest

from qradar_builder.console.connection.toml_places import place_of, syntax_place

TEXT = 'a = 1\n# [profiles.x]\n[ profiles . "lab" ] # c\n  host = "h"\nb.c = 2\n'


@pytest.mark.parametrize(
    ("where", "place"),
    [
        (("a",), (1, 1)),
        (("profiles", "lab"), (3, 1)),
        (("profiles", "lab", "host"), (4, 3)),
        (("profiles", "lab", "b", "c"), (5, 1)),
        (("profiles", "lab", "missing"), (3, 1)),
        (("none",), (1, 1)),
        ((), (1, 1)),
    ],
)
def test_a_key_has_its_place(where, place):
    assert place_of(TEXT, where) == place


@pytest.mark.parametrize(("text", "place"), [("a = 1\nb = = 2\n", (2, 5)), ('a = "x', (1, 1))])
def test_a_mistake_of_syntax_has_its_place(text, place):
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    found, message = syntax_place(caught.value)
    assert found == place
    assert "line" not in message
    assert message
