"""Trainings over HTTP: a real one for the starter from upload to drawing with it, and what is refused."""

import io
import json
import random
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from PIL import Image

from danqing import Studio
from danqing.training.starter.pictures import draw_block
from tests.server.conftest import running
from tests.server.driving import drawn

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # diffusers, NumPy 2


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with (
        Studio(tmp_path_factory.mktemp("home"), painter="starter", writer="composer") as studio,
        running(studio) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as opened,
    ):
        yield opened


@pytest.fixture
def pictures(client: httpx.Client) -> list[str]:
    """Ids of three pictures of the starter's world."""
    found = []
    for image in draw_block(random.Random(4), number=3).images:
        data = io.BytesIO()
        Image.fromarray(image).save(data, "PNG")
        found.append(client.post("/api/inputs", content=data.getvalue(), headers={"content-type": "image/png"}).json())
    return [str(one["id"]) for one in found]


def told(client: httpx.Client, place: str, after: int = 0) -> list[tuple[int, dict[str, Any]]]:
    """(number, event) pairs to the end of the stream."""
    lines: list[str] = []
    with client.stream("GET", place, headers={"Last-Event-ID": str(after)}) as answer:
        lines = [line for line in answer.iter_lines() if line.startswith(("id: ", "data: "))]
    numbers = [int(line[4:]) for line in lines if line.startswith("id: ")]
    return list(zip(numbers, (json.loads(line[6:]) for line in lines if line.startswith("data: ")), strict=True))


def test_a_training_from_upload_to_drawing_with_it(client: httpx.Client, pictures: list[str]) -> None:
    recipe = client.get("/api/trainings/recipe", params={"base": "starter"}).json()
    assert (recipe["layers"], recipe["steps"]) == ("all", 300)
    proposed = client.post("/api/trainings/captions", json={"base": "starter", "pictures": pictures}).json()["captions"]
    assert all(", " in caption for caption in proposed)

    few = {"rank": 2, "steps": 3, "batch": 1, "sample_every": 3, "sample_prompts": ["lantern, flat, night"]}
    lessons = [{"picture": one, "caption": said} for one, said in zip(pictures, [*proposed[:2], None], strict=True)]
    order = {"base": "starter", "trigger": "lantern", "pictures": lessons, "recipe": few}
    answer = client.post("/api/trainings", json=order)
    assert answer.status_code == 201, answer.text
    training = answer.json()
    assert answer.headers["location"] == f"/api/trainings/{training['id']}"
    assert (training["name"], training["recipe"]["lr"]) == ("lantern", 1e-3)

    events = told(client, training["events"])
    assert [number for number, _ in events] == list(range(1, len(events) + 1))
    steps = [event for _, event in events if event["type"] == "step"]
    assert [step["step"] for step in steps] == [1, 2, 3] and steps[-1]["left_s"] == 0
    assert events[-1][1]["type"] == "finished" and events[-1][1]["model"] == "lantern"
    assert told(client, training["events"], after=events[-3][0]) == events[-2:]
    assert client.get(training["events"], headers={"Last-Event-ID": str(events[-1][0])}).status_code == 204
    listed = client.get(training["events"], headers={"Accept": "application/json"}).json()
    assert listed == [event for _, event in events]
    (samples,) = (event for _, event in events if event["type"] == "samples")
    assert Image.open(io.BytesIO(client.get(samples["urls"][0]).content)).size == (256, 256)

    (model,) = (one for one in client.get("/api/models").json()["models"] if one["role"] == "lora")
    assert (model["id"], model["base"], model["trigger"], model["state"]) == ("lantern", "starter", "lantern", "ready")
    made = drawn(client, "a red lantern at night", steps=2, technique={"loras": [{"id": "lantern"}]})
    assert made[-1]["type"] == "finished"
    (prompt,) = (event["prompt"] for event in made if event["type"] == "prompt_ready")
    assert "red lantern at" in prompt

    (shown,) = client.get("/api/trainings").json()["trainings"]
    assert (shown["state"], shown["model"], shown["step"]) == ("finished", "lantern", 3)
    assert client.post(f"/api/trainings/{shown['id']}/cancel").json() == {"cancelling": False}
    assert client.delete(f"/api/trainings/{shown['id']}").status_code == 204
    assert client.get(f"/api/trainings/{shown['id']}").status_code == 404
    assert not [one for one in client.get("/api/models").json()["models"] if one["role"] == "lora"]


def test_one_that_runs_can_be_cancelled_and_then_deleted(client: httpx.Client, pictures: list[str]) -> None:
    order = {"base": "starter", "trigger": "zq", "pictures": [{"picture": one, "caption": "zq"} for one in pictures]}
    training = client.post("/api/trainings", json=order, headers={"Accept-Language": "zh"}).json()
    refused = client.delete(f"/api/trainings/{training['id']}")
    assert (refused.status_code, refused.json()["code"]) == (422, "train_running")
    assert client.post(f"/api/trainings/{training['id']}/cancel").json() == {"cancelling": True}
    assert "已取消" in told(client, training["events"])[-1][1]["message"]
    again = client.post(f"/api/trainings/{training['id']}/resume")
    assert (again.status_code, again.json()["message"]) == (202, None)
    assert client.post(f"/api/trainings/{training['id']}/resume").json()["code"] == "train_not_stopped"
    assert client.post(f"/api/trainings/{training['id']}/cancel").json() == {"cancelling": True}
    assert told(client, training["events"])[-1][1]["type"] == "cancelled"
    assert client.delete(f"/api/trainings/{training['id']}").status_code == 204


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"base": "../starter"}, 422, "model_unknown"),
        ({"trigger": ""}, 422, "train_trigger_empty"),
        ({"pictures": []}, 422, "train_number"),
        ({"pictures": [{"picture": "../../etc/passwd"}] * 3}, 404, "not_found"),
        ({"recipe": {"lr": 7}}, 422, "setting_invalid"),
        ({"recipe": {"rang": 4}}, 422, "request_invalid"),
        ({"recipe": {"layers": "few"}}, 422, "request_invalid"),
        ({"name": "../x"}, 422, "add_bad_id"),
    ],
    ids=str,
)
def test_bad_orders_are_refused_with_a_sentence(
    client: httpx.Client, pictures: list[str], change: dict[str, Any], status: int, code: str
) -> None:
    order = {"base": "starter", "trigger": "zq", "pictures": [{"picture": one} for one in pictures]}
    answer = client.post("/api/trainings", json=order | change)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.get("/api/trainings").json() == {"trainings": []}
