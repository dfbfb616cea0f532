"""Places for pictures: so many at a time, in the order of asking."""

import threading
import time
from contextlib import ExitStack

import pytest

from danqing.core.errors import Cancelled
from danqing.scheduling.places import Places


def test_as_many_as_there_are_in_the_order_of_asking() -> None:
    count, order = 1, list[int]()
    places = Places(lambda: count)

    def sit(number: int) -> None:
        with places.one(lambda: False):
            order.append(number)

    with ExitStack() as first:
        first.enter_context(places.one(lambda: False))
        threads = []
        for number in range(3):
            threads.append(threading.Thread(target=sit, args=(number,)))
            threads[-1].start()
            while len(places._line) <= number:
                time.sleep(0.001)
        with pytest.raises(Cancelled), places.one(lambda: True):
            raise AssertionError
        assert order == []
    for thread in threads:
        thread.join(10)
    assert order == [0, 1, 2]


def test_more_places_are_seen_while_one_waits() -> None:
    count = 1
    places = Places(lambda: count)
    seated = threading.Event()

    def sit() -> None:
        with places.one(lambda: False):
            seated.set()

    with places.one(lambda: False):
        thread = threading.Thread(target=sit)
        thread.start()
        count = 2
        assert seated.wait(10)
    thread.join(10)
