"""What is named for a machine is what fits it."""

import pytest

from danqing.models.devices import Device
from danqing.models.suited import suited

GIB = 1024**3


@pytest.mark.parametrize(
    ("device", "painter_fits", "writer", "writer_fits"),
    [
        (Device("cuda:0", "float16", "A card", 24 * GIB), True, "Qwen2.5-7B-Instruct", True),
        (Device("cuda:0", "float16", "A card", 80 * GIB), True, "Qwen2.5-32B-Instruct", True),
        (Device("cuda:0", "float16", "A card", 2 * GIB), False, "Qwen2.5-0.5B-Instruct", True),
        (Device("cpu", "float32", "CPU", 256 * GIB), True, "Qwen2.5-3B-Instruct", True),
        (Device("cpu", "float32", "CPU", 3 * GIB), False, "Qwen2.5-0.5B-Instruct", False),
    ],
)
def test_the_largest_that_fits(device: Device, painter_fits: bool, writer: str, writer_fits: bool) -> None:
    drawing, reading = suited(device)
    assert (drawing.fits, reading.name, reading.fits) == (painter_fits, writer, writer_fits)
    if reading.fits:
        assert drawing.memory * drawing.fits + reading.memory <= device.memory


def test_large_picture_models_are_for_cards() -> None:
    assert suited(Device("cuda:0", "float16", "A card", 8 * GIB))[0].name == "Stable Diffusion XL"
    assert suited(Device("cuda:0", "float16", "A card", 6 * GIB))[0].name == "Stable Diffusion 1.5"
    assert suited(Device("cpu", "float32", "CPU", 256 * GIB))[0].name == "Stable Diffusion 1.5"
