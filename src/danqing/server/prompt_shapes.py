"""The body of a request to look at a prompt."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from danqing.core.codec import scene_from_json
from danqing.core.scene import Scene
from danqing.core.technique import PLAIN, Technique
from danqing.server.scene_shapes import SceneBody


class PromptBody(BaseModel):
    """A request to look at. ``scene``: the one that it changes; what is null is left to the settings."""

    model_config = ConfigDict(extra="forbid")

    text: str
    dialect: str | None = None
    writer: str | None = None
    painter: str | None = None
    seed: int | None = None
    style: str | None = None
    preset: str | None = None
    negative: str | None = None
    guidance: float | None = None
    technique: Technique = PLAIN
    scene: SceneBody | None = None

    def options(self) -> dict[str, Any]:
        """Those of DrawOptions."""
        return {**self.model_dump(exclude={"text", "dialect", "scene"}), "technique": self.technique}

    def given_scene(self) -> Scene | None:
        """The scene as core knows it, its values not checked yet."""
        return scene_from_json(self.scene.model_dump()) if self.scene else None
