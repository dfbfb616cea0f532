"""Measured seconds per step, for the time that is left."""

from danqing.core.types import Settings

_NEW = 0.5
"""Weight of the newest picture in the running mean."""


class Pace:
    """Kept in memory, by painter and picture size (``core.protocols.Measurements``)."""

    def __init__(self) -> None:
        self._seconds: dict[tuple[str, int, int], float] = {}

    def pace(self, painter: str, settings: Settings) -> float | None:
        """Seconds per step, None before the first measurement."""
        return self._seconds.get((painter, settings.width, settings.height))

    def measured(self, painter: str, settings: Settings, seconds_per_step: float) -> None:
        key = (painter, settings.width, settings.height)
        old = self._seconds.get(key, seconds_per_step)
        self._seconds[key] = old + _NEW * (seconds_per_step - old)
