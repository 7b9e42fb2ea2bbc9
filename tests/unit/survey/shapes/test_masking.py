"""The shape of a payload: what varies is replaced, what tells the kind of event stays."""

import pytest
from hypothesis import given, strategies as st

from qradar_builder.survey.shapes.masking import masked_token, shape_of


@pytest.mark.parametrize(
    ("payload", "shape"),
    [
        (
            "<34>May  3 10:00:00 gate sshd[31]: Failed password for bob from 192.0.2.7",
            "sshd[<*>]: Failed password for <*> from <*>",
        ),
        ("<165>1 2024-05-03T10:00:00.003Z gate app - ID47 - started", "app <*> started"),
        ("2024-05-03 10:00:00,123 WARN disk /dev/sda1 is 97% full", "WARN disk <*> is <*> full"),
        ("%ASA-6-302013: Built outbound TCP connection 5", "%ASA-6-302013: Built outbound TCP connection <*>"),
        ("user \"Mary Ann\" opened 'a b.txt' [x, y]", "user <*> opened <*>"),
        ('{"event": {"action": "login", "id": "a"}, "user": {"type": "x"}}', "{} event.action=login"),
        ('{"a": 1, "b": {"c": [1]}}', "{} a b.c"),
        ("CEF:0|Acme|Wall|1.2|100|Port scan|5|src=192.0.2.1", "CEF: Acme Wall 100 Port_scan"),
        ("LEEF:2.0|Acme|Wall|1.2|deny|^|src=192.0.2.1", "LEEF: Acme Wall deny"),
        ('type="utm" action=deny src=192.0.2.1 dst=192.0.2.2 n=1', "type=utm action=deny"),
        ("fe80::1 and 00:16:3e:00:00:01 and a@b.example", "<*> and <*> and <*>"),
        ("{not json", "{not json"),
        ("", ""),
    ],
)
def test_the_shape_of_a_payload(payload, shape):
    assert shape_of(payload) == shape


def test_events_of_one_kind_have_one_shape():
    lines = [f"May  3 10:00:0{n} h{n} app[{n}]: user u{n} of 192.0.2.{n} read /x/{n} at {n}.5" for n in range(9)]
    assert len(set(map(shape_of, lines))) == 1


@given(st.text(max_size=3000))
def test_any_text_has_a_shape_that_is_short(text):
    assert len(shape_of(text)) <= 600
    assert shape_of(text) == shape_of(text)


@given(st.text(alphabet='a1.=-:/@[]"%', min_size=1, max_size=40).filter(lambda text: not text.isspace()))
def test_a_token_is_one_token(token):
    assert len(masked_token(token).split()) == 1
