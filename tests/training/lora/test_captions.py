"""Captions that the critic proposes."""

import random

from PIL import Image

from danqing.core.layout import Placement
from danqing.models.catalog import starter_folder
from danqing.training.lora.captions import CriticCaptions, caption
from danqing.training.starter.pictures import draw_block
from danqing.vision.critic import Critic, Reading


def test_things_alike_are_one_subject() -> None:
    seen = (
        Placement("", "star", "yellow", 0.10, 0.10, 0.16),
        Placement("", "boat", "red", 0.50, 0.60, 0.44),
        Placement("", "star", "yellow", 0.80, 0.10, 0.18),
    )
    said = caption(Reading(seen, "night", "flat"))
    assert said == "flat, night, 1 large red boat at ij, 2 small yellow star at bb mb"


def test_an_empty_picture_has_style_and_background() -> None:
    assert caption(Reading((), "sea", "pixel")) == "pixel, sea"


def test_rendered_pictures_are_named_rightly() -> None:
    block = draw_block(random.Random(4), number=12)
    said = CriticCaptions(Critic(starter_folder("critic")))([Image.fromarray(image) for image in block.images])
    wanted = [set(text.replace(",", "").split()) for text in block.captions]
    found = [set(text.replace(",", "").split()) for text in said]
    shared = sum(len(w & f) for w, f in zip(wanted, found, strict=True)) / sum(map(len, wanted))
    assert shared > 0.8
