"""Fixtures of the tests that deploy to a model console."""

import pytest

from tests.console_releases import package, release


@pytest.fixture(scope="session")
def kept_package(tmp_path_factory):
    """The package, which no test changes."""
    return package(tmp_path_factory.mktemp("package") / "acme-gateway")


@pytest.fixture(scope="session")
def full(kept_package):
    """Its release."""
    return release(kept_package)
