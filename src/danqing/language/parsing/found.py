"""Found: a stretch of a request with its type and value, as the rules pass it on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """``type``: of docs/entities.md; ``value``: canonical English; ``implies``: facts that it brings along."""

    start: int
    end: int
    type: str
    value: str
    implies: tuple[str, ...] = ()
