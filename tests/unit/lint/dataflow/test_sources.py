import pytest

from qradar_builder.lint.dataflow.sources import ValueSource
from tests.unit.lint.dataflow.workflows import subject_of

PARAMETERS = "[{name: host, label: Host}, {name: key, label: Key, secret: true}]"
ACTIONS = """\
  - Set: {path: /url, value: "https://${/host}/x"}
  - CallEndpoint: {url: "${/url}", method: GET, savePath: /r}
  - Set: {path: /token, value: "${/r/body/token}"}
  - Set: {path: /header, value: "Bearer ${/token} ${/key}"}
  - Set: {path: /until, value: "${time() - 1000}"}
  - FormatDate: {pattern: yyyy, savePath: /now}
  - FormatDate: {pattern: yyyy, time: "${/r/body/at}", savePath: /then}
  - ForEach: {item: /each, items: /r/body/list}
    do:
      - Set: {path: /last, value: "${/each/id}"}
      - Add: {path: /all, value: "${/until}"}
  - GenerateHMAC: {algorithm: SHA256, secretKey: "${/key}", message: "${/host}", saveFormat: HEX, savePath: /hash}
  - Set: {path: /constant, value: x}
"""
CLOCK, RESPONSE, HOST, KEY = (
    ValueSource("clock"),
    ValueSource("response", "r"),
    ValueSource("parameter", "host"),
    ValueSource("secret", "key"),
)


@pytest.mark.parametrize(
    ("path", "sources"),
    [
        (("host",), {HOST}),
        (("url",), {HOST}),
        (("r", "body"), {RESPONSE}),
        (("header",), {RESPONSE, KEY}),
        (("until",), {CLOCK}),
        (("now",), {CLOCK}),
        (("then",), {RESPONSE}),
        (("last",), {RESPONSE}),
        (("all", "*"), {CLOCK}),
        (("hash",), {HOST}),
        (("constant",), set()),
        (("nothing",), set()),
    ],
)
def test_a_place_is_made_of_what_is_written_to_it(path, sources):
    assert subject_of(ACTIONS, PARAMETERS).sources.of(path) == sources
