"""A real HTTP peer that speaks the hub's routes on loopback, and breaks off, refuses or lies as a test tells it to."""

import hashlib
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from danqing.models.catalog import starter_folder
from tests.language.remote.peer import serving

LARGE = ".safetensors"
FIRST, SECOND = "1" * 40, "2" * 40
REPO = "me/drawer"


@dataclass
class Hub:
    """``repos``: files by repository and commit, the last commit being ``main``. ``asked``: what came, in order.

    ``cut``: bytes after which the next large answer breaks off; ``then``: the status of what is asked after that.
    ``spoilt``: files whose last byte is sent wrong; ``gated``: repositories that want a token; ``extra``: names that
    are listed besides; ``claimed``: sizes that are told in place of the true ones.
    """

    repos: dict[str, dict[str, dict[str, bytes]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)
    sent: int = 0
    cut: int | None = None
    then: int | None = None
    spoilt: set[str] = field(default_factory=set)
    gated: set[str] = field(default_factory=set)
    tokens: list[str | None] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    claimed: dict[str, int] = field(default_factory=dict)

    def put(self, repo: str, commit: str, folder: Path, *left_out: str, **more: bytes) -> None:
        """A new commit with the files of ``folder``."""
        files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
        files = {name: data for name, data in files.items() if name not in left_out}
        self.repos.setdefault(repo, {})[commit] = files | more

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/api/models/{owner}/{name}/revision/{revision}", self._info),
                Route("/{owner}/{name}/resolve/{commit}/{file:path}", self._resolve),
                Route("/cdn/{owner}/{name}/{commit}/{file:path}", self._large),
            ]
        )

    async def _info(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        self.tokens.append(request.headers.get("authorization"))
        repo = "{owner}/{name}".format(**request.path_params)
        if repo not in self.repos:
            return JSONResponse({"error": "Repository not found"}, 404, {"X-Error-Code": "RepoNotFound"})
        if repo in self.gated and request.headers.get("authorization") != "Bearer hf_mine":
            return JSONResponse({"error": "Access is restricted"}, 403, {"X-Error-Code": "GatedRepo"})
        revision = request.path_params["revision"]
        commits = self.repos[repo]
        commit = list(commits)[-1] if revision == "main" else revision
        if commit not in commits:
            return JSONResponse({"error": "Invalid rev id"}, 404, {"X-Error-Code": "RevisionNotFound"})
        assert request.query_params.get("blobs") == "true"
        siblings = [_sibling(name, data, self.claimed.get(name, len(data))) for name, data in commits[commit].items()]
        siblings += [{"rfilename": name, "size": 1, "blobId": "x"} for name in self.extra]
        return JSONResponse({"id": repo, "sha": commit, "siblings": siblings})

    async def _resolve(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        file = request.path_params["file"]
        if file.endswith(LARGE):
            return RedirectResponse("/cdn/{owner}/{name}/{commit}/{file}".format(**request.path_params), 302)
        return Response(self._data(request), media_type="text/plain")

    async def _large(self, request: Request) -> Response:
        if self.then is not None and self.cut is None:
            return Response(status_code=self.then)
        data = self._data(request)
        begin = 0
        if asked := request.headers.get("range"):
            self.ranges.append(asked)
            begin = int(asked.removeprefix("bytes=").partition("-")[0])
        headers = {"content-length": str(len(data) - begin), "etag": '"x"'}
        if begin:
            headers["content-range"] = f"bytes {begin}-{len(data) - 1}/{len(data)}"
        return StreamingResponse(self._pieces(data[begin:]), 206 if begin else 200, headers)

    async def _pieces(self, data: bytes) -> AsyncIterator[bytes]:
        cut, self.cut = self.cut, None
        for start in range(0, len(data) if cut is None else min(cut, len(data)), 4096):
            piece = data[start : start + 4096]
            self.sent += len(piece)
            yield piece
        if cut is not None:
            raise ConnectionResetError("broken off")

    def _data(self, request: Request) -> bytes:
        repo = "{owner}/{name}".format(**request.path_params)
        data = self.repos[repo][request.path_params["commit"]][request.path_params["file"]]
        if request.path_params["file"] in self.spoilt:
            return data[:-1] + bytes([data[-1] ^ 1])
        return data


@contextmanager
def serving_hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub with the starter's painter in it, which HF_ENDPOINT names; no token, no proxy."""
    for name in ("HF_TOKEN", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    found = Hub()
    found.put(REPO, FIRST, starter_folder("painter"))
    with serving(found.app()) as url:
        monkeypatch.setenv("HF_ENDPOINT", url.removesuffix("/v1"))
        yield found


def _sibling(name: str, data: bytes, size: int) -> dict[str, object]:
    blob = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
    facts: dict[str, object] = {"rfilename": name, "size": size, "blobId": blob}
    if name.endswith((LARGE, ".bin")):
        facts["lfs"] = {"sha256": hashlib.sha256(data).hexdigest(), "size": size, "pointerSize": 130}
    return json.loads(json.dumps(facts))  # type: ignore[no-any-return]
