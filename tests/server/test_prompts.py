"""Prompts looked at over HTTP, and the libraries."""

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.server.driving import drawn
from tests.server.test_fuzz import ANYTHING, FUZZ, NAMES, RELATION, SCALARS, TEXTS, WORDS, checked


def look(client: httpx.Client, **body: Any) -> httpx.Response:
    """The answer of POST /api/prompt."""
    return client.post("/api/prompt", json=body)


def test_a_prompt_is_the_one_that_a_turn_draws(client: httpx.Client) -> None:
    before = client.get("/api/conversations").json()
    told = look(client, text="two {red|blue} cats at night", seed=7).json()
    assert client.get("/api/conversations").json() == before
    ready = next(e for e in drawn(client, "two {red|blue} cats at night", seed=7) if e["type"] == "prompt_ready")
    assert (told["prompt"], told["negative"], told["dialect"]) == (ready["prompt"], ready["negative"], ready["dialect"])
    assert told["settings"] == ready["settings"]
    assert told["summary"].endswith("cats, background night")


def test_a_scene_is_changed(client: httpx.Client) -> None:
    first = look(client, text="a red cat at night").json()
    told = look(client, text="make it blue", scene=first["scene"]).json()
    assert told["scene"]["subjects"][0]["colour"] == "blue"
    assert told["scene"]["background"] == "night"


def test_style_and_preset(client: httpx.Client) -> None:
    told = look(client, text="一只猫", style="像素", preset="海报", dialect="starter", writer="scripted").json()
    assert told["scene"]["style"] == "pixel"
    assert told["writer"] == "scripted"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"text": "a nude"}, 403, "refused"),
        ({"text": ""}, 422, "text_empty"),
        ({"text": "a cat", "dialect": "sd16"}, 422, "choice_invalid"),
        ({"text": "a cat", "writer": "nobody"}, 422, "model_unknown"),
        ({"text": "a cat", "style": "gongbo"}, 422, "style_unknown"),
        ({"text": "a cat", "preset": "postr"}, 422, "preset_unknown"),
        ({"text": "__nothing__"}, 422, "wildcard_unknown"),
        ({"text": "a cat", "scene": {"subjects": [{"id": "x", "kind": "cat", "count": 0}]}}, 422, "edit_invalid"),
        ({"text": "a cat", "more": 1}, 422, "request_invalid"),
    ],
)
def test_problems(client: httpx.Client, body: dict[str, Any], status: int, code: str) -> None:
    answer = look(client, **body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_turns_take_style_and_preset(client: httpx.Client) -> None:
    events = drawn(client, "a red cat", style="watercolor", preset="logo")
    changed = next(event for event in events if event["type"] == "scene_changed")
    assert changed["scene"]["style"] == "watercolour"
    assert changed["scene"]["background"] == "plain white"


def test_the_library(client: httpx.Client) -> None:
    told = client.get("/api/library").json()
    assert {"styles", "negatives", "presets", "wildcards"} == set(told)
    assert {"id", "en", "zh", "own", "also", "content"} == set(told["styles"][0])


SUBJECT = st.fixed_dictionaries(
    {"id": NAMES | SCALARS, "kind": WORDS}, optional={"count": SCALARS, "colour": WORDS, "relation": RELATION}
)
SCENE = st.fixed_dictionaries(
    {},
    optional={
        "subjects": st.lists(SUBJECT, max_size=4) | ANYTHING,
        "style": WORDS,
        "weights": st.dictionaries(st.text(max_size=5), SCALARS, max_size=2),
        "exclusions": st.lists(WORDS, max_size=2),
        "canvas": WORDS,
        "number": SCALARS,
        "base": WORDS,
    },
)
BODY = st.fixed_dictionaries(
    {"text": TEXTS},
    optional={"scene": SCENE | ANYTHING, "seed": SCALARS, "style": WORDS, "preset": WORDS, "dialect": SCALARS},
)


@FUZZ
@given(body=BODY | ANYTHING)
def test_bodies_of_any_shape(client: httpx.Client, body: Any) -> None:
    import json

    content = json.dumps(body).encode("utf-8", "replace")
    checked(client.post("/api/prompt", content=content, headers={"content-type": "application/json"}))
