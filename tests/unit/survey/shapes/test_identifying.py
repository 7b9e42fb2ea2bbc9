"""Which names of keys tell the kind of an event."""

import pytest

from qradar_builder.survey.shapes.identifying import is_sure, tells_kind


@pytest.mark.parametrize(
    "name", ["action", "event.action", "EventID", "event_id", "logid", "eventType", "data.operation"]
)
def test_names_that_tell_a_kind(name):
    assert tells_kind(name)
    assert is_sure(name)


@pytest.mark.parametrize("name", ["user", "user.type", "src", "actor.action", "session", "", "msg", "level"])
def test_names_that_tell_none(name):
    assert not tells_kind(name)
