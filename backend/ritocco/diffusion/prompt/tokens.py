"""Text -> CLIP's token ids, as its text encoders were trained to read it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from ritocco.shipped import resource

if TYPE_CHECKING:
    from transformers import CLIPTokenizer

_FOLDER = ("diffusion", "tokenizer")
# letters that are two in one (ﬁ, ǆ), and the wide and narrow forms of East Asian typography
_COMPATIBLE = (0x132, 0x133, *range(0x1C4, 0x1CD), *range(0x1F1, 0x1F4), *range(0xFB00, 0xFB07))
_REPLACED = str.maketrans(
    dict.fromkeys("‘’‚‛ʼ", "'")
    | dict.fromkeys("“”„‟", '"')
    | {"ŉ": "'n", "\u3000": " "}
    | {chr(code): normalize("NFKC", chr(code)) for code in (*_COMPATIBLE, *range(0xFF01, 0xFFEF))}
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u206a-\u206f\ufeff\ufff9-\ufffc]")


class Token(NamedTuple):
    """A token, and where in the cleaned text it stands: from `start` up to `end`."""

    id: int
    start: int
    end: int


def load_tokenizer(*, second: bool = False) -> CLIPTokenizer:
    """The tokenizer that ships with Ritocco, read without network.

    second: with the padding of SD 2's encoder and of SDXL's second one, `!` (id 0); otherwise
    padding is the end token (49407), as in SD 1 and SDXL's first. Raises NotFound where the
    installation lacks it.
    """
    from transformers import CLIPTokenizer

    folder = resource(*_FOLDER)
    changes = json.loads((folder / "encoder2.json").read_text(encoding="utf-8")) if second else {}
    tokenizer: CLIPTokenizer = CLIPTokenizer.from_pretrained(
        folder, local_files_only=True, **changes
    )
    return tokenizer


def clean(text: str) -> str:
    """The text as CLIP's training cleaned it: HTML entities and typographic quotes resolved.

    Control characters go, white space becomes single spaces, letters small. CLIP used the
    package ftfy for the larger part of that; here are its rules that prompts meet, by table.
    A lone surrogate (no character at all) becomes the replacement character.
    """
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = html.unescape(html.unescape(text))
    text = _CONTROL.sub("", text.translate(_REPLACED))
    return " ".join(text.split()).lower()


def ids(tokenizer: CLIPTokenizer, texts: Sequence[str]) -> list[list[int]]:
    """The ids of each text, without begin, end, padding or limit.

    `<|endoftext|>`, or `!` where it is the padding, mean nothing special within a text.
    """
    if not texts:
        return []
    tokenized = tokenizer(
        [clean(text) for text in texts],
        add_special_tokens=False,
        split_special_tokens=True,
        verbose=False,
    )
    return list(tokenized["input_ids"])


def spelled(tokenizer: CLIPTokenizer, text: str) -> tuple[str, list[Token]]:
    """The text as it was cleaned, and its tokens, as `ids` gives them."""
    cleaned = clean(text)
    tokenized = tokenizer(
        cleaned,
        add_special_tokens=False,
        split_special_tokens=True,
        return_offsets_mapping=True,
        verbose=False,
    )
    pairs = zip(tokenized["input_ids"], tokenized["offset_mapping"], strict=True)
    return cleaned, [Token(id_, start, end) for id_, (start, end) in pairs]


def comma(tokenizer: CLIPTokenizer) -> int:
    """The id of a comma that ends a word."""
    return ids(tokenizer, [","])[0][0]
