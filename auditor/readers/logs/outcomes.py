"""A call's bodies to a record, or to the reason there is none."""

import re
from collections.abc import Iterable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from auditor.model.origins import Basis, Origin
from auditor.model.providers import provider_id, provider_of_model
from auditor.model.records import Record, Rejection, TextUnit, UnitKind
from auditor.readers.declared import iso_date
from auditor.readers.texts import content_units, message_units

_REDACTED = ("redacted-by-litellm", "REDACTED_BY_LITELM", "__REDACTED__", "[REDACTED]")
_CUT = re.compile(r"\.\.\. \(litellm_truncated skipped \d+ chars\) \.\.\.")
_HOSTS = (
    ("api.openai.com", "openai", "api"), ("openai.azure.com", "openai", "reseller"),
    ("api.anthropic.com", "anthropic", "api"), ("api.deepseek.com", "deepseek", "api"),
    ("api.mistral.ai", "mistral", "api"), ("api.x.ai", "xai", "api"), ("api.cohere", "cohere", "api"),
    ("api.moonshot", "moonshot", "api"), ("api.minimax", "minimax", "api"), ("dashscope", "alibaba", "api"),
    ("generativelanguage.googleapis", "google", "api"), ("aiplatform.googleapis", None, "reseller"),
    ("bedrock", None, "reseller"), ("openrouter.ai", None, "reseller"), ("api.together", None, "reseller"),
    ("api.fireworks", None, "reseller"), ("api.groq", None, "reseller"), ("api.perplexity", "perplexity", "api"),
)  # fmt: skip
_RESELLING = {
    "azure",
    "bedrock",
    "openrouter",
    "vertex_ai",
    "together_ai",
    "fireworks_ai",
    "groq",
    "azure_ai",
}


def listed(value: Any) -> list[Any]:
    """The value where it is a list, nothing otherwise: hostile rows put anything anywhere."""
    return value if isinstance(value, list) else []


def chat_units(body: Mapping[str, Any], path: str) -> Iterator[TextUnit]:
    """Answers of an OpenAI chat or text completion body, one unit a choice and part."""
    for number, choice in enumerate(listed(body.get("choices"))):
        if not isinstance(choice, Mapping):
            continue
        place = f"{path}choices[{number}]"
        message = choice.get("message")
        if isinstance(message, Mapping):
            yield from message_units({"role": "assistant"} | dict(message), f"{place}.message")
        elif isinstance(choice.get("text"), str):
            yield from content_units(choice["text"], f"{place}.text", UnitKind.OUTPUT)


def responses_units(body: Mapping[str, Any], path: str) -> Iterator[TextUnit]:
    """Messages and reasoning of an OpenAI Responses body."""
    for number, item in enumerate(listed(body.get("output"))):
        if not isinstance(item, Mapping):
            continue
        place = f"{path}output[{number}]"
        if item.get("type") == "reasoning":
            for name in ("summary", "content"):
                for unit in content_units(item.get(name), f"{place}.{name}", UnitKind.OUTPUT):
                    yield unit._replace(kind=UnitKind.REASONING)
        elif item.get("type", "message") == "message":
            yield from content_units(item.get("content"), f"{place}.content", UnitKind.OUTPUT)


def anthropic_units(body: Mapping[str, Any], path: str) -> Iterator[TextUnit]:
    """Text and thinking blocks of an Anthropic message."""
    blocks = body.get("content")
    for number, block in enumerate(blocks if isinstance(blocks, list) else ()):
        if isinstance(block, Mapping) and block.get("type") in {"text", "thinking"}:
            yield from (
                content_units([block], f"{path}content", UnitKind.OUTPUT)
                if number == 0
                else (
                    unit._replace(field=unit.field.replace("content[0]", f"content[{number}]", 1))
                    for unit in content_units([block], f"{path}content", UnitKind.OUTPUT)
                )
            )


def request_units(body: Mapping[str, Any], path: str) -> Iterator[TextUnit]:
    """Everything asked: system text, messages of any role, input, as prompts."""
    for name in ("system", "instructions", "prompt", "input"):
        value = body.get(name)
        if (
            isinstance(value, list)
            and value
            and isinstance(value[0], Mapping)
            and "role" in value[0]
        ):
            yield from _history(value, f"{path}{name}")
        else:
            yield from content_units(value, f"{path}{name}", UnitKind.PROMPT)
    yield from _history(body.get("messages"), f"{path}messages")


def _history(messages: Any, path: str) -> Iterator[TextUnit]:
    for number, message in enumerate(messages if isinstance(messages, list) else ()):
        for unit in message_units(message, f"{path}[{number}]"):
            yield unit._replace(kind=UnitKind.PROMPT)


def error_of(body: Any) -> str:
    """What an error body says, the empty string where it is none."""
    if not isinstance(body, Mapping):
        return ""
    error = body.get("error")
    if isinstance(error, Mapping):
        return str(error.get("message") or error.get("type") or "error")[:200]
    return str(error)[:200] if error else ""


def origin_of(model: Any, *, named: Any = None, url: str = "", date: Any = None) -> Origin:
    """The origin of a logged call: the maker of the model, the host it was asked at."""
    provider = provider_of_model(model) if isinstance(model, str) else None
    channel = "api"
    for host, owner, kind in _HOSTS:
        if host in url:
            provider, channel = provider or owner, kind
            break
    if isinstance(named, str) and named:
        channel = "reseller" if named.lower() in _RESELLING else channel
        provider = provider or provider_id(named)
    day = iso_date(date) or _header_date(date)
    model = model if isinstance(model, str) else None
    return Origin(provider or "unknown", model, channel, day, day, Basis.LOGGED_CALL)


def _header_date(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except ValueError:
        return None


def call_record(
    number: int,
    units: Iterable[TextUnit],
    origin: Origin,
    *,
    identity: Any,
    declared: dict[str, str],
) -> Record | Rejection:
    """The record of a call; one without any answer is rejected, redacted text does not count."""
    kept: list[TextUnit] = []
    redacted = answered = False
    for unit in units:
        if any(mark in unit.text for mark in _REDACTED) and len(unit.text) < 80:
            redacted = True
            continue
        answered = answered or unit.kind is not UnitKind.PROMPT
        kept += _without_cuts(unit)
    if not answered:
        reason = "redacted" if redacted else "no-content"
        return Rejection(number, reason, "the log holds no answer text of this call")
    name = str(identity)[:200] if isinstance(identity, str | int) else None
    return Record(number, kept, name, declared, origin)


def _without_cuts(unit: TextUnit) -> list[TextUnit]:
    """A text the gateway cut out of the middle, as the pieces that are really there."""
    if "litellm_truncated" not in unit.text:
        return [unit]
    pieces = []
    begin = 0
    for cut in [*_CUT.finditer(unit.text), None]:
        end = cut.start() if cut else len(unit.text)
        if unit.text[begin:end].strip():
            pieces.append(unit._replace(text=unit.text[begin:end], start=unit.start + begin))
        begin = cut.end() if cut else end
    return pieces
