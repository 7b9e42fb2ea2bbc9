"""The package view: contents, guide, lint, differences, and builds and tests that are started."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.preview.release.difference import difference

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.routing import Route

    from qradar_builder.preview.package.workspace import Workspace
    from qradar_builder.preview.release.contents import Contents
    from qradar_builder.preview.release.jobs import Jobs
    from qradar_builder.preview.routes.handling import Handling


def release_routes(
    handling: Handling, workspace: Workspace, contents: Contents, jobs: Jobs, output: Path
) -> list[Route]:
    """The routes."""
    return [
        handling.route("GET", "/api/package/contents", lambda _: contents.contents()),
        handling.route("GET", "/api/package/guide", lambda _: contents.guide()),
        handling.route("GET", "/api/package/lint", lambda _: contents.lint()),
        handling.route("GET", "/api/package/diff", lambda _: difference(workspace, output)),
        handling.route("GET", "/api/package/results", lambda _: jobs.results()),
        handling.route("POST", "/api/package/build", lambda _: jobs.build()),
        handling.route("POST", "/api/package/test", lambda _: jobs.test()),
    ]
