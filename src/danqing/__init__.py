"""Danqing (丹青): chat in Chinese or English, and a picture model on the same machine draws what you meant."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from danqing.app.studio import Studio

__all__ = ["Studio", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # ``import danqing`` must stay free of torch and SQLAlchemy: Studio is looked up on first use.
    if name == "Studio":
        from danqing.app.studio import Studio

        return Studio
    raise AttributeError(f"module 'danqing' has no attribute {name!r}")
