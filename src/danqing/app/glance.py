"""A first look at a request, by the rules of language alone: what it asks of a picture model, before any is chosen."""

import re
from collections.abc import Sequence
from pathlib import Path

from danqing.conversation.editing import started_from
from danqing.conversation.history import earlier, last_drawn
from danqing.core.domain import STARTER, Domain, Language
from danqing.core.errors import DanqingError
from danqing.core.history import apply
from danqing.core.reading import Request
from danqing.core.routing import Task, Wanted
from danqing.core.scene import SETTING_FIELDS, Add, Clear, Omit, Scene, SceneEdit, Set
from danqing.core.script import HAN
from danqing.core.types import Conversation, DrawOptions, RedrawMode, Turn
from danqing.language.taught import naming

_PIXELS = re.compile(r"\s*(\d{2,5})\s*[x×*]\s*(\d{2,5})\s*", re.IGNORECASE)


def wanted_of(
    asked: Turn,
    past: Conversation,
    request: Request,
    home: Path,
    bases: Sequence[str | None] = (),
    taught: Sequence[str] = (),
) -> Wanted:
    """What the turn asks of a picture model. ``bases``, ``taught``: what its LoRAs are for, and their triggers.
    Raises BadInput for a wrong library file.

    It stands in for the writer's reading, which only comes once the model is known: the writer may be one that needs
    that model's vocabulary.
    """
    options, text = asked.options, asked.prompt.text if asked.prompt else request.text
    edits = _read(asked, past, naming(request, taught))
    scene = _scene(past, edits)
    last = None if any(isinstance(edit, Clear) for edit in edits) else last_drawn(past, asked, _start(past, edits))
    drawn = last is not None and bool(last.pictures)
    based = options.base is not None or any(isinstance(edit, Set) and edit.field == "base" for edit in edits)
    modes = _modes(options, based, drawn)
    styles, suited = _styles(scene, options, home)
    return Wanted(
        text=text,
        language=request.language,
        task=_task(options, modes),
        closed=_closed(scene, edits, request, STARTER.knowing(taught)) and not options.negative,
        modes=modes,
        technique=options.technique,
        bases=tuple(bases),
        styles=styles,
        suited=suited,
        lettering=_lettering(scene),
        pixels=_pixels(options, scene),
        before=last.draft.settings.painter if last is not None and last.draft and last.draft.settings else None,
        dialect=asked.prompt.dialect if asked.prompt else "",
        excludes=bool(options.negative or scene.exclusions),
    )


def _read(asked: Turn, past: Conversation, request: Request) -> tuple[SceneEdit, ...]:
    """The edits that are given, else those that the rules find."""
    from danqing.language.composing.composer import Composer

    if asked.edits is not None:
        return asked.edits
    try:
        return Composer().write(earlier(past, asked), past.history.present, request).edits
    except DanqingError:  # the turn itself will say what is wrong
        return ()


def _scene(past: Conversation, edits: tuple[SceneEdit, ...]) -> Scene:
    try:
        return apply(past.history, edits).present
    except DanqingError:
        return past.history.present


def _start(past: Conversation, edits: tuple[SceneEdit, ...]) -> Scene:
    try:
        return started_from(past.history, edits)
    except DanqingError:
        return past.history.present


def _modes(options: DrawOptions, based: bool, drawn: bool) -> frozenset[RedrawMode]:
    """The ways of redrawing that cannot be done without."""
    if options.technique.outpaint is not None:
        return frozenset()
    if options.mask is not None or options.region is not None:
        return frozenset(("inpaint",))
    wanted: RedrawMode | None = "image" if based else options.redraw if drawn else None
    return frozenset((wanted,)) if wanted in ("image", "inpaint") else frozenset()


def _task(options: DrawOptions, modes: frozenset[RedrawMode]) -> Task:
    if options.technique.controls:
        return "control"
    if options.technique.outpaint is not None:
        return "outpaint"
    if "inpaint" in modes:
        return "inpaint"
    return "image-to-image" if "image" in modes else "text-to-image"


def _closed(scene: Scene, edits: Sequence[SceneEdit], request: Request, domain: Domain) -> bool:
    """Whether the starter's vocabulary holds the whole scene, and all of the request was understood."""
    from danqing.language.fitting import fit

    if any(isinstance(edit, Omit) for edit in edits) or not scene.subjects:
        return False
    if len(scene.subjects) > domain.max_subjects or any(s.count > domain.max_count for s in scene.subjects):
        return False
    fields = [(name, getattr(scene, name)) for name in SETTING_FIELDS]
    whole = [Add(subject) for subject in scene.subjects]
    said = [Set("scene", name, value) for name, value in fields if value not in (None, ())]
    return not any(isinstance(edit, Omit) for edit in fit(domain, [*whole, *said], request))


def _styles(scene: Scene, options: DrawOptions, home: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of the styles that are named, and the families that all of them name."""
    from danqing.language import library
    from danqing.language.library.styles import parts

    there = library.at(home)
    preset = there.preset(options.preset).fields.get("style") if options.preset else None
    said = [name for value in (options.style, scene.style, scene.medium, preset) for name in parts(value)]
    styles = [style for name in dict.fromkeys(said) if (style := there.find_style(name)) is not None]
    named = [style.families for style in styles if style.families]
    suited = [family for family in (named[0] if named else ()) if all(family in one for one in named)]
    ids = [name for name, style in there.styles.items() if style in styles]
    return tuple(ids), tuple(suited)


def _lettering(scene: Scene) -> Language | None:
    if not scene.text:
        return None
    return "zh" if HAN.search(scene.text) else "en"


def _pixels(options: DrawOptions, scene: Scene) -> int | None:
    if options.width and options.height:
        return options.width * options.height
    found = _PIXELS.fullmatch(scene.canvas or "")
    return int(found[1]) * int(found[2]) if found else None
