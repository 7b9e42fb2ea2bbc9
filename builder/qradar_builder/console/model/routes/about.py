"""What the console says of itself: versions, endpoints, and the system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.console.model.call import Result
from qradar_builder.console.model.routes.route import missing
from qradar_builder.reference.console_api.description import description
from qradar_builder.reference.console_api.endpoints import Place, version_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.console.model.call import Call
    from qradar_builder.console.model.routes.route import Routes, World
    from qradar_builder.reference.console_api.endpoints import Endpoint


def _versions(world: World) -> list[dict[str, Any]]:
    newest = version_key(world.version)
    return [
        {"id": int(each.split(".")[0]), "version": each, "deprecated": False, "removed": False, "root_resource_ids": []}
        for each in description().versions
        if version_key(each) <= newest
    ]


def _list_versions(world: World, _: Call) -> Result:
    return Result(_versions(world))


def _get_version(world: World, call: Call) -> Result:
    number = call.number("version_id")
    found = next((each for each in _versions(world) if each["id"] == number), None)
    if found is None:
        raise missing(call, f"version {number}")
    return Result(found)


def _list_endpoints(_: World, call: Call) -> Result:
    return Result([_endpoint(each, call) for each in description().endpoints if each.is_in(call.version)])


def _get_endpoint(_: World, call: Call) -> Result:
    number = call.number("endpoint_id")
    found = next((each for each in description().endpoints if each.id == number and each.is_in(call.version)), None)
    if found is None:
        raise missing(call, f"endpoint {number}")
    return Result(_endpoint(found, call))


def _endpoint(endpoint: Endpoint, call: Call) -> dict[str, Any]:
    codes = endpoint.codes_in(call.version)
    return {
        "id": endpoint.id,
        "http_method": endpoint.method,
        "path": endpoint.path,
        "version": call.version,
        "last_modified_version": endpoint.versions[0],
        "caller_has_access": call.caller.may(endpoint),
        "deprecated": endpoint.deprecated,
        "summary": endpoint.key,
        "description": endpoint.key,
        "resource_id": 0,
        "response_description": "",
        "parameters": [_parameter(each.name, each.place) for each in endpoint.parameters_in(call.version)]
        + ([] if endpoint.body is None else [_parameter(endpoint.body.name, None)]),
        "response_mime_types": [{"mime_type": each, "media_type": each, "sample": None} for each in endpoint.produces],
        "success_responses": [_code(each.status, None) for each in codes if each.unique is None],
        "error_responses": [_code(each.status, each.unique) for each in codes if each.unique is not None],
    }


def _parameter(name: str, place: Place | None) -> Mapping[str, Any]:
    kind = "BODY" if place is None else place.value.upper()
    return {"parameter_name": name, "type": kind, "description": "", "default_value": None, "mime_types": []}


def _code(status: int, unique: int | None) -> Mapping[str, Any]:
    found: dict[str, Any] = {"response_code": status, "response_code_description": "", "description": ""}
    return found if unique is None else {**found, "unique_code": unique}


def _about(world: World, _: Call) -> Result:
    return Result(
        {
            "build_version": world.build,
            "external_version": world.release.split(" ")[0],
            "release_name": world.release,
            "fips_enabled": False,
        }
    )


def _nothing(_: World, __: Call) -> Result:
    return Result([])


ROUTES: Routes = {
    "GET /help/versions": _list_versions,
    "GET /help/versions/{version_id}": _get_version,
    "GET /help/endpoints": _list_endpoints,
    "GET /help/endpoints/{endpoint_id}": _get_endpoint,
    "GET /help/resources": _nothing,
    "GET /system/about": _about,
}
