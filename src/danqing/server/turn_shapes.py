"""What a new turn is asked with, as the body of a request."""

from pydantic import Field

from danqing.core.codec import edit_from_json
from danqing.core.scene import SceneEdit
from danqing.core.technique import PLAIN, Technique
from danqing.core.types import DrawOptions, Embedding, Prompt, RedrawMode
from danqing.server.scene_shapes import Body, EditBody


class OptionsBody(Body):
    """What may be fixed for one turn; null leaves it to the models (seed: at random). Sizes in pixels.

    ``base``: a picture or an input to start from; ``mask``: an input that is white where the picture may change;
    ``strength``: how far it may depart from the base, above 0 up to 1; ``region``: the part that may change, as left,
    top, right and bottom in fractions. ``layout_seed``: seed of the places of things, where that is not ``seed``.
    """

    seed: int | None = None
    steps: int | None = None
    guidance: float | None = None
    width: int | None = None
    height: int | None = None
    number: int | None = None
    painter: str | None = None
    writer: str | None = None
    negative: str | None = None
    embedding: Embedding | None = None
    redraw: RedrawMode | None = None
    preset: str | None = None
    style: str | None = None
    base: str | None = None
    mask: str | None = None
    strength: float | None = None
    technique: Technique = PLAIN
    layout_seed: int | None = None
    region: tuple[float, float, float, float] | None = None


class GivenPrompt(Body):
    """A prompt as it stands, in the picture model's dialect."""

    text: str
    negative: str = ""
    dialect: str


class TurnBody(Body):
    """A new turn: the user's words, or edits of the scene that no language model has to read.

    ``prompt``: what the picture model shall read, where a picture is drawn again; with ``edits`` they still make the
    scene.
    """

    text: str = ""
    edits: list[EditBody] | None = None
    prompt: GivenPrompt | None = None
    options: OptionsBody = Field(default_factory=OptionsBody)

    def draw_options(self) -> DrawOptions:
        """The options as core knows them."""
        return DrawOptions(**{**self.options.model_dump(), "technique": self.options.technique})

    def given_prompt(self) -> Prompt | None:
        """The prompt as core knows it."""
        return None if self.prompt is None else Prompt(**self.prompt.model_dump())

    def scene_edits(self) -> list[SceneEdit] | None:
        """The edits as core knows them; EditInvalid where one is none."""
        if self.edits is None:
            return None
        return [edit_from_json(edit.model_dump(exclude_unset=True)) for edit in self.edits]
