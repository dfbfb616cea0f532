"""The catalogue with the state of each model's files or server."""

from typing import TypedDict

from danqing.core.domain import Language
from danqing.core.errors import ModelUnusable
from danqing.core.settings import Configuration
from danqing.models.catalog import ModelInfo, bundled_models, check_model, list_models

_DOWN = ("remote_down", "remote_silent", "remote_busy")


class FoundModel(TypedDict):
    """``state``: ``ready``, ``absent`` (weights were never here), ``down`` (its server does not answer) or
    ``unusable``; ``detail``: its folder or its server's address, or why; ``in_use``: chosen by the settings."""

    id: str
    role: str
    state: str
    detail: str
    in_use: bool


def found_models(settings: Configuration, language: Language, bundled: bool = False) -> list[FoundModel]:
    """Every model of the catalogue; files are looked at, not loaded, and servers are asked.

    ``language``: of the details. ``bundled``: without those that were added. Raises BadInput where their file is wrong.
    """
    roles = ("painter", "writer", "lora", "control", "critic")
    known = bundled_models() if bundled else list_models(home=settings.home)
    return [found_model(info, settings, language) for info in sorted(known, key=lambda info: roles.index(info.role))]


def found_model(info: ModelInfo, settings: Configuration, language: Language) -> FoundModel:
    """One model and its state."""
    state, detail = "ready", str(info.folder or (info.remote and info.remote.url) or "")
    try:
        check_model(info)
        if info.remote is not None:
            from danqing.app.shelf import terms_of
            from danqing.language.remote import RemoteLanguageModel

            RemoteLanguageModel(info.remote, info.id, terms_of(settings)).check()
    except ModelUnusable as error:
        state = "absent" if error.key.endswith("_absent") else "down" if error.key in _DOWN else "unusable"
        detail = error.message(language)
    in_use = info.id == {"painter": settings.painter, "writer": settings.writer}.get(info.role)
    return FoundModel(id=info.id, role=info.role, state=state, detail=detail, in_use=in_use)
