import pytest

from auditor.policy.model_names import matches, snapshot_date


@pytest.mark.parametrize(
    ("model", "pattern"),
    [
        ("meta-llama/Llama-3.1-8B-Instruct", "*llama-3.1*"),
        ("llama3.1:8b", "*llama-3.1*"),
        ("us.meta.llama3-1-8b-instruct-v1:0", "*llama-3-1-*"),
        ("Qwen/Qwen2.5-72B-Instruct", "*qwen2.5-72b*"),
        ("openai/gpt-4o-mini", "gpt-4o-mini*"),
        ("DEEPSEEK-R1", "*deepseek-r1*"),
    ],
)
def test_a_name_fits_however_it_is_spelled(model, pattern) -> None:
    assert matches(model, (pattern,))


@pytest.mark.parametrize(
    ("model", "pattern"),
    [
        ("llama-3-8b", "*llama-3.1*"),
        ("*", "gpt-4*"),
        ("", "gpt-4*"),
        ("x" * 10_000_000, "*gpt*a*b*"),
    ],
)
def test_another_name_does_not_fit(model, pattern) -> None:
    assert not matches(model, (pattern,))


@pytest.mark.parametrize(
    ("model", "day"),
    [
        ("gpt-4o-2024-05-13", "2024-05-13"),
        ("claude-3-opus-20240229", "2024-02-29"),
        ("gpt-4", None),
        ("model-202405", None),
    ],
)
def test_a_dated_name_gives_its_day(model, day) -> None:
    assert snapshot_date(model) == day
