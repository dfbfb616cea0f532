"""What a turn is asked with, its words and options: checked and filled in before anything is stored."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from danqing.app.checks import clean_prompt, clean_text, filled_in, pictures_in
from danqing.app.loras import lora_ids, taken_out, with_loras
from danqing.app.shelf import Shelf
from danqing.core.settings import Configuration
from danqing.core.types import DrawOptions, Prompt


@dataclass(frozen=True, slots=True)
class Intake:
    """``there``: raises NotFound for the id of no picture and no input."""

    settings: Configuration
    shelf: Shelf
    there: Callable[[str], None]

    def words(self, text: str, options: DrawOptions) -> tuple[str, DrawOptions]:
        """A request without the LoRAs that it names, and the options with them. Raises BadInput."""
        kept, named = taken_out(clean_text(text, self.settings.max_text))
        kept = clean_text(kept, self.settings.max_text) if named else kept
        return kept, with_loras(options, named, self._loras)

    def prompt(self, prompt: Prompt, options: DrawOptions) -> tuple[Prompt, DrawOptions]:
        """A prompt of the caller's own, likewise."""
        text, wanted = self.words(prompt.text, options)
        return replace(clean_prompt(prompt, self.settings.max_text), text=text), wanted

    def options(self, options: DrawOptions) -> DrawOptions:
        """The options with the configured defaults in the place of what was left open. Raises BadInput, NotFound."""
        wanted = with_loras(filled_in(options, self.settings), (), self._loras)
        self.shelf.known(wanted.painter or "", wanted.writer or "")
        for picture_id in pictures_in(wanted):
            self.there(picture_id)
        return wanted

    @property
    def _loras(self) -> Callable[[], tuple[str, ...]]:
        return partial(lora_ids, self.settings.home)
