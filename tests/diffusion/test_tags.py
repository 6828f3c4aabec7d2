"""Tags of adapters in prompts: taken out whole, and named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco.diffusion.prompt.tags import KINDS, Tag, split, without_tags
from ritocco.recipe.adapter import AdapterKind
from ritocco.recipe.recipe import Diffusion, Kind, Recipe
from ritocco.studio.hints import left_out

LORA, HYPERNETWORK = AdapterKind.LORA, AdapterKind.HYPERNETWORK


@pytest.mark.parametrize(
    ("prompt", "rest", "tags"),
    [
        ("a <lora:ink:0.8>, b", "a , b", [Tag(LORA, "ink", ("0.8",))]),
        ("<lyco:ink>", "", [Tag(LORA, "ink")]),
        ("<hypernet:old one:0.5>x", "x", [Tag(HYPERNETWORK, "old one", ("0.5",))]),
        (
            "<lora:a:1:lbw=1,0,0:stop=9><LoRA: b :te=1>",
            "",
            [Tag(LORA, "a", ("1", "lbw=1,0,0", "stop=9")), Tag(LORA, "b", ("te=1",))],
        ),
        ("[a<lora:x:1>:<lora:y:1>b:10]", "[a:b:10]", [Tag(LORA, n, ("1",)) for n in "xy"]),
        ("(a<lora:x:1>:1.2) AND b:0.7", "(a:1.2) AND b:0.7", [Tag(LORA, "x", ("1",))]),
        (r"\\<lora:x:1>", r"\\", [Tag(LORA, "x", ("1",))]),
    ],
)
def test_tags_are_taken_out_and_told(prompt, rest, tags):
    assert split(prompt) == (rest, tuple(tags))


@pytest.mark.parametrize(
    "prompt",
    [
        "a < b, c > d",
        "<3 you",
        "<my-word> and <another>",
        "<lora>",
        "<lora:>",
        "<lora: >",
        "<lora:unclosed",
        r"\<lora:ink:1>",
        "<note:not a kind>",
        "lora:ink:1",
        "<lora:" * 20_000,
        "<lora:" + "a" * 200_000,
    ],
)
def test_other_words_in_angle_brackets_are_text(prompt):
    assert split(prompt) == (prompt, ())


NAMES = st.text("abc _-.é", min_size=1, max_size=8).map(str.strip).filter(bool)
TEXTS = st.text("ab ,()[]|:<3\\ANDé\n", max_size=12).filter(lambda text: not text.endswith("\\"))


@given(st.lists(st.tuples(TEXTS, st.sampled_from(sorted(KINDS)), NAMES), max_size=5), TEXTS)
def test_what_is_not_a_tag_stays_character_by_character(parts, end):
    prompt = "".join(f"{text}<{kind}:{name}:1>" for text, kind, name in parts) + end
    rest, tags = split(prompt)
    assert rest == "".join(text for text, _, _ in parts) + end
    assert tags == tuple(Tag(KINDS[kind], name, ("1",)) for _, kind, name in parts)
    assert without_tags(rest) == rest


def test_each_name_is_told_once():
    asked = Diffusion(
        model="m",
        prompt="<lora:ink:1> a <lora:mud:1> <lora:ink:0.5>",
        negative="<hypernet:old:1>",
    )
    hints = left_out(Recipe(kind=Kind.INPAINT, diffusion=asked))
    assert [hint.partition(" named")[0] for hint in hints] == [
        "The LoRAs ink, mud",
        "The hypernetwork old",
    ]
    assert left_out(Recipe(kind=Kind.INPAINT, diffusion=Diffusion(model="m", prompt="<3"))) == ()
    assert left_out(Recipe()) == ()
