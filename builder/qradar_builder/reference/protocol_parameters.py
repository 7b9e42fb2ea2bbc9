"""The parameters of the protocol Universal Cloud REST API, as far as they are known without a console.

Labels and forms are those of IBM's documentation on the protocol; names are in no public document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from qradar_builder.reference.protocols import UNIVERSAL_CLOUD_REST_API


@dataclass(frozen=True, slots=True)
class ProtocolParameter:
    """A parameter: its name in the model of a console, and what its form says. `pattern` is a Java pattern."""

    name: str
    label: str
    type: str = "TEXT"
    required: bool = False
    default: str = ""
    pattern: str = ""
    least: int | None = None
    most: int | None = None
    allowed: tuple[str, ...] = ()


_SWITCH: Final = ("true", "false")
_PARAMETERS: Final = (
    ProtocolParameter("identifier", "Log Source Identifier", required=True),
    ProtocolParameter("workflow", "Workflow", "TEXTAREA", required=True),
    ProtocolParameter("workflowParameterValues", "Workflow Parameter Values", "PASSWORD", required=True),
    ProtocolParameter(
        "allowUntrustedCertificates", "Allow Untrusted Certificates", "BOOLEAN", default="false", allowed=_SWITCH
    ),
    ProtocolParameter("useProxy", "Use Proxy", "BOOLEAN", default="false", allowed=_SWITCH),
    ProtocolParameter("proxyServer", "Proxy IP or Hostname"),
    ProtocolParameter("proxyPort", "Proxy Port", pattern=r"\d{1,5}", least=1, most=65535),
    ProtocolParameter("proxyUsername", "Proxy Username"),
    ProtocolParameter("proxyPassword", "Proxy Password", "PASSWORD"),
    ProtocolParameter("recurrence", "Recurrence", required=True, default="10M", pattern=r"\d+[MHD]"),
    ProtocolParameter("epsThrottle", "EPS Throttle", required=True, default="5000", pattern=r"\d+"),
)


def protocol_parameters(label: str) -> tuple[ProtocolParameter, ...]:
    """The parameters of a protocol by its label; that of each protocol alone where no more is known."""
    return _PARAMETERS if label == UNIVERSAL_CLOUD_REST_API else _PARAMETERS[:1]
