"""From the options' preset and style to what they bring to a turn."""

from pathlib import Path

from danqing.conversation.arranging import Arrangement
from danqing.core.domain import Language
from danqing.core.scene import Scene
from danqing.core.types import DrawOptions
from danqing.language import library


def arrangement(options: DrawOptions, dialect: str, language: Language, home: Path) -> Arrangement:
    """Nothing where neither is chosen. Raises BadInput for one that the libraries of ``home`` do not hold."""
    if options.preset is None and options.style is None:
        return Arrangement()
    there = library.at(home)
    style = None if options.style is None else there.style(options.style)
    if options.preset is None:
        return Arrangement() if style is None else Arrangement(style.en, style.name(language))
    preset = there.preset(options.preset)
    called = style or there.find_style(preset.fields.get("style", ""))

    def negative(scene: Scene) -> str:
        with library.using(there):
            return library.negative_for(scene, dialect, preset.themes)

    return Arrangement(
        style=style.en if style else None,
        called=called.name(language) if called else preset.name(language),
        fields=tuple(preset.fields.items()),
        steps=preset.steps,
        guidance=preset.guidance,
        negative=negative,
    )
