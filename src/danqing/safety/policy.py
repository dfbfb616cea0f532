"""The policy: everything that is drawn or shown passes through this one object."""

from typing import TYPE_CHECKING

from danqing.core.errors import Refused
from danqing.core.reading import Request
from danqing.core.types import ApprovedPrompt, CheckedPicture, CheckedPreview, Prompt, Settings
from danqing.safety.keywords import blocked_topic

if TYPE_CHECKING:
    from PIL.Image import Image


class Policy:
    """Implements ``core.protocols.Gate``: a keyword list for words; pictures pass, until a filter is added here."""

    version = "keywords-1"

    def request(self, request: Request) -> None:
        """Raises Refused when the user's text is not to be drawn."""
        self._words(request.text)

    def approve(self, prompt: Prompt, settings: Settings) -> ApprovedPrompt:
        """Raises Refused. The negative prompt is read too: with a guidance near 0 a model may draw it."""
        self._words(prompt.text)
        self._words(prompt.negative)
        return ApprovedPrompt(prompt, settings, self.version)

    def preview(self, image: "Image") -> CheckedPreview:
        """A preview that may leave the engine."""
        return CheckedPreview(image)

    def check(self, image: "Image", seed: int) -> CheckedPicture:
        """A finished picture that may be stored."""
        return CheckedPicture(image, seed, self.version)

    def _words(self, text: str) -> None:
        topic = blocked_topic(text)
        if topic is not None:
            raise Refused(topic)
