"""What the tool says about bad input: rules, locations, findings and the collector that gathers them."""

from builder.findings.collector import Findings
from builder.findings.finding import Finding, Related
from builder.findings.location import Location, Origin, TrailedOrigin
from builder.findings.rules import RULES, Rule, Severity

__all__ = ["RULES", "Finding", "Findings", "Location", "Origin", "Related", "Rule", "Severity", "TrailedOrigin"]
