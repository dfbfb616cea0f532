"""Bringing pictures, painting masks, and restoring settings, over HTTP."""

import io
import json

import httpx
import pytest
from PIL import Image, PngImagePlugin

from danqing import Studio
from danqing.app.restoring import restored


def png(image: Image.Image, **texts: str) -> bytes:
    out, info = io.BytesIO(), PngImagePlugin.PngInfo()
    for name, text in texts.items():
        info.add_text(name, text)
    image.save(out, "PNG", pnginfo=info)
    return out.getvalue()


def bring(client: httpx.Client, data: bytes) -> dict[str, object]:
    answer = client.post("/api/inputs", content=data, headers={"content-type": "image/png"})
    assert answer.status_code == 201, answer.text
    shown: dict[str, object] = answer.json()
    return shown


def draw(client: httpx.Client, conversation: str, body: dict[str, object]) -> dict[str, object]:
    answer = client.post(f"/api/conversations/{conversation}/turns", json=body)
    assert answer.status_code == 202, answer.text
    client.get(answer.json()["events"], headers={"accept": "text/event-stream"})  # to the end
    turn: dict[str, object] = client.get(f"/api/conversations/{conversation}").json()["turns"][-1]
    return turn


def pixels(client: httpx.Client, turn: dict[str, object]) -> Image.Image:
    picture = turn["pictures"][0]  # type: ignore[index]
    return Image.open(io.BytesIO(client.get(picture["file"]).content)).convert("RGB")


def test_only_what_was_painted_over_changes(client: httpx.Client, studio: Studio) -> None:
    conversation = studio.create_conversation()
    before = pixels(client, draw(client, conversation, {"text": "一只红色的猫"}))
    mask = Image.new("L", before.size, 0)
    mask.paste(255, (0, 0, before.width // 2, before.height))
    options = {"mask": bring(client, png(mask))["id"]}
    edits = [{"op": "set", "id": "s1", "field": "colour", "value": "blue"}]
    after = pixels(client, draw(client, conversation, {"edits": edits, "options": options}))
    right, left = (before.width // 2, 0, *before.size), (0, 0, before.width // 2, before.height)
    assert after.crop(right).tobytes() == before.crop(right).tobytes()
    assert after.crop(left).tobytes() != before.crop(left).tobytes()


def test_drawing_starts_from_a_picture_that_was_brought(client: httpx.Client, studio: Studio) -> None:
    base = bring(client, png(Image.new("RGB", (50, 50), "red")))["id"]
    turn = draw(client, studio.create_conversation(), {"text": "一只猫", "options": {"base": base, "strength": 0.4}})
    picture = turn["pictures"][0]  # type: ignore[index]
    assert (picture["settings"]["base"], picture["settings"]["strength"]) == (base, 0.4)


@pytest.mark.parametrize(
    ("options", "status"),
    [({"base": "p-unknown"}, 404), ({"mask": "i" + "0" * 20}, 404), ({"strength": 0}, 422), ({"strength": 1.5}, 422)],
)
def test_what_cannot_be_started_from_is_said_at_once(
    client: httpx.Client, studio: Studio, options: dict[str, object], status: int
) -> None:
    address = f"/api/conversations/{studio.create_conversation()}/turns"
    assert client.post(address, json={"text": "一只猫", "options": options}).status_code == status


def test_a_dropped_picture_of_ours_can_be_drawn_again(client: httpx.Client, studio: Studio) -> None:
    first = draw(client, studio.create_conversation(), {"text": "两只红色的猫", "options": {"seed": 77, "steps": 3}})
    file = client.get(first["pictures"][0]["file"]).content  # type: ignore[index]
    found = bring(client, file)["restored"]
    assert found["text"] == "两只红色的猫"  # type: ignore[index]
    body = {name: found[name] for name in ("text", "edits", "options", "prompt")}  # type: ignore[index]
    again = draw(client, studio.create_conversation(), body)
    assert pixels(client, again).tobytes() == pixels(client, first).tobytes()


MADE = {
    "seed": 3,
    "settings": {"painter": "fake", "steps": 4, "guidance": 2.5, "width": 64, "height": 64},
    "scene": {"subjects": [{"id": "s1", "kind": "cat"}]},
}


@pytest.mark.parametrize(
    "made",
    [
        "",
        "[1]",
        "{}",
        "[" * 100_000,
        json.dumps(MADE | {"seed": "3"}),
        json.dumps(MADE | {"text": 5}),
        json.dumps(MADE | {"scene": {"subjects": [{"id": "s1"}]}}),
        json.dumps(MADE | {"settings": {"painter": "fake"}}),
    ],
)
def test_what_a_file_says_falsely_is_not_taken(made: str) -> None:
    assert restored(made) is None


def test_a_file_without_words_still_gives_its_numbers() -> None:
    plain = {name: MADE[name] for name in ("seed", "settings")}
    found = restored(json.dumps(plain))
    assert found is not None
    assert (found.text, found.edits, found.settings["seed"]) == ("", (), 3)


def test_a_large_body_only_where_pictures_go(client: httpx.Client) -> None:
    noise = Image.effect_noise((1400, 1400), 90)
    data = png(noise)
    assert len(data) > 1_000_000
    assert client.post("/api/inputs", content=data).status_code == 201
    assert client.post("/api/conversations", content=data).status_code == 413
    assert client.post("/api/inputs", content=b"\0" * 20_000_001).status_code == 413
    assert client.post("/api/inputs", content=b"not a picture").status_code == 422
    assert client.get("/api/inputs/i0/file").status_code == 404
