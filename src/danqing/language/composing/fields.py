"""Fields of a scene as words fill them: what grows, what is joined, what stays."""

from danqing.core.scene import Value
from danqing.language.quantities import GUESSED


def into(setting: dict[str, Value], name: str, value: str) -> None:
    """Adds a value to a field: lists grow, words are joined, the first number stays."""
    old = setting.get(name)
    match name:
        case "exclusions":
            known = old if isinstance(old, tuple) else ()
            setting[name] = (*known, value) if value not in known else known
        case "weights":
            phrase, _, number = value.rpartition(":")
            known = old if isinstance(old, tuple) else ()
            setting[name] = (*known, (phrase or value, _factor(number)))
        case "number":
            setting.setdefault(name, max(1, min(count_of(value), 16)))
        case "canvas" | "text":
            setting.setdefault(name, value)
        case _:
            parts = old.split(", ") if isinstance(old, str) else []
            setting[name] = ", ".join(parts if value in parts else [*parts, value])


def _factor(number: str) -> float:
    try:
        return min(max(float(number), 0.1), 2.0)
    except ValueError:
        return 1.2


def count_of(name: str) -> int:
    """A count that is drawn: ``several`` and ``many`` as numbers, at most 100."""
    if name.isdigit():
        return max(1, min(int(name), 100))
    return GUESSED.get(name, 3)
