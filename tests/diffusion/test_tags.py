"""Tags of adapters in prompts: taken out whole, and named."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco.diffusion.prompt.tag_arguments import adapter_of, tag_of
from ritocco.diffusion.prompt.tags import KINDS, Tag, renamed, split, without_tags
from ritocco.errors import BadRecipe
from ritocco.recipe.adapter import Adapter, AdapterKind

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
        ("a<lora:<lora:x:1>y:1>b", "ab", [Tag(LORA, n, ("1",)) for n in "xy"]),
        (r"\<lora:<lora:x:1>y:1>", r"\<lora:y:1>", [Tag(LORA, "x", ("1",))]),
        ("<3<lora:x:1>lora:y:1>", "<3lora:y:1>", [Tag(LORA, "x", ("1",))]),
        ("<<lora:x:1>lora:y:1>", "", [Tag(LORA, n, ("1",)) for n in "xy"]),
        ("<lora:" * 9000 + "a>" * 9000, "", [Tag(LORA, "a")] * 9000),
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


@given(
    st.lists(st.sampled_from(["<lora:", "<", ">", "a", "\\", "<hypernet:b>", ":1>"])).map("".join)
)
def test_none_is_left(prompt):
    rest, tags = split(prompt)
    assert split(rest) == (rest, ())
    assert bool(tags) == (rest != prompt)


NAMES = st.text("abc _-.é", min_size=1, max_size=8).map(str.strip).filter(bool)
TEXTS = st.text("ab ,()[]|:<3\\ANDé\n", max_size=12).filter(lambda text: not text.endswith("\\"))


@given(st.lists(st.tuples(TEXTS, st.sampled_from(sorted(KINDS)), NAMES), max_size=5), TEXTS)
def test_what_is_not_a_tag_stays_character_by_character(parts, end):
    prompt = "".join(f"{text}<{kind}:{name}:1>" for text, kind, name in parts) + end
    rest, tags = split(prompt)
    assert rest == "".join(text for text, _, _ in parts) + end
    assert tags == tuple(Tag(KINDS[kind], name, ("1",)) for _, kind, name in parts)
    assert without_tags(rest) == rest


@given(st.lists(st.tuples(TEXTS, st.sampled_from(sorted(KINDS)), NAMES), max_size=5), TEXTS)
def test_a_tag_that_is_renamed_is_all_that_changes(parts, end):
    prompt = "".join(f"{text}<{kind}:{name}:1:te=2>" for text, kind, name in parts) + end
    assert renamed(prompt, {}) == prompt
    other = renamed(prompt, {(KINDS[kind], name): f"{name}x" for _, kind, name in parts})
    assert without_tags(other) == without_tags(prompt)
    assert [tag.name for tag in split(other)[1]] == [f"{name}x" for _, _, name in parts]
    assert [tag.arguments for tag in split(other)[1]] == [("1", "te=2")] * len(parts)


@pytest.mark.parametrize(
    ("tag", "text", "unet", "blocks"),
    [
        ("<lora:a>", 1, 1, ""),
        ("<lora:a:0.8>", 0.8, 0.8, ""),
        ("<lora:a:0.8:0.3>", 0.8, 0.3, ""),
        ("<lyco:a:-1.5: .5 >", -1.5, 0.5, ""),
        ("<lora:a:te:unet>", 1, 1, ""),
        ("<lora:a::0.5>", 1, 0.5, ""),
        ("<lora:a:te=0.5>", 0.5, 0.5, ""),
        ("<lora:a:0.8:unet=0>", 0.8, 0, ""),
        ("<lora:a:unet=0.2:te=1e-1>", 0.1, 0.2, ""),
        ("<lora:a:1:lbw=MIDD>", 1, 1, "MIDD"),
        ("<lora:a:1:1:LBW=1, 0,.5>", 1, 1, (1, 0, 0.5)),
        ("<lora:a:0.5:1,0,0,1>", 0.5, 0.5, (1, 0, 0, 1)),
        ("<lora:a:0,8:,5>", 0.8, 0.5, ""),
        ("<lora:a:0.5:MIDD>", 0.5, 0.5, "MIDD"),
        ("<hypernet:a:0.6>", 0.6, 0.6, ""),
        ("<hypernet:a>", 1, 1, ""),
    ],
)
def test_strengths_and_blocks_are_read_as_the_web_ui_does(tag, text, unet, blocks):
    (found,) = split(tag)[1]
    adapter, _ = adapter_of(found)
    assert (adapter.name, adapter.text_strength, adapter.unet_strength) == ("a", text, unet)
    assert adapter.block_weights == blocks


@pytest.mark.parametrize(
    ("tag", "passed"),
    [
        ("<lora:a:1:1:8>", "8"),
        ("<lora:a:1:dyn=4:stop=9>", "dyn=4, stop=9"),
        ("<lora:a:strong>", "strong"),
        ("<lora:a:1:0.5:0,8>", "0,8"),
        ("<hypernet:a:1:0.5>", "0.5"),
        ("<lora:a:1::>", ""),
    ],
)
def test_what_a_tag_says_in_vain_is_told(tag, passed):
    hints = adapter_of(split(tag)[1][0])[1]
    assert [hint.values["parts"] for hint in hints] == ([passed] if passed else [])


def test_a_strength_that_cannot_be_is_refused_with_its_tag():
    for argument, words in (
        ("80", "The strength of the LoRA ink must be a number from -10 to 10, not 80."),
        ("unet=-1e9", "The strength of the LoRA ink must be a number from -10 to 10, not -1e+09."),
        ("lbw=1,0,99", "Block weights of the LoRA ink must be numbers from -10 to 10, not 99."),
    ):
        with pytest.raises(BadRecipe) as caught:
            adapter_of(Tag(LORA, "ink", (argument,)))
        assert str(caught.value) == words


@given(st.lists(st.text("0189.,:=-+e lbwteun ", max_size=12), max_size=4))
def test_arguments_make_an_adapter_or_one_sentence(arguments):
    with suppress(BadRecipe):  # out of range
        adapter, hints = adapter_of(Tag(LORA, "ink", tuple(arguments)))
        assert adapter.name == "ink"
        assert len(hints) <= 1


STRENGTHS = st.floats(-10, 10)
ADAPTERS = st.builds(
    Adapter,
    name=NAMES,
    text_strength=STRENGTHS,
    unet_strength=STRENGTHS,
    block_weights=st.sampled_from(["", "MIDD"]) | st.tuples(STRENGTHS, STRENGTHS, STRENGTHS),
)


@given(ADAPTERS)
def test_a_tag_that_was_written_says_the_same(adapter):
    ((tag,), rest) = split(f"a{tag_of(adapter)}")[::-1]
    assert rest == "a"
    assert adapter_of(tag) == (adapter, ())
    as_network = replace(adapter, kind=HYPERNETWORK, text_strength=1.0, block_weights="")
    (tag,) = split(tag_of(as_network))[1]
    assert adapter_of(tag)[0].unet_strength == adapter.unet_strength


@pytest.mark.parametrize("name", ["a:b", "a>b", "<a", " a"])
def test_a_name_that_no_tag_can_hold_is_written_in_none(name):
    assert tag_of(Adapter(name=name)) == ""
