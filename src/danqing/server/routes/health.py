"""Whether the server lives, and the plain page at its root."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from danqing import __version__
from danqing.server.problems import documented
from danqing.server.shapes import Health

router = APIRouter()

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Danqing 丹青</title>
<h1>Danqing 丹青</h1>
<p>The server is running. This page only says so: there is no page to draw with yet.
Use <code>danqing draw</code> or <code>danqing chat</code> in a terminal, or the routes of
<a href="/openapi.json">/openapi.json</a>.</p>
<p lang="zh">服务正在运行。目前还没有可以绘画的网页；请在终端使用 <code>danqing draw</code> 或
<code>danqing chat</code>，或使用 <a href="/openapi.json">/openapi.json</a> 中的接口。</p>
</html>
"""


@router.get("/api/health", tags=["health"], responses=documented())
def health() -> Health:
    """The server answers."""
    return Health(version=__version__)


@router.get("/", include_in_schema=False)
def page() -> HTMLResponse:
    """A plain page without script."""
    return HTMLResponse(_PAGE)
