"""Each row shape: what is an output, what a prompt, and where exactly each text stands."""

import json
from typing import Any

import pytest

from auditor.model.origins import Basis, Origin
from auditor.model.records import Record, Rejection, UnitKind
from auditor.readers.rows import ShapeFinder


def _read(row: dict[str, Any]) -> Record:
    (outcome,) = ShapeFinder().read([row])
    assert isinstance(outcome, Record), outcome
    return outcome


def _fields(row: dict[str, Any], kind: UnitKind) -> dict[str, str]:
    return {unit.field: unit.text for unit in _read(row).units if unit.kind is kind}


TALK = [{"role": "user", "content": "why?"}, {"role": "assistant", "content": "because"}]
TURNS = [{"from": "human", "value": "why?"}, {"from": "gpt", "value": "because"}]
OUTPUTS = {
    "messages": ({"messages": TALK}, {"messages[1].content": "because"}),
    "message-parts": (
        {"messages": [{"role": "assistant", "content": [{"type": "text", "text": "because"}]}]},
        {"messages[0].content[0].text": "because"},
    ),
    "bedrock": (
        {"system": [{"text": "be kind"}], "messages": [{"role": "assistant", "content": [{"text": "yes"}]}]},
        {"messages[0].content[0].text": "yes"},
    ),
    "vertex-tuning": (
        {"contents": [{"role": "user", "parts": [{"text": "a"}]}, {"role": "model", "parts": [{"text": "b"}]}]},
        {"contents[1].parts[0].text": "b"},
    ),
    "messages-answer-beside": (
        {"messages": TALK[:1], "reference_answer": "42"}, {"reference_answer": "42"},
    ),
    "sharegpt": ({"id": "x", "conversations": TURNS}, {"conversations[1].value": "because"}),
    "wildchat": ({"conversation": TALK, "model": "gpt-4"}, {"conversation[1].content": "because"}),
    "ultrachat": ({"id": "1", "data": ["why?", "because"]}, {"data[1]": "because"}),
    "xtuner": ({"conversation": [{"input": "why?", "output": "so"}]}, {"conversation[0].output": "so"}),
    "alpaca": ({"instruction": "do", "input": "", "output": "done"}, {"output": "done"}),
    "alpaca-response": ({"instruction": "do", "response": "done"}, {"response": "done"}),
    "alpaca-history": (
        {"instruction": "do", "output": "done", "history": [["q", "a"]]},
        {"output": "done", "history[0][1]": "a"},
    ),
    "prompt-completion": ({"prompt": "do", "completion": "done"}, {"completion": "done"}),
    "prompt-completion-messages": (
        {"prompt": TALK[:1], "completion": TALK[1:]}, {"completion[0].content": "because"},
    ),
    "kto": ({"prompt": "do", "completion": "done", "label": True}, {"completion": "done"}),
    "preference": (
        {"prompt": "p", "chosen": "good", "rejected": "bad"}, {"chosen": "good", "rejected": "bad"},
    ),
    "preference-messages": (
        {"chosen": TALK, "rejected": [TALK[0], {"role": "assistant", "content": "no"}]},
        {"chosen[1].content": "because", "rejected[1].content": "no"},
    ),
    "preference-message": (
        {"conversations": TURNS[:1], "chosen": TURNS[1], "rejected": {"from": "gpt", "value": "no"}},
        {"chosen.value": "because", "rejected.value": "no"},
    ),
    "preference-openai": (
        {
            "input": {"messages": TALK[:1]},
            "preferred_output": TALK[1:],
            "non_preferred_output": [{"role": "assistant", "content": "no"}],
        },
        {"preferred_output[0].content": "because", "non_preferred_output[0].content": "no"},
    ),
    "stepwise": (
        {"prompt": "p", "completions": ["one", "two"], "labels": [True, False]},
        {"completions[0]": "one", "completions[1]": "two"},
    ),
    "ultrafeedback": (
        {"instruction": "p", "completions": [{"model": "gpt-4", "response": "r"}]},
        {"completions[0].response": "r"},
    ),
    "nectar": (
        {"prompt": "p", "answers": [{"answer": "a", "model": "gpt-4", "rank": 1}]},
        {"answers[0].answer": "a"},
    ),
    "oasst-flat": (
        {"message_id": "m", "parent_id": None, "role": "assistant", "text": "hi"}, {"text": "hi"},
    ),
    "oasst-tree": (
        {
            "message_tree_id": "t",
            "prompt": {
                "role": "prompter",
                "text": "q",
                "replies": [{"role": "assistant", "text": "a", "replies": []}],
            },
        },
        {"prompt.replies[0].text": "a"},
    ),
    "labelled": ({"id": "1", "provider": "openai", "text": "t", "prompt": "p"}, {"text": "t"}),
    "text": ({"text": "t"}, {"text": "t"}),
    "raw-content": ({"raw_content": "t", "url": "u"}, {"raw_content": "t"}),
    "templated-text": (
        {"text": "<|im_start|>user\nq<|im_end|>"}, {"text": "<|im_start|>user\nq<|im_end|>"},
    ),
    "segments": (
        {"segments": [{"text": "q", "label": False}, {"text": "a", "label": True}]},
        {"segments[1].text": "a"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OUTPUTS)
def test_outputs_stand_under_their_exact_field(name: str) -> None:
    row, outputs = OUTPUTS[name]

    assert _fields(row, UnitKind.OUTPUT) == outputs


PROMPTS = {
    "messages": ({"messages": TALK}, {"messages[0].content": "why?"}),
    "sharegpt": ({"conversations": TURNS}, {"conversations[0].value": "why?"}),
    "alpaca": (
        {"instruction": "do", "input": "this", "output": "x"}, {"instruction": "do", "input": "this"},
    ),
    "dpo-context": (
        {"conversations": TURNS[:1], "chosen": TURNS[1], "rejected": TURNS[1]},
        {"conversations[0].value": "why?"},
    ),
    "dpo-shared-turns": (
        {"chosen": TALK, "rejected": TALK},
        {"chosen[0].content": "why?", "rejected[0].content": "why?"},
    ),
    "prompts-only": ({"prompt": "write a poem"}, {"prompt": "write a poem"}),
}  # fmt: skip


@pytest.mark.parametrize("name", PROMPTS)
def test_prompts_stand_under_their_exact_field(name: str) -> None:
    row, prompts = PROMPTS[name]

    assert _fields(row, UnitKind.PROMPT) == prompts


def test_a_dialogue_in_one_string_is_cut_into_its_turns() -> None:
    chosen = "\n\nHuman: why?\n\nAssistant: because\n\nHuman: ok\n\nAssistant: bye"

    record = _read({"chosen": chosen, "rejected": "\n\nHuman: why?\n\nAssistant: no"})

    pieces = [(u.kind.value, u.text, u.start) for u in record.units if u.field == "chosen"]
    assert pieces == [
        ("prompt", "why?", 9), ("output", "because", 26), ("prompt", "ok", 42), ("output", "bye", 57),
    ]  # fmt: skip
    assert all(chosen[start : start + len(text)] == text for _, text, start in pieces)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<think>hm</think>yes", [("reasoning", "hm", 7), ("output", "yes", 17)]),
        ("◁think▷hm◁/think▷yes", [("reasoning", "hm", 7), ("output", "yes", 17)]),
        ("a<thinking>b</thinking>c", [("output", "a", 0), ("reasoning", "b", 11), ("output", "c", 23)]),
        ("hm</think>yes", [("reasoning", "hm", 0), ("output", "yes", 10)]),
        ("<think>cut off", [("reasoning", "cut off", 7)]),
        ("use the <think> tag", [("output", "use the <think> tag", 0)]),
    ],
)  # fmt: skip
def test_reasoning_is_cut_out_with_its_offset(
    text: str, expected: list[tuple[str, str, int]]
) -> None:
    units = _read({"text": text}).units

    assert [(unit.kind.value, unit.text, unit.start) for unit in units] == expected


def test_ten_thousand_open_tags_are_read_in_linear_time() -> None:
    text = "<think>" * 200_000

    (unit,) = _read({"text": text}).units

    assert len(unit.text) == len(text) - len("<think>")


@pytest.mark.parametrize("name", ["reasoning_content", "thinking", "reasoning"])
def test_reasoning_beside_the_answer_is_a_unit_of_its_own(name: str) -> None:
    message = {"role": "assistant", "content": "yes", name: "hm"}

    reasoning = _fields({"messages": [message]}, UnitKind.REASONING)

    assert reasoning == {f"messages[0].{name}": "hm"}


def test_a_row_says_where_it_comes_from() -> None:
    row = {
        "text": "t",
        "source": "web",
        "metadata": {"model": "m" * 500, "license": "mit"},
        "synthetic": True,
    }

    declared = _read(row).declared

    assert declared == {
        "source": "web", "synthetic": "true", "metadata.model": "m" * 200, "metadata.license": "mit",
    }  # fmt: skip


def test_models_of_listed_completions_are_declared() -> None:
    completions = [{"model": "gpt-4", "response": "a"}, {"model": "bard", "response": "b"}]

    record = _read({"instruction": "p", "completions": completions})

    assert record.declared["models"] == "gpt-4, bard"


def test_a_labelled_row_has_an_origin() -> None:
    row = {"id": 7, "model": "gpt-4o-2024-05-13", "response": "r", "date": "2024-08-01T10:00:00Z"}

    record = _read(row)

    assert record.id == "7"
    assert record.origin == Origin(
        "openai", "gpt-4o-2024-05-13", None, "2024-08-01", "2024-08-01", Basis.REFERENCE_CORPUS
    )


@pytest.mark.parametrize(
    "row",
    [
        {"text": ""}, {"text": None}, {"text": "  \n"}, {}, {"messages": []},
        {"prompt": "", "completion": ""}, {"chosen": None, "rejected": None},
        {"messages": [{"role": "assistant", "content": None}]},
    ],
    ids=str,
)  # fmt: skip
def test_a_row_without_text_is_rejected_as_such(row: dict[str, Any]) -> None:
    (outcome,) = ShapeFinder().read([row])

    assert isinstance(outcome, Rejection)
    assert outcome.reason == "no-text"


def test_a_row_of_no_known_shape_names_its_keys() -> None:
    (outcome,) = ShapeFinder().read([{"width": 3, "height": 4}])

    assert outcome == Rejection(0, "unknown-shape", "no row shape has the keys width, height")


def test_a_mixed_file_has_the_shape_of_each_row() -> None:
    rows = [row for row, _ in OUTPUTS.values()]
    finder = ShapeFinder()

    outcomes = list(finder.read([*rows, *rows]))

    assert [type(outcome) for outcome in outcomes] == [Record] * (2 * len(rows))
    assert [o.row for o in outcomes] == list(range(2 * len(rows)))


def test_an_answer_that_is_json_stays_a_text() -> None:
    answer = json.dumps({"verdict": [1, 2]})

    assert _fields({"instruction": "do", "output": answer}, UnitKind.OUTPUT) == {"output": answer}
