"""Real files of every supported row shape give as many records as a person counts in them."""

from collections import Counter
from pathlib import Path

import pytest

from auditor.errors import InputError
from auditor.model.records import Record
from auditor.readers import open_sources

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared samples are not here")

# (file, shape, records, outputs): counted in the files, assistant turns for conversations.
SAMPLES = [
    ("train_alpaca/alpaca_en_demo.head5.json", "alpaca", 5, 5),
    ("train_alpaca/identity.head5.json", "alpaca", 5, 5),
    ("train_alpaca/instruct_tiny.json", "alpaca", 2, 2),
    ("train_bedrock_ft/distillation_prompts.head2.jsonl", "prompt-completion", 2, 2),
    ("train_bedrock_ft/nova_conversation.head2.jsonl", "messages", 2, 2),
    ("train_bedrock_ft/rft.head4.jsonl", "messages", 4, 4),
    ("train_dolma/cc_en_head-0174.head8.jsonl", "text", 8, 8),
    ("train_dpo/dpo_en_demo.head3.json", "preference", 3, 6),
    ("train_dpo/hh_rlhf_tiny.json", "preference", 1, 2),
    ("train_dpo/stack_exchange_paired_tiny.head2.json", "preference", 2, 4),
    ("train_kto/kto_en_demo.head4.json", "messages", 4, 8),
    ("train_llamafactory/v1_dpo_demo.jsonl", "preference", 10, 20),
    ("train_llamafactory/v1_multimodal_demo.jsonl", "messages", 24, 48),
    ("train_llamafactory/v1_sft_demo.head5.jsonl", "messages", 5, 5),
    ("train_magpie/example_instructions.jsonl", "prompts", 5, 0),
    ("train_magpie/example_instructions_5res.head2.json", "completions-list", 2, 10),
    ("train_oasst/readme_0.json", "oasst", 1, 0),
    ("train_oasst/readme_2.json", "sharegpt", 1, 2),
    ("train_oasst/readme_3.json", "oasst", 1, 7),
    ("train_sharegpt/chat_tiny.json", "sharegpt", 1, 2),
    ("train_sharegpt/mllm_demo.json", "messages", 6, 12),
    ("train_sharegpt/mllm_audio_demo.json", "messages", 3, 3),
    ("train_sharegpt/vqa_tiny.json", "labelled", 1, 1),
    ("train_sharegpt_tools/glaive_toolcall_en_demo.head5.json", "sharegpt", 5, 17),
    ("train_text/c4_demo.head4.jsonl", "text", 4, 4),
    ("openai_finetune/azure_fine_tune.jsonl", "messages", 12, 12),
    ("openai_finetune/openai_fine_tuning.jsonl", "messages", 10, 10),
    ("openai_finetune/spec_preference_example.json", "preference", 1, 2),
    ("openai_finetune/spec_prompt_completion_example.json", "prompt-completion", 1, 1),
]


@pytest.mark.parametrize(("name", "shape", "records", "outputs"), SAMPLES)
def test_a_sample_gives_what_a_person_counts(
    name: str, shape: str, records: int, outputs: int
) -> None:
    (opened,) = open_sources([str(SHARED / "samples" / name)])

    outcomes = list(opened.records())

    counted = Counter(unit.kind.value for one in outcomes for unit in getattr(one, "units", []))
    assert opened.source.format == shape
    assert [type(one) for one in outcomes] == [Record] * records
    assert counted["output"] == outputs


@pytest.mark.parametrize(
    "name",
    [
        "train_hf_on_disk/adalflow_trec__state.json",
        "train_llamafactory/dataset_info.json",
        "train_dolma/provided__attributes__pii__000.json.gz",
        "helicone/test_seed_rmt.csv",
        "train_oasst/readme_1.invalid_as_published.json",
        "openai_finetune/fine_tuning_jobs_post_dpo.request.json",
    ],
)
def test_a_file_about_data_is_no_data(name: str) -> None:
    with pytest.raises(InputError, match=Path(name).name):
        open_sources([str(SHARED / "samples" / name)])


def test_the_open_trial_is_read_whole() -> None:
    opened = open_sources([str(SHARED / "trials/open/suspects/*.jsonl.zst")])

    outcomes = [one for source in opened for one in source.records()]

    assert len(opened) == 9
    assert len(outcomes) == 10_026
    assert all(isinstance(one, Record) for one in outcomes)


def test_the_open_reference_is_labelled_throughout() -> None:
    (opened,) = open_sources([str(SHARED / "trials/open/reference/outputs.jsonl.zst")])

    records = [one for one in opened.records() if isinstance(one, Record)]

    assert opened.source.format == "labelled"
    assert len(records) == 23_216
    assert all(one.origin and one.id for one in records)
    assert [one.row for one in records] == list(range(23_216))
