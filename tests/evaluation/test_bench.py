"""What ``danqing bench`` measures of its own: several pictures at once."""

import threading

from danqing.evaluation.bench import together


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
