"""The folder of a served model keeps its token to its owner."""

import stat
import tomllib

import pytest

from qradar_builder.console.model.folder import ModelFolder, WrongFolder


@pytest.fixture
def folder(tmp_path):
    return ModelFolder(tmp_path / "model", tmp_path / "model" / "token")


def test_a_token_is_made_once_and_only_its_owner_reads_it(folder):
    token = folder.token()
    assert len(token) >= 32
    assert folder.token() == token
    assert stat.S_IMODE(folder.token_file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 40, b"a" * 2000, b"line\nline of a token"])
def test_a_file_that_is_no_token_is_refused(folder, content):
    folder.token()
    folder.token_file.write_bytes(content)
    with pytest.raises(WrongFolder, match="is not a token"):
        folder.token()


def test_a_token_that_others_can_read_is_refused(folder):
    folder.token()
    folder.token_file.chmod(0o640)
    with pytest.raises(WrongFolder, match="others can read it"):
        folder.token()


def test_what_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(WrongFolder, match="cannot be written"):
        ModelFolder(tmp_path / "file", tmp_path / "file" / "token").token()
    (tmp_path / "token").mkdir()
    with pytest.raises(WrongFolder):
        ModelFolder(tmp_path, tmp_path / "token").token()
    (tmp_path / "ca.pem").mkdir()
    with pytest.raises(WrongFolder, match=r"ca\.pem: cannot be written"):
        ModelFolder(tmp_path, tmp_path / "other").write(b"", 1, "26.0")


def test_a_profile_leads_to_the_model(tmp_path):
    folder = ModelFolder(tmp_path / "model", tmp_path / 'to"ken')
    folder.token()
    folder.write(b"PEM", 8443, "26.0")
    profiles = tomllib.loads(folder.profiles.read_text())
    assert profiles == {
        "default": "model",
        "profiles": {"model": {"host": "127.0.0.1:8443", "ca_file": "ca.pem", "token_file": '../to"ken'}},
    }
    assert folder.token() not in folder.profiles.read_text()
