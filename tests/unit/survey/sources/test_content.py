"""Files whose name says that they are compressed, and whose content is cut to nothing, or is something else."""

import bz2
import gzip
import random

import lz4.frame
import pytest
import zstandard

from qradar_builder.survey.sources.file import SourceFile
from tests.survey_counts import surveyed

PACKS = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "zst": zstandard.ZstdCompressor().compress,
    "lz4": lz4.frame.compress,
}


def faults_of(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    outcome, rows = surveyed([SourceFile(name, str(path), len(content), "")])
    return [fault.message for fault in outcome.total.ledger.faults.first], rows


@pytest.mark.parametrize("ending", PACKS)
@pytest.mark.parametrize("size", [0, 1, 2, 3, 4])
def test_a_compressed_file_that_is_cut_in_its_first_bytes_is_said(tmp_path, ending, size):
    content = PACKS[ending](b"one event\n")[:size]
    (message,), rows = faults_of(tmp_path, f"a.log.{ending}", content)
    assert message.endswith("data ends early: the file is cut")
    assert [row[5] for row in rows] == [message]


@pytest.mark.parametrize("ending", PACKS)
def test_compressed_data_that_is_no_text_is_said(tmp_path, ending):
    garbage = random.Random(7).randbytes(100_000)
    assert "not text" in faults_of(tmp_path, f"a.log.{ending}", PACKS[ending](garbage))[0][0]
    assert "its content is not" in faults_of(tmp_path, f"b.log.{ending}", garbage)[0][0]


@pytest.mark.parametrize("ending", PACKS)
def test_plain_text_by_the_name_of_compressed_data_is_read(tmp_path, ending):
    faults, rows = faults_of(tmp_path, f"a.log.{ending}", b"(one event\nBZh9\n")
    assert (faults, len(rows)) == ([], 2)
