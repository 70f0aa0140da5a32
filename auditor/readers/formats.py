"""The tables of containers and row shapes."""

from auditor.readers.reader import RowShape
from auditor.registry import Registry

CONTAINERS = {
    "json-lines": ("auditor.readers.containers.lines:read_json_lines", "one JSON object a line"),
    "json-array": ("auditor.readers.containers.json_documents:read_json_array", "one JSON array of objects"),
    "json-document": ("auditor.readers.containers.json_documents:read_json_document", "one JSON object, or a list it wraps"),
    "delimited": ("auditor.readers.containers.delimited:read_delimited", "CSV or TSV with a header row"),
    "parquet": ("auditor.readers.containers.columnar:read_parquet", "Parquet"),
    "arrow": ("auditor.readers.containers.columnar:read_arrow", "Arrow IPC file, stream, or a save_to_disk folder"),
    "event-stream": ("auditor.readers.containers.plain_text:read_event_stream", "one streamed answer, as server-sent events"),
    "text": ("auditor.readers.containers.plain_text:read_plain_text", "a text or Markdown file as one record, a very long one in parts"),
}  # fmt: skip

# Logs first: their rows hold keys that training shapes also know.
SHAPES: Registry[RowShape] = Registry(
    "shape",
    {
        "litellm-spendlogs": "auditor.readers.logs.litellm:SpendLogs",
        "litellm-payload": "auditor.readers.logs.litellm:StandardPayload",
        "openai-batch": "auditor.readers.logs.batches:OpenAIBatch",
        "anthropic-batch": "auditor.readers.logs.batches:AnthropicBatch",
        "anthropic-messages": "auditor.readers.logs.calls:AnthropicMessages",
        "openai-responses": "auditor.readers.logs.calls:OpenAIResponses",
        "openai-chat": "auditor.readers.logs.calls:OpenAIChat",
        "preference": "auditor.readers.shapes.preferences:Preference",
        "messages": "auditor.readers.shapes.conversations:Messages",
        "sharegpt": "auditor.readers.shapes.conversations:ShareGPT",
        "oasst": "auditor.readers.shapes.conversations:OpenAssistant",
        "completions-list": "auditor.readers.shapes.answers:Completions",
        "prompt-completion": "auditor.readers.shapes.answers:PromptCompletion",
        "alpaca": "auditor.readers.shapes.answers:Alpaca",
        "segments": "auditor.readers.shapes.answers:Segments",
        "text": "auditor.readers.shapes.answers:PlainText",
        "labelled": "auditor.readers.shapes.answers:Answered",
        "prompts": "auditor.readers.shapes.answers:Asked",
    },
)


def formats() -> list[tuple[str, str, str]]:
    """(name, kind, description) of everything that can be read."""
    packed = [(name, "container", text) for name, (_, text) in CONTAINERS.items()]
    packed.append(("gzip, zstd", "container", "around any text container, several frames too"))
    shapes = []
    for name in SHAPES.names():
        shape = type(SHAPES.create(name))
        kind = "log" if ".logs." in shape.__module__ else "row"
        shapes.append((name, kind, (shape.__doc__ or "").strip().splitlines()[0]))
    return packed + shapes
