"""Settings for all tests, and the process that runs commands for them."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tools.forked_commands import ForkedCommands

# How long an example takes says more about the machine than about the code: several tests run at once.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# In CI the examples are the same in each run: what is new there is the change, and not the example.
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(scope="session")
def commands() -> Iterator[ForkedCommands]:
    """Runs commands as processes of their own, as `test` runs pytest; only the first one is slow to start."""
    with ForkedCommands() as commands:
        yield commands
