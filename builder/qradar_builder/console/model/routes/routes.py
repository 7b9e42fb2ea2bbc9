"""All routes by the keys of their endpoints, and what does the work of each kind of task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.routes import (
    about,
    ariel,
    classification,
    deploy,
    event_sources,
    exports,
    extensions,
    hidden,
    log_sources,
    properties,
    reference_sets,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.console.model.routes.route import Routes, World
    from qradar_builder.console.model.tasks import Work

_PARTS: Final = (
    about,
    ariel,
    classification,
    deploy,
    event_sources,
    exports,
    extensions,
    hidden,
    log_sources,
    properties,
    reference_sets,
)
ROUTES: Routes = {key: route for part in _PARTS for key, route in part.ROUTES.items()}


def works(world: World) -> Mapping[str, Work]:
    """What does the work of each kind of task."""

    def delete_property(task: Mapping[str, Any]) -> None:
        properties.delete_property(world, task["_arguments"]["number"])

    def extension(task: dict[str, Any]) -> Any:
        return extensions.work(world, task)

    return {
        "delete_property": delete_property,
        extensions.INSTALL: extension,
        extensions.PREVIEW: extension,
        extensions.UNINSTALL: extension,
        exports.EXPORT: lambda task: exports.work(world, task),
        reference_sets.BULK: lambda task: reference_sets.update_entries(world, task["_arguments"]["entries"]),
        reference_sets.DELETE: lambda task: reference_sets.delete_set(world, task["_arguments"]["number"]),
    }
