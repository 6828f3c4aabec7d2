"""Embeddings in use: one of the vectors of "blue sky" is "blue sky", to the byte."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file
from torch import Tensor

from ritocco.canvas.document import Document
from ritocco.diffusion.adapters.adapter_file import AdapterFile
from ritocco.diffusion.adapters.embedding import Embedded, bundled, embeddings, named
from ritocco.diffusion.conditioning import Embedding
from ritocco.diffusion.engine import StableDiffusion
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.memory import Offload
from ritocco.diffusion.placement import place
from ritocco.diffusion.prompt import tokens
from ritocco.diffusion.prompt.encode import Prompter, TextEncoders
from ritocco.diffusion.prompt.tokens import load_tokenizer
from ritocco.errors import BadModel
from ritocco.geometry import Box
from ritocco.library.shipped_models import demonstration
from ritocco.recipe.adapter import Adapter, AdapterKind
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from ritocco.studio.studio import Studio
from ritocco.watch import Watch
from tests.diffusion.adapters.embedding_files import kohya, two_encoders, web_ui
from tests.diffusion.ldm_files import small
from tests.diffusion.test_device import PLAIN, placed
from tests.diffusion.test_encode import SD, SDXL, Counting, only, sd_encoders, sdxl_encoders
from tests.diffusion.test_painter import part_of_narwhal
from tests.effort import examples

TOKENIZER = load_tokenizer()
BLUE_SKY = tokens.ids(TOKENIZER, ["blue sky"])[0]
RECIPE = Recipe(
    kind=Kind.INPAINT,
    seed=3,
    model_size=64,
    diffusion=Diffusion(model="", content=Content.ORIGINAL, steps=2),
)


@pytest.fixture(scope="module")
def document() -> Document:
    return part_of_narwhal(Box(100, 100, 96, 96), np.s_[20:44, 20:44])


def rows_of(encoder: torch.nn.Module, ids: list[int]) -> Tensor:
    return encoder.get_input_embeddings().weight.detach()[ids].clone()  # type: ignore[operator]


def blue_sky_for(model: str, folder: Path) -> str:
    """A file with the vectors of "blue sky" that a model has; its name."""
    if model == "mini":
        weights = load_file(demonstration() / "text_encoder" / "model.safetensors")
        (table,) = (value for key, value in weights.items() if "token_embedding" in key)
        web_ui(folder / "Heaven.pt", table[BLUE_SKY].clone())
        return str(folder / "Heaven.pt")
    parts = [part for name, part in small(model).modules.items() if name.startswith("text")]
    held = [rows_of(part, BLUE_SKY) for part in parts]
    (kohya if len(held) == 1 else two_encoders)(folder / "Heaven.safetensors", *held)
    return str(folder / "Heaven.safetensors")


def recipe_for(model: str, prompt: str, name: str = "", **changes: object) -> Recipe:
    embedding = Adapter(kind=AdapterKind.EMBEDDING, name=name or "-", **changes)
    asked = replace(RECIPE.diffusion, model=model, prompt=prompt, negative="grey (heaven:1.2)")
    plain = replace(asked, negative="grey (blue sky:1.2)")
    return replace(
        RECIPE, adapters=(embedding,) if name else (), diffusion=asked if name else plain
    )


@pytest.mark.parametrize("model", ["mini", "sd1", "sdxl"])
def test_the_vectors_of_words_paint_as_the_words(
    model: str, models: Path, document: Document, tmp_path: Path
) -> None:
    """In one studio, in turns: what was encoded for one is never taken for the other."""
    name = blue_sky_for(model, tmp_path)
    studio = Studio()

    def painted(recipe: Recipe) -> np.ndarray:
        return studio.run(recipe, document).layer.picture.pixels

    said = painted(recipe_for(model, "a boat, blue sky"))
    plain = painted(recipe_for(model, "a boat, heaven"))
    assert (said != plain).any()
    assert np.array_equal(painted(recipe_for(model, "a boat, heaven", name)), said)
    assert np.array_equal(painted(recipe_for(model, "a boat, heaven")), plain)
    assert np.array_equal(painted(recipe_for(model, "a boat, embedding:HEAVEN.pt", name)), said)


def test_those_that_came_with_a_lora_paint_while_it_does(
    models: Path, document: Document, tmp_path: Path
) -> None:
    """The LoRA itself changes nothing here."""
    module = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k"
    held = rows_of(small("sd1").modules["text_encoder"], BLUE_SKY)
    parts = {
        f"{module}.lora_down.weight": torch.ones(1, 32),
        f"{module}.lora_up.weight": torch.zeros(16, 1),
        "bundle_emb.Heaven.string_to_param.*": held,
    }
    save_file(parts, tmp_path / "ink.safetensors")
    ink = Adapter(name=str(tmp_path / "ink.safetensors"))
    studio = Studio()

    def painted(prompt: str, *adapters: Adapter) -> np.ndarray:
        asked = replace(RECIPE.diffusion, model="sd1", prompt=prompt)
        recipe = replace(RECIPE, adapters=adapters, diffusion=asked)
        return studio.run(recipe, document).layer.picture.pixels

    said, plain = painted("blue sky"), painted("heaven")
    assert (said != plain).any()
    assert np.array_equal(painted("heaven", ink), said)
    assert np.array_equal(painted("heaven"), plain)
    assert np.array_equal(painted("heaven", replace(ink, unet_strength=0, text_strength=0)), plain)


@pytest.fixture(scope="module")
def readers() -> dict[str, tuple[Prompter, Prompter]]:
    """Of each kind one that knows "heaven", in place of "blue sky", and one that does not."""

    def both(encoders: TextEncoders) -> tuple[Prompter, Prompter]:
        held = tuple(rows_of(model, BLUE_SKY) for _, model in encoders.pairs)
        plain = Prompter(encoders)
        return plain.under("changed", [Embedding("Heaven", held)]), plain

    return {"sd": both(SD), "sdxl": both(SDXL)}


NAMED = [" HEAVEN ", " heaven, ", "<heaven>", " embedding:Heaven.pt "]
OTHER = ["a ", "red ", ", ", "(", ")", ":1.3)", "[", "]", "[a:", ":3]", "|", " cat:0.7"]
SAID = st.sampled_from([*NAMED, *OTHER, " AND ", " BREAK ", "\\("])


@pytest.mark.parametrize("kind", ["sd", "sdxl"])
@settings(max_examples=examples(20))
@given(prompt=st.lists(SAID, max_size=14).map("".join))
def test_any_grammar_takes_them(readers, kind: str, prompt: str) -> None:
    """Emphasis, schedules, AND and BREAK: as if the words stood there."""
    words = prompt
    for way in ("<heaven>", "embedding:Heaven.pt ", "HEAVEN", "heaven"):
        words = words.replace(way, " blue sky ")
    knowing, plain = readers[kind]
    for one, other in zip(
        knowing.encode_pair(prompt, prompt, 4), plain.encode_pair(words, words, 4), strict=True
    ):
        for parts, wanted in zip(one.steps, other.steps, strict=True):
            assert [part.weight for part in parts] == [part.weight for part in wanted]
            for part, same in zip(parts, wanted, strict=True):
                assert torch.equal(part.conditioning.hidden, same.conditioning.hidden)
                if same.conditioning.pooled is not None:
                    assert torch.equal(part.conditioning.pooled, same.conditioning.pooled)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
@pytest.mark.parametrize("make", [sd_encoders, sdxl_encoders], ids=["sd", "sdxl"])
def test_in_less_precision_too(make: Callable[[], TextEncoders], dtype: torch.dtype) -> None:
    encoders = make()
    held = tuple(rows_of(model, BLUE_SKY) for _, model in encoders.pairs)
    for _, model in encoders.pairs:
        model.to(dtype)
    plain = Prompter(encoders)
    found = only(plain.under("changed", [Embedding("heaven", held)]).encode("a heaven", 2))
    assert found.hidden.dtype == dtype
    assert torch.equal(found.hidden, only(plain.encode("a blue sky", 2)).hidden)


@pytest.mark.parametrize("offload", Offload)
@pytest.mark.parametrize("family", ["sd1", "sdxl"])
def test_wherever_weights_lie(offload: Offload, family: str) -> None:
    model = placed(small(family))
    encoders = [model.modules[part.folder] for part in model.family.texts]
    held = tuple(rows_of(encoder, BLUE_SKY) for encoder in encoders)
    wanted = only(model.reader().encode("a blue sky", 2)).hidden
    place(model, replace(PLAIN, offload=offload))
    reader = model.reader().under("changed", [Embedding("heaven", held)])
    assert torch.equal(only(reader.encode("a heaven", 2)).hidden, wanted)
    assert torch.equal(only(reader.encode("a blue sky", 2)).hidden, wanted)


def test_nothing_is_left_on_the_encoder() -> None:
    table = SD.pairs[0][1].get_input_embeddings()
    reader = Prompter(SD).under("changed", [Embedding("heaven", (torch.ones(2, 32),))])
    reader.encode("a heaven", 2)
    assert not table._forward_hooks
    with pytest.raises(RuntimeError):  # while it reads: rows of another width
        Prompter(SD).under("odd", [Embedding("heaven", (torch.ones(2, 33),))]).encode("heaven", 2)
    assert not table._forward_hooks


def test_many_vectors_fill_a_chunk_and_are_not_parted() -> None:
    many = torch.randn(75, 32, generator=torch.Generator().manual_seed(1))
    reader = Prompter(SD).under("changed", [Embedding("neg_75", (many,))])
    with Counting(SD) as counting:
        found = only(reader.encode("one two, neg_75, three", 2)).hidden
    assert (found.shape[1], counting.calls) == (3 * 77, 3)
    assert torch.equal(found[:, 77:154], only(reader.encode("neg_75", 2)).hidden)


def test_strength(tmp_path: Path) -> None:
    held = torch.randn(2, 768)
    web_ui(tmp_path / "x.pt", held)

    def made(strength: float) -> Embedded:
        adapter = Adapter(kind=AdapterKind.EMBEDDING, name="sub/Word.pt", text_strength=strength)
        found = embeddings([AdapterFile(adapter, tmp_path / "x.pt")], FAMILIES["sd1"])
        assert isinstance(found, Embedded)
        return found

    (_, full), (_, half) = made(1).embeddings[0], made(0.5).embeddings[0]
    assert full.word == "Word"  # as the recipe and so the prompt have it
    assert torch.equal(full.vectors[0], held)
    assert torch.equal(half.vectors[0], held / 2)
    assert not made(0).embeddings
    assert len({made(strength).key for strength in (0, 0.5, 1)}) == 3
    before = made(1).key
    web_ui(tmp_path / "x.pt", held + 1)
    assert made(1).key != before


@pytest.mark.parametrize(
    ("model", "widths", "words"),
    [
        ("sdxl", (768,), r"x.safetensors was made for Stable Diffusion 1 .*768 numbers.* is SDXL"),
        ("sd1", (1024,), "made for Stable Diffusion 2"),
        ("sd1-inpaint", (768, 1280), r"made for SDXL .*768 \+ 1280"),
        ("mini", (768,), "made for Stable Diffusion 1 .*is mini"),
        ("sd1", (96,), "made for mini"),
    ],
)
def test_those_of_other_families_are_refused_by_name(
    model: str, widths: tuple[int, ...], words: str, models: Path, tmp_path: Path
) -> None:
    held = [torch.zeros(1, width) for width in widths]
    (kohya if len(held) == 1 else two_encoders)(tmp_path / "x.safetensors", *held)
    with pytest.raises(BadModel, match=words):
        StableDiffusion().prepare(recipe_for(model, "x", str(tmp_path / "x.safetensors")))


def test_widths_that_nobody_has_are_refused_before_anything_is_painted(
    models: Path, document: Document, tmp_path: Path
) -> None:
    kohya(tmp_path / "odd.safetensors", torch.zeros(1, 33))
    with pytest.raises(BadModel, match=r"odd.safetensors does not fit .* 33 numbers.* own 32"):
        Studio().run(recipe_for("sd1", "odd", str(tmp_path / "odd.safetensors")), document)


def test_those_that_came_with_a_lora() -> None:
    """They act while it does, behind the artist's own of the same word."""
    model = placed(small("sd1"))
    own = Embedding("Word", (torch.zeros(1, 32),))
    came = bundled({"Word": {"string_to_param.*": torch.ones(2, 32)}}, model.family)
    with came.attached(model, Watch()), named(model, [own]):
        assert [one.word for one in model.embeddings] == ["Word", "Word"]
        assert model.embeddings[0] is own
        assert torch.equal(model.embeddings[1].vectors[0], torch.ones(2, 32))
    assert model.embeddings == ()
    with pytest.raises(BadModel, match="Word was made for Stable Diffusion 2"):
        bundled({"Word": {"emb_params": torch.ones(2, 1024)}}, model.family)
