"""Names of embeddings in prompts: by tokens, the longest, never inside a word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.diffusion.prompt import tokens
from ritocco.diffusion.prompt.named import Names, missing_in, named_in, renamed, word_of
from ritocco.diffusion.prompt.schedule import per_step, variants
from tests.effort import examples

TOKENIZER = tokens.load_tokenizer()
WORDS = ("cat", "dog", "Bad_Prompt", "bad", "toy", "cat toy", "5", "x-ray")


@pytest.mark.parametrize(
    ("prompt", "names", "used"),
    [
        ("EasyNegative, (bad_prompt:1.2)", ("bad", "bad_prompt", "easynegative"), (2, 1)),
        ("concat, cats, cat5, my_cat, cat-like, big-cat, категория", ("cat",), ()),
        ("a cat's toy; (cat), cat.", ("cat",), (0,)),
        ("big cat toy", ("cat", "cat toy", "toy"), (1,)),
        ("bad_prompt_version2", ("bad", "bad_prompt"), ()),
        ("cat 5", ("cat5",), (0,)),  # the same tokens
        ("<lora:cat:1> dog", ("cat", "dog"), (1,)),
        ("[cat|dog] toy [:bad:0.5]", ("dog toy", "bad"), (0, 1)),
        ("[x:[cat:dog:3]:900]", ("dog", "cat"), (1, 0)),
        ("salt AND pepper", ("salt and pepper", "salt"), (1, 0)),  # the negative knows no AND
        ("salt BREAK pepper", ("salt pepper",), ()),
        (
            "embedding:Sub/Cat.PT, <Dog-Toy> (embedding:toy:1.2)",
            ("a/cat", "dog-toy", "toy.pt"),
            None,
        ),
        ("[embedding:cat:<dog>:0.5]", ("cat", "dog"), (0, 1)),
        (r"embedding:cat \(1\), <dog (2)>", ("cat (1)", "dog (2)"), (0, 1)),
        ("embedding:catalogue embedding:cat-like", ("cat",), ()),
        ("cat", ("Cat.pt", "CAT.safetensors"), (0,)),
        ("embedding:BREAK fast, embedding:And", ("BREAK", "AND"), (0, 1)),
        ("BREAK fast AND", ("BREAK", "AND"), (1,)),  # the negative knows no AND
        ("", ("cat", "", " "), ()),
        ("anything", ("", "\u200b"), ()),
    ],
)
def test_names_in_prompts(
    prompt: str, names: tuple[str, ...], used: tuple[int, ...] | None
) -> None:
    places = range(len(names)) if used is None else used
    assert named_in(prompt, names) == tuple(names[place] for place in places)


def test_what_is_called_an_embedding_and_is_none() -> None:
    prompt = r"embedding:cat, embedding:nope.pt (embedding:sub/gone:1.1) embedding:odd\(1\). <no>"
    assert missing_in(prompt, ["Cat.pt"]) == ("nope", "gone", "odd(1)")
    assert missing_in("an embedding: cat, embedding", []) == ()


@pytest.mark.parametrize(
    ("prompt", "old", "new", "wanted"),
    [
        (
            "a Cat, (cat:1.2) cats my-cat cat_5",
            "sub/cat.pt",
            "Tom.bin",
            "a Tom, (Tom:1.2) cats my-cat cat_5",
        ),
        ("embedding:cat.pt <CAT>", "cat", "tom (1)", r"embedding:tom \(1\).pt <tom \(1\)>"),
        (r"odd\(1\) name", "odd(1)", "even", "even name"),
        ("cat", "cat", "BREAK", "break"),
        ("cat", "cat", "sub/Cat", "cat"),
        ("cat", "", "dog", "cat"),
    ],
)
def test_prompts_follow_a_file_that_is_called_anew(
    prompt: str, old: str, new: str, wanted: str
) -> None:
    assert renamed(prompt, old, new) == wanted
    if old != new and old:
        assert (named_in(prompt, [old]) == ()) == (named_in(wanted, [new]) == ())


def test_words_of_names() -> None:
    assert word_of("sub/Easy.v2.safetensors") == word_of("sub\\Easy.v2.PNG") == "Easy.v2"


@settings(max_examples=examples(100))
@given(
    st.lists(st.sampled_from([*WORDS, "a", ",", "-", "_", "s", "5", "(", " ", " ", "!"])),
    st.lists(st.sampled_from(WORDS), unique=True),
)
def test_nothing_is_lost_and_no_word_is_cut(parts: list[str], words: list[str]) -> None:
    """What is found, put back, are the tokens; each find is a name, is whole, and the longest."""
    text, spelled = tokens.spelled(TOKENIZER, "".join(parts))
    names = Names(TOKENIZER, words)
    known = [tuple(ids) for ids in tokens.ids(TOKENIZER, words)]
    ids, at = [token.id for token in spelled], 0
    for one in names.found(text, spelled):
        longer = [
            place
            for place, name in enumerate(known)
            if tuple(ids[at : at + len(name)]) == name
            and not _inside(text, spelled[at].start)
            and not _inside(text, spelled[at + len(name) - 1].end)
        ]
        if isinstance(one, int):
            assert len(known[one]) == max(len(known[place]) for place in longer)
            at += len(known[one])
        else:
            assert not longer
            assert one == spelled[at]
            at += 1
    assert at == len(ids)


def _inside(text: str, at: int) -> bool:
    """Whether a place lies between two letters, digits or `_`, or beside a `-` among those."""
    before, after = text[:at], text[at:]
    left, right = bool(re.search(r"\w$", before)), bool(re.match(r"\w", after))
    hyphens = (re.search(r"\w-$", before) and right) or (left and re.match(r"-\w", after))
    return (left and right) or bool(hyphens)


@given(st.text("ab[]()|:\\ 0.5", max_size=40), st.integers(1, 12))
def test_variants_are_what_may_hold_at_some_step(text: str, steps: int) -> None:
    """Of a text with one switch, these are all."""
    found = variants(text)
    assert len(set(found)) == len(found) >= 1
    if text.count("[") < 2:
        assert set(per_step(text, steps)) <= set(found)


@settings(max_examples=examples(50))
@given(st.text(max_size=60), st.lists(st.text(max_size=12), max_size=4))
def test_any_prompt_and_any_names(prompt: str, names: list[str]) -> None:
    assert set(named_in(prompt, names)) <= set(names)
    missing_in(prompt, names)
