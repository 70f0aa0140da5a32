"""Which provider a name or a model name stands for.

*Details*: a model name belongs to the maker who published it under that name. A gateway or cloud
prefix (`openrouter/`, `bedrock/`, `us.`) is taken off first; an organization prefix that is a
known maker decides; the patterns of `_MODELS` decide last, in order. A fine-tune by somebody
else that only mentions its base (`vicuna-13b`, `dolphin-llama3`) is nobody's known model.
"""

import re
from functools import lru_cache

# Canonical id -> other spellings, compared without case, spaces and punctuation.
_ALIASES: dict[str, tuple[str, ...]] = {
    "openai": ("openai", "oai", "azureopenai", "chatgpt", "azure openai"),
    "anthropic": ("anthropic", "claude"),
    "google": ("google", "googleai", "googledeepmind", "deepmind", "gemini", "vertexai", "gcp"),
    "xai": ("xai", "x.ai", "grok", "spacexai"),
    "deepseek": ("deepseek", "deepseekai"),
    "moonshot": ("moonshot", "moonshotai", "kimi"),
    "minimax": ("minimax", "minimaxai"),
    "meta": ("meta", "metaai", "metallama", "facebook", "llama"),
    "mistral": ("mistral", "mistralai"),
    "alibaba": ("alibaba", "alibabacloud", "qwen", "tongyi", "dashscope", "alibabanlp"),
    "microsoft": ("microsoft", "msft", "azure", "azureai"),
    "amazon": ("amazon", "aws", "bedrock", "awsbedrock", "amazonbedrock"),
    "cohere": ("cohere", "cohereforai", "coherelabs"),
    "perplexity": ("perplexity", "pplx", "perplexityai"),
    "zhipu": ("zhipu", "zhipuai", "zai", "z.ai", "thudm", "zaiorg", "glm", "bigmodel"),
    "nvidia": ("nvidia", "nemotron"),
    "ai21": ("ai21", "ai21labs"),
    "reka": ("reka", "rekaai"),
    "baidu": ("baidu", "ernie", "wenxin"),
    "bytedance": ("bytedance", "doubao", "volcengine", "byteplus", "bytedanceseed"),
    "tencent": ("tencent", "hunyuan"),
    "01ai": ("01ai", "01.ai", "yi", "lingyiwanwu"),
    "databricks": ("databricks", "mosaicml"),
    "tii": ("tii", "tiiuae", "falcon"),
    "ibm": ("ibm", "ibmgranite", "watsonx", "ibmwatsonx"),
    "allenai": ("allenai", "ai2"),
    "lg": ("lg", "lgai", "lgaiexaone"),
    "upstage": ("upstage",),
    "xiaomi": ("xiaomi", "xiaomimimo"),
    "stepfun": ("stepfun", "stepfunai"),
    "baichuan": ("baichuan", "baichuaninc"),
    "internlm": ("internlm", "shanghaiailab"),
    "stability": ("stability", "stabilityai"),
    "inflection": ("inflection", "inflectionai"),
    "naver": ("naver", "naverhyperclovax"),
    "snowflake": ("snowflake",),
    "writer": ("writer",),
    "liquid": ("liquid", "liquidai"),
    "huggingface": ("huggingfacetb",),
}  # fmt: skip

# Who runs models of others: the name before the slash says nothing of the maker.
_GATEWAYS = frozenset(
    ["openrouter", "together", "together_ai", "togethercomputer", "fireworks", "fireworks_ai", "groq", "azure",
     "azure_ai", "bedrock", "converse", "vertex_ai", "vertex", "deepinfra", "replicate", "anyscale", "cerebras",
     "sambanova", "hyperbolic", "novita", "litellm", "litellm_proxy", "ollama", "ollama_chat", "hosted_vllm", "vllm",
     "huggingface", "hf", "models", "accounts", "publishers", "model", "nebius", "github", "cloudflare", "openai_compatible",
     "custom", "text-completion-openai", "us", "eu", "apac", "global", "jp", "au", "ca", "watsonx", "snowflake", "databricks",
     "foundation-model", "inference-profile", "perplexity"]
)  # fmt: skip

# In order; the first that matches the bare model name decides.
_MODELS: tuple[tuple[str, str], ...] = (
    ("deepseek", r"deepseek"),
    ("nvidia", r"(?:llama-?[\d.]+-)?nemotron|nv-?llama"),
    ("perplexity", r"(?:llama-?[\d.]+-)?sonar|pplx|r1-1776"),
    ("openai", r"gpt-?(?:oss|\d)|chatgpt|o[1345](?:-|$|:|_)|text-(?:davinci|curie|babbage|ada)|davinci|codex|code-davinci|computer-use-preview|gpt$|instructgpt|dall-?e|whisper|sora"),
    ("anthropic", r"claude|c-3\.\d-newsonnet"),
    ("google", r"gemini|gemma|palm|text-bison|chat-bison|bard|learnlm|codegemma|flan"),
    ("xai", r"grok"),
    ("moonshot", r"kimi|moonshot"),
    ("minimax", r"minimax|abab\d"),
    ("mistral", r"mistral|mixtral|ministral|codestral|devstral|magistral|pixtral|voxtral|open-mi[sx]tral|le-chat"),
    ("alibaba", r"qwen|qwq|qvq|tongyi|marco-o1"),
    ("microsoft", r"phi-?\d|wizardlm|wizardcoder|orca-?\d|mai-(?:ds|1)"),
    ("amazon", r"nova-(?:micro|lite|pro|premier)|titan"),
    ("cohere", r"command-?(?:r|a|light|nightly|xlarge)|command$|aya-|c4ai"),
    ("zhipu", r"glm|chatglm|codegeex|cogvlm"),
    ("ai21", r"jamba|jurassic|j2-|ai21"),
    ("reka", r"reka"),
    ("baidu", r"ernie|wenxin"),
    ("bytedance", r"doubao|seed-(?:oss|\d)|skylark"),
    ("tencent", r"hunyuan"),
    ("01ai", r"yi-(?:\d|large|lightning|medium|vision|spark)"),
    ("databricks", r"dbrx|dolly"),
    ("tii", r"falcon"),
    ("ibm", r"granite"),
    ("allenai", r"olmo|tulu|llama-?[\d.]+-tulu|molmo"),
    ("lg", r"exaone"),
    ("upstage", r"solar-"),
    ("xiaomi", r"mimo-"),
    ("stepfun", r"step-\d"),
    ("baichuan", r"baichuan"),
    ("internlm", r"internlm"),
    ("naver", r"hyperclova"),
    ("inflection", r"inflection|pi-3"),
    ("meta", r"(?:meta-)?(?:code-?)?llama-?(?:[\d.]|guard|api|chat|$)|muse-|opt-\d"),
)  # fmt: skip
_COMPILED = tuple((provider, re.compile(pattern)) for provider, pattern in _MODELS)

# Somebody else's fine-tune keeps its base's name at the front; these words give it away.
_DERIVED = re.compile(
    r"dolphin|hermes|openchat|vicuna|alpaca|airoboros|storm|sauerkraut|abliterated|uncensored|lora|finetune"
)


def _squeeze(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum() or c == ".")


_BY_ALIAS = {
    spelling: provider
    for provider, aliases in _ALIASES.items()
    for alias in (provider, *aliases)
    for spelling in (_squeeze(alias), _squeeze(alias).replace(".", ""))
}


@lru_cache(maxsize=4096)
def provider_id(name: str) -> str | None:
    """The canonical id of a provider's name (`OpenAI`, `Z.ai`, `qwen`), None if unknown."""
    squeezed = _squeeze(name[:200])
    return _BY_ALIAS.get(squeezed) or _BY_ALIAS.get(squeezed.replace(".", ""))


@lru_cache(maxsize=65536)
def provider_of_model(model: str) -> str | None:  # noqa: C901
    """The provider whose model has this name, None where the name is nobody's known model.

    Dates, path and gateway prefixes, Bedrock ids and ARNs are understood.
    """
    name = model[:300].strip().lower().split("@")[0]
    if name.startswith("arn:"):
        name = name.rsplit(":", 1)[-1] if "/" not in name else name.split("/", 1)[1]
    parts = [part for part in name.split("/") if part]
    while len(parts) > 1 and parts[0] in _GATEWAYS:
        parts.pop(0)
    if not parts:
        return None
    bare = parts[-1].replace(" ", "-").replace("_", "-")
    dotted = bare.split(".")
    while len(dotted) > 1 and dotted[0] in _GATEWAYS:
        dotted.pop(0)
    if len(dotted) > 1 and dotted[0] in _BY_ALIAS and not dotted[0][-1].isdigit():
        return _BY_ALIAS[dotted[0]]
    maker = _BY_ALIAS.get(_squeeze(parts[-2])) if len(parts) > 1 else None
    if maker:
        return maker
    bare = ".".join(dotted)
    if _DERIVED.search(bare):
        return None
    for provider, pattern in _COMPILED:
        if pattern.match(bare):
            return provider
    return None
