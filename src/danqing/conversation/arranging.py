"""What style, preset and LoRAs bring to a turn: fields of the scene, steps, guidance, words of the prompt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from danqing.core.domain import Domain
from danqing.core.history import SceneHistory, apply
from danqing.core.protocols import Painter
from danqing.core.scene import GoTo, Omit, Redo, Scene, SceneEdit, Set, Undo
from danqing.core.types import DrawOptions, Prompt


@dataclass(frozen=True, slots=True)
class Arrangement:
    """``style`` comes before what the request says; ``fields`` of the scene are filled where it leaves them open.

    ``called``: the style, chosen or a field's, in the user's language. ``steps``, ``guidance``: multiples of the
    painter's own; ``negative``: the words for a scene, in the painter's dialect. ``taught``: triggers of the LoRAs.
    """

    style: str | None = None
    called: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    steps: float = 1.0
    guidance: float = 1.0
    negative: Callable[[Scene], str] | None = None
    taught: tuple[str, ...] = ()

    def domain(self, known: Domain | None) -> Domain | None:
        """A closed vocabulary with what the LoRAs taught the picture model."""
        return None if known is None else known.knowing(self.taught)

    def edits(self, read: Sequence[SceneEdit], before: SceneHistory) -> tuple[SceneEdit, ...]:
        """What comes after the edits that were ``read``; nothing where those only travel, or found nothing to draw."""
        travels = any(isinstance(edit, Undo | Redo | GoTo) for edit in read)
        if travels or (read and all(isinstance(edit, Omit) for edit in read)):
            return ()
        scene = apply(before, tuple(read)).present
        if self.style is not None:
            scene = replace(scene, style=self.style)
        chosen = [Set("scene", "style", self.style)] if self.style is not None else []
        taken = {"style"} if scene.medium else set()
        open_ = [pair for pair in self.fields if getattr(scene, pair[0]) is None and pair[0] not in taken]
        return (*chosen, *(Set("scene", field, value) for field, value in open_))

    def options(self, wanted: DrawOptions, painter: Painter) -> DrawOptions:
        """The options with steps and guidance filled in. A painter without guidance (1 or less) gets none."""
        steps, guidance = wanted.steps, wanted.guidance
        if steps is None and self.steps != 1.0:
            steps = max(1, round(painter.default_steps * self.steps))
        if guidance is None and self.guidance != 1.0 and painter.default_guidance > 1:
            guidance = round(max(1.0, painter.default_guidance * self.guidance), 2)
        return replace(wanted, steps=steps, guidance=guidance)

    def prompt(self, made: Prompt, scene: Scene, wanted: DrawOptions) -> Prompt:
        """The prompt with the triggers that it lacks before it, as in captions that were learnt from; with the preset's
        negatives after its own, where the user gave none."""
        lacking = [word for word in self.taught if word.casefold() not in made.text.casefold()]
        if lacking:
            made = replace(made, text=", ".join((*lacking, made.text)))
        if self.negative is None or wanted.negative is not None:
            return made
        terms = (term.strip() for term in f"{made.negative},{self.negative(scene)}".split(","))
        return replace(made, negative=", ".join(dict.fromkeys(term for term in terms if term)))

    def fitted(self, edits: Sequence[SceneEdit], wanted: Sequence[SceneEdit]) -> tuple[SceneEdit, ...]:
        """``edits`` as a closed vocabulary takes them, without a word on what the user did not ask for itself.

        ``wanted``: the same before they were fitted. A style that the vocabulary lacks is left out aloud.
        """
        kept = [edit for edit in edits if not isinstance(edit, Omit)]
        styled = [any(isinstance(e, Set) and e.field == "style" for e in group) for group in (wanted, kept)]
        return (*kept, *([Omit(self.called)] if styled == [True, False] else []))
