"""The gallery: pictures looked through, rated, tagged, exported and deleted."""

from collections.abc import Iterator
from typing import IO, Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from danqing.core.gallery import Rating, Wanted
from danqing.server.deps import TheStudio
from danqing.server.gallery_shapes import (
    Chosen,
    GalleryFacts,
    GalleryShown,
    KeptShown,
    RatingBody,
    TagBody,
    shown_gallery,
    shown_kept,
)
from danqing.server.problems import documented

router = APIRouter(prefix="/api/pictures", tags=["gallery"])

CHUNK = 1 << 20
_ZIP: dict[str, object] = {"content": {"application/zip": {}}}


@router.get("", responses=documented(422))
def list_pictures(
    studio: TheStudio,
    text: Annotated[str, Query(max_length=200, description="Words of the request or the prompt.")] = "",
    painter: str | None = None,
    style: str | None = None,
    rating: Rating | None = None,
    tag: str | None = None,
    conversation: str | None = None,
    since: Annotated[float | None, Query(description="Seconds since 1970, UTC.")] = None,
    until: Annotated[float | None, Query(description="Seconds since 1970, UTC.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
    after: Annotated[str | None, Query(description="`after` of the part before.")] = None,
) -> GalleryShown:
    """Pictures, the newest first."""
    wanted = Wanted(text, painter, style, rating, tag, conversation, since, until)
    return shown_gallery(studio.gallery.page(wanted, limit=limit, after=after), studio.settings)


@router.get("/facts", responses=documented())
def gallery_facts(studio: TheStudio) -> GalleryFacts:
    """What pictures can be asked for by."""
    return GalleryFacts(**studio.gallery.facts())


@router.post("/tags", responses=documented(404, 422), status_code=204, response_class=Response)
def tag_pictures(body: TagBody, studio: TheStudio) -> None:
    """Gives pictures tags and takes others off."""
    studio.gallery.tag(body.pictures, body.add, body.remove)


@router.post("/delete", responses=documented(404, 422), status_code=204, response_class=Response)
def delete_pictures(body: Chosen, studio: TheStudio) -> None:
    """Deletes pictures and their files for good."""
    studio.gallery.delete(body.pictures)


@router.post("/export", response_class=StreamingResponse, responses=documented(404, 422, also={200: _ZIP}))
def export_pictures(body: Chosen, studio: TheStudio) -> StreamingResponse:
    """A ZIP of the PNG files and ``pictures.json`` with all that is known of them."""
    headers = {"content-disposition": 'attachment; filename="danqing.zip"'}
    return StreamingResponse(
        _parts(studio.gallery.export(body.pictures)), media_type="application/zip", headers=headers
    )


@router.get("/{picture_id}/kept", responses=documented(404))
def show_kept(picture_id: str, studio: TheStudio) -> KeptShown:
    """The picture with where it comes from and what was said of it."""
    return shown_kept(studio.gallery.kept(picture_id), studio.settings)


@router.post("/{picture_id}/rating", responses=documented(404, 422), status_code=204, response_class=Response)
def rate_picture(picture_id: str, body: RatingBody, studio: TheStudio) -> None:
    """What the user thinks of the picture; a null rating takes it back."""
    studio.gallery.rate(picture_id, body.rating, body.reason)


@router.get(
    "/{picture_id}/thumbnail",
    response_class=Response,
    responses=documented(404, 422, also={200: {"content": {"image/webp": {}}}}),
)
def picture_thumbnail(
    picture_id: str, studio: TheStudio, side: Annotated[int, Query(description="128, 256 or 512 pixels.")] = 256
) -> Response:
    """A small WebP copy. It never changes."""
    headers = {"cache-control": "private, max-age=31536000, immutable"}
    return Response(studio.gallery.thumbnail(picture_id, side), media_type="image/webp", headers=headers)


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(CHUNK):
            yield part
