"""The Hugging Face hub, or the mirror that HF_ENDPOINT names: what a repository holds, and its files.

Asked only inside ``online()``, which only ``pull``, ``outdated`` and ``update`` of ``danqing models`` enter.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedWriter, FileIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from danqing import __version__
from danqing.core.errors import BadInput, ModelUnusable

OFFICIAL = "https://huggingface.co"
_REPO = re.compile(r"(?!.*\.\.)\w[\w.-]*/\w[\w.-]*", re.ASCII)
_SAFE = re.compile(r"(?!\.)[^\\:*?\"<>|\x00-\x1f]+")
TIMEOUT_S = 20.0
"""Seconds without a byte after which the hub counts as unreachable."""

PIECE = 256 * 1024
"""Bytes that are written at once: what a broken download loses at most. The library's own are 10 MB."""

OnBytes = Callable[[int], None]
_SWITCHES = {"HF_HUB_OFFLINE": False, "HF_HUB_DISABLE_TELEMETRY": True, "DOWNLOAD_CHUNK_SIZE": PIECE}
"""The library reads its variables once, when it is imported; afterwards these stand for them."""


@dataclass(frozen=True, slots=True)
class HubFile:
    """``sha256``: of files that are kept as large ones; the others have the git hash ``blob``."""

    name: str
    size: int
    sha256: str = ""
    blob: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """A repository at one commit."""

    repo: str
    commit: str
    files: tuple[HubFile, ...]


@contextmanager
def online() -> Iterator[None]:
    """Lifts the library's offline switch for as long as it lasts, and nothing else: no telemetry, no other library."""
    from huggingface_hub import constants
    from huggingface_hub.utils import (
        are_progress_bars_disabled,
        close_session,
        disable_progress_bars,
        enable_progress_bars,
        logging,
    )

    before = {name: getattr(constants, name) for name in _SWITCHES}
    quiet, verbosity = are_progress_bars_disabled(), logging.get_verbosity()
    for name, value in _SWITCHES.items():
        setattr(constants, name, value)
    disable_progress_bars()
    logging.set_verbosity_error()
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(constants, name, value)
        logging.set_verbosity(verbosity)
        if not quiet:
            enable_progress_bars()
        close_session()


def endpoint() -> str:
    """Where the hub is asked. BadInput for a variable that holds no address."""
    url = (os.environ.get("HF_ENDPOINT") or OFFICIAL).rstrip("/")
    if not re.match(r"https?://[^/]", url):
        raise BadInput("hub_endpoint", url=url[:200])
    return url


def look_up(repo: str, revision: str) -> Revision:
    """What the repository holds now. Raises BadInput, ModelUnusable."""
    if not _REPO.fullmatch(repo):
        raise BadInput("hub_name", repo=repo[:200])
    data = _asked(f"{endpoint()}/api/models/{repo}/revision/{quote(revision, safe='')}?blobs=true", repo, revision)
    files = tuple(_file(entry) for entry in data.get("siblings") or () if _is_plain(str(entry.get("rfilename", ""))))
    commit = str(data.get("sha") or "")
    if not re.fullmatch(r"[0-9a-f]{7,64}", commit):
        raise ModelUnusable("hub_down", url=endpoint(), detail="no commit in its answer")
    return Revision(repo, commit, files)


def download(revision: Revision, file: HubFile, target: Path, on_bytes: OnBytes) -> None:
    """Appends what is missing to ``target``, which may be the beginning of the file. Raises ModelUnusable, OSError."""
    from huggingface_hub.file_download import http_get

    target.parent.mkdir(parents=True, exist_ok=True)
    done = target.stat().st_size if target.exists() else 0
    if done > file.size:
        target.unlink()
        done = 0
    url = f"{endpoint()}/{revision.repo}/resolve/{revision.commit}/{quote(file.name)}"
    with _spoken(revision.repo, revision.commit), _Told(FileIO(target, "a"), on_bytes) as out:
        http_get(url, out, resume_size=done, headers=_headers(), expected_size=file.size)


class _Told(BufferedWriter):
    """A file that tells of what is written into it."""

    def __init__(self, raw: FileIO, on_bytes: OnBytes) -> None:
        super().__init__(raw)
        self._on_bytes = on_bytes

    def write(self, data: Any) -> int:
        count = super().write(data)
        self._on_bytes(count)
        return count


def _asked(url: str, repo: str, revision: str) -> dict[str, Any]:
    from huggingface_hub.utils import get_session, hf_raise_for_status

    with _spoken(repo, revision):
        response = get_session().get(url, headers=_headers(), timeout=TIMEOUT_S)
        hf_raise_for_status(response)
        data = response.json()
        if not isinstance(data, dict):
            raise ValueError("its answer is no object")
        return data


@contextmanager
def _spoken(repo: str, revision: str) -> Iterator[None]:
    """What goes wrong with the network, as a sentence. An error of the disk stays what it is."""
    from huggingface_hub import errors

    try:
        yield
    except errors.GatedRepoError as error:
        raise ModelUnusable("hub_gated", repo=repo, url=f"{OFFICIAL}/{repo}") from error
    except errors.RepositoryNotFoundError as error:
        raise BadInput("hub_repo", repo=repo, url=endpoint()) from error
    except errors.RevisionNotFoundError as error:
        raise BadInput("hub_revision", repo=repo, revision=revision[:100]) from error
    except getattr(errors, "HTTPError") as error:  # noqa: B009 - of the HTTP library that it brings, not exported
        raise ModelUnusable("hub_down", url=endpoint(), detail=_detail(error)) from error
    except (OSError, ValueError) as error:
        if getattr(error, "errno", None) is not None:
            raise
        raise ModelUnusable("hub_down", url=endpoint(), detail=_detail(error)) from error


def _headers() -> dict[str, str]:
    """A token that was kept for the hub itself goes to no mirror, unless the variable gives it."""
    from huggingface_hub import get_token

    official = urlsplit(endpoint()).hostname == urlsplit(OFFICIAL).hostname
    token = get_token() if official else os.environ.get("HF_TOKEN")
    headers = {"user-agent": f"danqing/{__version__}"}
    return headers | ({"authorization": f"Bearer {token}"} if token else {})


def _file(entry: dict[str, Any]) -> HubFile:
    large = entry.get("lfs") or {}
    size = large.get("size") or entry.get("size") or 0
    return HubFile(str(entry["rfilename"]), int(size), str(large.get("sha256") or ""), str(entry.get("blobId") or ""))


def _is_plain(name: str) -> bool:
    """A file name that stays inside its folder on every system, and is not hidden."""
    return bool(name) and not name.startswith("/") and all(_SAFE.fullmatch(part) for part in name.split("/"))


def _detail(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
