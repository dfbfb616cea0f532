"""What has to fit into how much memory: models, a picture's size, and the memory that there is."""

from dataclasses import dataclass

from danqing.core.types import Quantisation


@dataclass(frozen=True, slots=True)
class Case:
    """One turn after another under a cap: the language model answers, the picture model draws.

    ``vram``, ``ram`` in GiB, None: as there is. ``writer``, ``painter``: names of models that are built, None: without.
    """

    name: str
    english: str
    chinese: str
    vram: float | None
    writer: str | None = None
    painter: str | None = None
    pixels: int = 1024
    ram: float | None = None
    quantisation: Quantisation = "nf4"
    lora: bool = False


_PAIR = "qwen2-7b", "sdxl"

CASES = (
    Case("fits-12", "12 GiB: Qwen2-7B 4-bit, then SDXL 1024²", "12 GiB：Qwen2-7B 4 位，接着 SDXL 1024²", 12, *_PAIR),
    Case("fits-8", "8 GiB, 16 GiB of main memory: the same", "8 GiB，内存 16 GiB：同上", 8, *_PAIR, ram=16),
    Case("fits-6", "6 GiB: SD 1.5 512² with a LoRA", "6 GiB：SD 1.5 512² 加 LoRA", 6, None, "sd15", 512, lora=True),
    Case("fits-4", "4 GiB: Qwen2.5-3B 4-bit alone", "4 GiB：仅 Qwen2.5-3B 4 位", 4, "qwen2.5-3b"),
)
SWITCHING = CASES[0]
PLANNED = Case("planned", "SDXL 1024² alone, memory as planned", "仅 SDXL 1024²，显存与计划", None, painter="sdxl")
ALL = (*CASES, PLANNED)
