"""What can be done with a conversation as a whole: found, named, gone back in, exported, deleted."""

import io
import json
import zipfile

import httpx
import pytest

from tests.server.driving import SLOW, begin, drawn, send, stream


def test_a_conversation_is_named_and_found(client: httpx.Client) -> None:
    conversation = begin(client)
    drawn(client, "一艘蓝色的船", conversation)
    place = f"/api/conversations/{conversation}"
    assert client.patch(place, json={"title": " 海上 "}).json()["title"] == "海上"
    for words in ("海上", "蓝色的船"):
        found = client.get("/api/conversations", params={"q": words}).json()["conversations"]
        assert [one["title"] for one in found if one["id"] == conversation] == ["海上"]
    assert client.patch(place, json={"title": ""}).json()["title"] is None
    assert client.get("/api/conversations", params={"q": "海上"}).json()["conversations"] == []


@pytest.mark.parametrize("body", [{"title": "x" * 201}, {"scene_number": 0}, {"scene_number": 9}, {"name": "x"}])
def test_changes_that_cannot_be(client: httpx.Client, body: dict[str, object]) -> None:
    assert client.patch(f"/api/conversations/{begin(client)}", json=body).status_code == 422


def test_going_back_starts_a_branch(client: httpx.Client) -> None:
    conversation = begin(client)
    place = f"/api/conversations/{conversation}"
    drawn(client, "a red cat", conversation)
    first = client.get(place).json()
    assert (first["scene_number"], first["can_undo"], first["can_redo"]) == (1, False, False)
    drawn(client, "make it blue", conversation)
    second = client.get(place).json()
    assert [turn["scene_number"] for turn in second["turns"]] == [1, 2]
    assert (second["scene_number"], second["can_undo"]) == (2, True)
    back = client.patch(place, json={"scene_number": 1}).json()
    assert (back["scene"]["subjects"][0]["colour"], back["can_redo"]) == ("red", True)
    assert len(back["turns"]) == 2
    drawn(client, "background night", conversation)
    branch = client.get(place).json()
    assert branch["scene"]["subjects"][0]["colour"] == "red"
    assert branch["scene"]["background"] == "night"
    assert branch["turns"][-1]["scene_number"] == 3


def test_an_exported_conversation_holds_its_pictures(client: httpx.Client) -> None:
    conversation = begin(client)
    ready = next(e for e in drawn(client, "a red cat", conversation) if e["type"] == "picture_ready")
    answer = client.get(f"/api/conversations/{conversation}/export")
    assert answer.headers["content-type"] == "application/zip"
    assert "attachment" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        told, picture = packed.namelist()
        assert json.loads(packed.read(told)) == client.get(f"/api/conversations/{conversation}").json()
        assert packed.read(picture) == client.get(ready["url"]).content
    assert client.get("/api/conversations/c-unknown/export").status_code == 404


def test_a_deleted_conversation_is_gone_with_its_pictures(client: httpx.Client) -> None:
    conversation = begin(client)
    ready = next(e for e in drawn(client, "a red cat", conversation) if e["type"] == "picture_ready")
    assert client.delete(f"/api/conversations/{conversation}").status_code == 204
    for gone in (f"/api/conversations/{conversation}", ready["url"]):
        assert client.get(gone).status_code == 404
    assert client.delete(f"/api/conversations/{conversation}").status_code == 404


def test_deleting_stops_what_is_being_drawn(client: httpx.Client) -> None:
    conversation = begin(client)
    turn_id = send(client, "a blue fish", conversation, **SLOW)
    with client.stream("GET", f"/api/turns/{turn_id}/events") as answer:
        for line in answer.iter_lines():
            if '"type":"step"' in line:
                break
    assert client.delete(f"/api/conversations/{conversation}").status_code == 204
    assert client.get(f"/api/turns/{turn_id}/events").status_code == 404
    assert drawn(client, "a red cat")[-1]["type"] == "finished"


def test_a_list_of_events_without_steps(client: httpx.Client) -> None:
    turn_id = send(client, "a blue fish")
    whole = [event for _, event in stream(client, turn_id)]
    accepts = {"Accept": "application/json"}
    listed = client.get(f"/api/turns/{turn_id}/events", params={"steps": "false"}, headers=accepts).json()
    assert listed == [event for event in whole if event["type"] != "step"]
