"""The bodies of requests and answers about models, settings and this machine. None of them holds a key."""

from dataclasses import asdict
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from danqing.app.collection import Fits, Kept
from danqing.app.machine import Machine
from danqing.core.cost import PriceText
from danqing.core.domain import Language
from danqing.core.settings import Configuration
from danqing.core.technique import Abilities, ControlKind
from danqing.core.types import Embedding

Role = Literal["painter", "writer"]
AnyRole = Literal["painter", "writer", "lora", "control"]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ModelShown(_Body):
    """A model. ``state``: ``ready``, ``absent`` (weights were never here), ``down`` (its server does not answer) or
    ``unusable``; ``detail``: its folder, its server's address, or why not. A ``lora`` or ``control`` is used beside a
    picture model; ``base``: of which kind, ``control``: with which maps, ``trigger``: what it brings to a prompt.

    ``own``: whether it was added and can be taken out. Bytes ``size`` on disk, ``memory`` where it runs, of which
    ``free`` are free; null where it has no files here. ``fits``: ``tight`` where other programs must leave first.
    ``abilities``: what a picture model can be asked for beside a prompt; null for one that cannot be opened.
    """

    id: str
    role: AnyRole
    base: str | None
    control: ControlKind | None
    kind: Literal["folder", "server", "built-in"]
    state: Literal["ready", "absent", "down", "unusable"]
    detail: str
    in_use: bool
    own: bool
    parameters: int | None
    size: int | None
    memory: int | None
    free: int | None
    fits: Fits | None
    abilities: Abilities | None = None
    trigger: str | None = None


class ModelList(_Body):
    """Every model that can be used, picture models first."""

    models: list[ModelShown]


class ModelBody(_Body):
    """A model to take in. ``place``: a folder or a safetensors file on this machine, or the address of a server of
    language models.

    ``id``: what to call it; ``model``: which of the server's; ``role``: as the layout says by default; ``key_env``: the
    variable that holds the server's key; ``control``: what the maps of a ControlNet show, where its name does not tell.
    """

    place: str = Field(min_length=1, max_length=4096)
    id: str | None = Field(None, max_length=100)
    model: str | None = Field(None, max_length=500)
    role: AnyRole | None = None
    key_env: str | None = Field(None, max_length=200)
    control: ControlKind | None = None


class ModelAdded(_Body):
    """What was taken in, under which id."""

    id: str
    role: AnyRole


class UseBody(_Body):
    """``role``: for an id that both a picture model and a language model have."""

    role: Role | None = None


class SettingsNow(_Body):
    """What the page may change, as it is now; a null ``language``: replies are in the request's.

    ``electricity_price``: of a kWh; ``cloud_price``: of a picture elsewhere, to compare with. Both as "0.56 CNY".

    ``overridden``: settings that a variable of the environment decides at the next start, each with its name.
    """

    painter: str
    writer: str
    language: Language | None
    embedding: Embedding
    electricity_price: str | None
    cloud_price: str
    overridden: dict[str, str]


class SettingsChange(_Body):
    """What is left out stays. Changes hold from the next turn on, and after the next start where no variable of the
    environment decides; a null ``language`` or ``electricity_price`` takes the setting out."""

    painter: str | None = Field(None, max_length=100)
    writer: str | None = Field(None, max_length=100)
    language: Language | None = None
    embedding: Embedding | None = None
    electricity_price: PriceText | None = None
    cloud_price: PriceText | None = None


class DeviceShown(_Body):
    """What pictures are drawn on. ``name`` and ``dtype`` as PyTorch spells them; bytes of ``memory``."""

    name: str
    dtype: str
    title: str
    memory: int


class SuitedShown(_Body):
    """A well-known open model for this machine: the largest that it holds, or the smallest where none fits."""

    role: Role
    name: str
    parameters: int
    memory: int
    fits: bool


class MachineShown(_Body):
    """This machine. Sizes in bytes, 0 where the system does not say; ``used``: by the data folder ``home``."""

    version: str
    system: str
    cores: int
    memory: int
    memory_free: int
    home: str
    used: int
    disk_free: int
    device: DeviceShown | None
    suited: list[SuitedShown]


def shown_models(kept: list[Kept]) -> ModelList:
    """Models for the API."""
    return ModelList(models=[_shown(one) for one in kept])


def _shown(kept: Kept) -> ModelShown:
    facts = asdict(kept)
    return ModelShown.model_validate(facts.pop("found") | facts)


def shown_settings(settings: Configuration, overridden: dict[str, str]) -> SettingsNow:
    """Settings for the API."""
    return SettingsNow(
        painter=settings.painter,
        writer=settings.writer,
        language=settings.language,
        embedding=settings.embedding,
        electricity_price=settings.electricity_price,
        cloud_price=settings.cloud_price,
        overridden=overridden,
    )


def shown_machine(machine: Machine) -> MachineShown:
    """The machine for the API."""
    return MachineShown.model_validate(asdict(machine))
