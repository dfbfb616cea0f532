"""Where settings come from, and what is said of wrong ones."""

from pathlib import Path

import pytest

from danqing.core.errors import BadInput
from danqing.core.settings import FILE, Configuration, default_home, load


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Configuration.model_fields:
        monkeypatch.delenv(f"DANQING_{name.upper()}", raising=False)


def test_call_before_variable_before_file_before_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(tmp_path).port == 8420
    (tmp_path / FILE).write_text('port = 1\nsteps = 3\nlanguage = "zh"\n')
    assert load(tmp_path).port == 1
    monkeypatch.setenv("DANQING_PORT", "2")
    assert load(tmp_path).port == 2
    found = load(tmp_path, port=3, host=None)
    assert (found.port, found.steps, found.language, found.host) == (3, 3, "zh", "127.0.0.1")
    assert found.home == tmp_path


def test_the_home_comes_from_its_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANQING_HOME", str(tmp_path / "here"))
    assert load().home == tmp_path / "here"
    monkeypatch.delenv("DANQING_HOME")
    assert default_home().name == "danqing"


@pytest.mark.parametrize(
    "text",
    [
        "port = 99999",
        "prot = 1",
        "port = ",
        'language = "fr"',
        "steps = 0",
        "history_turns = 2",
        'quantisation = "fp3"',
    ],
)
def test_wrong_settings_are_named(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(BadInput) as caught:
        load(tmp_path)
    assert FILE in caught.value.message("en")
    assert caught.value.code == "settings_file"


def test_a_wrong_variable_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANQING_LEASE_S", "soon")
    with pytest.raises(BadInput, match="lease_s"):
        load(tmp_path)


def test_hosts_are_a_list_in_the_file_and_have_commas_in_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load(tmp_path).allowed_hosts == ()
    (tmp_path / FILE).write_text('allowed_hosts = ["gpu-box"]')
    assert load(tmp_path).allowed_hosts == ("gpu-box",)
    monkeypatch.setenv("DANQING_ALLOWED_HOSTS", "a, b,")
    assert load(tmp_path).allowed_hosts == ("a", "b")
