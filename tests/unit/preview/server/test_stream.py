"""Server-sent events: all who listen are told, and nobody is waited for."""

import asyncio

import pytest

from qradar_builder.preview.protocol.changes import ByeEvent, ChangedEvent
from qradar_builder.preview.refusal import Refusal
from qradar_builder.preview.server.stream import MOST_LISTENERS, Stream

FIRST = ("changed", ChangedEvent(revision=1, files=[]))


def test_each_listener_hears_each_event():
    async def scenario():
        stream = Stream()
        one, other = stream.listen(FIRST), stream.listen(FIRST)
        stream.send("changed", ChangedEvent(revision=2, files=["a.yaml"]))
        stream.close(("bye", ByeEvent(reason="end")))
        return [[event async for event in each] for each in (one, other)]

    one, other = asyncio.run(scenario())
    assert one == other
    assert one == [
        b'event: changed\ndata: {"revision":1,"files":[]}\n\n',
        b'event: changed\ndata: {"revision":2,"files":["a.yaml"]}\n\n',
        b'event: bye\ndata: {"reason":"end"}\n\n',
    ]


def test_one_that_does_not_read_is_ended():
    async def scenario():
        stream = Stream()
        events = stream.listen(FIRST)
        for number in range(1000):
            stream.send("changed", ChangedEvent(revision=number, files=[]))
        await asyncio.sleep(0)
        return [event async for event in events]

    assert len(asyncio.run(scenario())) < 1000


def test_there_are_only_so_many():
    async def scenario():
        stream = Stream()
        kept = [stream.listen(FIRST) for _ in range(MOST_LISTENERS)]
        with pytest.raises(Refusal, match="listen already"):
            stream.listen(FIRST)
        return kept

    assert len(asyncio.run(scenario())) == MOST_LISTENERS


def test_after_the_end_nobody_listens():
    async def scenario():
        stream = Stream()
        stream.close()
        with pytest.raises(Refusal):
            stream.listen(FIRST)
        stream.send(*FIRST)

    asyncio.run(scenario())
