"""The parts of docs/ that follow from the code."""

import pytest

from tools.generated_docs import DOCS, generated


@pytest.mark.parametrize("name", sorted(generated()))
def test_a_generated_document_is_up_to_date(name):
    assert (DOCS / name).read_text(encoding="utf-8") == generated()[name], "run `make docs`"
