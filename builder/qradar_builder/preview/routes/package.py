"""The package as a whole: its description, its files, and the schemas of their kinds."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import orjson
from starlette.responses import Response

from qradar_builder.preview.protocol.files import WriteRequest, WrittenAnswer
from qradar_builder.preview.protocol.package import (
    CaseSummary,
    PackageAnswer,
    PackageFile,
    TypeSummary,
    WorkflowSummary,
)
from qradar_builder.preview.refusal import Refusal
from qradar_builder.source.json_schema import SCHEMAS, json_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.routing import Route

    from qradar_builder.preview.package.state import PackageState
    from qradar_builder.preview.package.workspace import Workspace
    from qradar_builder.preview.protocol.files import FileAnswer
    from qradar_builder.preview.routes.handling import Call, Handling


class PackageRoutes:
    """Answers for a workspace. `count` gives the number of samples of a log source type."""

    def __init__(self, workspace: Workspace, count: Callable[[str], int]) -> None:
        self._workspace = workspace
        self._count = count

    def routes(self, handling: Handling) -> list[Route]:
        """The routes."""
        return [
            handling.route("GET", "/api/package", self._package),
            handling.route("GET", "/api/files/{path:path}", self._read),
            handling.route("PUT", "/api/files/{path:path}", self._write),
            handling.route("GET", "/api/schemas/{kind}", _schema),
        ]

    def _package(self, _: Call) -> PackageAnswer:
        workspace = self._workspace
        revision = workspace.refresh()
        state, findings = workspace.last(), workspace.findings()
        extension = None if state is None or state.package.extension is None else state.package.extension.spec
        return PackageAnswer(
            id="" if extension is None else extension.id,
            name=workspace.folder.resolve().name if extension is None else extension.name,
            version="" if extension is None else str(extension.version),
            folder_name=workspace.folder.resolve().name,
            revision=revision,
            stale=workspace.is_stale,
            files=[
                PackageFile(path=each.path, kind=each.kind, hash=each.hash, size=each.size, editable=each.editable)
                for each in workspace.files().values()
            ],
            types=[] if state is None else list(self._types(state)),
            workflows=[] if state is None else list(self._workflows(state)),
            findings=findings,
        )

    def _types(self, state: PackageState) -> Iterator[TypeSummary]:
        for key, definition in state.definitions.items():
            yield TypeSummary(
                key=key,
                name=definition.name,
                file=f"log_source_types/{key}.yaml",
                samples=self._count(key),
            )

    def _workflows(self, state: PackageState) -> Iterator[WorkflowSummary]:
        for each in state.package.workflows:
            suffix = ".yaml" if each.xml is None else ".xml"
            yield WorkflowSummary(
                key=each.key,
                name=each.workflow.name,
                file=f"workflows/{each.key}{suffix}",
                cases=[
                    CaseSummary(name=path.stem, file=f"tests/workflows/{path.name}")
                    for path in state.workflow_cases.get(each.key, ())
                ],
            )

    def _read(self, call: Call) -> FileAnswer:
        return self._workspace.read(call.path["path"])

    def _write(self, call: Call) -> WrittenAnswer:
        path, request = call.path["path"], call.read(WriteRequest)
        written = self._workspace.write(path, request.text, request.base_hash)
        return WrittenAnswer(
            path=path, hash=written, revision=self._workspace.revision, findings=self._workspace.findings()
        )


def _schema(call: Call) -> Response:
    kind = call.path["kind"]
    if kind not in SCHEMAS:
        raise Refusal("preview/missing", "there is no schema of that name")
    return Response(_schema_bytes(kind), media_type="application/json")


@lru_cache(maxsize=len(SCHEMAS))
def _schema_bytes(kind: str) -> bytes:
    return orjson.dumps(json_schema(kind))
