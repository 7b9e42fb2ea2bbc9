"""Settings for all tests."""

import os

from hypothesis import HealthCheck, settings

# How long an example takes says more about the machine than about the code: several tests run at once.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# In CI the examples are the same in each run: what is new there is the change, and not the example.
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")
