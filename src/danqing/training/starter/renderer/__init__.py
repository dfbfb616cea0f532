"""The renderer: draws a layout with Pillow, the only source of the starter models' training pictures."""

from danqing.training.starter.renderer.render import render

__all__ = ["render"]
