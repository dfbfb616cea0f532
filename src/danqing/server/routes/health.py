"""Whether the server lives."""

from fastapi import APIRouter

from danqing import __version__
from danqing.server.problems import documented
from danqing.server.shapes import Health

router = APIRouter()


@router.get("/api/health", tags=["health"], responses=documented())
def health() -> Health:
    """The server answers."""
    return Health(version=__version__)
