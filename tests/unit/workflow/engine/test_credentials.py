"""What a workflow signs in with is found out from its text."""

import pytest

from qradar_builder.findings import Location
from qradar_builder.model.workflow.document import Element, Parameter, SchemaVersion, Workflow
from qradar_builder.workflow.engine.credentials import SignIn, sign_in_of, written_credentials

HERE = Location("w")


def element(kind, children=(), text=None, **attributes):
    return Element(kind, attributes, tuple(children), text, origin=HERE)


def sign_in(*actions, parameters=("key", "user", "host")):
    given = tuple(Parameter(each, each, origin=HERE) for each in parameters)
    workflow = Workflow("w", "1", SchemaVersion.V2, parameters=given, actions=actions, origin=HERE)
    found = SignIn(workflow)
    return found, found.parameters(workflow)


@pytest.mark.parametrize(
    "child",
    [
        element("RequestHeader", name="authorization", value="${/key}"),
        element("RequestHeader", name="Authorization", value="Basic ${/key}"),
        element("RequestHeader", name="X-Acme-Key", value="Api-Token ${/key}"),
        element("RequestHeader", name="Authorization", value="Basic ${base64_encode('${/user}:${/key}')}"),
        element("RequestHeader", name="Authorization", value="Basic ${base64_encode(concat(/user, ':', /key))}"),
        element("RequestHeader", name="Cookie", value="sid=${/key}"),
        element("RequestCookie", name="any", value="${/key}"),
        element("QueryParameter", name="token", value="${/key}"),
        element("BearerAuthentication", token="${/key}"),
        element("RequestBody", text='{"a": {"password": "${/key}"}, "user": "${/host}"}'),
        element("XmlRequestBody", text="<a><Password>${/key}</Password><h>${/host}</h></a>"),
        element("UrlEncodedFormRequestBody", [element("Parameter", name="client_secret", value="${/key}")]),
    ],
)
def test_a_parameter_that_is_signed_in_with_is_secret(child):
    _, secret = sign_in(element("CallEndpoint", [child], url="https://${/host}/", savePath="/r"))
    assert "key" in secret
    assert "host" not in secret


def test_a_parameter_of_a_url_is_secret_by_its_name():
    assert sign_in(element("CallEndpoint", url="https://${/host}/?sig=${/key}&x=${/user}"))[1] == ("key",)


def test_values_are_followed_on_their_way():
    _, secret = sign_in(
        element("Set", path="/a", value="${/key}"),
        element("Copy", sourcePath="/a", targetPath="/b/c"),
        element("Set", path="/n", value="${/host}"),
        element("CallEndpoint", [element("RequestHeader", name="X-Api-Key", value="${/b/c}")], url="https://h/"),
    )
    assert secret == ("key",)


def test_a_token_of_an_answer_does_not_make_the_question_secret():
    found, secret = sign_in(
        element("CallEndpoint", url="https://${/host}/", savePath="/r"),
        element("CallEndpoint", [element("BearerAuthentication", token="${/r/body/data/blob}")], url="https://h/"),
    )
    assert secret == ()
    assert list(found.below("r")) == [("body", "data", "blob")]


def test_what_signs_nothing_is_no_secret():
    header = element("RequestHeader", name="Accept", value="${/key}")
    query = element("QueryParameter", name="page_token", value="${/key}")
    assert sign_in(element("CallEndpoint", [header, query], url="https://${/host}/"))[1] == ()


@pytest.mark.parametrize(
    ("action", "found"),
    [
        (element("GenerateHMAC", secretKey="record", message="${/a}"), []),
        (element("GenerateHMAC", secretKey="8c1f90b2", message="${/a}"), ["8c1f90b2"]),
        (element("GenerateHMAC", secretKey="correcthorse", message="${/a}"), ["correcthorse"]),
        (element("BasicAuthentication", username="a", password="record"), ["record"]),
        (element("BasicAuthentication", username="a", password="${/key}"), []),
    ],
)
def test_what_is_written_as_a_credential_is_found(action, found):
    workflow = Workflow("w", "1", SchemaVersion.V2, parameters=(), actions=(action,), origin=HERE)
    assert list(written_credentials(workflow)) == found


def test_each_workflow_has_its_own_however_often_they_are_asked_for():
    one, other = (
        Workflow("w", "1", SchemaVersion.V2, actions=(element("BearerAuthentication", token=token),), origin=HERE)
        for token in ("${/first}", "${/second}")
    )
    asked = [sign_in_of(each) for each in (one, other, one, one)]
    assert [sorted(each.paths) for each in asked] == [["first"], ["second"], ["first"], ["first"]]
    assert asked[2] is asked[3]
