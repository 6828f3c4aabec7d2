"""Prompts encoded by small random text encoders of the real classes, beside diffusers' own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from diffusers import StableDiffusionPipeline, StableDiffusionXLPipeline
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from ritocco.diffusion.conditioning import Conditioning, ConditioningSchedule
from ritocco.diffusion.prompt import tokens
from ritocco.diffusion.prompt.chunks import Chunk
from ritocco.diffusion.prompt.encode import Prompter, TextEncoders
from ritocco.diffusion.prompt.recent import Recent
from ritocco.diffusion.prompt.tokens import load_tokenizer
from ritocco.errors import BadRecipe, Cancelled
from ritocco.watch import Watch
from tests.effort import examples

FIRST, SECOND = load_tokenizer(), load_tokenizer(second=True)
LONG = ", ".join(f"a cat number {number} by the lake" for number in range(20))


def _config(seed: int, **changes: Any) -> CLIPTextConfig:
    torch.manual_seed(seed)
    sizes = {"hidden_size": 32, "intermediate_size": 64, "num_attention_heads": 4}
    return CLIPTextConfig(**sizes | {"num_hidden_layers": 3, "projection_dim": 24} | changes)


def _lively(model: Any) -> Any:
    """Random norms too: as they are made they would hide whether one is applied."""
    with torch.no_grad():
        for name, value in model.named_parameters():
            if "layer_norm" in name:
                value.uniform_(0.5, 1.5)
            if "embedding" in name:
                value.normal_()
    return model.eval()


def sd_encoders() -> TextEncoders:
    return TextEncoders(((FIRST, _lively(CLIPTextModel(_config(1)))),))


def sdxl_encoders() -> TextEncoders:
    one = _lively(CLIPTextModel(_config(2)))
    # the original files carry the wrong end id 2, which takes another way through transformers
    changes = {"hidden_size": 40, "num_hidden_layers": 4, "hidden_act": "gelu", "eos_token_id": 2}
    two = _lively(CLIPTextModelWithProjection(_config(3, **changes)))
    return TextEncoders(((FIRST, one), (SECOND, two)), clip_skip=2)


SD, SDXL = sd_encoders(), sdxl_encoders()
BOTH = pytest.mark.parametrize("encoders", [SD, SDXL], ids=["sd", "sdxl"])


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> Iterator[None]:
    """Models this small only wait for each other on several."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


class Counting:
    """Counts the calls of the encoders while it holds."""

    def __init__(self, encoders: TextEncoders) -> None:
        self.calls = 0
        hook = self._count
        self._hooks = [model.register_forward_pre_hook(hook) for _, model in encoders.pairs]

    def _count(self, *_: Any) -> None:
        self.calls += 1

    def __enter__(self) -> Counting:
        return self

    def __exit__(self, *_: object) -> None:
        for hook in self._hooks:
            hook.remove()


def only(schedule: ConditioningSchedule) -> Conditioning:
    """The conditioning of a schedule that never changes and has one part."""
    assert len({id(part) for parts in schedule.steps for part in parts}) == 1
    return schedule.at(0)[0].conditioning


def encoded(encoders: TextEncoders, prompt: str, skip: int | None = None) -> Conditioning:
    return only(Prompter(encoders).encode(prompt, 3, skip))


def diffusers_sd(prompt: str, negative: str, clip_skip: int | None) -> tuple[Any, ...]:
    model: Any = SD.pairs[0][1]
    # diffusers 0.42 looks for the norm where transformers 4 had it
    vars(model)["text_model"] = model
    try:
        pipeline = StableDiffusionPipeline(
            vae=None,
            text_encoder=model,
            tokenizer=FIRST,
            unet=None,
            scheduler=None,
            safety_checker=None,
            feature_extractor=None,
            requires_safety_checker=False,
        )
        with torch.no_grad():
            return pipeline.encode_prompt(
                prompt, "cpu", 1, True, negative_prompt=negative, clip_skip=clip_skip
            )
    finally:
        del vars(model)["text_model"]


def diffusers_sdxl(prompt: str, negative: str | None, clip_skip: int | None) -> tuple[Any, ...]:
    pipeline = StableDiffusionXLPipeline(
        vae=None,
        text_encoder=SDXL.pairs[0][1],
        text_encoder_2=SDXL.pairs[1][1],
        tokenizer=FIRST,
        tokenizer_2=SECOND,
        unet=None,
        scheduler=None,
    )
    with torch.no_grad():
        return pipeline.encode_prompt(
            prompt, device="cpu", negative_prompt=negative, clip_skip=clip_skip
        )


PROMPTS = ["", "a photo of a cat, by a lake", "日本語 café 😀", " ".join(["cat"] * 75)]


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize("clip_skip", [None, 1, 2])
def test_as_diffusers_encodes_it(prompt: str, clip_skip: int | None) -> None:
    skip = None if clip_skip is None else clip_skip + 1  # diffusers counts layers left out
    wanted, against = diffusers_sd(prompt, "blurry", clip_skip)
    torch.testing.assert_close(encoded(SD, prompt, skip).hidden, wanted, rtol=0, atol=1e-6)
    # it leaves the negative at the last layer; the web UI, and so we, do not
    torch.testing.assert_close(encoded(SD, "blurry").hidden, against, rtol=0, atol=1e-6)


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize("clip_skip", [None, 1])
def test_sdxl_as_diffusers_encodes_it(prompt: str, clip_skip: int | None) -> None:
    skip = None if clip_skip is None else clip_skip + 2  # counted from SDXL's own layer
    hidden, no, pooled, no_pooled = diffusers_sdxl(prompt, "blurry", clip_skip)
    found, against = Prompter(SDXL).encode_pair(prompt, "blurry", 2, skip)
    torch.testing.assert_close(only(found).hidden, hidden, rtol=0, atol=1e-6)
    torch.testing.assert_close(only(found).pooled, pooled, rtol=0, atol=1e-6)
    torch.testing.assert_close(only(against).pooled, no_pooled, rtol=0, atol=1e-6)
    if clip_skip is None:
        torch.testing.assert_close(only(against).hidden, no, rtol=0, atol=1e-6)


def test_an_empty_negative_of_sdxl_is_zero_as_in_diffusers() -> None:
    _, no, _, no_pooled = diffusers_sdxl("a cat", None, None)
    _, against = Prompter(SDXL).encode_pair("a cat", " ", 2)
    assert torch.equal(only(against).hidden, no)
    assert torch.equal(only(against).pooled, no_pooled)
    _, against = Prompter(SD).encode_pair("a cat", "", 2)
    assert only(against).hidden.any()


@BOTH
def test_clip_skip(encoders: TextEncoders) -> None:
    own = encoded(encoders, "a cat").hidden
    assert torch.equal(encoded(encoders, "a cat", 1).hidden, own)
    assert torch.equal(encoded(encoders, "a cat", 2).hidden, own) == (encoders is SDXL)
    assert not torch.equal(encoded(encoders, "a cat", 3).hidden, own)
    for wrong in (0, -1, 4):
        with pytest.raises(BadRecipe, match="clip skip"):
            encoded(encoders, "a cat", wrong)


def test_steps_are_checked() -> None:
    with pytest.raises(BadRecipe, match="at least one step"):
        Prompter(SD).encode("a", 0)


def _run(model: Any, ids: tuple[int, ...]) -> Any:
    with torch.no_grad():
        return model(torch.tensor([ids]), output_hidden_states=True)


def _chunk(tokenizer: Any, text: str) -> tuple[int, ...]:
    ids = tuple(tokens.ids(tokenizer, [text])[0])
    return Chunk(ids).framed(49406, 49407, tokenizer.pad_token_id)


def test_emphasis_multiplies_and_keeps_the_mean() -> None:
    plain = encoded(SD, "a red cat").hidden
    found = encoded(SD, "a (red:1.5) cat").hidden
    weights = torch.ones(77)
    weights[2] = 1.5
    wanted = plain * weights[None, :, None]
    wanted *= plain.mean() / wanted.mean()
    torch.testing.assert_close(found, wanted)
    assert found.mean().item() == pytest.approx(plain.mean().item(), rel=1e-4)
    assert not torch.allclose(found, plain)


def test_emphasis_in_sdxl_is_each_encoders_own_and_not_the_pooleds() -> None:
    plain, found = encoded(SDXL, "a red cat"), encoded(SDXL, "a (red:1.5) cat")
    for part in (slice(0, 32), slice(32, 72)):
        one, other = plain.hidden[..., part], found.hidden[..., part]
        assert other.mean().item() == pytest.approx(one.mean().item(), rel=1e-4)
    assert torch.equal(plain.pooled, found.pooled)


@pytest.mark.parametrize("weight", ["0", "-2", "999999999", "9" * 400])
def test_any_weight_gives_numbers(weight: str) -> None:
    for prompt in (f"a (cat:{weight})", f"(a cat:{weight})", "(" * 9000 + "cat"):
        assert encoded(SD, prompt).hidden.isfinite().all()


def test_no_mean_left_to_restore() -> None:
    model: Any = _lively(CLIPTextModel(_config(1)))
    with torch.no_grad():
        model.final_layer_norm.weight.zero_()
        model.final_layer_norm.bias.zero_()
    assert not encoded(TextEncoders(((FIRST, model),)), "a (cat:1.5)").hidden.any()


@BOTH
def test_break_encodes_chunks_apart(encoders: TextEncoders) -> None:
    one, two = encoded(encoders, "a red cat"), encoded(encoders, "a lake")
    both = encoded(encoders, "a red cat BREAK a lake")
    assert torch.equal(both.hidden, torch.cat([one.hidden, two.hidden], dim=1))
    if one.pooled is not None:
        assert both.pooled is not None
        assert torch.equal(both.pooled, one.pooled)


@BOTH
def test_long_prompts(encoders: TextEncoders) -> None:
    assert encoded(encoders, LONG).hidden.shape[1] == 77 * 3


def test_padding_is_each_tokenizers_own() -> None:
    found = encoded(SDXL, "wow!")
    for (tokenizer, model), part in zip(SDXL.pairs, (slice(0, 32), slice(32, 72)), strict=True):
        ids = _chunk(tokenizer, "wow!")
        assert ids[:5] == (49406, 2781, 256, 49407, tokenizer.pad_token_id)
        torch.testing.assert_close(found.hidden[..., part], _run(model, ids).hidden_states[-2])


@BOTH
def test_schedule(encoders: TextEncoders) -> None:
    a, b = encoded(encoders, "a").hidden, encoded(encoders, "b").hidden
    schedule = Prompter(encoders).encode("[a:b:0.5]", 4)
    got = [[part.conditioning.hidden for part in parts] for parts in schedule.steps]
    assert [torch.equal(one, a) for (one,) in got] == [True, True, False, False]
    assert [torch.equal(one, b) for (one,) in got] == [False, False, True, True]
    schedule = Prompter(encoders).encode("[a|b]", 5)
    got = [[part.conditioning.hidden for part in parts] for parts in schedule.steps]
    assert [torch.equal(one, a) for (one,) in got] == [True, False, True, False, True]


@BOTH
def test_and(encoders: TextEncoders) -> None:
    first, second = Prompter(encoders).encode("a cat AND a [dog:hen:1]:0.7", 2).steps
    assert [part.weight for part in first] == [part.weight for part in second] == [1.0, 0.7]
    words = ["a cat", "a dog", "a cat", "a hen"]
    for part, text in zip((*first, *second), words, strict=True):
        assert torch.equal(part.conditioning.hidden, encoded(encoders, text).hidden)


@BOTH
def test_pair_has_equal_tokens_at_every_step(encoders: TextEncoders) -> None:
    prompter = Prompter(encoders)
    pair = prompter.encode_pair(f"[a cat:{LONG}:2] AND a dog", "blurry AND grey", 4)
    for step, (parts, against) in enumerate(zip(*(one.steps for one in pair), strict=True)):
        shapes = {part.conditioning.hidden.shape for part in (*parts, *against)}
        assert {shape[1] for shape in shapes} == {77 if step < 2 else 231}
        assert len(parts) == 2
        assert len(against) == 1
    empty, text = encoded(encoders, "").hidden, encoded(encoders, "blurry and grey").hidden
    padded = pair[1].at(3)[0].conditioning.hidden
    assert torch.equal(padded, torch.cat([text, empty, empty], dim=1))
    swapped = prompter.encode_pair("a", LONG, 2)
    assert only(swapped[0]).hidden.shape == only(swapped[1]).hidden.shape


TOO_MUCH = {
    "not 51": " AND ".join("a" * 51),
    "101 pieces": " BREAK ".join("a" * 101),
    "102 pieces": "[" + "a " * 7600 + ":a:3]",
    "2040 pieces": "[" + "|".join("abcdefghij") + "] " + "a " * 75 * 50 + " AND ".join("abcd"),
}


@pytest.mark.parametrize("words", TOO_MUCH)
def test_too_much_is_refused_before_it_is_encoded(words: str) -> None:
    with Counting(SD) as counting, pytest.raises(BadRecipe, match=words):
        Prompter(SD).encode_pair(TOO_MUCH[words], "", 20)
    assert not counting.calls


def test_what_is_much_is_not_too_much() -> None:
    for prompt in (" AND ".join("a" * 50), " BREAK ".join("a" * 100)):
        Prompter(SD).encode_pair(prompt, prompt.replace("AND", ","), 1)


def test_a_cancel_is_heard_between_chunks() -> None:
    cancelled = threading.Event()

    class Ending(Counting):
        def _count(self, *_: Any) -> None:
            self.calls += 1
            cancelled.set()

    with Ending(SD) as counting, pytest.raises(Cancelled):
        Prompter(SD).encode_pair("a BREAK b BREAK c", "", 1, None, Watch(cancelled=cancelled))
    assert counting.calls == 1


@BOTH
def test_what_was_encoded_is_remembered(encoders: TextEncoders) -> None:
    prompter = Prompter(encoders)
    with Counting(encoders) as counting:
        once = prompter.encode_pair("[a|b] (c:1.2)", LONG, 6)
        assert counting.calls == len(encoders.pairs) * (2 + 3 + 1)
        again = prompter.encode_pair("[a|b] (c:1.2)", LONG, 6)
        prompter.encode("a (c:1.2)", 2)
        assert counting.calls == len(encoders.pairs) * 6
        for one, other in zip(once, again, strict=True):
            for (part,), (same,) in zip(one.steps, other.steps, strict=True):
                assert torch.equal(part.conditioning.hidden, same.conditioning.hidden)
        prompter.encode("a (c:1.2)", 2, 3)
        assert counting.calls == len(encoders.pairs) * 7


@BOTH
def test_same_text_same_bytes(encoders: TextEncoders) -> None:
    alone = encoded(encoders, "a cat").hidden
    among = Prompter(encoders).encode_pair(f"{LONG} AND a cat", "b", 2)[0].at(0)[1].conditioning
    assert torch.equal(among.hidden[:, :77], alone)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
@pytest.mark.parametrize("make", [sd_encoders, sdxl_encoders], ids=["sd", "sdxl"])
def test_dtype_is_the_encoders(make: Callable[[], TextEncoders], dtype: torch.dtype) -> None:
    encoders = make()
    exact = encoded(encoders, "a (cat:1.3)").hidden
    for _, model in encoders.pairs:
        model.to(dtype)
    for found in (encoded(encoders, prompt) for prompt in ("a cat", "a (cat:1.3)", LONG)):
        assert found.hidden.dtype == dtype
        assert found.pooled is None or found.pooled.dtype == dtype
    near = encoded(encoders, "a (cat:1.3)").hidden.float()
    assert (near - exact).norm() < 0.05 * exact.norm()


def test_nothing_to_backpropagate() -> None:
    found = encoded(SDXL, "a (cat:1.3)")
    assert not found.hidden.requires_grad


@settings(max_examples=examples(25))
@given(st.text(max_size=30) | st.text(alphabet="ab ()[]|:\\0.5ANDBREAK", max_size=60))
def test_any_prompt_encodes(prompt: str) -> None:
    prompter = Prompter(SDXL)
    positive, negative = prompter.encode_pair(prompt, prompt, 3)
    assert len(positive.steps) == len(negative.steps) == 3
    assert all(parts for parts in positive.steps)
    for step in range(3):
        for part in (*positive.at(step), *negative.at(step)):
            assert part.conditioning.hidden.isfinite().all()
            assert part.conditioning.hidden.shape[1] % 77 == 0


def test_recent_keeps_what_was_used_last() -> None:
    known: Recent[str, str] = Recent(4, len)
    for key in ("a", "b", "a", "c"):
        known.get(key, lambda key=key: key * 2)
    assert len(known) == 2
    assert known.get("a", lambda: "made anew") == "aa"
    assert known.get("b", lambda: "made anew") == "made anew"
    assert len(known) == 1


TAGGED = [
    ("a red <lora:ink:0.8> cat", "a red  cat"),
    ("[a cat<lora:ink:1>:a dog:0.5], [x<lyco:y:1>|z]", "[a cat:a dog:0.5], [x|z]"),
    ("a (cat<hypernet:old:1>:1.3) AND a dog <lora:a:1:lbw=1,2>:0.7", "a (cat:1.3) AND a dog :0.7"),
]


@BOTH
@pytest.mark.parametrize(("tagged", "plain"), TAGGED)
def test_tags_are_never_words(encoders: TextEncoders, tagged: str, plain: str) -> None:
    prompter = Prompter(encoders)
    told = prompter.encode_pair(tagged, "<lora:ink:1>", 4)
    for ours, theirs in zip(told, prompter.encode_pair(plain, "", 4), strict=True):
        for now, then in zip(ours.steps, theirs.steps, strict=True):
            for one, other in zip(now, then, strict=True):
                assert one.weight == other.weight
                assert torch.equal(one.conditioning.hidden, other.conditioning.hidden)
