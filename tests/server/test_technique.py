"""The engine's tools over HTTP: to the settings of a picture, into its file, and back again."""

import json
from typing import Any

import httpx
import pytest
from PIL import Image

from danqing import Studio
from danqing.app.restoring import restored
from danqing.core.technique import SAMPLERS, LoraUse, Technique, Variation
from tests.server.test_inputs import MADE, bring, draw, pixels, png
from tests.server.test_refusals import CHINESE, check_problem

PLAIN: dict[str, Any] = {
    "sampler": None, "clip_skip": None, "loras": [], "controls": [], "highres": None, "outpaint": None,
    "variation": None,
}  # fmt: skip


def settings(turn: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = turn["pictures"][0]["settings"]
    return found


def test_from_the_options_to_the_picture(client: httpx.Client, studio: Studio) -> None:
    image = bring(client, png(Image.new("RGB", (64, 64), "red")))["id"]
    wanted = {"sampler": "unipc", "clip_skip": 2, "controls": [{"kind": "depth", "image": image, "weight": 0.5}]}
    talk = studio.create_conversation()
    turn = draw(client, talk, {"text": "一只红色的猫", "options": {"guidance": 5, "technique": wanted}})
    assert settings(turn)["technique"] == PLAIN | wanted
    assert turn["options"]["technique"] == PLAIN | wanted  # type: ignore[index]
    after = draw(client, talk, {"text": "换成蓝色"})
    assert settings(after)["technique"] == PLAIN, "as with steps and guidance, what is not said again is the model's"


def test_a_variation_of_the_same_seed_is_another_picture(client: httpx.Client, studio: Studio) -> None:
    talk = studio.create_conversation()
    first = draw(client, talk, {"text": "一只红色的猫", "options": {"seed": 5}})
    options = {"seed": 5, "technique": {"variation": {"seed": 9, "amount": 0.3}}}
    varied = draw(client, talk, {"edits": [], "options": options})
    assert settings(varied)["seed"] == 5
    assert settings(varied)["technique"]["variation"] == {"seed": 9, "amount": 0.3}
    assert pixels(client, varied).tobytes() != pixels(client, first).tobytes()


@pytest.mark.parametrize(
    ("technique", "status"),
    [
        ({"sampler": "ddpm"}, 422),
        ({"clip_skip": 0}, 422),
        ({"highres": 1}, 422),
        ({"controls": [{"kind": "pose", "image": "p-unknown"}]}, 404),
        ({"controls": [{"kind": "pose", "image": "i" + "0" * 20}]}, 404),
        ({"loras": [{"id": "ink"}]}, 422),
        ({"outpaint": {"left": 12}}, 422),
        ({"variation": {"seed": 1, "amount": 2}}, 422),
        ([], 422),
    ],
)
def test_what_no_model_takes_is_said_at_once(
    client: httpx.Client, studio: Studio, technique: object, status: int
) -> None:
    address = f"/api/conversations/{studio.create_conversation()}/turns"
    answer = client.post(address, json={"text": "一只猫", "options": {"technique": technique}})
    assert answer.status_code == status, answer.text


ODD = [
    '"strength": NaN',
    '"strength": Infinity, "base": "IMAGE"',
    '"strength": -1e400',
    '"steps": 1e9',
    '"steps": NaN',
    '"seed": 1.5',
    '"guidance": NaN',
    '"width": 0, "height": 0',
    '"width": 1e9, "height": 64',
    '"base": "IMAGE", "region": [0, 0, 1, NaN]',
    '"base": "\\ud800"',
    '"base": "IMAGE", "mask": "\\ud800"',
    '"mask": "a\\u0000b"',
    '"base": "../../danqing.db"',
    '"base": "i00000000000000000000"',
    '"mask": 7',
    '"technique": {"loras": [{"id": "ink", "weight": "x"}]}',
    '"technique": {"loras": [{"id": "ink", "weight": NaN}]}',
    '"technique": {"loras": [{"id": "ink:abc"}]}',
    '"technique": {"loras": [{"id": "\\ud800"}]}',
    '"technique": {"controls": [{"kind": "edges", "image": "IMAGE"}]}',
    '"technique": {"controls": [{"kind": "pose", "image": "\\ud800"}]}',
    '"technique": {"controls": [{"kind": "pose", "image": "IMAGE", "weight": Infinity}]}',
    '"technique": {"clip_skip": 1e9}',
    '"technique": {"highres": NaN}',
    '"technique": {"outpaint": {"left": -8}}',
    '"technique": {"variation": {"seed": 1, "amount": NaN}}',
]


@pytest.mark.parametrize("options", ODD)
@pytest.mark.parametrize("headers", [{}, CHINESE], ids=["en", "zh"])
def test_odd_options_are_refused_with_a_sentence(
    client: httpx.Client, studio: Studio, options: str, headers: dict[str, str]
) -> None:
    image = bring(client, png(Image.new("RGB", (64, 64), "red")))["id"]
    address = f"/api/conversations/{studio.create_conversation()}/turns"
    body = f'{{"text": "a cat", "options": {{{options.replace("IMAGE", str(image))}}}}}'
    answer = client.post(address, content=body, headers={"content-type": "application/json", **headers})
    assert answer.status_code in (404, 422), answer.text
    check_problem(answer, chinese=bool(headers))


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\x89PNG\r\n\x1a\n" + bytes(99), png(Image.new("L", (64, 64)))[:60]]
)
def test_a_mask_that_is_no_picture_is_not_taken(client: httpx.Client, content: bytes) -> None:
    answer = client.post("/api/inputs", content=content, headers={"content-type": "image/png"})
    assert answer.status_code == 422
    check_problem(answer)


def test_a_strength_without_a_picture_ends_the_turn_in_words(client: httpx.Client, studio: Studio) -> None:
    address = f"/api/conversations/{studio.create_conversation()}/turns"
    events = client.post(address, json={"text": "一只猫", "options": {"strength": 0.4}}).json()["events"]
    told = client.get(events, headers={"accept": "text/event-stream"}).text
    assert "strength_alone" in told and "请指定底图" in told


def test_what_this_model_cannot_do_ends_the_turn_in_words(client: httpx.Client, studio: Studio) -> None:
    body = {"text": "一只猫", "options": {"technique": {"highres": 2}}}
    address = f"/api/conversations/{studio.create_conversation()}/turns"
    events = client.post(address, json=body).json()["events"]
    told = client.get(events, headers={"accept": "text/event-stream"}).text
    assert "图像模型 fake 不支持 highres。它支持：sampler, control, lora, clip-skip, variation。" in told


def test_models_tell_what_they_can_be_asked_for(client: httpx.Client) -> None:
    models = {(one["role"], one["id"]): one["abilities"] for one in client.get("/api/models").json()["models"]}
    assert models["painter", "fake"]["samplers"] == list(SAMPLERS)
    assert models["painter", "fake"]["loras"] and not models["painter", "fake"]["highres"]
    assert models["painter", "starter"] is not None
    assert models["writer", "scripted"] is None


def test_a_dropped_picture_brings_them_back(client: httpx.Client, studio: Studio) -> None:
    technique = {"sampler": "heun", "clip_skip": 3, "variation": {"seed": 4, "amount": 0.5}}
    options = {"seed": 77, "steps": 3, "technique": technique}
    first = draw(client, studio.create_conversation(), {"text": "两只红色的猫", "options": options})
    file = client.get(first["pictures"][0]["file"]).content  # type: ignore[index]
    assert b"Sampler: heun, Clip skip: 3, Variation seed: 4, Variation seed strength: 0.5" in file
    found: Any = bring(client, file)["restored"]
    assert found["options"]["technique"] == PLAIN | technique
    body = {name: found[name] for name in ("text", "edits", "options")}
    again = draw(client, studio.create_conversation(), body)
    assert pixels(client, again).tobytes() == pixels(client, first).tobytes()


def made(technique: object) -> str:
    numbers: Any = MADE["settings"]
    return json.dumps(MADE | {"settings": numbers | {"technique": technique}})


def test_what_needs_pictures_of_another_folder_stays_behind() -> None:
    found = restored(
        made(
            {
                "loras": [{"id": "ink", "weight": 0.5}],
                "controls": [{"kind": "pose", "image": "p1", "weight": 1}],
                "outpaint": {"left": 8, "top": 0, "right": 0, "bottom": 0},
                "highres": 2,
                "variation": {"seed": 1, "amount": 0.5},
            }
        )
    )
    assert found is not None
    assert found.settings["technique"] == Technique(
        loras=(LoraUse("ink", 0.5),), highres=2, variation=Variation(1, 0.5)
    )


@pytest.mark.parametrize(
    "technique",
    [
        {"sampler": "ddpm"}, {"clip_skip": "2"}, {"clip_skip": 99}, {"loras": ["ink"]}, {"loras": [{"id": 5}]}, "euler",
        {"variation": {"seed": 1.5, "amount": 0.5}}, {"highres": 1e9},
    ],
)  # fmt: skip
def test_a_technique_that_no_picture_was_made_with_is_not_taken(technique: object) -> None:
    assert restored(made(technique)) is None


def test_prompts_are_looked_at_with_them(client: httpx.Client) -> None:
    body = {"text": "a red cat", "guidance": 4, "technique": {"sampler": "ddim"}}
    shown = client.post("/api/prompt", json=body).json()["settings"]
    assert (shown["guidance"], shown["technique"]) == (4, PLAIN | {"sampler": "ddim"})
