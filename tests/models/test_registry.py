"""The file of added models: what a person writes in it is read, and what a command writes leaves the rest alone."""

import errno
import os
from pathlib import Path

import pytest

from danqing.core.errors import BadInput, DiskFull, ModelUnusable, StoreFailed, UnknownModel
from danqing.models.catalog import find_model, list_models
from danqing.models.editable import edited
from danqing.models.registry import FILE, Remote, add, forget, is_id, registered

WRITTEN = """\
# my models
[qwen]  # at home
url = "http://127.0.0.1:11434/v1"
model = "qwen2.5:7b"
request = { reasoning_effort = "none" }

["大模型"]
folder = "~/models/big"
role = "painter"
"""


def test_nothing_was_added_yet(tmp_path: Path) -> None:
    assert registered(tmp_path / "none") == ()
    assert not forget(tmp_path, "qwen")


def test_what_a_person_wrote_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(WRITTEN, "utf-8")
    qwen, big = registered(tmp_path)
    assert qwen.role == "writer" and qwen.remote is not None
    assert qwen.remote == Remote("http://127.0.0.1:11434/v1", "qwen2.5:7b", request={"reasoning_effort": "none"})
    assert (big.id, big.role, big.folder) == ("大模型", "painter", Path("~/models/big").expanduser())


def test_commands_leave_comments_and_other_entries(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_text(WRITTEN, "utf-8")
    path.chmod(0o644)
    add(tmp_path, "mistral-7b.v3", {"url": "http://localhost:8080/v1", "model": "m"})
    assert path.read_text("utf-8").startswith(f"{WRITTEN}\n[")
    assert [model.id for model in registered(tmp_path)] == ["qwen", "大模型", "mistral-7b.v3"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert forget(tmp_path, "qwen")
    assert "# my models" in path.read_text("utf-8")
    assert [model.id for model in registered(tmp_path)] == ["大模型", "mistral-7b.v3"]
    assert [left.name for left in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("[a]", "either folder or url"),
        ('[a]\nurl = "http://localhost"', "needs model"),
        ('[a]\nurl = "http://localhost"\nmodel = "m"\nrole = "painter"', "writer"),
        ('[a]\nfolder = "x"\nurl = "y"', "either"),
        ('[a]\nfolder = "x"\ncolour = "red"', "colour"),
        ('[a]\nfolder = "x"\ncontext = 3', "context"),
        ('[a]\nfolder = "x"\nkey = "密"', "key"),
        ("a = 3", "dictionary"),
        ('["a b"]\nfolder = "x"', "a b"),
    ],
)
def test_errors_name_file_and_entry(text: str, detail: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(BadInput, match=detail) as caught:
        registered(tmp_path)
    assert caught.value.code == "registry_entry"
    for language in ("en", "zh"):
        assert str(tmp_path / FILE) in caught.value.message(language)


def test_a_key_in_a_wrong_entry_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('[a]\nurl = "http://localhost"\nkey = "sk-secret"', "utf-8")
    with pytest.raises(BadInput) as caught:
        registered(tmp_path)
    assert "sk-secret" not in str(caught.value)


def test_a_broken_file_is_named_and_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[a", "utf-8")
    for call in (lambda: registered(tmp_path), lambda: add(tmp_path, "b", {"folder": "x"})):
        with pytest.raises(BadInput, match=FILE) as caught:
            call()
        assert caught.value.code == "toml_file"
    assert (tmp_path / FILE).read_text("utf-8") == "[a"
    assert find_model("starter", "writer", tmp_path).id == "starter"


def test_a_folder_that_takes_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreFailed, match="file"):
        add(tmp_path / "file", "a", {"folder": "x"})


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text("a = 1 # one\n")
    (tmp_path / "link.toml").symlink_to("real.toml")
    with edited(tmp_path / "link.toml") as document:
        document["a"] = 2
        document["b"] = "x"
    assert (tmp_path / "link.toml").is_symlink()
    assert (tmp_path / "real.toml").read_text() == 'a = 2 # one\nb = "x"\n'


def test_a_change_that_fails_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("a = 1\n")
    with pytest.raises(KeyError), edited(tmp_path / "a.toml") as document:
        document["a"] = 2
        raise KeyError
    assert (tmp_path / "a.toml").read_text() == "a = 1\n"


def test_the_catalogue_lists_them_last(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(WRITTEN, "utf-8")
    assert [info.id for info in list_models("writer", tmp_path)] == ["starter", "scripted", "composer", "qwen"]
    assert find_model("qwen", "writer", tmp_path).remote is not None
    with pytest.raises(UnknownModel, match="qwen"):
        find_model("big", "writer", tmp_path)
    with pytest.raises(UnknownModel):
        find_model("qwen", "painter", tmp_path)


def test_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    remote = Remote("http://localhost", "m", key_env="SOME_KEY")
    for value in ("", "two words", "密钥"):
        monkeypatch.setenv("SOME_KEY", value)
        with pytest.raises(ModelUnusable, match="SOME_KEY") as caught:
            remote.secret()
        assert not value or value not in str(caught.value)
    monkeypatch.setenv("SOME_KEY", " sk-1\n")
    assert remote.secret() == "sk-1"


@pytest.mark.parametrize(("text", "fine"), [("qwen2.5:7b", True), ("大模型", True), ("", False), ("a/b", False)])
def test_ids(text: str, fine: bool) -> None:
    assert is_id(text) == fine


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / FILE).write_text(WRITTEN, "utf-8")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        add(tmp_path, "more", {"role": "writer", "folder": "/models/more"})
    assert (tmp_path / FILE).read_text("utf-8") == WRITTEN and len(list(tmp_path.iterdir())) == 1
