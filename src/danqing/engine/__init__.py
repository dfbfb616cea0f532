"""Drawing: the pipeline from prompt to pixels, and a fake one that draws test cards."""

from danqing.engine.opening import open_painter as open_painter
