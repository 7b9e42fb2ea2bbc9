"""What is to do so that the log sources of a console are as wanted, and the doing of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.connection import calls
from qradar_builder.console.connection.negotiation import negotiate
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.connection.tasks import number_of
from qradar_builder.console.log_sources.parameters import parameters_of
from qradar_builder.secrets.shown import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.console.connection.session import Session
    from qradar_builder.console.log_sources.parameters import Parameter
    from qradar_builder.console.log_sources.values import Wanted
    from qradar_builder.findings import Findings

Record = dict[str, Any]


class Doing(StrEnum):
    """What is done with a log source; the value is what people call it."""

    CREATE = "create"
    UPDATE = "update"
    NOTHING = "nothing to do"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done with one log source. `changes` are fields with their old and new values, shown without secrets."""

    wanted: Wanted
    doing: Doing
    number: int | None
    body: Record = field(repr=False)
    changes: tuple[tuple[str, str, str], ...] = ()
    new_groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """A log source that was created or updated. `requires_deploy` is what the console says of it."""

    plan: Plan
    number: int
    requires_deploy: bool


_LONGEST: Final = 60


def plan_log_sources(
    session: Session, wanted: Sequence[Wanted], findings: Findings, *, with_secrets: bool = False
) -> tuple[Plan, ...] | None:
    """What is to do. Sends GETs only. None, with findings, where something does not fit. Raises ConsoleError.

    A console does not give secrets back: with `with_secrets` they are set again, although nothing else changes.
    """
    if session.version is None:
        negotiate(session)
    before = findings.errors
    for each in wanted:
        for secret in each.secrets:
            session.secrets.add(secret)
    types = list(session.items(calls.TYPES))
    groups = {str(each.get("name")): each for each in session.items(calls.GROUPS)}
    found = [
        plan
        for one in wanted
        if (plan := _plan(session, one, types, groups, findings, with_secrets=with_secrets)) is not None
    ]
    return None if findings.errors > before else tuple(found)


def _plan(
    session: Session,
    wanted: Wanted,
    types: list[Record],
    groups: dict[str, Record],
    findings: Findings,
    *,
    with_secrets: bool,
) -> Plan | None:
    type_id = _type_id(wanted, types)
    if type_id is None:
        message = f"the console has no log source type `{wanted.type.name}`: deploy the package first"
        findings.add("console/values", wanted.origin, message)
        return None
    parameters = parameters_of(session, wanted, findings)
    record = _record(session, wanted.name)
    body = _body(wanted, type_id, groups)
    new_groups = tuple(name for name in wanted.groups if name not in groups)
    if record is None:
        body["protocol_parameters"] = [_sent(each) for each in parameters]
        return Plan(wanted, Doing.CREATE, None, body, new_groups=new_groups)
    if record.get("type_id") != type_id or record.get("protocol_type_id") != wanted.protocol:
        message = f"the console has a log source `{wanted.name}` of another type or protocol"
        findings.add("console/values", wanted.origin, message, help="give another `name`, or delete the other one")
        return None
    return _update(wanted, record, body, parameters, new_groups, with_secrets=with_secrets)


def _type_id(wanted: Wanted, types: list[Record]) -> int | None:
    built_in = wanted.type.built_in
    uuid = wanted.type.spec.uuid
    for key, value in (("id", None if built_in is None else built_in.id), ("uuid", uuid), ("name", wanted.type.name)):
        found = next((each for each in types if value is not None and each.get(key) == value), None)
        if found is not None and isinstance(found.get("id"), int):
            number: int = found["id"]
            return number
    return None


def _record(session: Session, name: str) -> Record | None:
    """The log source of a name. Names with quotes are looked for in the whole list."""
    quoted = '"' in name or "\\" in name
    query = {} if quoted else {"filter": f'name="{name}"'}
    return next((each for each in session.items(calls.LOG_SOURCES, query=query) if each.get("name") == name), None)


def _body(wanted: Wanted, type_id: int, groups: dict[str, Record]) -> Record:
    body: Record = {
        "name": wanted.name,
        "description": wanted.description,
        "type_id": type_id,
        "protocol_type_id": wanted.protocol,
        "enabled": wanted.enabled,
        "coalesce_events": wanted.coalescing,
        "store_event_payload": wanted.store_payload,
    }
    if wanted.credibility is not None:
        body["credibility"] = wanted.credibility
    if wanted.groups:
        body["group_ids"] = sorted(groups[name]["id"] for name in wanted.groups if name in groups)
    return body


def _update(
    wanted: Wanted,
    record: Record,
    body: Record,
    parameters: Sequence[Parameter],
    new_groups: tuple[str, ...],
    *,
    with_secrets: bool,
) -> Plan:
    changed: Record = {}
    changes: list[tuple[str, str, str]] = []
    for name, value in body.items():
        old = record.get(name)
        before = sorted(old or []) if name == "group_ids" else old
        if before != value and not (before is None and value == ""):
            changed[name] = value
            changes.append((name, _shown(old), _shown(value)))
    there = {str(each.get("name")): each.get("value") for each in record.get("protocol_parameters") or ()}
    different = [each for each in parameters if not each.is_secret and (there.get(each.name) or "") != each.value]
    changes += [(each.label, _shown(there.get(each.name)), _shown(each.value)) for each in different]
    changes += [("groups", "none", name) for name in new_groups]
    secret = [each for each in parameters if each.is_secret]
    if with_secrets and secret:
        changes += [(each.label, MARK, MARK) for each in secret]
    if different or (with_secrets and secret):
        changed["protocol_parameters"] = [_sent(each) for each in parameters]
    doing = Doing.UPDATE if changes else Doing.NOTHING
    return Plan(wanted, doing, record.get("id"), changed, tuple(changes), new_groups)


def _sent(parameter: Parameter) -> Record:
    return {"id": parameter.number, "name": parameter.name, "value": parameter.value}


def _shown(value: object) -> str:
    text = "none" if value in (None, "") else str(value).replace("\n", " ")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def apply_log_sources(session: Session, plans: Sequence[Plan]) -> Iterator[Applied]:
    """Do what is planned, one log source after the other. Raises ConsoleError.

    Before one is created, its name is looked for once more: nothing is made twice.
    """
    groups = {str(each.get("name")): each for each in session.items(calls.GROUPS)}
    for plan in plans:
        if plan.doing is Doing.NOTHING:
            continue
        body = dict(plan.body)
        if plan.new_groups:
            numbers = [_group(session, name, groups) for name in plan.wanted.groups]
            body["group_ids"] = sorted(numbers)
        session.hear(f"{plan.doing} {plan.wanted.name}")
        if plan.number is not None:
            answer = session.send(calls.CHANGE_LOG_SOURCE, body=body, at={"id": plan.number})
        elif (there := _record(session, plan.wanted.name)) is not None:
            raise ConsoleError(
                "console/log-source", f"the log source `{plan.wanted.name}` ({there.get('id')}) was made meanwhile"
            )
        else:
            answer = session.send(calls.NEW_LOG_SOURCE, body=body)
        number = number_of(answer, "id", calls.NEW_LOG_SOURCE)
        yield Applied(plan, number, bool(answer.get("requires_deploy")))


def _group(session: Session, name: str, groups: dict[str, Record]) -> int:
    """The number of a group, which is created where it is not there."""
    if name not in groups:
        root = next((each for each in groups.values() if each.get("parent_id") in {None, 0}), {"id": 1})
        body = {"name": name, "parent_id": root["id"]}
        groups[name] = session.send(calls.NEW_GROUP, body=body)
    return number_of(groups[name], "id", calls.NEW_GROUP)
