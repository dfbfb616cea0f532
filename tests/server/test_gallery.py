"""The gallery over HTTP."""

import io
import json
import zipfile

import httpx
import pytest
from PIL import Image

from danqing import Studio


@pytest.fixture(scope="module")
def drawn(studio: Studio) -> list[str]:
    """Pictures of a red cat, two boats and an orange cat in the snow."""
    texts = ("一只红色的猫", "two blue boats", "雪地里的橘色的猫")
    return [studio.draw(text, seed=5).pictures[0].id for text in texts]


def ids(client: httpx.Client, **wanted: str | int) -> list[str]:
    answer = client.get("/api/pictures", params=wanted)
    assert answer.status_code == 200, answer.text
    return [kept["picture"]["id"] for kept in answer.json()["pictures"]]


def test_pages(client: httpx.Client, drawn: list[str]) -> None:
    first = client.get("/api/pictures", params={"limit": 2}).json()
    second = client.get("/api/pictures", params={"limit": 2, "after": first["after"]}).json()
    shown = [kept["picture"]["id"] for kept in first["pictures"] + second["pictures"]]
    assert shown == drawn[::-1]
    assert second["after"] is None
    assert (first["total"], second["total"]) == (3, None)
    assert client.get("/api/pictures", params={"after": "nowhere"}).status_code == 422
    assert client.get("/api/pictures", params={"limit": 0}).status_code == 422


def test_search_in_both_languages_and_scripts(client: httpx.Client, drawn: list[str]) -> None:
    assert ids(client, text="雪地") == [drawn[2]]
    assert ids(client, text="紅色") == [drawn[0]]  # traditional
    assert client.get("/api/pictures", params={"text": "猫", "limit": 1}).json()["total"] == 2
    assert ids(client, text="BOATS") == [drawn[1]]
    assert ids(client, text="\u0000") == drawn[::-1]  # nothing to look for
    assert client.get("/api/pictures/facts").json()["painters"] == ["fake"]


def test_rating_and_tags(client: httpx.Client, drawn: list[str]) -> None:
    address = f"/api/pictures/{drawn[0]}"
    assert client.post(f"{address}/rating", json={"rating": "dislike", "reason": "三只耳朵"}).status_code == 204
    kept = client.get(f"{address}/kept").json()
    assert (kept["rating"], kept["reason"], kept["text"]) == ("dislike", "三只耳朵", "一只红色的猫")
    assert ids(client, rating="dislike") == [drawn[0]]
    assert client.post(f"{address}/rating", json={"rating": None}).status_code == 204
    assert ids(client, rating="dislike") == []
    assert client.post("/api/pictures/tags", json={"pictures": drawn, "add": [" 海报 "]}).status_code == 204
    assert client.post("/api/pictures/tags", json={"pictures": drawn[:1], "remove": ["海报"]}).status_code == 204
    assert ids(client, tag="海报") == drawn[:0:-1]


@pytest.mark.parametrize(
    ("address", "body", "status"),
    [
        ("tags", {"pictures": [], "add": ["x"]}, 422),
        ("tags", {"pictures": ["p-unknown"], "add": ["x"]}, 404),
        ("tags", {"pictures": ["p-unknown"], "add": ["x" * 41]}, 422),
        ("delete", {"pictures": ["p-unknown"]}, 404),
        ("export", {"pictures": ["p-unknown"]}, 404),
        ("p-unknown/rating", {"rating": "like"}, 404),
        ("p-unknown/rating", {"rating": "great"}, 422),
        ("p-unknown/rating", {"rating": "like", "reason": "x" * 1001}, 422),
    ],
)
def test_what_cannot_be_done_is_said(client: httpx.Client, address: str, body: object, status: int) -> None:
    answer = client.post(f"/api/pictures/{address}", json=body)
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_thumbnails(client: httpx.Client, drawn: list[str]) -> None:
    answer = client.get(f"/api/pictures/{drawn[0]}/thumbnail", params={"side": 128})
    assert answer.headers["content-type"] == "image/webp"
    with Image.open(io.BytesIO(answer.content)) as image:
        assert max(image.size) <= 128
    assert client.get(f"/api/pictures/{drawn[0]}/thumbnail", params={"side": 100}).status_code == 422
    assert client.get("/api/pictures/p-unknown/thumbnail").status_code == 404


def test_export_holds_files_and_facts_and_no_path(client: httpx.Client, drawn: list[str]) -> None:
    answer = client.post("/api/pictures/export", json={"pictures": drawn[:2]})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert sorted(archive.namelist()) == sorted([f"{drawn[0]}.png", f"{drawn[1]}.png", "pictures.json"])
        told = json.loads(archive.read("pictures.json"))
        assert archive.read(f"{drawn[0]}.png") == client.get(f"/api/pictures/{drawn[0]}/file").content
    assert [one["text"] for one in told] == ["一只红色的猫", "two blue boats"]
    assert "path" not in told[0]["picture"]


def test_deleting(client: httpx.Client, studio: Studio) -> None:
    drawing = studio.draw("一只绿色的兔子", seed=3)
    picture = drawing.pictures[0]
    assert client.post("/api/pictures/delete", json={"pictures": [picture.id]}).status_code == 204
    assert client.get(f"/api/pictures/{picture.id}").status_code == 404
    assert client.get(f"/api/pictures/{picture.id}/file").status_code == 404
    assert studio.turn(picture.turn_id).pictures == ()
