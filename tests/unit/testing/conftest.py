import pytest

from qradar_builder.findings import Findings
from qradar_builder.package.inputs.definitions import package_definitions
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.testing.workflows.case import read_case


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


EXTENSION = "id: p\nname: P\nversion: 1.0.0\nauthor: {name: A}\nqradar: {minimum: 7.4.2}\ndescription: D\n"


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Writes files of a package into the working directory, and gives its folder."""
    monkeypatch.chdir(tmp_path)

    def write(**files):
        folder = tmp_path / "p"
        for name, text in {"extension.yaml": EXTENSION, **files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder.relative_to(tmp_path)

    return write


@pytest.fixture
def type_of(package):
    """The log source type that a YAML text says, as the parser runs it."""

    def read(text):
        findings = Findings()
        definitions = package_definitions(package(**{"log_source_types/t.yaml": text}), findings)
        assert definitions is not None, [each.message for each in findings]
        return definitions["t"]

    return read
