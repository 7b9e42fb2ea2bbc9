"""What the tool says about bad input: rules, locations, findings and the collector that gathers them.

Doors: `findings`.
"""

from qradar_builder.findings.collector import Findings
from qradar_builder.findings.finding import Edit, Finding, Related
from qradar_builder.findings.location import Location, Origin, TrailedOrigin, trail_of
from qradar_builder.findings.rules import RULES, Rule, Severity

__all__ = [
    "RULES",
    "Edit",
    "Finding",
    "Findings",
    "Location",
    "Origin",
    "Related",
    "Rule",
    "Severity",
    "TrailedOrigin",
    "trail_of",
]
