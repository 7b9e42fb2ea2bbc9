"""Which calls of a live source have faults: by chance, or by their numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from qradar_builder.simulation.history.faults import CALL_FAULTS
from qradar_builder.simulation.service.chance import Chance
from qradar_builder.text.nearest import closest

_WRITTEN = re.compile(r"(?P<kind>[a-z0-9-]+)(?:=(?P<share>[0-9.]{1,10})|@(?P<number>[0-9]{1,9}))", re.ASCII)


@dataclass(slots=True)
class Schedule:
    """The faults of calls, counted from 1. The same seed gives the same faults."""

    seed: int
    shares: dict[str, float] = field(default_factory=dict)
    """The part of all calls that has a fault, by its kind."""
    numbers: dict[int, str] = field(default_factory=dict)
    """The fault of the call of that number."""

    def add(self, text: str) -> None:
        """Take in `KIND=SHARE` or `KIND@NUMBER`. Raises ValueError with a message."""
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError(f"`{text[:80]}` is not KIND=SHARE or KIND@NUMBER, such as http-500=0.1 or reset@3")
        kind = found["kind"]
        if kind not in CALL_FAULTS:
            near = closest(kind, CALL_FAULTS)
            hint = f"did you mean `{near}`?" if near else f"the faults are {', '.join(CALL_FAULTS)}"
            raise ValueError(f"there is no fault `{kind[:80]}`; {hint}")
        if found["number"]:
            if int(found["number"]) < 1:
                raise ValueError("calls are counted from 1")
            self.numbers[int(found["number"])] = kind
            return
        try:
            share = float(found["share"])
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:
            raise ValueError(f"the share of `{kind}` must be a number from 0 to 1")
        self.shares[kind] = share

    def fault_of(self, number: int) -> str | None:
        """The fault of a call; that of its number before one by chance."""
        if number in self.numbers:
            return self.numbers[number]
        chance = Chance(self.seed, f"call {number}")
        return next((kind for kind, share in self.shares.items() if chance.happens(share)), None)
