"""Names by which assistants and their makers go, for rules over text."""

# Product name as tokens in lower case -> provider. A name in AMBIGUOUS is also a person's, a
# sign's or an animal's, and needs a word about machines beside it.
PRODUCTS: dict[str, str] = {
    "chatgpt": "openai", "gpt-4": "openai", "gpt-4o": "openai", "gpt-3": "openai", "gpt-3.5": "openai",
    "gpt-5": "openai", "gpt": "openai", "gpt4": "openai", "openai's gpt": "openai",
    "claude": "anthropic", "gemini": "google", "google gemini": "google", "bard": "google",
    "google bard": "google", "gemma": "google", "grok": "xai", "deepseek": "deepseek",
    "deepseek-r1": "deepseek", "deepseek-v3": "deepseek", "deepseek chat": "deepseek", "kimi": "moonshot",
    "qwen": "alibaba", "qwq": "alibaba", "tongyi": "alibaba", "tongyi qianwen": "alibaba", "llama": "meta",
    "meta ai": "meta", "mistral": "mistral", "mixtral": "mistral", "le chat": "mistral",
    "copilot": "microsoft", "microsoft copilot": "microsoft", "bing": "microsoft", "bing chat": "microsoft",
    "sydney": "microsoft", "phi": "microsoft", "chatglm": "zhipu", "glm": "zhipu", "glm-4": "zhipu",
    "minimax": "minimax", "minimax-m1": "minimax", "ernie bot": "baidu", "doubao": "bytedance", "hunyuan": "tencent",
    "nova": "amazon", "amazon nova": "amazon", "command r": "cohere", "command": "cohere", "yi": "01ai",
    "tülu": "allenai", "tulu": "allenai", "olmo": "allenai", "granite": "ibm", "exaone": "lg",
    "perplexity": "perplexity", "step": "stepfun", "baichuan": "baichuan", "falcon": "tii",
    "nemotron": "nvidia", "jamba": "ai21", "reka": "reka", "internlm": "internlm", "pi": "inflection",
}  # fmt: skip
AMBIGUOUS = frozenset(
    ["claude", "gemini", "bard", "gemma", "grok", "kimi", "llama", "mistral", "copilot", "bing", "sydney", "phi", "glm",
     "nova", "command", "yi", "granite", "perplexity", "step", "falcon", "reka", "pi", "olmo", "gpt", "tulu", "bing chat"]
)  # fmt: skip
MAKERS: dict[str, str] = {
    "openai": "openai", "anthropic": "anthropic", "google": "google", "google deepmind": "google",
    "google ai": "google", "deepmind": "google", "xai": "xai", "deepseek": "deepseek",
    "deepseek ai": "deepseek", "moonshot ai": "moonshot", "moonshot": "moonshot", "alibaba": "alibaba",
    "alibaba cloud": "alibaba", "alibaba group": "alibaba", "meta": "meta", "meta ai": "meta", "facebook": "meta",
    "mistral ai": "mistral", "mistral": "mistral", "microsoft": "microsoft", "zhipu ai": "zhipu",
    "zhipu": "zhipu", "z.ai": "zhipu", "tsinghua university": "zhipu", "minimax": "minimax", "baidu": "baidu",
    "bytedance": "bytedance", "tencent": "tencent", "amazon": "amazon", "aws": "amazon", "cohere": "cohere",
    "nvidia": "nvidia", "ibm": "ibm", "allen institute": "allenai", "ai2": "allenai", "lg ai research": "lg",
    "01.ai": "01ai", "perplexity ai": "perplexity", "perplexity": "perplexity", "stepfun": "stepfun",
    "ai21 labs": "ai21", "ai21": "ai21", "reka": "reka", "upstage": "upstage", "xiaomi": "xiaomi",
    "inflection ai": "inflection", "technology innovation institute": "tii",
}  # fmt: skip

# Statements in scripts and languages the English pipeline does not split: (pattern, group of name).
# `{name}` stands for any product or maker.
FOREIGN = (
    r"我(?:是|叫|的名字是|名叫)(?:一个|一款)?(?:由)?[^。！？\n，,]{0,16}?(?P<name>{name})",
    r"作为(?:由)?(?P<name>{name})[^。！？\n]{0,12}?(?:训练|开发|研发|创建|推出|打造)的?[^。！？\n]{0,8}?(?:助手|模型|AI|人工智能)",
    r"我是?(?:一个|一款)?由(?P<name>{name})[^。！？\n]{0,12}?(?:训练|开发|研发|创建|推出|打造)",
    r"(?:私|わたし|僕)は(?P<name>{name})[^。\n]{0,30}?(?:です|という|である|モデル|アシスタント)",
    r"(?:저는|나는)\s*(?P<name>{name})[^.\n]{0,30}?(?:입니다|이에요|예요)",
    r"\b(?:soy|me llamo|mi nombre es)\s+(?P<name>{name})\b",
    r"\bfui\s+(?:cread[oa]|entrenad[oa]|desarrollad[oa]|criad[oa]|treinad[oa]|desenvolvid[oa])\s+(?:por|pela|pelo)\s+(?P<name>{name})\b",
    r"\b(?:je suis|je m['’]appelle)\s+(?P<name>{name})\b",
    r"\bj['’]ai été\s+(?:créé|entraîné|développé|conçu)e?\s+par\s+(?P<name>{name})\b",
    r"\b(?:ich bin|ich heiße|mein name ist)\s+(?P<name>{name})\b",
    r"\bich wurde von\s+(?P<name>{name})\s+(?:entwickelt|trainiert|erstellt|erschaffen)",
    r"\b(?:eu sou|sou|meu nome é|me chamo)\s+(?:o\s+|a\s+)?(?P<name>{name})\b",
    r"\b(?:sono|mi chiamo|il mio nome è)\s+(?P<name>{name})\b",
    r"\bsono stat[oa]\s+(?:creat|addestrat|sviluppat)[oa]\s+da\s+(?P<name>{name})\b",
    r"(?:\bЯ|\bя)\s*(?:—|–|-|это)?\s*(?P<name>{name})\b",
    r"\bменя (?:зовут|создала?)\s+(?:компания\s+)?(?P<name>{name})\b",
    r"أنا\s+(?P<name>{name})",
)
FOREIGN_NAMES: dict[str, str] = {
    "通义千问": "alibaba", "千问": "alibaba", "阿里云": "alibaba", "阿里巴巴": "alibaba", "通义实验室": "alibaba",
    "深度求索": "deepseek", "月之暗面": "moonshot", "智谱": "zhipu", "清华大学": "zhipu", "文心一言": "baidu", "百度": "baidu",
    "豆包": "bytedance", "字节跳动": "bytedance", "混元": "tencent", "腾讯": "tencent", "谷歌": "google", "稀宇科技": "minimax",
    "微软": "microsoft", "クロード": "anthropic", "클로드": "anthropic",
}  # fmt: skip
