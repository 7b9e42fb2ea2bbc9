"""What a package is made from, where that is no API: samples of events, or invented ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qradar_builder.starter.api.flow import Auth
from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.events.sample_files import read_samples
from qradar_builder.starter.events.sample_format import FORMAT_NAMES
from qradar_builder.starter.invented.events import invented_payloads
from qradar_builder.starter.invented.flow import invented_answers, invented_flow
from qradar_builder.starter.source import PackageSource
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qradar_builder.dsm.payloads.files import PayloadFormat
    from qradar_builder.findings import Findings
    from qradar_builder.starter.wishes import Wishes

_INVENTED_API = (
    "The API, its events, and the responses in the cases are invented, typical examples.",
    "Change the host, path, parameters, and fields to those of the product, and put its real events in the cases.",
)
_INVENTED_EVENTS = (
    "The events are invented examples. Change the expressions to the fields of the product, and put its real events",
    "into tests/events.",
)


def invented_source(wishes: Wishes) -> PackageSource:
    """An example to change, in the format and with the sign-in that are wished for."""
    form = wishes.form or EventFormat.JSON
    if not wishes.has_workflow:
        payloads = tuple(invented_payloads(form, wishes.product))
        return PackageSource(form, _INVENTED_EVENTS, payloads=payloads, invented=True)
    flow = invented_flow(wishes.auth or Auth.OAUTH, form)
    answers = invented_answers(flow, form, wishes.product)
    return PackageSource(form, _INVENTED_API, flow=flow, answers=answers, invented=True)


def samples_source(
    paths: Sequence[Path], wishes: Wishes, findings: Findings, stands: PayloadFormat | None = None
) -> PackageSource | None:
    """Samples from files. None, with findings, where they cannot be used.

    `stands` says how events stand in the files, where that is not to be told from them.
    """
    samples = read_samples(paths, wishes.form, findings, stands)
    if samples is None:
        return None
    proofs = counted(len(samples.payloads), "sample")
    origin = (
        f"From {proofs} ({FORMAT_NAMES[samples.form]}), which test each of the expressions.",
        "The package covers only what the samples show. Review the names, categories, and severities.",
    )
    return PackageSource(samples.form, origin, payloads=samples.payloads, notes=samples.notes, headers=samples.headers)


def combined(api: PackageSource, events: PackageSource) -> PackageSource:
    """The flow of an API with the parsing of samples."""
    return replace(
        api,
        form=events.form,
        origin=(*api.origin, *events.origin),
        payloads=events.payloads,
        made_up=False,
        notes=(*api.notes, *events.notes),
        headers={**api.headers, **events.headers},
    )
