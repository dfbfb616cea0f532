"""A UNet as a function of tensors, with the ControlNets that lead it; on a card replayed from CUDA graphs."""

from collections.abc import Hashable
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from danqing.engine.batching import Rows
from danqing.engine.building import Builder, Builds
from danqing.engine.families.model import Guide
from danqing.engine.graphs import Replays, Tensors
from danqing.engine.lora_slots import acting
from danqing.engine.probing import Attending
from danqing.models.memory.tenancy import Tenancy

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class Conditions:
    """A prompt as the UNet reads it: ``embeddings`` of shape (1 or 2, tokens, width), without the prompt first.

    ``added``: what SDXL reads beside it. ``guidance``: embedded, where a distilled model reads it; else None.
    """

    embeddings: "torch.Tensor"
    added: "dict[str, torch.Tensor]" = field(default_factory=dict)
    guidance: "torch.Tensor | None" = None

    @property
    def guided(self) -> bool:
        """Whether each step predicts twice."""
        return self.embeddings.shape[0] > 1

    def rows(self) -> Rows:
        """Every tensor by name; ``of`` is the way back."""
        guidance = {} if self.guidance is None else {"guidance": self.guidance}
        return {"embeddings": self.embeddings, **guidance, **self.added}

    @classmethod
    def of(cls, rows: Rows) -> "Conditions":
        """From tensors by name."""
        added = dict(rows)
        return cls(added.pop("embeddings"), guidance=added.pop("guidance", None), added=added)


class Network:
    """The prediction of a UNet: rows in, rows out."""

    def __init__(self, unet: Any, replays: Replays) -> None:
        self._unet = unet
        self._replays = replays
        self.builds: Builds | None = None
        self.attending: Attending | None = None
        """Finds out how attention is computed fastest; None: as PyTorch does by itself."""

    def speed_up(self, builder: Builder, tenancy: Tenancy, factor: int) -> Builds:
        """Faster versions are built from now on. ``factor``: pixels a latent cell."""
        around = nullcontext if self.attending is None else self.attending.compiling
        self.builds = Builds("UNet", self._unet, _predicted, builder, tenancy, "denoise", ("batch", factor), around)
        return self.builds

    @property
    def number(self) -> int:
        """How many faster versions have been built so far."""
        return 0 if self.builds is None else self.builds.number

    def __call__(
        self,
        batch: "torch.Tensor",
        timesteps: "torch.Tensor",
        conditions: Conditions,
        guides: tuple[Guide, ...] = (),
        adapters: Hashable | None = (),
        number: int = 0,
    ) -> "torch.Tensor":
        """Shape (rows, channels, height, width), as ``batch``; float32. ``timesteps`` has shape (rows,).

        ``adapters``: as ``PictureModel`` has it. ``number``: so many faster versions had been built when the picture
        began; with a LoRA or a guide none is used, since what hooks and residuals add is not in them.
        """
        inputs = {"batch": batch, "timesteps": timesteps, "embeddings": conditions.embeddings, **conditions.added}
        if conditions.guidance is not None:
            inputs["guidance"] = conditions.guidance
        if guides:
            inputs |= _led(guides, batch, timesteps, conditions)
        # The way of attention is chosen at the first call as it is, and then written into what is built.
        plain = adapters == () and not guides
        if self.builds is not None and plain and (self.attending is None or self.attending.knows(inputs)):
            faster = self.builds.replayed(self._replays, number, **inputs)
            if faster is not None:
                return faster[0].float()
        return self._replays("UNet", partial(self._forward, adapters), adapters, **inputs)[0].float()

    def _forward(self, adapters: Hashable | None, **inputs: "torch.Tensor") -> Tensors:
        around = nullcontext() if self.attending is None else self.attending.around(inputs)
        with acting(adapters), around:
            return _predicted(self._unet, **inputs)


def _predicted(
    unet: Any,
    batch: "torch.Tensor",
    timesteps: "torch.Tensor",
    embeddings: "torch.Tensor",
    guidance: "torch.Tensor | None" = None,
    mid: "torch.Tensor | None" = None,
    **others: "torch.Tensor",
) -> Tensors:
    beside: dict[str, Any] = {}
    if mid is not None:
        down = tuple(others.pop(_down(index)) for index in range(sum(map(_is_down, others))))
        beside = {"down_block_additional_residuals": down, "mid_block_additional_residual": mid}
    predicted: Tensors = unet(
        batch,
        timesteps,
        encoder_hidden_states=embeddings,
        timestep_cond=guidance,
        added_cond_kwargs=others or None,
        return_dict=False,
        **beside,
    )
    return predicted


def _led(
    guides: tuple[Guide, ...], batch: "torch.Tensor", timesteps: "torch.Tensor", conditions: Conditions
) -> "dict[str, torch.Tensor]":
    """What ControlNets add to the UNet's blocks, by the names of the UNet's inputs; several are added up."""
    added: dict[str, torch.Tensor] = {}
    for guide in guides:
        downs, middle = guide.network(
            batch,
            timesteps,
            encoder_hidden_states=conditions.embeddings,
            controlnet_cond=guide.hint.expand(batch.shape[0], -1, -1, -1),
            conditioning_scale=guide.weight,
            added_cond_kwargs=conditions.added or None,
            return_dict=False,
        )
        own = {"mid": middle} | {_down(index): down for index, down in enumerate(downs)}
        added = {name: added[name] + residual for name, residual in own.items()} if added else own
    return added


def _down(index: int) -> str:
    return f"down_{index}"


def _is_down(name: str) -> bool:
    return name.startswith("down_")
