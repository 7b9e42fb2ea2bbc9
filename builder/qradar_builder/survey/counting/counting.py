"""How a survey counts the events of a log source type, or what changes if another definition is put in its place."""

from __future__ import annotations

from qradar_builder.survey.counting.prepared import Prepared
from qradar_builder.survey.counting.tally import Tally


class Counting(Prepared):
    """What begins tallies. It can be pickled, and tallies of equal digests can be merged."""

    def tally(self) -> Tally:
        """Begin a tally without records."""
        return Tally.begun(self)
