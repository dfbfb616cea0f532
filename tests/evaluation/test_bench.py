"""What ``danqing bench`` measures of its own: several pictures at once, and the rows of the bundled models."""

import threading
from pathlib import Path

import pytest

from danqing.evaluation.bench import together
from danqing.evaluation.bench_starter import Starter, chat, loras, previews, random_times


def test_several_pictures_are_drawn_one_after_another_and_at_once() -> None:
    seeds: list[int] = []
    at_once = threading.Barrier(3)

    def draw(seed: int) -> None:
        seeds.append(seed)
        if threading.current_thread() is not threading.main_thread():
            at_once.wait(60)

    figures = together(draw, 3, 2)
    assert seeds[:3] == [0, 1, 2]
    assert sorted(seeds) == sorted([0, 1, 2] * 4)
    assert list(figures) == ["one after another, s", "at once, s", "times as fast"]


@pytest.mark.slow
def test_the_rows_of_the_bundled_models_have_their_figures(tmp_path: Path) -> None:
    """Each measured once: the LoRAs are made and change the picture, both models work side by side."""
    starter = Starter(tmp_path)
    assert set(previews(starter, 1)) == {"without, s", "with, s", "longer, %"}
    swap = loras(starter, 1)
    assert swap["a swap, s"] == pytest.approx(swap["another, s"] - swap["the same again, s"], abs=0.002)
    assert {file.name for file in tmp_path.iterdir()} == {"bench-a.safetensors", "bench-b.safetensors"}
    kept = chat(starter, 1)
    assert kept["drawing alone, steps/s"] > 0
    assert kept["chatting, share kept"] > 0
    waits = random_times(starter, 2, 2, 1)
    assert waits["one at a time, 95 % wait at most, s"] >= waits["one at a time, median wait, s"] > 0
