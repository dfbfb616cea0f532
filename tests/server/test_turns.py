"""Whole turns over HTTP: followed, taken up again, cancelled, side by side."""

import hashlib
import threading
from typing import Any

import httpx
import pytest

from tests.server.driving import SLOW, begin, drawn, kinds, send, stream

ACCEPTS_JSON = {"Accept": "application/json"}


def test_turn_from_words_to_picture(client: httpx.Client) -> None:
    conversation = begin(client)
    events = drawn(client, "two red cats on the left at night", conversation, seed=7)
    order = kinds(events)
    assert order[0] == "understood"
    assert order[-1] == "finished"
    assert {"scene_changed", "text_delta", "prompt_ready", "queued", "step", "picture_ready"} <= set(order)
    ready = next(event for event in events if event["type"] == "picture_ready")
    assert ready["seed"] == 7

    shown = client.get(f"/api/conversations/{conversation}").json()
    assert shown["scene"]["background"] == "night"
    assert [turn["state"] for turn in shown["turns"]] == ["finished"]
    assert shown["turns"][0]["reply"] == "".join(e["text"] for e in events if e["type"] == "text_delta")
    assert shown["turns"][0]["pictures"][0]["id"] == ready["picture_id"]


def test_what_is_suggested_can_be_sent(client: httpx.Client) -> None:
    conversation = begin(client)
    turn = send(client, "一只红色的猫", conversation)
    stream(client, turn)
    offered = client.get(f"/api/turns/{turn}/suggestions").json()
    assert [one["text"] for one in offered][:2] == ["换成夜晚", "改成水彩风格"]
    answer = client.post(f"/api/conversations/{conversation}/turns", json=offered[0])
    assert answer.status_code == 202, answer.text
    stream(client, answer.json()["turn_id"])
    assert client.get(f"/api/conversations/{conversation}").json()["scene"]["background"] == "night"
    assert client.get("/api/turns/t-unknown/suggestions").status_code == 404


def test_second_sentence_edits_the_scene(client: httpx.Client) -> None:
    conversation = begin(client)
    drawn(client, "一只红色的猫", conversation)
    drawn(client, "背景换成夜空", conversation)
    scene = client.get(f"/api/conversations/{conversation}").json()["scene"]
    assert scene["subjects"][0]["kind"] == "cat"
    assert scene["background"] == "night"


def test_edits_take_the_place_of_words(client: httpx.Client) -> None:
    conversation = begin(client)
    edits = [
        {"op": "add", "id": "s1", "kind": "fish", "count": 2},
        {"op": "set", "id": "scene", "field": "background", "value": "sea"},
    ]
    answer = client.post(f"/api/conversations/{conversation}/turns", json={"edits": edits})
    stream(client, answer.json()["turn_id"])
    shown = client.get(f"/api/conversations/{conversation}").json()
    assert shown["scene"]["subjects"][0] | {"kind": "fish", "count": 2} == shown["scene"]["subjects"][0]
    assert shown["turns"][0]["edits"][0]["op"] == "add"


@pytest.mark.parametrize("after", [0, 1, 3])
def test_stream_is_taken_up_where_it_broke(client: httpx.Client, after: int) -> None:
    turn_id = send(client, "a blue fish")
    whole = stream(client, turn_id)
    assert [number for number, _ in whole] == list(range(1, len(whole) + 1))
    assert stream(client, turn_id, after) == whole[after:]


def test_nothing_left_to_tell_is_204(client: httpx.Client) -> None:
    turn_id = send(client, "a blue fish")
    last = stream(client, turn_id)[-1][0]
    assert client.get(f"/api/turns/{turn_id}/events", headers={"Last-Event-ID": str(last)}).status_code == 204


def test_stream_of_a_living_turn_can_be_left_and_joined(client: httpx.Client) -> None:
    turn_id = send(client, "a blue fish", steps=40, number=2)
    with client.stream("GET", f"/api/turns/{turn_id}/events") as answer:
        for line in answer.iter_lines():
            if line.startswith("id: 2"):
                break
    rest = stream(client, turn_id, 2)
    assert rest[0][0] == 3
    assert rest[-1][1]["type"] == "finished"


def test_events_so_far_as_a_list(client: httpx.Client) -> None:
    turn_id = send(client, "a blue fish")
    whole = [event for _, event in stream(client, turn_id)]
    listed = client.get(f"/api/turns/{turn_id}/events", headers=ACCEPTS_JSON)
    assert listed.headers["content-type"] == "application/json"
    assert listed.json() == whole
    later = client.get(f"/api/turns/{turn_id}/events", headers=ACCEPTS_JSON | {"Last-Event-ID": "2"})
    assert later.json() == whole[2:]


def test_cancel_stops_a_drawing(client: httpx.Client) -> None:
    turn_id = send(client, "a blue fish", **SLOW)
    with client.stream("GET", f"/api/turns/{turn_id}/events") as answer:
        for line in answer.iter_lines():
            if '"type":"step"' in line:
                break
    assert client.post(f"/api/turns/{turn_id}/cancel").json() == {"cancelling": True}
    assert stream(client, turn_id)[-1][1]["type"] == "cancelled"
    assert client.post(f"/api/turns/{turn_id}/cancel").json() == {"cancelling": False}


def test_refused_request_ends_with_the_reason(client: httpx.Client) -> None:
    events = drawn(client, "porn")
    assert kinds(events)[-1] == "refused"
    assert events[-1]["message"]
    assert "picture_ready" not in kinds(events)


def test_picture_bytes_are_the_file(client: httpx.Client) -> None:
    ready = next(e for e in drawn(client, "a green tree") if e["type"] == "picture_ready")
    shown = client.get(f"/api/pictures/{ready['picture_id']}").json()
    assert shown["file"] == ready["url"]
    file = client.get(shown["file"])
    assert file.headers["content-type"] == "image/png"
    assert file.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in file.headers["cache-control"]
    assert hashlib.sha256(file.content).hexdigest() == shown["sha256"]
    with open(ready["path"], "rb") as stored:  # noqa: PTH123 - the path as a program would use it
        assert stored.read() == file.content
    again = client.get(shown["file"], headers={"If-None-Match": file.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_conversations_side_by_side(url: str) -> None:
    outcomes: dict[str, list[dict[str, Any]]] = {}

    def one(kind: str) -> None:
        with httpx.Client(base_url=url, timeout=30, trust_env=False) as mine:
            outcomes[kind] = drawn(mine, f"a red {kind}")

    threads = [threading.Thread(target=one, args=(kind,)) for kind in ("cat", "boat", "tree", "house")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    for kind, events in outcomes.items():
        scene = next(e for e in events if e["type"] == "scene_changed")["scene"]
        assert scene["subjects"][0]["kind"] == kind
        assert kinds(events)[-1] == "finished"
    assert len(outcomes) == 4


def test_same_key_makes_one_turn(client: httpx.Client) -> None:
    place = f"/api/conversations/{begin(client)}/turns"
    answers = [
        client.post(place, json={"text": "a red cat"}, headers={"Idempotency-Key": key}).json()["turn_id"]
        for key in ("one", "one", "two")
    ]
    assert answers[0] == answers[1] != answers[2]


def test_conversations_are_listed_in_parts(client: httpx.Client) -> None:
    first, second = begin(client), begin(client)
    drawn(client, "两只红色的猫", first)
    page = client.get("/api/conversations", params={"limit": 2}).json()
    assert [shown["id"] for shown in page["conversations"]] == [first, second]
    assert [(shown["title"], shown["turns"]) for shown in page["conversations"]] == [("两只红色的猫", 1), ("", 0)]
    everything = client.get("/api/conversations", params={"limit": 100}).json()["conversations"]
    assert (page["next_offset"] == 2) == (len(everything) > 2)
    rest = client.get("/api/conversations", params={"offset": 1}).json()["conversations"]
    assert rest == everything[1:51]
    past = client.get("/api/conversations", params={"offset": 100_000}).json()
    assert past == {"conversations": [], "next_offset": None}


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "offset=-1", "offset=99999999999999999999"])
def test_parts_that_cannot_be_had(client: httpx.Client, query: str) -> None:
    assert client.get(f"/api/conversations?{query}").status_code == 422


def test_an_event_number_beyond_every_stream(client: httpx.Client) -> None:
    turn_id = send(client, "a cat")
    answer = client.get(f"/api/turns/{turn_id}/events", headers={"Last-Event-ID": "9" * 30})
    assert answer.status_code == 422
