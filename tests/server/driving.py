"""What the server tests do again and again: open a conversation, send a turn, read its stream."""

import json
from typing import Any

import httpx

SLOW: dict[str, Any] = {"steps": 150, "width": 2048, "height": 2048, "number": 16}
"""A drawing of some seconds, even for the fake painter."""


def begin(client: httpx.Client) -> str:
    """A new conversation's id."""
    answer = client.post("/api/conversations")
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def send(client: httpx.Client, text: str, conversation: str | None = None, **options: Any) -> str:
    """A new turn's id."""
    place = f"/api/conversations/{conversation or begin(client)}/turns"
    answer = client.post(place, json={"text": text, "options": options})
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == answer.json()["events"]
    return str(answer.json()["turn_id"])


def stream(client: httpx.Client, turn_id: str, after: int | None = None) -> list[tuple[int, dict[str, Any]]]:
    """(number, event) pairs until the server ends the stream."""
    headers = {"Accept": "text/event-stream"} | ({} if after is None else {"Last-Event-ID": str(after)})
    found: list[tuple[int, dict[str, Any]]] = []
    number = 0
    with client.stream("GET", f"/api/turns/{turn_id}/events", headers=headers) as answer:
        assert answer.status_code in (200, 204)
        for line in answer.iter_lines():
            name, _, value = line.partition(": ")
            if name == "id":
                number = int(value)
            elif name == "data":
                found.append((number, json.loads(value)))
    return found


def drawn(client: httpx.Client, text: str, conversation: str | None = None, **options: Any) -> list[dict[str, Any]]:
    """The events of a whole turn."""
    return [event for _, event in stream(client, send(client, text, conversation, **options))]


def kinds(events: list[dict[str, Any]]) -> list[str]:
    """The types, runs of the same one folded."""
    names = [str(event["type"]) for event in events]
    return [name for index, name in enumerate(names) if index == 0 or names[index - 1] != name]
