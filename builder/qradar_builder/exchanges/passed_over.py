"""What a replay passed over in a browser's recording, by kind: parts of web pages, other hosts, calls of the API."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.exchanges.api_calls import json_answer, part_of_a_page
from qradar_builder.http.url import split_url
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from qradar_builder.exchanges.exchange import Exchange


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Exchanges that no request asked for. Each is counted once, in the order of the fields."""

    parts: Mapping[str, int]
    """Parts of web pages by what they are, such as `script`."""
    other_hosts: Mapping[str, int]
    """Exchanges with hosts that no request went to, by host."""
    calls: Mapping[str, int]
    """Calls of the API that no request asked for, as method and URL without its query."""
    other_answers: Mapping[str, int]
    """Exchanges with the same hosts whose answer is neither a part of a page nor JSON."""

    @property
    def total(self) -> int:
        """How many exchanges there are."""
        return sum(sum(each.values()) for each in (self.parts, self.other_hosts, self.calls, self.other_answers))

    def kinds(self) -> list[tuple[str, Mapping[str, int]]]:
        """A line for each kind that there is, with its exchanges; those of kinds that say all have none."""
        lines: list[tuple[str, Mapping[str, int]]] = []
        if self.parts:
            parts = ", ".join(counted(count, part) for part, count in self.parts.items())
            lines.append((f"{counted(sum(self.parts.values()), 'part')} of web pages: {parts}", {}))
        if self.other_hosts:
            lines.append((f"{counted(sum(self.other_hosts.values()), 'exchange')} with other hosts:", self.other_hosts))
        if self.calls:
            count = counted(sum(self.calls.values()), "API call")
            lines.append((f"{count} that the workflow does not make:", self.calls))
        if self.other_answers:
            count = counted(sum(self.other_answers.values()), "exchange")
            lines.append((f"{count} without JSON in the answer:", self.other_answers))
        return lines


def sorted_by_kind(passed: Iterable[Exchange], hosts: Collection[str]) -> PassedOver:
    """The exchanges by kind. `hosts` are those that requests went to, in lower case; empty where none was made."""
    parts: Counter[str] = Counter()
    other_hosts: Counter[str] = Counter()
    calls: Counter[str] = Counter()
    other_answers: Counter[str] = Counter()
    for exchange in passed:
        part = part_of_a_page(exchange)
        host = host_of(exchange)
        if part is not None:
            parts[part] += 1
        elif hosts and host not in hosts:
            other_hosts[host] += 1
        else:
            kind = other_answers if json_answer(exchange) is None else calls
            kind[f"{exchange.request.method} {exchange.request.url}"] += 1
    return PassedOver(dict(parts.most_common()), dict(other_hosts.most_common()), calls, other_answers)


def host_of(exchange: Exchange) -> str:
    """The host of a recorded request with its port, in lower case."""
    url = split_url(str(exchange.request.url))
    return "" if url is None else url.server.lower()
