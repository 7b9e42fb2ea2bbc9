"""The protocol of the preview as TypeScript is what the models give."""

import pytest
from pydantic import Field

from qradar_builder.preview.protocol.message import Answer
from tools import page_protocol
from tools.page_protocol import TARGET, _interface, messages, typescript


def test_it_is_up_to_date():
    assert TARGET.read_text(encoding="utf-8") == typescript(), "run `python -m tools.page_protocol`"


def test_each_message_is_an_interface():
    text = typescript()
    assert len(messages()) > 30
    assert all(f"export interface {each.__name__} {{" in text for each in messages())


def test_each_kind_of_type_is_written():
    class Node(Answer):
        """A tree."""

        children: list["Node"]
        pair: tuple[int, str]
        either: list[int | None] = Field(default_factory=list)
        of: dict[str, float]

    text = _interface(Node)
    assert "children: Node[];" in text
    assert "pair: [number, string];" in text
    assert "either: (number | null)[];" in text
    assert "of: Record<string, number>;" in text
    assert text.startswith("/** A tree. */\n")


def test_two_models_of_one_name_are_refused(monkeypatch):
    monkeypatch.setattr(page_protocol.inspect, "getmembers", lambda *_: [("X", _X), ("Y", _X)])
    monkeypatch.setattr(_X, "__module__", "qradar_builder.preview.protocol.changes")
    with pytest.raises(ValueError, match="the same name"):
        messages()


class _X(Answer):
    pass
