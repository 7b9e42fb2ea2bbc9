"""What runs starts and stops with its block, whether the block ends well or not."""

import pytest

from qradar_builder.serving.running import Running


class Told(Running):
    def __init__(self):
        self.told = []

    def start(self):
        self.told.append("start")

    def stop(self):
        self.told.append("stop")


def test_it_runs_inside_of_its_block():
    told = Told()
    with told as same:
        assert same is told
        assert told.told == ["start"]
    assert told.told == ["start", "stop"]


def test_it_stops_when_the_block_fails():
    told = Told()
    with pytest.raises(KeyError), told:
        raise KeyError
    assert told.told == ["start", "stop"]
