"""Fixed places in memory for LoRAs: a CUDA graph that reads them is right for every LoRA that is copied there."""

from collections.abc import Hashable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from danqing.engine.lora_hooks import Low, hooked

SMALLEST = 4
"""The least rank that there is room for; others are powers of two, so that few graphs serve many LoRAs."""

Room = dict[Any, int]
"""The layers that are added to, and the rank for which each has room."""


def room_for(lows: Sequence[tuple[Low, float]]) -> Room:
    """Several LoRAs on one layer stand side by side there, as one of their ranks' sum."""
    ranks: dict[Any, int] = {}
    for low, _ in lows:
        ranks[low.layer] = ranks.get(low.layer, 0) + int(low.down.shape[0])
    return {layer: max(SMALLEST, 1 << (rank - 1).bit_length()) for layer, rank in ranks.items()}


class Slots:
    """``lows``: one a layer, always at the same addresses, to be added with a weight of 1."""

    def __init__(self, room: Room, lows: Sequence[tuple[Low, float]]) -> None:
        """``lows``: any that fit, for their shapes."""
        like = {low.layer: low for low, _ in lows}
        self.room = room
        self.lows = tuple(_empty(like[layer], rank) for layer, rank in room.items())
        self._by_layer = {low.layer: low for low in self.lows}
        self._held: Hashable = None

    def hooked(self) -> AbstractContextManager[None]:
        """The layers with what is here added, whatever that will be when it is read."""
        return hooked([(low, 1.0) for low in self.lows])

    def fill(self, key: Hashable, lows: Sequence[tuple[Low, float]]) -> None:
        """Copies them here, each with its weight and scale; what is left of the room becomes zeros.

        Nothing is done where what is here was filled in under the same ``key``.
        """
        import torch

        if self._held == key:
            return
        self._held = None

        taken, places = dict.fromkeys(self._by_layer, 0), list[Any]()
        for low, _ in lows:
            here, rank = self._by_layer[low.layer], int(low.down.shape[0])
            at = taken[low.layer]
            taken[low.layer] = at + rank
            places += [here.down[at : at + rank], here.up[:, at : at + rank]]
        scaled = torch._foreach_mul([low.up for low, _ in lows], [weight * low.scale for low, weight in lows])
        torch._foreach_copy_(
            places, [part for (low, _), up in zip(lows, scaled, strict=True) for part in (low.down, up)]
        )
        for low in self.lows:
            if taken[low.layer] < self.room[low.layer]:
                low.down[taken[low.layer] :].zero_()
                low.up[:, taken[low.layer] :].zero_()
        self._held = key


def _empty(like: Low, rank: int) -> Low:
    down = like.down.new_zeros((rank, *like.down.shape[1:]))
    up = like.up.new_zeros((like.up.shape[0], rank, *like.up.shape[2:]))
    return Low(like.layer, down, up, 1.0)


def acting(adapters: Hashable | None) -> AbstractContextManager[None]:
    """Around the networks themselves: what ``PictureModel.adapters`` tells of is on them."""
    return adapters.hooked() if isinstance(adapters, Slots) else nullcontext()
