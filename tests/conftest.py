"""Settings for all tests, and the process that runs commands for them."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from xdist.remote import Producer

from tests.scheduling import WholeFiles
from tools.forked_commands import ForkedCommands

# How long an example takes says more about the machine than about the code: several tests run at once.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# In CI the examples are the same in each run: what is new there is the change, and not the example. To make a failing
# example smaller takes minutes, and is done where it is looked at: the failure says how to bring the example about.
settings.register_profile(
    "ci",
    settings.get_profile("default"),
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    print_blob=True,
)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> WholeFiles:
    """Each file goes to one worker."""
    return WholeFiles(config, log)


@pytest.fixture(scope="session")
def commands() -> Iterator[ForkedCommands]:
    """Runs commands as processes of their own, as `test` runs pytest; only the first one is slow to start."""
    with ForkedCommands() as commands:
        yield commands
