"""From a request to a draft: edits, scene, reply, prompt and settings. Stores nothing and draws nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from danqing.conversation.arranging import Arrangement
from danqing.conversation.asking import Question, aimed_at, question
from danqing.conversation.canvas import on_canvas
from danqing.conversation.checking import check_given
from danqing.conversation.editing import is_drawable, started_from, within
from danqing.conversation.history import earlier, last_drawn
from danqing.conversation.redraw import STRENGTH, Redraw, choose, layout_seed
from danqing.conversation.reply import joined, reply_to_drawn, reply_to_left_out, reply_to_nothing
from danqing.conversation.wording import Translate, Words, as_it_is
from danqing.core.domain import Domain, Language
from danqing.core.errors import BadInput, DanqingError
from danqing.core.history import Change, SceneHistory, apply, diff
from danqing.core.messages import say
from danqing.core.protocols import Cancelled, Painter, Writer
from danqing.core.reading import Interpretation, Request
from danqing.core.routing import Choice
from danqing.core.scene import Clear, Omit, Scene, SceneEdit
from danqing.core.types import Conversation, Draft, DrawOptions, Prompt, Settings, Turn


@dataclass(frozen=True, slots=True)
class Tools:
    """The models of the language half.

    ``compose``: lineage, painter, seed, the user's negative prompt and language to a prompt.
    ``size_for``: width and height in pixels for a canvas such as ``16:9``, where the painter has such a size.

    ``fit``: edits in the words of a closed vocabulary, where there is one; what it has no word for as Omit.
    ``arrange``: what the options' preset, style and LoRAs bring, for a dialect and a language.
    ``painted``: id of the subject that the options' mask covers, where it is known where things stand.
    ``translate``: canonical English into the language of a reply. ``closed``: the request with what its words mean in
    a closed vocabulary, too. ``route``: the picture model for a turn whose options leave it open.
    """

    painter: Callable[[str], Painter]
    writer: Callable[[str, Domain | None], Writer]
    compose: Callable[[Sequence[Scene], Painter, int, str | None, Language], Prompt]
    fresh_seed: Callable[[], int]
    fit: Callable[[Domain | None, Sequence[SceneEdit], Request], tuple[SceneEdit, ...]]
    size_for: Callable[[Painter, str], tuple[int, int]]
    arrange: Callable[[DrawOptions, str, Language], Arrangement] = lambda *_: Arrangement()
    translate: Translate = as_it_is
    closed: Callable[[Domain | None, Request], Request] = lambda _, request: request
    painted: Callable[[DrawOptions, Conversation, Painter], str | None] = lambda *_: None
    route: Callable[[Turn, Conversation, Request], Choice | None] = lambda *_: None


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft, the diff that it shows, and the scene history after it.

    ``writer``: who read the request; ``fallback``: what was wrong, where rules did so in a language model's place.
    ``choice``: the picture model that the router chose, and why.
    """

    draft: Draft
    changes: tuple[Change, ...]
    history: SceneHistory
    writer: str = ""
    fallback: DanqingError | None = None
    redraw: Redraw | None = None
    question: Question | None = None
    choice: Choice | None = None


def draft(asked: Turn, past: Conversation, request: Request, tools: Tools, cancelled: Cancelled) -> Drafted:
    """What ``asked`` makes of its conversation. Raises BadInput, EditInvalid, ModelUnusable, Cancelled.

    From here on the model that the router chose is as if the user had: it stands in the settings.
    """
    choice = tools.route(asked, past, request)
    if choice is not None:
        asked = replace(asked, options=replace(asked.options, painter=choice.painter))
    return replace(_drafted(asked, past, request, tools, cancelled), choice=choice)


def _drafted(asked: Turn, past: Conversation, request: Request, tools: Tools, cancelled: Cancelled) -> Drafted:
    painter = tools.painter(asked.options.painter or "")
    if asked.prompt is not None and asked.edits is None:
        return _as_given(asked, asked.prompt, past, request, painter, tools)
    brought = tools.arrange(asked.options, painter.dialect, request.language)
    domain = brought.domain(painter.domain)
    read = _read(asked, past, request, domain, tools, cancelled)
    words = Words(domain, request.language, tools.translate)
    if asked.edits is None:
        seen = tools.closed(domain, request)
        aimed = aimed_at(tools.painted(asked.options, past, painter), seen, past.history.present, read.edits)
        if aimed is None and (open_ := _unclear(asked, past, seen, read, words)) is not None:
            return open_
        read = read if aimed is None else replace(read, edits=aimed)
    read = _arranged(read, brought, past, request, domain, tools)
    edits, no_room = within(domain, past.history, read.edits, words)
    left_out = (*read.left_out, *no_room)
    history = apply(past.history, edits)
    before, scene = past.history.present, history.present
    changes = diff(before, scene)

    cleared = any(isinstance(edit, Clear) for edit in edits)
    only_omitted = bool(left_out) and all(isinstance(edit, Omit) for edit in edits)
    if only_omitted or not is_drawable(scene, domain):
        said = reply_to_left_out(left_out, False, words) or reply_to_nothing(cleared or bool(changes), words)
        return Drafted(Draft(request, edits, left_out, scene, said), changes, history, read.writer, read.fallback)

    last = last_drawn(past, asked, started_from(past.history, edits))
    redraw = choose(asked.options, edits, changes, request, last, painter)
    wanted = brought.options(asked.options, painter)
    settings = _settings(wanted, scene, painter, redraw, last, tools.fresh_seed())
    planned = layout_seed(wanted, redraw, last, past)
    settings = replace(settings, layout_seed=None if planned == settings.seed else planned)
    settings, no_size = on_canvas(settings, wanted, scene, painter, tools.size_for)
    prompt = asked.prompt
    if prompt is None:
        prompt = tools.compose(history.lineage, painter, settings.planned_with, wanted.negative, request.language)
        prompt = brought.prompt(replace(prompt, dropped=(*prompt.dropped, *no_size)), scene, wanted)
    said = joined(
        (
            reply_to_drawn(before, scene, changes, cleared, words),
            reply_to_left_out(left_out, True, words),
        ),
        request.language,
    )
    made = Draft(request, edits, left_out, scene, said, prompt, settings)
    return Drafted(made, changes, history, read.writer, read.fallback, redraw)


def _unclear(asked: Turn, past: Conversation, request: Request, read: Interpretation, words: Words) -> Drafted | None:
    """The question to the user where it is not clear what is meant: then nothing changes."""
    scene = past.history.present
    found = question(request, scene, read.edits, earlier(past, asked), words)
    if found is None:
        return None
    made = Draft(request, (), (), scene, found.text)
    return Drafted(made, (), past.history, read.writer, read.fallback, question=found)


def _read(
    asked: Turn, past: Conversation, request: Request, domain: Domain | None, tools: Tools, cancelled: Cancelled
) -> Interpretation:
    if asked.edits is not None:
        check_given(domain, asked.edits)
        return Interpretation(asked.edits, tuple(edit.text for edit in asked.edits if isinstance(edit, Omit)))
    if not request.text:
        raise BadInput("text_empty")
    writer = tools.writer(asked.options.writer or "", domain)
    found = writer.write(earlier(past, asked), past.history.present, request, cancelled)
    edits = tools.fit(domain, found.edits, request)
    check_given(domain, edits)
    return replace(found, edits=edits, left_out=tuple(edit.text for edit in edits if isinstance(edit, Omit)))


def _arranged(
    read: Interpretation,
    brought: Arrangement,
    past: Conversation,
    request: Request,
    domain: Domain | None,
    tools: Tools,
) -> Interpretation:
    """What was read, with what preset and style bring."""
    wanted = brought.edits(read.edits, past.history)
    more = brought.fitted(tools.fit(domain, wanted, request), wanted)
    left_out = (edit.text for edit in more if isinstance(edit, Omit))
    return replace(read, edits=(*read.edits, *more), left_out=(*read.left_out, *left_out))


def _as_given(
    asked: Turn, prompt: Prompt, past: Conversation, request: Request, painter: Painter, tools: Tools
) -> Drafted:
    """The caller's own prompt: the scene stays as it is, and no picture of the conversation is started from."""
    redraw = choose(asked.options, (), (), request, None, painter)
    settings = _settings(asked.options, Scene(), painter, redraw, None, tools.fresh_seed())
    said = say(request.language, "reply_prompt")
    prompt = replace(prompt, dialect=prompt.dialect or painter.dialect)
    made = Draft(request, (), (), past.history.present, said, prompt, settings)
    return Drafted(made, (), past.history, redraw=redraw)


def _settings(
    options: DrawOptions, scene: Scene, painter: Painter, redraw: Redraw, last: Turn | None, fresh: int
) -> Settings:
    """All that the user left open filled in: by scene and way of redrawing, then with the painter's defaults.

    Raises BadInput where it cannot draw that.
    """
    width, height = painter.default_size
    before = last.draft.settings if last and last.draft else None
    kept = before.seed if before is not None and redraw.mode == "seed" else fresh
    settings = Settings(
        painter=options.painter or painter.id,
        writer=options.writer or "",
        seed=kept if options.seed is None else options.seed,
        steps=painter.default_steps if options.steps is None else options.steps,
        guidance=painter.default_guidance if options.guidance is None else options.guidance,
        width=options.width or width,
        height=options.height or height,
        number=options.number or scene.number or 1,
        embedding=options.embedding or "full",
        base=redraw.base,
        strength=(options.strength or STRENGTH.get(redraw.mode)) if redraw.base else None,
        region=redraw.region,
        mask=redraw.mask,
        technique=options.technique,
    )
    painter.check(settings)
    return settings
