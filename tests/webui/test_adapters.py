"""Adapters in the web UI's text: written with tags and sums, read by the files that are here."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.installed.naming import named
from ritocco.recipe.adapter import Adapter, AdapterKind
from ritocco.recipe.recipe import Diffusion, Kind, Recipe
from ritocco.webui.infotext import read
from ritocco.webui.reading import told_by
from ritocco.webui.stamp import parameters, stamped
from ritocco.webui.told import Told
from tests.library.stubs import embedding, safetensors

PICTURE = Picture(np.zeros((64, 64, 3), np.uint8), Layout(ColourModel.RGB, Depth.U8, False))


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("home")
    safetensors(home / "models" / "lora" / "ink.safetensors", b"ink!")
    safetensors(home / "models" / "lora" / "v1.5, mud.safetensors", b"mud!")
    for folder in ("x", "y"):
        safetensors(home / "models" / "lora" / folder / "oil.safetensors", folder.encode() * 4)
    safetensors(home / "models" / "hypernetwork" / "olds.safetensors", b"olds")
    embedding(home / "models" / "embedding" / "easy.safetensors")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RITOCCO_HOME", str(home))
        yield home / "models"


def recipe(prompt: str, negative: str = "", *adapters: Adapter) -> Recipe:
    asked = Diffusion(model="m", prompt=prompt, negative=negative)
    return named(Recipe(kind=Kind.INPAINT, diffusion=asked, adapters=adapters)).recipe


def read_back(text: str, folder: Path) -> tuple[Recipe, Told]:
    """The recipe of such a text in a file, and what was told of it."""
    file = folder / "a.txt"
    file.write_text(text, "utf-8")
    told = told_by(file, Kind.INPAINT)
    return named(Recipe.from_dict({**told.data, "kind": "inpaint"})).recipe, told


TENTHS = st.integers(-20, 20).map(lambda number: number / 10)
LORAS = st.builds(
    Adapter,
    name=st.sampled_from(["ink", "v1.5, mud"]),
    unet_strength=TENTHS,
    text_strength=TENTHS,
    block_weights=st.sampled_from(["", "MIDD", (0.5, 1.0, 0.0)]),
)
NETWORKS = TENTHS.map(
    lambda strength: Adapter(
        kind=AdapterKind.HYPERNETWORK,
        name="olds",
        unet_strength=strength,
        text_strength=strength,
    )
)


@given(
    st.lists(LORAS | NETWORKS, max_size=4),
    st.sampled_from(
        ["", "a boat", "easy", "a\\b, (c:1.2)", "x \\<lora:no:1>", "b\\", "a AND b:0.7"]
    ),
    st.sampled_from(["", "grey, Easy"]),
)
def test_what_is_written_is_read(
    models: Path, adapters: list[Adapter], prompt: str, negative: str
) -> None:
    made = recipe(prompt, negative, *adapters)
    text = parameters(PICTURE, made)
    assert text is not None
    again, told = read_back(text, models.parent)
    assert made.diffusion is not None
    assert again.diffusion is not None
    assert again.diffusion.prompt.rstrip() == made.diffusion.prompt
    assert again.diffusion.negative == made.diffusion.negative
    assert again.adapters == made.adapters
    assert told.hints == ()


def test_the_text_has_tags_and_the_web_ui_s_sums(models: Path) -> None:
    made = recipe("a <lora:ink:0.8:0.5:lbw=MIDD>boat<hypernet:olds:0.6>", "easy<lora:v1.5, mud>")
    read_text = read(parameters(PICTURE, made) or "")
    assert read_text.prompt == (
        "a boat<lora:ink:0.8:0.5:lbw=MIDD><hypernet:olds:0.6><lora:v1.5, mud:1>"
    )
    assert read_text.negative == "easy"
    ink, mud = (sha256(weights).hexdigest()[:12] for weights in (b"ink!", b"mud!"))
    assert read_text.fields["Lora hashes"] == f"ink: {ink}, v1.5 mud: {mud}"
    whole = sha256((models / "embedding" / "easy.safetensors").read_bytes()).hexdigest()
    assert read_text.fields["TI hashes"] == f"easy: {whole[:12]}"
    assert list(read_text.fields)[-3:] == ["Lora hashes", "TI hashes", "Version"]


def test_two_of_one_name_are_told_with_their_folders(models: Path) -> None:
    both = (Adapter(name="x/oil", unet_strength=0.5), Adapter(name="y/oil"))
    made = recipe("a boat", "", *both)
    text = parameters(PICTURE, made) or ""
    assert text.startswith("a boat<lora:x/oil:1:0.5><lora:y/oil:1>\n")
    assert read_back(text, models.parent)[0].adapters == made.adapters
    alone = parameters(PICTURE, recipe("a boat", "", both[1])) or ""
    assert alone.startswith("a boat<lora:oil:1>\n")


def test_a_recipe_of_words_alone_says_nothing_of_tags(models: Path) -> None:
    asked = {"model": "m", "prompt": "a <lora:ink:1> boat"}
    then = Recipe.from_dict({"version": 2, "kind": "inpaint", "diffusion": asked})
    text = parameters(PICTURE, then) or ""
    assert text.startswith("a  boat\nSteps")
    assert "hashes" not in text


INK = sha256(b"ink!").hexdigest()


@pytest.mark.parametrize(
    ("prompt", "fields", "name", "strengths", "hint"),
    [
        ("<lora:ink:0.8>", f'Lora hashes: "ink: {INK[:12]}"', "ink", (0.8, 0.8), ""),
        ("<lora:pen:0.8:1>", f'Lora hashes: "a: 12, pen: {INK[:12]}"', "ink", (0.8, 1), ""),
        ("<lora:pen>", f'Hashes: {{"model": "x", "lora:pen": "{INK[:10]}"}}', "ink", (1, 1), ""),
        ("<lora:a, b>", f'Lora hashes: "a b: {INK[:12]}"', "ink", (1, 1), ""),
        ("<lora:ink:1>", 'Lora hashes: "ink: 0123456789ab"', "ink", (1, 1), "another file"),
        (
            "a",
            f"AddNet Enabled: True, AddNet Model 1: pen({INK[:12]}), AddNet Weight A 1: 0.7, "
            f'AddNet Weight B 1: 0.2, Lora hashes: "pen: {INK[:12]}"',
            "ink",
            (0.2, 0.7),
            "",
        ),
        ("a", "Hypernet: olds(0a1b2c3d), Hypernet strength: 0.5", "olds", (0.5, 0.5), ""),
    ],
)
def test_files_are_found_by_the_sums_of_a_text(
    models: Path, prompt: str, fields: str, name: str, strengths: tuple[float, float], hint: str
) -> None:
    text = f"{prompt}\nSteps: 6, Sampler: Euler a, CFG scale: 5, Seed: 41, Model: m, {fields}"
    made, told = read_back(text, models.parent)
    (adapter,) = made.adapters
    assert adapter.name == name
    assert (adapter.text_strength, adapter.unet_strength) == strengths
    assert len(told.hints) == bool(hint)
    assert hint in "".join(told.hints)


def test_an_embedding_by_another_name_takes_its_words(models: Path) -> None:
    whole = sha256((models / "embedding" / "easy.safetensors").read_bytes()).hexdigest()
    text = (
        "a boat\nNegative prompt: (BadHands:1.2), grey\nSteps: 6, Sampler: Euler a, CFG scale: 5, "
        f'Model: m, TI hashes: "badhands: {whole[:12]}, boat: 0123456789ab"'
    )
    made, told = read_back(text, models.parent)
    assert made.diffusion is not None
    assert made.diffusion.negative == "(easy:1.2), grey"
    assert [one.name for one in made.adapters] == ["easy"]
    (hint,) = told.hints
    assert hint == "The recipe's embedding boat is not here; its name is read as words."


def test_our_recipe_beside_the_text_says_it_all(models: Path) -> None:
    made = recipe("a <lora:ink:0.8>")
    stored = stamped(PICTURE, made).metadata.recipe
    assert stored is not None
    assert Recipe.from_json(stored) == made
