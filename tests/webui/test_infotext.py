"""The web UI's `parameters` text, written and read."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ritocco.errors import BadRecipe
from ritocco.webui.infotext import FEWEST, Infotext, read, write

FIELDS = {
    "Steps": "20",
    "Sampler": "Euler a",
    "Schedule type": "Karras",
    "CFG scale": "7",
    "Seed": "965400086",
    "Size": "512x768",
    "Model hash": "45dee52b",
    "Model": "my model, the second",
    "Denoising strength": "0.75",
    "Clip skip": "2",
    "Mask blur": "4",
    "TI hashes": "a: 1, b: 2",
    "Version": "v1.9.4",
}
TEXT = (
    "a cat, (by:1.2) a lake\n"
    "Negative prompt: blurry, grey\n"
    "Steps: 20, Sampler: Euler a, Schedule type: Karras, CFG scale: 7, Seed: 965400086, "
    'Size: 512x768, Model hash: 45dee52b, Model: "my model, the second", '
    'Denoising strength: 0.75, Clip skip: 2, Mask blur: 4, TI hashes: "a: 1, b: 2", '
    "Version: v1.9.4"
)
WHOLE = Infotext("a cat, (by:1.2) a lake", "blurry, grey", FIELDS)


def test_a_whole_one() -> None:
    assert write(WHOLE) == TEXT
    assert read(TEXT) == WHOLE


def test_fields_are_ordered() -> None:
    backwards = Infotext(WHOLE.prompt, WHOLE.negative, dict(reversed(FIELDS.items())))
    order = [part.partition(":")[0] for part in write(backwards).split("\n")[-1].split(", ")]
    known = [name for name in order if name in FIELDS and name not in ("Mask blur", "TI hashes")]
    assert known == [name for name in FIELDS if name not in ("Mask blur", "TI hashes")]
    assert order[-1] == "Version"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain text", "plain text"),
        ("a, b", '"a, b"'),
        ("a:b", '"a:b"'),
        ("a\nb", '"a\\nb"'),
        ('say "a", b', '"say \\"a\\", b"'),
        ("C:\\x", '"C:\\\\x"'),
        ("a\\b", "a\\b"),
        ("ü, é", '"ü, é"'),
        ('"', '"\\""'),
        (" a", '" a"'),
        ("", ""),
    ],
)
def test_values(value: str, written: str) -> None:
    text = write(Infotext("p", fields={"One": "1", "Two": value, "Three": "3"}))
    assert text == f"p\nOne: 1, Two: {written}, Three: 3"
    assert read(text).fields["Two"] == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Infotext()),
        ("just a prompt", Infotext("just a prompt")),
        ("a\nb\n\nc", Infotext("a\nb\n\nc")),
        ("a\nNegative prompt: b\nc", Infotext("a", "b\nc")),
        ("Negative prompt: b", Infotext("", "b")),
        ("no Negative prompt: here", Infotext("no Negative prompt: here")),
        ("a\nNegative prompt: b\nNegative prompt: c", Infotext("a", "b\nNegative prompt: c")),
        ("a\nSteps: 20, Seed: 1", Infotext("a\nSteps: 20, Seed: 1")),
        ("a\nAA: 1, BB: 2, CC: 3", Infotext("a", "", {"AA": "1", "BB": "2", "CC": "3"})),
        ("a\r\nAA: 1, BB: 2, CC: 3\r\n", Infotext("a", "", {"AA": "1", "BB": "2", "CC": "3"})),
        ("AA:1,BB:  2 ,CC:3", Infotext("", "", {"AA": "1", "BB": "2 ", "CC": "3"})),
        # an unquoted colon, as older versions wrote; a field without value
        ("AA: x:y, BB:, CC: 3", Infotext("", "", {"AA": "x:y", "BB": "", "CC": "3"})),
        # quotes that do not close, or close before the comma
        ('AA: "x, BB: 2, CC: 3', Infotext("", "", {"AA": '"x', "BB": "2", "CC": "3"})),
        ('AA: "x" y, BB: 2, CC: 3', Infotext("", "", {"AA": '"x" y', "BB": "2", "CC": "3"})),
        (r'AA: "\x", BB: 2, CC: 3', Infotext("", "", {"AA": r'"\x"', "BB": "2", "CC": "3"})),
        # what stands between fields is passed over; names have two characters at least
        ("??, AA: 1, word, a: BB: 2, CC: 3", Infotext("", "", {"AA": "1", "BB": "2", "CC": "3"})),
    ],
)
def test_reading(text: str, expected: Infotext) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("name", ["", "a", "a:b", "a,b", " ab", "ab ", "-ab", "a\nb"])
def test_names_that_cannot_be(name: str) -> None:
    with pytest.raises(BadRecipe):
        Infotext(fields={name: "1"})


LINE = st.text(max_size=30).map(lambda text: text.replace("\n", "").strip()) | st.sampled_from(
    ["", "a: 1, b: 2, cc: 3", "a Negative prompt: b", "Steps: 1"]
)
PROMPT = st.lists(LINE, max_size=4).map("\n".join)
NAME = st.from_regex(r"[A-Za-zé0-9_][\w \-/]{1,12}", fullmatch=True).filter(
    lambda name: name == name.strip() and len(name) > 1
)
VALUE = st.text(max_size=20) | st.text(alphabet='ab ,:\\"\n', max_size=12)


@given(PROMPT, PROMPT, st.dictionaries(NAME, VALUE, min_size=FEWEST, max_size=6))
def test_round_trip(prompt: str, negative: str, fields: dict[str, str]) -> None:
    assume(not prompt.startswith("\n") and not negative.startswith("\n"))
    assume(not any(line.startswith("Negative prompt:") for line in prompt.split("\n")))
    infotext = Infotext(prompt, negative, fields)
    assert read(write(infotext)) == infotext


@given(PROMPT, PROMPT)
def test_round_trip_without_fields(prompt: str, negative: str) -> None:
    assume(prompt == prompt.strip() and negative == negative.strip())
    assume(not any(line.startswith("Negative prompt:") for line in prompt.split("\n")))
    infotext = Infotext(prompt, negative)
    assume("cc: 3" not in write(infotext).split("\n")[-1])
    assert read(write(infotext)) == infotext


PIECE = st.sampled_from(
    ["ab: ", "cd:", "ee", ":", '"', "\\", ", ", ",", " ", "x", "\n", "Negative prompt:"]
)


@given(st.text(max_size=100) | st.lists(PIECE, max_size=40).map("".join))
def test_any_text_is_read(text: str) -> None:
    once = read(text)
    if len(once.fields) >= FEWEST:
        assert read(write(once)) == once


@pytest.mark.parametrize("piece", ["a", "ab: ", 'ab: "', 'ab: "\\",', " ", ",", "ab: 1, ", "-"])
def test_long_texts_are_prompts_or_fields(piece: str) -> None:
    """bench/promptness.py has the time."""
    told = read(piece * 50_000)
    assert (told.prompt, set(told.fields)) in [((piece * 50_000).strip(), set()), ("", {"ab"})]
