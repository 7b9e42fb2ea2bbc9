import pytest

from qradar_builder.lint.subjects.placeholders import is_placeholder


@pytest.mark.parametrize(
    "text",
    ["<your tenant>", " changeme ", "REPLACE_ME", "your_api_key", "[enter host]", "{{ host }}", "xxxx", "***"],
)
def test_placeholders_are_known(text):
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["", "api.example.com", "yourcompany.com", "<b", "x", "my", "${/host}", "30"])
def test_other_texts_are_none(text):
    assert not is_placeholder(text)
