"""The fields of a normalized event that a log source extension can fill."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.text.nearest import UnknownName, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

ValueType = Literal["string", "ipv4", "ipv6", "port", "mac", "protocol", "time"]


@dataclass(frozen=True, slots=True)
class NormalizedField:
    """A field by the name that a matcher writes, which is case-sensitive.

    `label` is the name in the DSM Editor. `identity` fields describe a user or host and go to the asset profiler;
    UserName is an event's field first, although identity uses it too.
    """

    name: str
    value_type: ValueType
    label: str
    identity: bool = False


FIELDS = (
    # IBM documentation of log source extensions, topic "Matcher (matcher)".
    NormalizedField("EventName", "string", "Event ID"),
    NormalizedField("EventCategory", "string", "Event Category"),
    NormalizedField("SourceIp", "ipv4", "Source IP"),
    NormalizedField("SourcePort", "port", "Source Port"),
    NormalizedField("SourceIpPreNAT", "ipv4", "Pre NAT Source IP"),
    NormalizedField("SourceIpPostNAT", "ipv4", "Post NAT Source IP"),
    NormalizedField("SourceMAC", "mac", "Source MAC"),
    NormalizedField("SourcePortPreNAT", "port", "Pre NAT Source Port"),
    NormalizedField("SourcePortPostNAT", "port", "Post NAT Source Port"),
    NormalizedField("DestinationIp", "ipv4", "Destination IP"),
    NormalizedField("DestinationPort", "port", "Destination Port"),
    NormalizedField("DestinationIpPreNAT", "ipv4", "Pre NAT Destination IP"),
    NormalizedField("DestinationIpPostNAT", "ipv4", "Post NAT Destination IP"),
    NormalizedField("DestinationPortPreNAT", "port", "Pre NAT Destination Port"),
    NormalizedField("DestinationPortPostNAT", "port", "Post NAT Destination Port"),
    NormalizedField("DestinationMAC", "mac", "Destination MAC"),
    NormalizedField("DeviceTime", "time", "Log Source Time"),
    NormalizedField("Protocol", "protocol", "Protocol"),
    NormalizedField("UserName", "string", "Username"),
    NormalizedField("HostName", "string", "Identity Host Name", identity=True),
    NormalizedField("GroupName", "string", "Identity Group Name", identity=True),
    NormalizedField("NetBIOSName", "string", "Identity NetBIOS Name", identity=True),
    NormalizedField("ExtraIdentityData", "string", "Identity Extended Field", identity=True),
    NormalizedField("SourceIpv6", "ipv6", "IPv6 Source"),
    NormalizedField("DestinationIpv6", "ipv6", "IPv6 Destination"),
    # Not in that topic, but in extensions that QRadar made (QRadar exports).
    NormalizedField("IdentityIp", "ipv4", "Identity IP", identity=True),
    NormalizedField("IdentityMAC", "mac", "Identity MAC", identity=True),
    # Only listed by a third party, beside the two above.
    NormalizedField("IdentityIpv6", "ipv6", "Identity IPv6", identity=True),
)
"""Every field, in the order of IBM's table."""


class UnknownField(UnknownName):
    """No field has this name. The suggestions are field names, also for a label of the DSM Editor."""

    def __init__(self, name: str, suggestions: Iterable[str] = ()) -> None:
        super().__init__("field", name, suggestions)


@cache
def _by_name() -> dict[str, NormalizedField]:
    return {known.name: known for known in FIELDS}


def normalized_field(name: str) -> NormalizedField:
    """The field with exactly this name. Raises UnknownField."""
    known = _by_name().get(name)
    if known is None:
        labels = {field.label: field.name for field in FIELDS}
        raise UnknownField(name, nearest(name, {field.name: field.name for field in FIELDS} | labels))
    return known
