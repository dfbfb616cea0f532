"""One process owns a data folder; others can find it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from danqing import Studio
from danqing.core.errors import FolderBusy, StoreFailed
from danqing.store.folder import Folder, LockInfo, owner


def test_a_folder_has_one_owner_until_it_is_closed(tmp_path: Path) -> None:
    with Folder(tmp_path) as folder:
        assert owner(tmp_path) == LockInfo(os.getpid())
        with pytest.raises(FolderBusy, match=str(os.getpid())):
            Folder(tmp_path)
        folder.announce("http://127.0.0.1:8420")
        assert owner(tmp_path) == LockInfo(os.getpid(), "http://127.0.0.1:8420")
        folder.announce(None)
        assert owner(tmp_path) == LockInfo(os.getpid())
    assert owner(tmp_path) is None
    Folder(tmp_path).close()


def test_nobody_owns_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert owner(tmp_path / "none") is None


def test_a_killed_owner_owns_nothing(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from danqing.store.folder import Folder; "
        f"folder = Folder(Path({str(tmp_path)!r})); folder.announce('http://x'); print('open', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        assert owner(tmp_path) == LockInfo(child.pid, "http://x")
        child.kill()
        child.wait()
    assert owner(tmp_path) is None
    Folder(tmp_path).close()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreFailed, match="DANQING_HOME"):
        Folder(tmp_path / "file" / "home")


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights elsewhere")
def test_only_the_owner_may_read_what_is_kept(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        with Studio(tmp_path / "data", painter="fake", writer="scripted") as studio:
            studio.draw("a red boat")
            for path in [tmp_path / "data", *(tmp_path / "data").rglob("*")]:
                assert path.stat().st_mode & 0o077 == 0, path
    finally:
        os.umask(old)
