"""Checks what the parameters of a workflow say beyond their form."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qradar_builder.findings import Findings
    from qradar_builder.model.workflow.document import Parameter, Workflow


def check_parameters(workflow: Workflow, findings: Findings) -> None:
    """Report parameters of one name, and secrets that are no secret."""
    seen: dict[str, Parameter] = {}
    for parameter in workflow.parameters:
        first = seen.setdefault(parameter.name, parameter)
        if first is not parameter:
            message = f"there is another parameter `{parameter.name}`"
            findings.add(
                "workflow/duplicate-parameter", parameter.origin, message, related=[(first.origin, "this one")]
            )
        if parameter.secret and parameter.default:
            # The value itself is not repeated here.
            message = f"the secret parameter `{parameter.name}` has a default, which everyone who has the file can read"
            findings.add("workflow/secret-default", parameter.origin, message)
