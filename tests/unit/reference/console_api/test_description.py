"""The description is complete, and finds the endpoint of each method and path in each version."""

import re
import subprocess
import sys

import pytest

from qradar_builder.reference.console_api.description import description

API = description()
TYPES = "/config/event_sources/log_source_management/log_source_types"


def test_it_has_every_endpoint_in_the_versions_that_have_it():
    assert len(API.endpoints) == 289
    assert len({each.key for each in API.endpoints}) == 289
    assert API.versions == ("14.0", "17.0", "19.0", "20.0", "21.0", "22.0", "23.0", "24.0", "26.0")
    assert API.releases["26.0"] == "7.5.0 UP12"
    assert all(set(each.versions) <= set(API.versions) for each in API.endpoints)
    counts = [sum(each.is_in(version) for each in API.endpoints) for version in API.versions]
    assert counts == sorted(counts)
    assert counts[-1] == 289


@pytest.mark.parametrize("endpoint", API.endpoints, ids=lambda each: each.key)
def test_each_endpoint_is_found_by_a_path_with_values(endpoint):
    names = re.findall(r"{(\w+)}", endpoint.path)
    match = API.match(endpoint.method, re.sub(r"{(\w+)}", r"a%2F\1", endpoint.path))
    assert match.endpoint is endpoint
    assert match.values == {name: f"a/{name}" for name in names}
    assert {each.name for each in endpoint.parameters if each.place == "path"} == set(names)


@pytest.mark.parametrize("endpoint", API.endpoints, ids=lambda each: each.key)
def test_each_endpoint_has_one_success_and_known_paths_since_a_version(endpoint):
    assert 200 <= endpoint.success < 300
    assert set(endpoint.since.values()) <= set(API.versions)
    newest = endpoint.answer_in("26.0")
    assert newest == endpoint.answer
    if endpoint.since:
        older = str(endpoint.answer_in("14.0"))
        assert older != str(newest)
        last = [path.rsplit("/", 1)[-1] for path in endpoint.since]
        assert all(f"'{name}'" in str(newest) for name in last)


def test_a_word_of_a_path_goes_before_a_parameter():
    assert API.match("GET", f"{TYPES}/12").values == {"id": "12"}
    found = API.match("GET", f"{TYPES}/dsm_parameter_configuration/dsm_parameters")
    assert found.endpoint.path.endswith("/dsm_parameters")
    assert API.match("GET", "/config/event_sources/custom_properties/calculated_properties/dep/3").values == {
        "calculated_property_id": "3"
    }
    assert API.match("GET", f"{TYPES}/") is not None
    assert API.match("GET", "/no/such/path") is None
    assert API.match("DELETE", TYPES) is None
    assert API.methods(f"{TYPES}/12") == ("GET", "POST", "DELETE")
    assert API.methods("/no/such/path") == ()


def test_parameters_codes_and_fields_are_those_of_the_version():
    extensions = API.endpoint("GET", "/config/extension_management/extensions")
    assert "content_limit" not in {each.name for each in extensions.parameters_in("17.0")}
    assert "content_limit" in {each.name for each in extensions.parameters_in("19.0")}
    assert "signer_date" not in extensions.answer_in("17.0")[0]
    assert "content_metadata" not in extensions.answer_in("14.0")[0]["contents"][0]
    searches = API.endpoint("GET", "/ariel/searches")
    assert "data_lake" in {each.name for each in searches.parameters_in("14.0")}
    assert "data_lake" not in {each.name for each in searches.parameters_in("17.0")}
    expressions = API.endpoint("POST", "/config/event_sources/custom_properties/property_expressions")
    assert 10116 not in {each.unique for each in expressions.codes_in("24.0")}
    assert 10116 in {each.unique for each in expressions.codes_in("26.0")}
    assert "format_string" not in expressions.body_in("24.0")
    assert expressions.has_code(1005)
    assert not expressions.has_code(7)


def test_the_newest_version_that_both_know_is_taken():
    assert API.newest(["9.0", "17.0", "24.0", "27.0"]) == "24.0"
    assert API.newest(["27.0"]) is None


def test_what_ibm_requires_and_what_we_require_are_kept_apart():
    documented = API.endpoint("POST", "/data_classification/dsm_event_mappings").body
    assert documented.required == (
        "log_source_type_id", "log_source_event_id", "log_source_event_category", "qid_record_id",
    )  # fmt: skip
    assert documented.documented
    ours = API.endpoint("POST", TYPES).body
    assert ours.required == ("name", "protocol_types")
    assert not ours.documented


def test_importing_it_reads_nothing():
    program = "import sys; from qradar_builder.reference.console_api import checks; print('json' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]
