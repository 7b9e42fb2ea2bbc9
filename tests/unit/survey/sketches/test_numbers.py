"""Columns of numbers in bytes."""

import numpy as np
import pytest

from qradar_builder.survey.sketches.numbers import narrow, narrow_list, widened


@pytest.mark.parametrize(
    ("numbers", "width"), [([], 0), ([0, 255], 1), ([256], 2), ([65_536, 1], 4), ([2**32], 8), ([2**64 - 1, 0], 8)]
)
def test_numbers_take_as_few_bytes_as_the_largest_needs_and_come_back(numbers, width):
    content = narrow(np.array(numbers, np.uint64))
    assert content == narrow_list(numbers)
    assert len(content) == width * len(numbers)
    assert widened(memoryview(content), len(numbers)).tolist() == numbers
