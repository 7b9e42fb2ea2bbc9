"""The proofs of public workflows: each source names its workflow, and a workflow is run, told and replayed."""

from tools.corpus_proofs.table import SOURCES, table

LOSES = """\
<Workflow xmlns="http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/V2" name="Acme" version="1">
<Parameters><Parameter name="host" label="Host" required="true"/></Parameters>
<Actions>
<Initialize path="/since" value="${time() - 3600000}"/>
<CallEndpoint url="https://${/host}/events" method="GET" savePath="/answer">
<QueryParameter name="since" value="${/since}"/>
</CallEndpoint>
<PostEvents path="/answer/body" source="${/host}"/>
<Set path="/since" value="${max(/answer/body/time) + 1}"/>
</Actions>
</Workflow>
"""
SOURCE = """\
# acme/acme.xml: one page
workflow: acme
parameters: {host: api.example.com}
events: {template: {id: "${id}", time: "${time.ms}"}}
lists:
  - path: /events
    from: {parameter: since, format: ms}
    size: {parameter: limit, default: 10}
    body: ${events}
"""


def test_there_are_twenty_and_each_names_a_workflow():
    firsts = [path.read_text(encoding="utf-8").splitlines()[0] for path in SOURCES.glob("*.yaml")]
    assert len(set(firsts)) == 20
    assert all(first.startswith("# ") and ".xml: " in first for first in firsts)


def test_a_workflow_that_loses_is_told_and_replayed(tmp_path, monkeypatch):
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme/acme.xml").write_text(LOSES, encoding="utf-8")
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "acme.yaml").write_text(SOURCE, encoding="utf-8")
    monkeypatch.setattr("tools.corpus_proofs.table.SOURCES", sources)
    section = table(tmp_path)
    row = section.splitlines()[-1]
    assert row.startswith("| acme/acme.xml | one page | loses | no fault; ")
    assert "line 9: Set moves /since" in row
    assert "does not replay" not in section


def test_without_the_repository_there_is_no_section(tmp_path):
    assert table(tmp_path) == ""
