"""A phrase word for word in another language: the longest known pieces from the left."""

from collections.abc import Callable, Sequence


def piecewise(words: Sequence[str], between: str, say: Callable[[str], str | None]) -> list[str] | None:
    """What ``say`` has for each piece, words joined by ``between``; None where a word is left that no piece covers."""
    said: list[str] = []
    at = 0
    while at < len(words):
        for end in range(len(words), at, -1):
            found = say(between.join(words[at:end]))
            if found is not None:
                said.append(found)
                at = end
                break
        else:
            return None
    return said
