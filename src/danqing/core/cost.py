"""What a picture took: energy as counters tell it, and its price at the user's tariff."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

Source = Literal["gpu", "cpu"]
"""Whose counter told: the graphics card's, the processor's."""

PriceText = Annotated[str, Field(pattern=r"^\d{1,9}(\.\d{1,9})? [A-Z]{3}$", examples=["0.56 CNY"])]
"""An amount and the three letters of a currency."""


@dataclass(frozen=True, slots=True)
class Energy:
    """Energy in watt hours that the chips of ``sources`` took, with all that ran on them meanwhile."""

    wh: float
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Price:
    """``currency``: three letters, such as CNY."""

    amount: float
    currency: str


def price(text: str | None) -> Price | None:
    """A ``PriceText`` as amount and currency; None for none, and for an amount of 0, which stands for none."""
    amount, _, currency = (text or "0").partition(" ")
    return Price(float(amount), currency) if float(amount) else None


def electricity(energy: Energy | None, tariff: str | None) -> Price | None:
    """What the energy costs at ``tariff``, the price of a kWh; None where one of them is not known."""
    hour = price(tariff)
    return Price(energy.wh / 1000 * hour.amount, hour.currency) if energy and hour else None
