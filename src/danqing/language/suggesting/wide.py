"""Next steps for picture models that draw anything: the hour, the weather, a style of the library, room around it."""

from collections.abc import Iterator

from danqing.core.domain import Language
from danqing.core.messages import say
from danqing.core.reading import Suggestion
from danqing.core.scene import Scene, Set
from danqing.language.library.loading import in_use

_DARK = frozenset({"night", "late night", "midnight", "evening", "starry night time", "moonlit night", "rainy night"})
_STYLES = ("ink-wash", "oil", "papercut", "storybook", "pencil")
_INDOORS = ("room", "indoor", "kitchen", "office", "studio", "bedroom", "library", "classroom", "shop", "cafe", "café")
_SPACE = "negative space"


def kinds(scene: Scene, dialect: str, language: Language) -> list[Iterator[Suggestion]]:
    """One row of suggestions for each kind of step."""
    return [
        _times(scene, language),
        _styles(scene, dialect, language),
        _weathers(scene, language),
        _space(scene, language),
    ]


def _times(scene: Scene, language: Language) -> Iterator[Suggestion]:
    for name in ("early morning", "dusk") if scene.time in _DARK else ("night", "dusk"):
        if name != scene.time:
            yield _said("time", name, language)


def _weathers(scene: Scene, language: Language) -> Iterator[Suggestion]:
    if scene.place is not None and any(word in scene.place for word in _INDOORS):
        return
    for name in ("snow", "rain", "fog"):
        if scene.weather is None or name not in scene.weather:
            yield _said("weather", name, language)


def _styles(scene: Scene, dialect: str, language: Language) -> Iterator[Suggestion]:
    has = f"{scene.style or ''},{scene.medium or ''},{scene.artist or ''}"
    for id in _STYLES:
        style = in_use().styles.get(id)
        if style is None or style.en in has or id in has or (style.families and dialect not in style.families):
            continue
        said = say(language, "suggest_style", style=style.name(language))
        yield Suggestion(said, (Set("scene", "style", style.en),))


def _space(scene: Scene, language: Language) -> Iterator[Suggestion]:
    if scene.composition is None:
        yield Suggestion(say(language, "suggest_space"), (Set("scene", "composition", _SPACE),))


def _said(field: str, name: str, language: Language) -> Suggestion:
    return Suggestion(say(language, f"suggest_{field}_{name.replace(' ', '_')}"), (Set("scene", field, name),))
