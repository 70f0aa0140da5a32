"""Streamed answers put together again: chat chunks, Responses events, Anthropic events."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def rebuild(stream: str | Sequence[Any]) -> Any:
    """The response body a stream amounts to; an empty object where it is none we know."""
    events = list(_events(stream)) if isinstance(stream, str) else list(stream)
    events = [event for event in events if isinstance(event, Mapping)]
    if any(event.get("type") == "message_start" for event in events):
        return _anthropic(events)
    finished = [e["response"] for e in events if isinstance(e.get("response"), Mapping)]
    if finished:
        return finished[-1]
    if any("choices" in event for event in events):
        return _chat(events)
    return {}


def _events(stream: str) -> Iterator[Any]:
    for line in stream.splitlines():
        if line.startswith("data:") and line[5:].strip() not in {"", "[DONE]"}:
            try:
                yield json.loads(line[5:])
            except (ValueError, RecursionError):
                continue


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _dicts(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _chat(events: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    body: dict[str, Any] = {"object": "chat.completion"}
    choices: dict[int, dict[str, Any]] = {}
    for event in events:
        for name in ("id", "model", "created"):
            if event.get(name):
                body.setdefault(name, event[name])
        for choice in _dicts(event.get("choices")):
            message = choices.setdefault(
                choice.get("index", 0), {"role": "assistant", "content": ""}
            )
            delta = _object(choice.get("delta"))
            for name in ("content", "reasoning_content", "reasoning", "refusal"):
                if isinstance(delta.get(name), str):
                    message[name] = (message.get(name) or "") + delta[name]
    body["choices"] = [{"index": i, "message": choices[i]} for i in sorted(choices)]
    return body


def _anthropic(events: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    body: dict[str, Any] = {"type": "message", "stop_reason": None}
    blocks: dict[int, dict[str, Any]] = {}
    for event in events:
        kind = event.get("type")
        if kind == "message_start":
            start = _object(event.get("message"))
            body |= {name: start[name] for name in ("id", "model", "role") if name in start}
        elif kind == "content_block_start":
            blocks[event.get("index", 0)] = dict(_object(event.get("content_block")))
        elif kind == "content_block_delta":
            delta = _object(event.get("delta"))
            block = blocks.setdefault(event.get("index", 0), {"type": "text", "text": ""})
            for name in ("text", "thinking"):
                if isinstance(delta.get(name), str):
                    block[name] = (block.get(name) or "") + delta[name]
    body["content"] = [blocks[i] for i in sorted(blocks)]
    return body
