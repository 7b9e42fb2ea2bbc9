import pytest

from qradar_builder.package.guide.network import destinations


def reached(make, *elements, parameters=("host", "base_url")):
    given = tuple(make.parameter(name, name) for name in parameters)
    calls = tuple(element for element in elements if element.name == "CallEndpoint")
    tests = tuple(element for element in elements if element.name != "CallEndpoint")
    return [
        (one.host, one.port)
        for one in destinations(make.workflow(parameters=given, actions=calls, tests=tests).workflow)
    ]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://api.example.com/v1?a=b", [("api.example.com", "443")]),
        ("http://api.example.com", [("api.example.com", "80")]),
        ("https://${/host}:8443/v1", [("${/host}", "8443")]),
        ("https://${/host}.example.com:${/port}/", [("${/host}.example.com", "${/port}")]),
        ("${/base_url}/v1", [("${/base_url}", "443")]),
        ("${/response/body/next}", []),
        ("https://${/region}/v1", []),
        ("", []),
        ("no host at all", []),
    ],
)
def test_a_call_names_its_host_and_port(make, url, found):
    assert reached(make, make.element("CallEndpoint", url=url, method="GET")) == found


def test_a_test_names_its_host_and_port(make):
    tests = (
        make.element("SSLHandshakeTest", host="a.example.com"),
        make.element("TCPConnectionTest", host="b.example.com", port="8443"),
        make.element("HTTPConnectionThroughProxyTest", url="http://c.example.com/x"),
        make.element("DNSResolutionTest", host="d.example.com"),
    )
    assert reached(make, *tests) == [
        ("a.example.com", "443"),
        ("b.example.com", "8443"),
        ("c.example.com", "80"),
        ("d.example.com", "443"),
    ]


def test_a_host_that_is_looked_up_and_called_stands_there_once(make):
    look_up = make.element("DNSResolutionTest", host="${/host}")
    call = make.element("CallEndpoint", url="https://${/host}:9000/", method="GET")
    assert reached(make, look_up, call) == [("${/host}", "9000")]
