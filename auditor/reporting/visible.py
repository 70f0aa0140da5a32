"""Characters that would act on a reader's screen, made visible."""

import re

# Controls but tab and line feed, bidirectional overrides and isolates, invisible tags, U+2028/9.
_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """The text with each such character as `⟨U+XXXX⟩`; CR LF is a line end."""
    return _ACTING.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", text.replace("\r\n", "\n"))
