"""Real logs of every supported format: how many calls are read, and how many are left out."""

from pathlib import Path

import pytest

from auditor.model.records import Record
from auditor.readers import open_sources

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples"

# (file, format, calls with an answer, calls without: failed, tool calls alone, filtered)
CASES = [
    ("openai_chat/chat_completions_post_default.response.json", "openai-chat", 1, 0),
    ("openai_chat/chat_completions_post_functions.response.json", "openai-chat", 0, 1),
    ("openai_chat/chat_completions_post_image_input.response.json", "openai-chat", 1, 0),
    ("openai_chat/chat_completions_post_logprobs.response.json", "openai-chat", 1, 0),
    ("openai_chat/completions_post_no_streaming.response.json", "openai-chat", 1, 0),
    ("openai_chat/openllmetry__test_chat.json", "openai-chat", 4, 0),
    ("openai_chat/openllmetry__test_chat_reasoning.json", "openai-chat", 3, 0),
    ("openai_chat/openllmetry__test_chat_tool_calls.json", "openai-chat", 3, 0),
    ("openai_chat/openllmetry__test_chat_tools.json", "openai-chat", 0, 1),
    ("openai_chat/openllmetry__test_chat_tools_streaming.json", "openai-chat", 0, 1),
    ("openai_chat/openllmetry__test_completion.json", "openai-chat", 3, 0),
    ("openai_chat/openllmetry__test_open_ai_function_calls.json", "openai-chat", 0, 4),
    ("openai_chat/openllmetry__test_open_ai_function_calls_tools.json", "openai-chat", 0, 3),
    (
        "openai_chat/openllmetry__test_open_ai_function_calls_tools_parallel.json",
        "openai-chat",
        0,
        2,
    ),
    (
        "openai_chat/openllmetry__test_open_ai_function_calls_tools_streaming.json",
        "openai-chat",
        0,
        3,
    ),
    (
        "openai_chat/openllmetry__test_open_ai_function_calls_tools_streaming_parallel.json",
        "openai-chat",
        0,
        2,
    ),
    ("openai_chat/openllmetry__test_parsed_completion.json", "openai-chat", 3, 0),
    ("openai_chat/openllmetry__test_parsed_refused_completion.json", "openai-chat", 3, 0),
    ("openai_chat/openllmetry__test_vision.json", "openai-chat", 2, 1),
    ("openai_chat/otelcontrib__test_chat_completion_404.json", "openai-chat", 0, 1),
    ("openai_chat/otelcontrib__test_chat_completion_extra_params.json", "openai-chat", 1, 0),
    ("openai_chat/otelcontrib__test_chat_completion_multiple_choices.json", "openai-chat", 1, 0),
    (
        "openai_chat/otelcontrib__test_chat_completion_multiple_choices_streaming.json",
        "openai-chat",
        1,
        0,
    ),
    (
        "openai_chat/otelcontrib__test_chat_completion_multiple_tools_streaming_with_content.json",
        "openai-chat",
        0,
        1,
    ),
    ("openai_chat/otelcontrib__test_chat_completion_streaming.json", "openai-chat", 1, 0),
    (
        "openai_chat/otelcontrib__test_chat_completion_tool_calls_with_content.json",
        "openai-chat",
        1,
        1,
    ),
    ("openai_responses/conversations_conversation_id_items_get.response.json", "sharegpt", 1, 0),
    (
        "openai_responses/openinference__test_responses_input_typed_reasoning_item.json",
        "openai-responses",
        2,
        0,
    ),
    (
        "openai_responses/openinference__test_responses_websearch_input.json",
        "openai-responses",
        1,
        0,
    ),
    ("openai_responses/openllmetry__test_responses.json", "openai-responses", 2, 0),
    ("openai_responses/openllmetry__test_responses_parse.json", "openai-responses", 1, 0),
    ("openai_responses/openllmetry__test_responses_parse_async.json", "openai-responses", 1, 0),
    ("openai_responses/openllmetry__test_responses_reasoning.json", "openai-responses", 2, 0),
    (
        "openai_responses/openllmetry__test_responses_reasoning_dict_issue.json",
        "openai-responses",
        2,
        0,
    ),
    ("openai_responses/openllmetry__test_responses_streaming.json", "openai-responses", 2, 0),
    (
        "openai_responses/openllmetry__test_responses_streaming_async.json",
        "openai-responses",
        2,
        0,
    ),
    (
        "openai_responses/openllmetry__test_responses_streaming_async_with_context_manager.json",
        "openai-responses",
        2,
        0,
    ),
    (
        "openai_responses/openllmetry__test_responses_streaming_async_with_parent_span.json",
        "openai-responses",
        2,
        0,
    ),
    (
        "openai_responses/openllmetry__test_responses_streaming_with_content.json",
        "openai-responses",
        2,
        0,
    ),
    (
        "openai_responses/otelcontrib__test_responses_create_api_error_content_mode0_.json",
        "openai-chat",
        0,
        1,
    ),
    (
        "openai_responses/otelcontrib__test_responses_create_captures_tool_call_content_content_mode0_.json",
        "openai-responses",
        0,
        1,
    ),
    (
        "openai_responses/otelcontrib__test_responses_create_reports_reasoning_tokens_content_mode0_.json",
        "openai-responses",
        1,
        0,
    ),
    (
        "openai_responses/otelcontrib__test_responses_create_streaming_content_mode0_.json",
        "openai-responses",
        1,
        0,
    ),
    (
        "openai_responses/otelcontrib__test_responses_create_with_all_params_content_mode0_.json",
        "openai-responses",
        1,
        0,
    ),
    ("openai_responses/responses_post_file_input.response.json", "openai-responses", 1, 0),
    ("openai_responses/responses_post_file_search.response.json", "openai-responses", 1, 0),
    ("openai_responses/responses_post_functions.response.json", "openai-responses", 0, 1),
    ("openai_responses/responses_post_image_input.response.json", "openai-responses", 1, 0),
    ("openai_responses/responses_post_reasoning.response.json", "openai-responses", 1, 0),
    ("openai_responses/responses_post_text_input.response.json", "openai-responses", 1, 0),
    ("openai_responses/responses_post_web_search.response.json", "openai-responses", 1, 0),
    ("openai_responses/responses_response_id_get.response.json", "openai-responses", 1, 0),
    ("openai_responses/responses_response_id_input_items_get.response.json", "sharegpt", 1, 0),
    ("openai_batch/batch_small.jsonl", "openai-batch", 12, 0),
    ("openai_batch/input.jsonl", "openai-batch", 1, 0),
    ("openai_batch/input_azure.jsonl", "openai-batch", 1, 0),
    ("openai_batch/openai_batch_completions.jsonl", "openai-batch", 2, 0),
    ("openai_batch/out.jsonl", "openai-batch", 1, 0),
    ("openai_batch/out_azure.jsonl", "openai-batch", 1, 0),
    ("openai_batch/spec_input_line.jsonl", "openai-batch", 1, 0),
    ("openai_batch/spec_output_line.jsonl", "openai-batch", 1, 0),
    ("anthropic_messages/test_beta_messages__9381e2b7.json", "anthropic-messages", 1, 0),
    ("anthropic_messages/test_beta_messages__d7092a7d.json", "anthropic-messages", 1, 0),
    ("anthropic_messages/test_messages__924cfccc.json", "anthropic-messages", 1, 0),
    (
        "anthropic_messages/test_messages__a8b7dbb8.json",
        "mixed: openai-chat, anthropic-messages",
        1,
        2,
    ),
    ("anthropic_messages/test_messages__bd7029d5.json", "anthropic-messages", 1, 0),
    ("anthropic_messages/test_messages__c11eefc7.json", "anthropic-messages", 1, 0),
    (
        "anthropic_messages/test_messages__d743d628.json",
        "mixed: openai-chat, anthropic-messages",
        1,
        2,
    ),
    ("anthropic_messages/test_runners__092be1de.json", "anthropic-messages", 1, 1),
    ("anthropic_messages/test_runners__10e53c1d.json", "anthropic-messages", 1, 1),
    ("anthropic_messages/test_runners__32da0815.json", "anthropic-messages", 1, 0),
    ("anthropic_messages/test_runners__555fb399.json", "anthropic-messages", 1, 1),
    ("anthropic_messages/test_runners__64fe7974.json", "anthropic-messages", 1, 1),
    ("anthropic_messages/test_runners__771c64ff.json", "anthropic-messages", 1, 1),
    ("anthropic_messages/test_runners__956fa2fe.json", "anthropic-messages", 2, 0),
    ("anthropic_messages/test_runners__a8ac789b.json", "anthropic-messages", 1, 1),
    ("anthropic_messages/test_runners__b38bbf6c.json", "anthropic-messages", 1, 1),
    ("anthropic_messages/test_runners__e075a6c2.json", "anthropic-messages", 2, 0),
    (
        "anthropic_messages/test_runners__f59a9391.json",
        "mixed: anthropic-messages, openai-chat",
        0,
        2,
    ),
    (
        "anthropic_http/openinference__reasoning-tool-use-non-streaming.json",
        "anthropic-messages",
        1,
        0,
    ),
    (
        "anthropic_http/openinference__reasoning-tool-use-streaming.json",
        "anthropic-messages",
        1,
        0,
    ),
    (
        "anthropic_http/openinference__redacted-thinking-non-streaming.json",
        "anthropic-messages",
        1,
        0,
    ),
    ("anthropic_http/openinference__redacted-thinking-streaming.json", "anthropic-messages", 1, 0),
    (
        "anthropic_http/openinference__test_anthropic_instrumentation_messages.json",
        "anthropic-messages",
        1,
        0,
    ),
    (
        "anthropic_http/openinference__test_anthropic_instrumentation_multiple_tool_calling.json",
        "anthropic-messages",
        1,
        0,
    ),
    (
        "anthropic_http/openinference__test_anthropic_instrumentation_tool_use_in_input_with_blocks_.json",
        "anthropic-messages",
        1,
        0,
    ),
    ("anthropic_http/openinference__thinking-multi-turn-0.json", "anthropic-messages", 1, 0),
    ("anthropic_http/openinference__thinking-multi-turn-1.json", "anthropic-messages", 1, 0),
    ("anthropic_http/openinference__thinking-non-streaming.json", "anthropic-messages", 1, 0),
    ("anthropic_http/openinference__thinking-streaming.json", "anthropic-messages", 1, 0),
    (
        "anthropic_http/openllmetry__test_anthropic_prompt_caching_legacy.json",
        "anthropic-messages",
        2,
        0,
    ),
    (
        "anthropic_http/openllmetry__test_anthropic_thinking_legacy.json",
        "anthropic-messages",
        1,
        0,
    ),
    (
        "anthropic_http/openllmetry__test_anthropic_thinking_streaming_legacy.json",
        "anthropic-messages",
        1,
        0,
    ),
    (
        "anthropic_http/openllmetry__test_anthropic_tools_history_legacy.json",
        "anthropic-messages",
        0,
        1,
    ),
    ("anthropic_http/openllmetry__test_anthropic_tools_legacy.json", "anthropic-messages", 1, 0),
    (
        "anthropic_http/openllmetry__test_anthropic_tools_streaming_legacy.json",
        "anthropic-messages",
        1,
        0,
    ),
    ("litellm_spendlogs/spend_logs_payload.json", "litellm-spendlogs", 0, 1),
    ("litellm_standard_logging/standard_logging_payload.json", "litellm-payload", 1, 0),
    ("azure_openai/openllmetry__test_chat.json", "openai-chat", 5, 0),
    ("azure_openai/openllmetry__test_chat_content_filtering.json", "openai-chat", 3, 1),
    ("azure_openai/openllmetry__test_chat_reasoning.json", "openai-chat", 1, 3),
    ("azure_openai/openllmetry__test_prompt_content_filtering.json", "openai-chat", 3, 1),
    (
        "openai_stored_completions/chat_completions_completion_id_get.response.json",
        "openai-chat",
        1,
        0,
    ),
    (
        "openai_stored_completions/chat_completions_completion_id_messages_get.response.json",
        "sharegpt",
        1,
        0,
    ),
    ("openai_stored_completions/chat_completions_get.response.json", "openai-chat", 1, 0),
]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the checkout")
@pytest.mark.parametrize(("file", "shape", "records", "rejected"), CASES)
def test_a_real_log_is_read_whole(file: str, shape: str, records: int, rejected: int) -> None:
    (opened,) = open_sources([str(SAMPLES / file)])

    outcomes = list(opened.records())

    assert opened.source.format == shape
    assert sum(isinstance(one, Record) for one in outcomes) == records
    assert len(outcomes) == records + rejected


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the checkout")
def test_a_recorded_stream_is_put_together_again() -> None:
    file = (
        SAMPLES / "anthropic_http" / "openllmetry__test_anthropic_thinking_streaming_legacy.json"
    )
    (opened,) = open_sources([str(file)])

    (record,) = opened.records()

    assert isinstance(record, Record)
    assert record.origin is not None
    assert record.origin.provider == "anthropic"
    assert [unit.kind.value for unit in record.units] == ["reasoning", "output", "prompt"]
