"""Wildcards of a request: looked through before it is stored, drawn when it is understood."""

import secrets
from collections.abc import Callable
from dataclasses import replace

from danqing.core.settings import Configuration
from danqing.core.types import DrawOptions


def settled(text: str, options: DrawOptions, settings: Configuration, first: Callable[[], bool]) -> DrawOptions:
    """The options, with a seed where wildcards need one that none was given for.

    Only where the request is the ``first`` of its conversation: later ones may keep the seed of the picture that they
    change. Raises BadInput for a wildcard that cannot be drawn.
    """
    from danqing.language.library.wildcard_lists import lists_at
    from danqing.language.library.wildcards import check, has_wildcards

    if not has_wildcards(text):
        return options
    check(text, lists_at(settings.home))
    return replace(options, seed=secrets.randbelow(2**32)) if options.seed is None and first() else options


def drawn(text: str, seed: int | str, settings: Configuration) -> str:
    """The text with a choice made at each wildcard. Raises BadInput where lists have changed and cannot be drawn."""
    from danqing.language.library.wildcard_lists import lists_at
    from danqing.language.library.wildcards import expand

    return expand(text, seed, lists_at(settings.home), settings.max_text)
