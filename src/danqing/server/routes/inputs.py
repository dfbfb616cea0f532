"""Pictures that a user brings: to start from, as masks, or to have their settings restored."""

from typing import Annotated

from fastapi import APIRouter, Body, Response

from danqing.server.deps import TheStudio
from danqing.server.gallery_shapes import InputShown, shown_input
from danqing.server.problems import documented

router = APIRouter(prefix="/api/inputs", tags=["inputs"])

_PICTURE = {"requestBody": {"content": {"image/*": {"schema": {"type": "string", "format": "binary"}}}}}


@router.post("", status_code=201, responses=documented(413, 422, 507), openapi_extra=_PICTURE)
def bring_picture(data: Annotated[bytes, Body(media_type="image/*")], studio: TheStudio) -> InputShown:
    """Takes a PNG, JPEG or WebP file of up to 20 MB as the body. The same picture twice has the same id."""
    return shown_input(studio.bring(data), studio.archive.holds)


@router.get(
    "/{input_id}/file", response_class=Response, responses=documented(404, also={200: {"content": {"image/png": {}}}})
)
def input_file(input_id: str, studio: TheStudio) -> Response:
    """The picture as PNG, without metadata. It never changes."""
    headers = {"cache-control": "private, max-age=31536000, immutable"}
    return Response(studio.input_bytes(input_id), media_type="image/png", headers=headers)
