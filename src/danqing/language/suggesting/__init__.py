"""Suggestions: what a person may want next, made from the scene and from what the picture model can draw."""

from danqing.language.suggesting.steps import suggest

__all__ = ["suggest"]
