"""Our own packages, by name: what else is in content/ is nobody's business here."""

from pathlib import Path

CONTENT = Path(__file__).parents[1] / "content"
OWN_PACKAGES = (
    "beyondtrust-epm",
    "beyondtrust-pra",
    "beyondtrust-remote-support",
    "defender-for-iot",
    "ibm-cloud-activity-tracker",
)
