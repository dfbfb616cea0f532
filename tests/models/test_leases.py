"""Leases: nobody overwrites what another uses, nobody takes more than there is, and everybody's turn comes."""

import random

import hypothesis.strategies as st
from hypothesis import given

from danqing.models.memory.leases import AHEAD, Lease, Leases

PARTS = ("writer", "encoder", "unet", "vae", "control")
asked = st.tuples(st.frozensets(st.sampled_from(PARTS), min_size=1), st.integers(0, 12), st.booleans())
ROOM = 10


def leases_with(*conflicts: frozenset[str]) -> Leases:
    """Two parts of one pair cannot be there together."""

    def conflict(mine: frozenset[str], theirs: frozenset[str]) -> bool:
        return any({one, two} in conflicts for one in mine for two in theirs)

    return Leases(conflict, lambda: ROOM)


def test_a_part_may_be_used_by_many_at_once() -> None:
    leases = leases_with()
    first, second = (leases.ask(frozenset({"unet"}), 3) for _ in range(2))
    assert [leases.grant(), leases.grant(), leases.grant()] == [first, second, None]


def test_words_come_before_pictures_but_not_for_ever() -> None:
    leases = leases_with(frozenset({"writer", "unet"}))
    drawing = leases.ask(frozenset({"unet"}), 0)
    assert leases.grant() is drawing
    waiting = leases.ask(frozenset({"unet"}), 0)
    writing = [leases.ask(frozenset({"writer"}), 0, urgent=True) for _ in range(3 * AHEAD)]
    assert leases.grant() is None, "the writer waits for the step"
    leases.give_back(drawing)
    assert leases.grant() is writing[0]
    assert leases.waiting.index(waiting) < AHEAD


@given(
    st.frozensets(st.frozensets(st.sampled_from(PARTS), min_size=2, max_size=2)),
    st.lists(asked, max_size=25),
    st.randoms(use_true_random=False),
)
def test_everybody_is_granted_and_nothing_collides(
    conflicts: frozenset[frozenset[str]], requests: list[tuple[frozenset[str], int, bool]], dice: random.Random
) -> None:
    """However requests and returns mix. What fits only alone is granted too."""
    leases = leases_with(*conflicts)
    todo, granted, asked_for = list(requests), [], 0
    for _ in range(4 * len(requests) + 1):
        if todo and dice.random() < 0.6:
            leases.ask(*todo.pop())
            asked_for += 1
        elif leases.held and dice.random() < 0.7:
            leases.give_back(dice.choice(leases.held))
        while (lease := leases.grant()) is not None:
            granted.append(lease)
            check(leases, conflicts)
    while leases.held:
        leases.give_back(leases.held[0])
        while (lease := leases.grant()) is not None:
            granted.append(lease)
            check(leases, conflicts)
    assert len(granted) == asked_for and not leases.waiting


def check(leases: Leases, conflicts: frozenset[frozenset[str]]) -> None:
    held: list[Lease] = leases.held
    assert len(held) == 1 or sum(lease.working for lease in held) <= ROOM
    for at, one in enumerate(held):
        for two in held[at + 1 :]:
            assert not any({mine, theirs} in conflicts for mine in one.parts for theirs in two.parts)
