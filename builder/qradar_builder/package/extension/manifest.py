"""`manifest.txt`, JSON despite its name, in the form that QRadar's own exporter writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qradar_builder.package.extension.extra import NOTHING, merged

if TYPE_CHECKING:
    from qradar_builder.model.content import Content
    from qradar_builder.package.extension.extra import Extra

MANIFEST = "manifest.txt"
_LANGUAGE = "en-US"


def write_manifest(content: Content, extra: Extra = NOTHING) -> bytes:
    """The manifest as UTF-8. The hub id is `<author>:<name>`; a console refuses the same id and version twice."""
    manifest = merged(plain_manifest(content), extra.manifest or {})
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()


def plain_manifest(content: Content) -> dict[str, Any]:
    """What the manifest says of an extension, without what an import kept."""
    extension = content.extension
    return {
        "doc": {
            "extension_manifest": {
                "min_qradar_version": content.minimum.build,
                "authored_by": extension.author.name,
                "authored_by_email": extension.author.email,
                "package_size": "0",
                "supported_language_set": [_LANGUAGE],
                "extension_name": "extension.name",
                "extension_long_description": "extension.long.description",
                "locale": {
                    _LANGUAGE: {
                        "extension.long.description": extension.description,
                        "extension.name": extension.name,
                    },
                },
                "version": extension.version,
            },
        },
        "_id": f"{extension.author.name}:{extension.name}",
    }
