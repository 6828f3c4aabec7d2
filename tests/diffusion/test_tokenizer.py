"""The shipped CLIP vocabulary; ids as open_clip 3.3's SimpleTokenizer gives them."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.diffusion.prompt import tokens
from ritocco.shipped import resource
from tests.effort import examples


@pytest.fixture(scope="module", autouse=True)
def _offline() -> Iterator[None]:
    before = os.environ.get("HF_HUB_OFFLINE")
    os.environ["HF_HUB_OFFLINE"] = "1"
    yield
    if before is None:
        del os.environ["HF_HUB_OFFLINE"]
    else:
        os.environ["HF_HUB_OFFLINE"] = before


FIRST, SECOND = tokens.load_tokenizer(), tokens.load_tokenizer(second=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("a photo of a cat", [320, 1125, 539, 320, 2368]),
        ("(A Photo):1.2, WOW!", [263, 320, 1125, 4143, 272, 269, 273, 267, 2781, 256]),
        ("café Zürich naïve", [15304, 89, 6522, 4021, 1097, 35689, 563]),
        ("cafe\u0301", [15304]),
        ("日本語の猫", [39121, 44353, 34002, 252, 21575, 163, 234, 360]),
        ("😀 a cat \U0001f3f3\ufe0f\u200d\U0001f308", [7334, 320, 2368, 32610]),
        ("a &amp; b &lt;x&gt;", [320, 261, 321, 283, 343, 285]),
        ("&amp;amp;", [261]),
        ("bell\x07 x\x00y\x1fz", [3718, 20023, 345]),
        ("tab\tnew\nline", [14724, 686, 1148]),
        ("it's we'll DON’T “so”", [585, 568, 649, 1342, 847, 713, 257, 706, 257]),
        ("1234", [272, 273, 274, 275]),
        ("<lora:x:1>", [283, 2179, 320, 281, 343, 281, 272, 285]),
        ("<|endoftext|>", [27, 347, 40786, 4160, 91, 285]),
        ("hello!world!!", [3306, 256, 1002, 748]),
        ("ﬁ ａｂｃ", [3589, 5334]),
        ("ΑΣ İ", [138, 109, 139, 480, 328, 16384]),
        ("3:4\u3000x", [274, 281, 275, 343]),
    ],
)
def test_ids(text: str, expected: list[int]) -> None:
    assert tokens.ids(FIRST, [text]) == [expected]
    assert tokens.ids(SECOND, [text]) == [expected]


def test_special_ids() -> None:
    for tokenizer, pad in ((FIRST, 49407), (SECOND, 0)):
        assert len(tokenizer) == 49408
        assert tokenizer.model_max_length == 77
        assert (tokenizer.bos_token_id, tokenizer.eos_token_id) == (49406, 49407)
        assert tokenizer.pad_token_id == pad
        assert tokens.comma(tokenizer) == 267


def test_as_transformers_calls_it() -> None:
    found = FIRST("a photo of a cat", padding="max_length", max_length=77).input_ids
    assert found == [49406, 320, 1125, 539, 320, 2368, *[49407] * 71]


def test_texts_of_a_list_do_not_mix() -> None:
    assert tokens.ids(FIRST, []) == []
    assert tokens.ids(FIRST, ["a", "", "a cat"]) == [[320], [], [320, 2368]]


@settings(max_examples=examples(200))
@given(st.text(st.characters()))
def test_any_text(text: str) -> None:
    (found,) = tokens.ids(FIRST, [text])
    assert all(0 <= one < 49406 for one in found)


def test_lone_surrogate() -> None:
    assert tokens.ids(FIRST, ["a \ud83d cat"]) == tokens.ids(FIRST, ["a \ufffd cat"])


def test_licence_lies_beside() -> None:
    text = resource("diffusion", "tokenizer", "LICENSE").read_text()
    assert "OpenAI" in text
    assert "Permission is hereby granted" in text
