"""What the painter needs of a loaded picture model, whatever its family."""

from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from danqing.core.technique import Abilities
from danqing.core.types import Prompt, RedrawMode, Settings
from danqing.engine.building import Builder, Builds
from danqing.engine.probing import Probe

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

    from danqing.engine.starting import Beginning

Watch = Callable[[int, int, "torch.Tensor"], None]
"""Called after each whole step with (steps done, steps in all, the latents as they would be without noise).

It raises Cancelled where the user has cancelled, and is also called before the first step, and while a picture has to
wait for it: with 0 and the noise.
"""


@dataclass(frozen=True, slots=True)
class Traits:
    """What a family can do, known before any weights are read.

    ``modes``: ways of redrawing beside a fresh seed and the same one. ``guided``: whether ControlNets can lead it, of
    which the catalogue says for which maps there are any. ``wide``: whether it computes values beyond what
    fp16 holds, so that it runs in bf16 or float32 only.
    """

    abilities: Abilities
    modes: frozenset[RedrawMode] = frozenset(("image", "inpaint"))
    wide: bool = False
    guided: bool = False


@dataclass(frozen=True, slots=True)
class Guide:
    """A ControlNet and what it is shown: ``hint`` of shape (1, 3, height, width), 0 to 1. ``weight``: 1 as trained."""

    network: Any
    hint: "torch.Tensor"
    weight: float


@dataclass(frozen=True, slots=True)
class Adapters:
    """The LoRAs of one picture: at work as long as a block of ``active()`` lasts, in which nothing else may compute.

    ``key``: equal for the same LoRAs at the same weights.
    """

    key: Hashable = ()
    active: Callable[[], AbstractContextManager[None]] = nullcontext


@dataclass(frozen=True, slots=True)
class Work:
    """One picture to denoise: ``noise`` is standard normal, float32, in the shape of the model's latents.

    ``guides``: only for families that take control maps.
    """

    prompt: Prompt
    settings: Settings
    seed: int
    noise: "torch.Tensor"
    beginning: "Beginning | None" = field(default=None)
    guides: tuple[Guide, ...] = ()
    adapters: Adapters = Adapters()


class PictureModel(Protocol):
    """The loaded parts of a picture model. Every method is meant to run inside ``torch.inference_mode``.

    Pictures may be drawn by several threads at a time; what they may not share takes turns inside.

    Latents are float32, of shape (1, channels, height / factor, width / factor).
    """

    device: "torch.device"
    adapters: Hashable | None
    """What LoRAs do to it now: equal ones change which kernels run in the same way. None: no graph may hold what they
    do, since they read tensors that may be gone tomorrow."""

    @property
    def replayed(self) -> bool:
        """Whether its networks run from CUDA graphs."""
        ...

    @property
    def captures(self) -> int:
        """CUDA graphs that have been captured so far."""
        ...

    def speed_up(self, builder: Builder) -> tuple[Builds, ...]:
        """Has faster versions built from now on, and gives what keeps them; only where weights lie still."""
        ...

    def choose_attention(self, probe: Probe) -> None:
        """Has the network that predicts noise compute attention in the way that is the fastest for its shapes.

        Said before anything is drawn, and before ``speed_up``.
        """
        ...

    def container(self) -> Any:
        """diffusers' own pipeline around the same parts: for what its mixins do to them, such as loading LoRAs."""
        ...

    def networks(self) -> dict[str, Any]:
        """The network that predicts noise and the text encoders, as pipelines name them."""
        ...

    def noise(self, seed: int, width: int, height: int) -> "torch.Tensor":
        """Standard normal latents, the same for a seed on every device."""
        ...

    def encode_picture(self, image: "Image") -> "torch.Tensor":
        """The latents of an RGB picture."""
        ...

    def denoise(self, work: Work, watch: Watch) -> "torch.Tensor":
        """From noise, or from a picture with noise on it, to latents."""
        ...

    def decode(self, latents: "torch.Tensor") -> "torch.Tensor":
        """RGB from -1 to 1, float32, shape (rows, 3, height, width)."""
        ...
