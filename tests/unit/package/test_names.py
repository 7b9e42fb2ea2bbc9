from __future__ import annotations

import pytest

from qradar_builder.findings import Findings, Location
from qradar_builder.package import names as module
from qradar_builder.package.names import Names, internal_name
from qradar_builder.reference.categories import AmbiguousCategory, categories


@pytest.mark.parametrize(
    ("name", "internal"),
    [
        ("Keycloak", "KeycloakCustom"),
        ("IBM Cloud Security Network Insights", "IBMCloudSecurityNetworkInsightsCustom"),
        ("[CUSTOM] Synology Files", "CUSTOMSynologyFilesCustom"),
        ("acme-log", "AcmeLogCustom"),
        ("acme_log", "AcmeLogCustom"),
        ("a1 2b", "A12bCustom"),
    ],
)
def test_an_internal_name_is_made_as_qradar_makes_it(name, internal):
    assert internal_name(name) == internal


def test_a_name_that_several_categories_have_is_a_finding_with_the_candidates(monkeypatch):
    candidates = categories()[:2]

    def ambiguous(name):
        raise AmbiguousCategory(name, candidates)

    monkeypatch.setattr(module, "category", ambiguous)
    findings = Findings()
    names = Names(findings)
    places = [Location("a.yaml", line) for line in (1, 2)]
    assert [names.category("Twice", place) for place in places] == [None, None]
    assert [(found.rule, found.location) for found in findings] == [
        ("qid/ambiguous-category", place) for place in places
    ]
    for found in findings:
        assert all(candidate.qualified_name in found.help for candidate in candidates)


def test_an_unknown_name_is_looked_for_once_however_often_it_stands(monkeypatch):
    asked = []
    real = module.category
    monkeypatch.setattr(module, "category", lambda name: asked.append(name) or real(name))
    findings = Findings()
    names = Names(findings)
    for line in range(1, 50):
        names.category("No such thing", Location("a.yaml", line))
        names.category(1002, Location("a.yaml", line))
    assert asked == ["No such thing", 1002]
    assert len(list(findings)) == 49
