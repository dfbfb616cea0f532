"""The page: its files as they were built from ``web/``, and the addresses inside it that a reload may ask for."""

from importlib.resources.abc import Traversable

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from danqing.server.deps import Static

router = APIRouter(include_in_schema=False)

_TYPES = {
    "js": "text/javascript",
    "css": "text/css",
    "svg": "image/svg+xml",
    "png": "image/png",
    "webmanifest": "application/manifest+json",
    "md": "text/markdown; charset=utf-8",
}
_FRESH = {"cache-control": "no-cache"}
_FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}

_ABSENT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Danqing 丹青</title>
<h1>Danqing 丹青</h1>
<p>The server is running, and its page has not been built: run <code>make web</code> in Danqing's folder and load this
address again. Meanwhile <code>danqing draw</code> and <code>danqing chat</code> work in a terminal, and the routes of
<a href="/openapi.json">/openapi.json</a> for programs.</p>
<p lang="zh">服务正在运行，但网页尚未构建：请在丹青的文件夹里运行 <code>make web</code>，再重新打开这个地址。
在此期间，终端里可以用 <code>danqing draw</code> 和 <code>danqing chat</code>，
程序可以使用 <a href="/openapi.json">/openapi.json</a> 中的接口。</p>
</html>
"""


@router.get("/")
@router.get("/models")
@router.get("/library")
@router.get("/train")
@router.get("/settings")
@router.get("/c/{conversation_id}")
@router.get("/c/{conversation_id}/p/{picture_id}")
@router.get("/c/{conversation_id}/p/{picture_id}/mask")
@router.get("/gallery")
@router.get("/gallery/p/{picture_id}")
def page(static: Static) -> HTMLResponse:
    """The page; what it shows at an address it decides itself."""
    index = static / "index.html"
    return HTMLResponse(index.read_bytes() if index.is_file() else _ABSENT, headers=_FRESH)


@router.get("/assets/{name}")
def asset(name: str, static: Static) -> Response:
    """Scripts and styles: their names hold a hash of their content."""
    return _file(static / "assets", name, _FOR_EVER)


@router.get("/icon.svg")
@router.get("/icon-180.png")
@router.get("/icon-512.png")
@router.get("/manifest.webmanifest")
@router.get("/licenses.md")
def top_file(request: Request, static: Static) -> Response:
    """What lies beside the page."""
    return _file(static, request.url.path.removeprefix("/"), _FRESH)


def _file(folder: Traversable, name: str, headers: dict[str, str]) -> Response:
    """One of the folder's own files; 404 for any other name."""
    for file in folder.iterdir() if folder.is_dir() else ():
        if file.name == name and file.is_file():
            return Response(file.read_bytes(), media_type=_TYPES.get(name.rpartition(".")[2]), headers=headers)
    raise HTTPException(404)
