"""Nouns of memory: how numbers are held, how sparing Danqing is with a card, and who takes how many bytes."""

from typing import Literal, get_args

Precision = Literal["fp32", "bf16", "fp16", "fp8", "int8", "nf4"]
"""How the weights of a model are held. The last three are unpacked, a matrix at a time, when they are used."""
PRECISIONS: tuple[Precision, ...] = get_args(Precision)

MemoryMode = Literal["auto", "highvram", "medvram", "lowvram", "cpu"]
"""``highvram``: all models stay on the card. ``medvram``: only what the present step needs. ``lowvram``: of the
network that denoises even that only in pieces. ``auto``: as much of it as this card asks for."""
WantedPrecision = Literal["auto", "fp32", "bf16", "fp16", "fp8", "int8", "nf4"]
Attention = Literal["auto", "sdpa", "xformers", "sliced"]
"""``sdpa``: PyTorch's own; ``auto``: that too, with its ways tried out on an NVIDIA card; ``sliced``: one head after
another, for the smallest cards."""
Compile = Literal["auto", "off"]
"""Whether faster versions of networks are built in the background, where that can be done."""

GIB = 1024**3
