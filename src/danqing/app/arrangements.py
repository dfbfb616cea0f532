"""From the options' preset, style and LoRAs to what they bring to a turn."""

from pathlib import Path

from danqing.app.loras import loras_in, triggers_of
from danqing.conversation.arranging import Arrangement
from danqing.core.domain import Language
from danqing.core.scene import Scene
from danqing.core.types import DrawOptions
from danqing.language import library


def arrangement(options: DrawOptions, dialect: str, language: Language, home: Path) -> Arrangement:
    """Nothing where none is chosen. Raises BadInput for one that the libraries of ``home`` do not hold."""
    taught = triggers_of(loras_in(options, home))
    if options.preset is None and options.style is None:
        return Arrangement(taught=taught)
    there = library.at(home)
    style = None if options.style is None else there.style(options.style)
    if options.preset is None:
        assert style is not None
        return Arrangement(style.en, style.name(language), taught=taught)
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
        taught=taught,
    )
