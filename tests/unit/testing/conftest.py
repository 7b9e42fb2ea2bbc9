import pytest

from builder.findings import Findings
from builder.source.document import parse_document
from builder.source.workflow_yaml import read_workflow_yaml
from builder.testing.case import read_case


@pytest.fixture
def workflow_of():
    def read(actions, parameters="[]", **fragments):
        findings = Findings()
        text = f'name: n\nversion: "1"\nparameters: {parameters}\nactions:\n{actions}'
        documents = {name: parse_document(text, f"{name}.yaml", findings) for name, text in fragments.items()}
        workflow = read_workflow_yaml(parse_document(text, "w.yaml", findings), documents, findings)
        assert list(findings) == []
        return workflow

    return read


@pytest.fixture
def case_of(tmp_path):
    def read(text):
        path = tmp_path / "case.yaml"
        path.write_text(f"workflow: w\n{text}", encoding="utf-8")
        findings = Findings()
        case = read_case(path, "case.yaml", tmp_path, findings)
        assert list(findings) == []
        return case

    return read
