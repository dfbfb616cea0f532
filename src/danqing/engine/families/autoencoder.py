"""Between pixels and latents: the autoencoders of all families."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from danqing.engine.building import Builder, Builds
from danqing.engine.graphs import Replays, Tensors, capturing
from danqing.models.devices import computes_bf16
from danqing.models.memory.needs import TILE
from danqing.models.memory.tenancy import Loose, Tenancy

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image


class Autoencoder:
    """A diffusers autoencoder. ``factor``: pixels a latent cell, along each side; ``channels`` of its latents.

    ``tenancy``: what tells whether it decodes in tiles.
    """

    def __init__(self, vae: Any, device: "torch.device", tenancy: Tenancy | None = None) -> None:
        import torch

        self._vae = vae
        self._device = device
        self._tenancy = tenancy or Loose()
        config = vae.config
        self._film = hasattr(config, "z_dim")  # Qwen-Image's takes films: pictures are films of one frame
        if self._film:
            self.factor = int(2 ** len(vae.temperal_downsample))
            self.channels = int(config.z_dim)
        else:
            self.factor = int(2 ** (len(config.block_out_channels) - 1))
            self.channels = int(config.latent_channels)
        self._offset, self._scale = self._statistics()
        self.replays = Replays(None)
        self.builds: Builds | None = None
        if vae.dtype == torch.float16 and getattr(config, "force_upcast", False):
            # SDXL's own overflows in fp16 and says so by this setting.
            self._vae = vae.to(torch.bfloat16 if computes_bf16(str(device)) else torch.float32)

    def settled(self) -> None:
        """Said when its weights are where they stay."""
        self.replays = Replays(capturing(self._device) if self._tenancy.steady else None)

    def speed_up(self, builder: Builder) -> Builds:
        """Faster versions of decoding are built from now on, for pictures that are decoded as a whole."""
        cells = ("latents", self.factor)
        self.builds = Builds("autoencoder", self._vae, self._pixels(), builder, self._tenancy, "decode", cells)
        return self.builds

    def noise(self, seed: int, width: int, height: int) -> "torch.Tensor":
        """Standard normal latents, float32. Drawn on the CPU, so that a seed gives the same on every device."""
        import torch

        shape = (1, self.channels, height // self.factor, width // self.factor)
        return torch.randn(shape, generator=torch.Generator("cpu").manual_seed(seed)).to(self._device)

    def encode(self, image: "Image") -> "torch.Tensor":
        """The latents of an RGB picture, float32, shape (1, channels, height / factor, width / factor)."""
        import numpy as np
        import torch

        pixels = torch.from_numpy(np.array(image)).permute(2, 0, 1)[None].float() / 127.5 - 1
        pixels = pixels.to(self._device, self._vae.dtype)
        with self._working(image.size):
            mean = self._vae.encode(pixels[:, :, None] if self._film else pixels).latent_dist.mean.float()
        latents: torch.Tensor = ((mean[:, :, 0] if self._film else mean) - self._offset) * self._scale
        return latents

    def decode(self, latents: "torch.Tensor") -> "torch.Tensor":
        """RGB from -1 to 1, float32, shape (rows, 3, height, width)."""
        import torch

        with self._working((latents.shape[-1] * self.factor, latents.shape[-2] * self.factor)):
            decoded = self._decoded(latents)
            if self._vae.dtype != torch.float32 and not bool(torch.isfinite(decoded).all()):
                # Not every autoencoder that overflows in half precision says so beforehand.
                self.replays.clear()
                if self.builds is not None:
                    self.builds.close()
                self._vae = self._vae.to(torch.float32)
                decoded = self._decoded(latents)
        return decoded

    @contextmanager
    def _working(self, size: tuple[int, int]) -> Iterator[None]:
        """Around what it computes for a picture: in tiles, where less memory is left than the whole takes."""
        with self._tenancy.using(size):
            tiled = self._tenancy.tiled
            with self._tenancy.lease("decode"):
                set_tiles(self._vae, TILE if tiled else None)
                yield

    def _decoded(self, latents: "torch.Tensor") -> "torch.Tensor":
        if self.builds is not None and not self._vae.use_tiling:
            faster = self.builds.replayed(self.replays, self.builds.number, latents=latents)
            if faster is not None:
                return faster[0]
        # Tiles are for where memory is short: a graph would keep what they work with from all others.
        state = None if self._vae.use_tiling else self._vae.dtype
        return self.replays("autoencoder", partial(self._pixels(), self._vae), state, latents=latents)[0]

    def _pixels(self) -> Callable[..., Tensors]:
        """From an autoencoder and latents to what it decodes, without this object, so that nothing else is traced."""
        scale, offset, film = self._scale, self._offset, self._film

        def pixels(vae: Any, latents: "torch.Tensor") -> Tensors:
            unscaled = (latents / scale + offset).to(vae.dtype)
            decoded: torch.Tensor = vae.decode(unscaled[:, :, None] if film else unscaled).sample
            return ((decoded[:, :, 0] if film else decoded).float(),)

        return pixels

    def _statistics(self) -> "tuple[Any, Any]":
        """What is taken off the encoder's output, and what that is multiplied by."""
        import torch

        config = self._vae.config
        if not self._film:
            return getattr(config, "shift_factor", None) or 0.0, config.scaling_factor
        shape = (1, self.channels, 1, 1)
        mean, deviation = (
            torch.tensor(row, device=self._device).view(shape) for row in (config.latents_mean, config.latents_std)
        )
        return mean, 1 / deviation


def set_tiles(vae: Any, side: int | None) -> None:
    """Lets a diffusers autoencoder work in tiles of ``side`` pixels, of which a quarter overlaps, or whole."""
    if side is None:
        vae.disable_tiling()
        return
    vae.enable_tiling()
    if hasattr(vae, "tile_latent_min_size"):
        vae.tile_sample_min_size = side
        vae.tile_latent_min_size = side // 2 ** (len(vae.config.block_out_channels) - 1)
    else:  # Qwen-Image's: the sides for themselves, and the step from one tile to the next
        vae.tile_sample_min_height = vae.tile_sample_min_width = side
        vae.tile_sample_stride_height = vae.tile_sample_stride_width = side * 3 // 4
