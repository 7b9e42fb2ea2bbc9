"""The event pipe and the rate columns of a QID record, which follow from its low-level category."""

from __future__ import annotations

from dataclasses import replace

from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.reference.categories import BLOCK


@dataclass(frozen=True, slots=True)
class QidPipe:
    """Five columns of `qidmap`, in QRadar's names. Windows are seconds; the threshold and interval are event counts."""

    catpipename: str
    rateshortwindow: int = 0
    ratelongwindow: int = 0
    rateinterval: int = 0
    ratethreshold: int = 0


_ECHO = QidPipe("Echo")
_ALPHA = QidPipe("Alpha")
_BETA = QidPipe("Beta")
_FOXTROT = QidPipe("Foxtrot")
_GOLF = QidPipe("Golf")
_RATED_BETA = QidPipe("Beta", rateshortwindow=3600, ratelongwindow=86400, rateinterval=1000)
_RATED_ECHO = QidPipe("Echo", rateshortwindow=3600, ratelongwindow=86400, rateinterval=100)

# Seen in the QID records of QRadar exports, 7.2.8 to 7.5.0. All records of a block have one pipe, but for the
# exceptions below, so that a category of the block that was not seen is taken to have it too.
_BLOCKS = {
    1000: _RATED_BETA,
    2000: _BETA,
    3000: _ECHO,
    4000: _ECHO,
    5000: _ALPHA,
    6000: _BETA,
    7000: _RATED_BETA,
    8000: _GOLF,
    9000: _FOXTROT,
    13000: _ALPHA,
    17000: _GOLF,
    18000: _ECHO,
    19000: _ECHO,
    20000: _ECHO,
}

# The threshold varies inside a block. Where a category has several, this is the most frequent (4013: 25, also 0).
_CATEGORIES = {
    1003: replace(_RATED_BETA, ratethreshold=5),
    1006: replace(_RATED_BETA, ratethreshold=5),
    1007: replace(_RATED_BETA, ratethreshold=5),
    1011: replace(_RATED_BETA, ratethreshold=50),
    1013: replace(_RATED_BETA, ratethreshold=5),
    4003: _RATED_ECHO,
    4013: replace(_RATED_ECHO, rateinterval=500, ratethreshold=25),
    7002: replace(_RATED_BETA, ratethreshold=5),
    7033: replace(_RATED_BETA, ratethreshold=5),
    10001: _FOXTROT,
    10009: QidPipe("Processor3"),
    18466: _GOLF,
    18468: _GOLF,
}


def qid_pipe(category_id: int) -> QidPipe:
    """The pipe of a QID record in the low-level category with this id.

    A category of which nothing was seen, nor of its block, gets Echo without rates, the most frequent one: a guess,
    since neither the documentation nor the REST interface tells the pipe.
    """
    return _CATEGORIES.get(category_id) or _BLOCKS.get(category_id // BLOCK * BLOCK, _ECHO)
