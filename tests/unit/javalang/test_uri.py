import json
from pathlib import Path

import pytest

from qradar_builder.javalang.uri import UriError, read_uri

VECTORS = json.loads((Path(__file__).parents[2] / "conformance/java_uris.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VECTORS, ids=[ascii(case["uri"]) for case in VECTORS])
def test_a_uri_is_read_or_refused_as_by_java(case):
    try:
        found = {"host": read_uri(case["uri"]).host}
    except UriError as error:
        found = {"reason": error.reason, "index": error.index}
    assert found == {key: case[key] for key in case if key != "uri"}
