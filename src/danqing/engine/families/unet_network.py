"""A UNet as a function of tensors, with the ControlNets that lead it; on a card replayed from CUDA graphs."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danqing.engine.batching import Rows
from danqing.engine.families.model import Guide
from danqing.engine.graphs import Capture, Replays

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

    def __init__(self, unet: Any, capture: Capture | None) -> None:
        self._unet = unet
        self.replays = Replays("UNet", self._forward, capture)

    def __call__(
        self,
        batch: "torch.Tensor",
        timesteps: "torch.Tensor",
        conditions: Conditions,
        guides: tuple[Guide, ...] = (),
        adapters: Hashable = (),
    ) -> "torch.Tensor":
        """Shape (rows, channels, height, width), as ``batch``; float32. ``timesteps`` has shape (rows,).

        ``adapters``: as ``PictureModel`` has it.
        """
        inputs = {"batch": batch, "timesteps": timesteps, "embeddings": conditions.embeddings, **conditions.added}
        if conditions.guidance is not None:
            inputs["guidance"] = conditions.guidance
        if guides:
            inputs |= _led(guides, batch, timesteps, conditions)
        if adapters is None:
            return self._forward(**inputs).float()
        return self.replays(adapters, **inputs).float()

    def _forward(
        self,
        batch: "torch.Tensor",
        timesteps: "torch.Tensor",
        embeddings: "torch.Tensor",
        guidance: "torch.Tensor | None" = None,
        mid: "torch.Tensor | None" = None,
        **others: "torch.Tensor",
    ) -> "torch.Tensor":
        beside: dict[str, Any] = {}
        if mid is not None:
            down = tuple(others.pop(_down(index)) for index in range(sum(map(_is_down, others))))
            beside = {"down_block_additional_residuals": down, "mid_block_additional_residual": mid}
        predicted: torch.Tensor = self._unet(
            batch,
            timesteps,
            encoder_hidden_states=embeddings,
            timestep_cond=guidance,
            added_cond_kwargs=others or None,
            return_dict=False,
            **beside,
        )[0]
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
