"""Pictures and their files."""

from fastapi import APIRouter, Request, Response

from danqing.server.deps import TheStudio
from danqing.server.problems import documented
from danqing.server.shapes import PictureShown, shown_picture

router = APIRouter(prefix="/api/pictures", tags=["pictures"])


@router.get("/{picture_id}", responses=documented(404))
def show_picture(picture_id: str, studio: TheStudio) -> PictureShown:
    """How the picture was made."""
    return shown_picture(studio.picture(picture_id))


@router.get(
    "/{picture_id}/file",
    response_class=Response,
    responses=documented(
        404, also={200: {"content": {"image/png": {}}}, 304: {"description": "Not changed; it never does."}}
    ),
)
def picture_file(picture_id: str, request: Request, studio: TheStudio) -> Response:
    """The PNG file. A picture never changes: it may be cached for ever."""
    picture = studio.picture(picture_id)
    tag = f'"{picture.sha256}"'
    headers = {"etag": tag, "cache-control": "private, max-age=31536000, immutable"}
    known = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    if tag in known or known == ["*"]:
        return Response(status_code=304, headers=headers)
    headers["content-disposition"] = f'inline; filename="{picture.id}.png"'
    return Response(studio.picture_bytes(picture_id), media_type="image/png", headers=headers)
