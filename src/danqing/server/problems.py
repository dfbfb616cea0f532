"""Every error as problem+json (RFC 9457), made here and nowhere else."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from danqing.core.domain import Language
from danqing.core.errors import DanqingError
from danqing.core.messages import say
from danqing.server.deps import client_language
from danqing.server.headers import HEADERS

MEDIA_TYPE = "application/problem+json"

TEXTS: dict[str, tuple[str, str]] = {
    # key: (English, Chinese). A test proves that both take the same parameters.
    "request_invalid": (
        "The request does not have the shape that /openapi.json describes: {detail}.",
        "请求不符合 /openapi.json 描述的格式：{detail}。",
    ),
    "route_unknown": ("There is no such address here.", "这里没有这个地址。"),
    "method_unknown": ("This address does not take that method.", "这个地址不支持该方法。"),
    "http_error": ("The request was not answered ({detail}).", "请求未被处理（{detail}）。"),
    "body_too_large": (
        "The request has more than {limit} bytes. Shorten it.",
        "请求超过 {limit} 字节。请缩短。",
    ),
    "host_refused": (
        "This server answers only under a name of this machine, such as localhost; it was called {host}.",
        "本服务只响应本机名称（例如 localhost），而收到的名称是 {host}。",
    ),
    "only_here": (
        "Models and settings are changed only on the machine that Danqing runs on. Open the page there.",
        "模型和设置只能在运行丹青的那台机器上修改。请在那台机器上打开网页。",
    ),
    "origin_refused": (
        "A page of {origin} tried to use this server. Only its own pages may.",
        "来自 {origin} 的网页试图使用本服务。只允许本服务自己的页面。",
    ),
}


class Problem(BaseModel):
    """What every error answers. ``detail`` is for the user, as ``Accept-Language`` asks; ``code`` is stable."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    retryable: bool = False


class HttpError(DanqingError):
    """Something that only HTTP meets; its sentence is in TEXTS."""

    def __init__(self, status: int, key: str, **params: object) -> None:
        self.status = status
        super().__init__(key, **params)

    def message(self, language: Language) -> str:
        english, chinese = TEXTS[self.key]
        return (chinese if language == "zh" else english).format(**self.params)


def as_problem(error: DanqingError, language: Language) -> Problem:
    """What an error tells."""
    return Problem(
        title=type(error).__name__,
        status=error.status,
        detail=error.message(language).encode("utf-8", "replace").decode(),  # it may quote half a surrogate pair
        code=error.code,
        retryable=error.retryable,
    )


def problem(error: DanqingError, language: Language) -> JSONResponse:
    """The answer for an error."""
    body = as_problem(error, language)
    return JSONResponse(body.model_dump(), status_code=error.status, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Registers the handlers; what nobody expected becomes 500 here and is logged by the server."""
    app.add_exception_handler(DanqingError, _expected)
    app.add_exception_handler(RequestValidationError, _shape)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


Responses = dict[int | str, dict[str, Any]]


def documented(*statuses: int, also: Responses | None = None) -> Responses:
    """The ``responses`` of a route for OpenAPI; every route may also refuse a foreign Host (403)."""
    errors: Responses = {status: {"model": Problem, "content": {MEDIA_TYPE: {}}} for status in (403, *statuses)}
    return {**(also or {}), **errors}


def _expected(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DanqingError)
    return problem(error, client_language(request))


def _shape(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    parts = [f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}" for item in error.errors()[:5]]
    return problem(HttpError(422, "request_invalid", detail="; ".join(parts)), client_language(request))


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    known = {404: "route_unknown", 405: "method_unknown", 413: "body_too_large"}
    key = known.get(error.status_code, "http_error")
    failure = HttpError(error.status_code, key, detail=error.detail, limit=error.detail)
    return problem(failure, client_language(request))


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    language = client_language(request)
    detail = type(error).__name__
    body = Problem(title="InternalError", status=500, detail=say(language, "internal", detail=detail), code="internal")
    return JSONResponse(body.model_dump(), status_code=500, media_type=MEDIA_TYPE, headers=HEADERS)
