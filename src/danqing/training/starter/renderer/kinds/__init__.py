"""The kinds: one function each, from a pose to a figure."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from danqing.training.starter.renderer.figure import Figure, Pose
from danqing.training.starter.renderer.kinds import animals, geometry, nature, things

Draw = Callable[[Pose], Figure]

KINDS: Mapping[str, Draw] = MappingProxyType(
    {
        "circle": geometry.circle,
        "square": geometry.square,
        "triangle": geometry.triangle,
        "star": geometry.star,
        "heart": geometry.heart,
        "moon": nature.moon,
        "sun": nature.sun,
        "cloud": nature.cloud,
        "house": things.house,
        "tree": nature.tree,
        "flower": nature.flower,
        "fish": animals.fish,
        "bird": animals.bird,
        "cat": animals.cat,
        "boat": things.boat,
        "car": things.car,
        "balloon": things.balloon,
        "cup": things.cup,
        "mushroom": nature.mushroom,
        "rabbit": animals.rabbit,
        "apple": nature.apple,
        "umbrella": things.umbrella,
        "mountain": nature.mountain,
        "rocket": things.rocket,
    }
)

UPRIGHT = frozenset({"circle", "square", "house", "mountain", "moon"})
"""Kinds that are never tilted: a tilt would show as a mistake, or not at all."""
