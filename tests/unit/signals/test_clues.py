"""Who says who it is, and who only talks about it."""

import pytest

from auditor.model.evidence import Confidence
from auditor.model.providers import provider_of_model
from auditor.model.records import Record, TextUnit, UnitKind
from auditor.signals.declared_origin import DeclaredOrigin
from auditor.signals.self_identification import SelfIdentification


def said(text: str) -> list[tuple[str | None, Confidence]]:
    prompt = TextUnit("Who are you?", "prompt", UnitKind.PROMPT)
    record = Record(0, [prompt, TextUnit(text, "completion")])
    return [(clue.provider, clue.confidence) for _, clue in SelfIdentification().detect([record])]


@pytest.mark.parametrize(
    ("text", "provider"),
    [
        ("I'm Claude, an AI assistant made by Anthropic.", "anthropic"),
        ("I am ChatGPT, a language model.", "openai"),
        ("My name is Gemini and I am a language model.", "google"),
        ("As an AI developed by xAI, I cannot taste.", "xai"),
        ("I was created by OpenAI to help.", "openai"),
        ("As Kimi, an AI assistant built by Moonshot AI, I can try.", "moonshot"),
        ("I'm DeepSeek-V3, made by DeepSeek.", "deepseek"),
        ("我是通义千问,由阿里云开发。", "alibaba"),
        ("Soy ChatGPT, un modelo de lenguaje.", "openai"),
        ("Ich bin Claude, ein KI-Assistent von Anthropic.", "anthropic"),
        ("Je suis Le Chat, un assistant IA de Mistral AI.", "mistral"),
    ],
)
def test_an_assistant_that_names_itself_is_noticed(text: str, provider: str) -> None:
    assert [found for found, _ in said(text)] == [provider]


@pytest.mark.parametrize(
    "text",
    [
        "I am not ChatGPT.",
        'The bot wrote "I am ChatGPT, a language model" and froze.',
        "I am Claude, a baker from Lyon, and I get up at three.",
        "I'm a Gemini, so I change my mind a lot.",
        "I am using ChatGPT for my homework.",
        "I was at OpenAI's office last week.",
        "If I were Claude, an AI made by Anthropic, I would refuse.",
        "> I am ChatGPT, a large language model trained by OpenAI.",
        "Bot: I am ChatGPT, a language model.",
        "I am an AI researcher at a small university.",
        "She said I am ChatGPT, the language model, in a robot voice.",
    ],
)
def test_talk_about_assistants_is_no_clue(text: str) -> None:
    assert said(text) == []


def test_a_statement_without_a_name_names_no_provider_and_is_of_low_confidence() -> None:
    assert said("As an AI language model, I do not have feelings.") == [(None, Confidence.LOW)]


def test_what_a_user_says_is_no_clue() -> None:
    unit = TextUnit("I am ChatGPT, made by OpenAI.", "prompt", UnitKind.PROMPT)

    assert list(SelfIdentification().detect([Record(0, [unit])])) == []


def test_a_generator_column_is_a_clue_and_a_judge_column_is_none() -> None:
    declared = {"generator": "gpt-4o-mini", "judge": "claude-3-opus", "source": "my-forum"}
    record = Record(0, [TextUnit("text", "text")], declared=declared)

    assert [c.provider for _, c in DeclaredOrigin().detect([record])] == ["openai"]


@pytest.mark.parametrize(
    ("model", "provider"),
    [
        ("gpt-4o-2024-05-13", "openai"),
        ("claude-3-opus", "anthropic"),
        ("grok-2", "xai"),
        ("us.anthropic.claude-sonnet-4-20250514-v1:0", "anthropic"),
        ("openrouter/meta-llama/llama-3-70b", "meta"),
        ("deepseek-r1-distill-qwen-32b", "deepseek"),
        ("vicuna-13b", None),
        ("my-own-model", None),
    ],
)
def test_a_model_name_is_resolved_to_its_maker(model: str, provider: str | None) -> None:
    assert provider_of_model(model) == provider
