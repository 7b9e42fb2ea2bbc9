"""The search for garbage is off inside, and afterwards as it was before."""

from __future__ import annotations

import gc

import pytest

from qradar_builder.source.collector import without_collector


def test_search_is_off_inside_and_on_again_behind() -> None:
    assert gc.isenabled()
    with without_collector():
        with without_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_search_is_on_again_after_an_error() -> None:
    with pytest.raises(ValueError, match="broken"), without_collector():
        raise ValueError("broken")
    assert gc.isenabled()
