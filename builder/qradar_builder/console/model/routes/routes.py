"""All routes by the keys of their endpoints, and what does the work of each kind of task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.console.model.routes import about, classification, event_sources, properties

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.console.model.routes.route import Routes, World
    from qradar_builder.console.model.tasks import Work

ROUTES: Routes = {**about.ROUTES, **event_sources.ROUTES, **classification.ROUTES, **properties.ROUTES}


def works(world: World) -> Mapping[str, Work]:
    """What does the work of each kind of task."""

    def delete_property(task: Mapping[str, Any]) -> None:
        properties.delete_property(world, task["_arguments"]["number"])

    return {"delete_property": delete_property}
