"""What an import of a workflow keeps beside its YAML, and what it does not have to."""

import pytest

from qradar_builder.findings import Findings
from qradar_builder.package.build import build_package
from qradar_builder.source.xml.canonical import same_document
from qradar_builder.takeover.content.package import write_folder
from qradar_builder.takeover.importing import import_files

HEAD = '<Workflow name="Acme" version="1" xmlns="http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/V2_1">'
CALL = '<CallEndpoint url="https://h" method="GET" savePath="/r"/>'

BODY = '<RequestBody type="t" encoding="UTF-8">a<!-- b -->c</RequestBody>'
PARAMETERS = (
    '<!-- a --><Parameters><Parameter name="a" label="b" required="0"/><!-- b -->'
    '<Parameter name="c" label="d" secret="false"><!-- c --></Parameter></Parameters><!-- d -->'
)


def workflow(actions, *, head=HEAD, parameters=""):
    return f"{head}{parameters}<Actions>{actions}</Actions></Workflow>"


def made_of(tmp_path, text):
    path = tmp_path / "w.xml"
    path.write_text(text, encoding="utf-8")
    files = import_files([path], Findings()).files
    write_folder(tmp_path / "acme", files)
    built = build_package(tmp_path / "acme", Findings()).files["workflows/acme.xml"]
    return {name for name in files if name.startswith(("workflows/", "extra/"))}, built


@pytest.mark.parametrize(
    "text",
    [
        "<!-- a --><!-- b -->" + workflow(f"<!-- c --><!-- d\n   e\n     f -->{CALL}<!-- g -->") + "<!-- h --><!---->",
        workflow('<If condition="/a"><!-- a --><ClearStatus><!-- b --></ClearStatus><!-- c --></If>'),
        workflow("<ClearStatus/>", parameters=PARAMETERS),
        workflow('<!-- <Set path="/a" value="x"/> --><Set path="/b" value="# no comment&#10;#: nor this"/>'),
        workflow("<!-- a\tb --><!-- - - --><!-- # --><!--:--><!--yamllint disable--><ClearStatus/>"),
        workflow(f'{CALL}<If condition="/r/a = \'./b\'"><Log type="INFO" message="./c ${{/r/d}} /r/e"/></If>'),
        workflow('<Set path="./a" value="b"/>').replace("./a", "/a"),
    ],
)  # fmt: skip
def test_the_yaml_says_all_of_it(tmp_path, text):
    names, built = made_of(tmp_path, text)
    assert names == {"workflows/acme.yaml"}
    assert same_document(built, text.encode())


@pytest.mark.parametrize(
    "text",
    [
        workflow(f"<?pi x?>{CALL}"),
        workflow(
            CALL.replace("/>", '><RequestBody type="t" encoding="UTF-8">a<!-- b -->c</RequestBody></CallEndpoint>')
        ),
        workflow(CALL).replace("<", "<w:").replace("<w:/", "</w:").replace("xmlns=", "xmlns:w="),
    ],
)
def test_what_yaml_cannot_say_is_kept_beside_it_as_well(tmp_path, text):
    names, built = made_of(tmp_path, text)
    assert names == {"workflows/acme.yaml", "extra/workflows/acme.xml"}
    assert same_document(built, text.encode())


@pytest.mark.parametrize("text", ["${./x}", "a ${max(./x)}"])
def test_a_text_that_would_be_a_relative_path_leaves_the_workflow_as_xml(tmp_path, text):
    path = tmp_path / "w.xml"
    path.write_text(workflow(f'{CALL}<Abort reason="{text}"/>'), encoding="utf-8")
    files = import_files([path], Findings()).files
    assert "workflows/acme.xml" in files
    assert "workflows/acme.yaml" not in files


VALUES = "http://qradar.ibm.com/UniversalCloudRESTAPI/WorkflowParameterValues/V2"


@pytest.mark.parametrize(
    ("name", "value", "is_kept"),
    [
        ("marked", "x", False),
        ("access_token", "k7Qe93xLp0aZ41mTb", False),
        ("password", "spring", False),
        ("password", "", True),
        ("token_url", "https://login.example.com", True),
        ("host", "api.example.com", True),
    ],
)
def test_values_of_secrets_are_left_out_also_of_parameters_that_are_not_marked(tmp_path, name, value, is_kept):
    names = ("access_token", "password", "token_url", "host")
    declared = '<Parameter name="marked" label="L" secret="true"/>'
    declared += "".join(f'<Parameter name="{each}" label="L"/>' for each in names)
    (tmp_path / "w.xml").write_text(workflow(CALL, parameters=f"<Parameters>{declared}</Parameters>"), encoding="utf-8")
    given = (
        f'<WorkflowParameterValues xmlns="{VALUES}"><Value name="{name}" value="{value}"/></WorkflowParameterValues>'
    )
    (tmp_path / "v.xml").write_text(given, encoding="utf-8")
    findings = Findings()
    files = import_files([tmp_path], findings).files
    assert f'name="{name}" value="{value if is_kept else ""}"' in files["tests/values/acme.xml"].decode()
    assert [each.rule for each in findings] == ([] if is_kept else ["import/secret"])
