"""What prompts name becomes adapters, once: which file a name means, and what is told."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from ritocco.errors import BadRecipe, MissingModel, NotFound
from ritocco.installed import following, naming
from ritocco.installed.adapter_files import file_of
from ritocco.installed.following import own_values_of
from ritocco.installed.naming import named
from ritocco.library import digests
from ritocco.recipe.adapter import Adapter, AdapterKind
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from ritocco.recipe.second_pass import SecondPass
from ritocco.recipe.usual import reworded

from .adapters import LORAS, write_lora
from .stubs import embedding, safetensors

LORA, HYPERNETWORK, EMBEDDING = AdapterKind.LORA, AdapterKind.HYPERNETWORK, AdapterKind.EMBEDDING


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RITOCCO_HOME", str(tmp_path))
    return tmp_path / "models"


def recipe(prompt: str = "", negative: str = "", *adapters: Adapter) -> Recipe:
    asked = Diffusion(model="m", prompt=prompt, negative=negative)
    return Recipe(kind=Kind.INPAINT, diffusion=asked, adapters=adapters)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("ink", "ink"),
        ("ink.safetensors", "ink"),
        ("Brush", "Brush"),
        ("brush", "brush"),
        ("INK", "ink"),
        ("inkpen_v2", "ink"),
        ("INKPEN_V2", "ink"),
        ("mud", "mud"),  # the name of a file goes before what another was called
        ("BRUSH", None),  # two are meant
        ("shared", None),
        ("none", None),
    ],
)
def test_a_name_means_a_file_or_what_one_was_called(models: Path, name: str, file: str | None):
    folder = models / "lora"
    called = {
        "ink": "inkpen_v2",
        "mud": "none",
        "Brush": "mud",
        "brush": "shared",
        "b": "shared",
    }
    for stem, alias in called.items():
        write_lora(folder / f"{stem}.safetensors", ss_output_name=alias)
    if file is None:
        with pytest.raises(NotFound) as caught:
            file_of(LORA, name)
        near = {"BRUSH": "Brush, brush", "shared": "b, brush"}.get(name, "")
        assert f"Did you mean one of these: {near}" in str(caught.value) or not near
    else:
        found = file_of(LORA, name)
        assert (found.name, found.path) == (file, folder / f"{file}.safetensors")


def test_a_name_that_is_not_here_tells_what_is_near(models: Path):
    for stem in ("ink_wash", "inkpen", "mud"):
        write_lora(models / "lora" / f"{stem}.safetensors")
    safetensors(models / "lora" / "inkbroken.safetensors")
    safetensors(models / "hypernetwork" / "old.pt")
    with pytest.raises(NotFound) as caught:
        named(recipe("<lora:ink-wash:1>"))
    assert str(caught.value) == ("No LoRA 'ink-wash' is here. Did you mean one of these: ink_wash?")
    with pytest.raises(NotFound, match=r"LoRAs that are here: ink_wash, inkpen, mud\.$"):
        named(recipe("<lora:xyz:1>"))
    with pytest.raises(NotFound, match=r"'old' is here as a hypernetwork.*<hypernet:old:1>"):
        named(recipe("<lora:old:1>"))
    with pytest.raises(NotFound, match=r"'easy' is here"):
        named(recipe(negative="embedding:easy"))
    with pytest.raises(MissingModel) as offered:
        named(recipe("<lora:hyper-sd15:1>"))
    assert offered.value.model == "hyper-sd15"


def test_too_many_tags_are_refused_before_a_file_is_looked_for(models, monkeypatch):
    for module in (naming, following):
        monkeypatch.setattr(module, "file_of", lambda *_, **__: pytest.fail("looked for"))
    prompt, negative = ("".join(f"<lora:a{n}:1>" for n in part) for part in (range(60), range(41)))
    many = recipe(prompt, negative)
    for reads in (named, own_values_of):
        with pytest.raises(BadRecipe, match="name 101 adapters; 100 are the most"):
            reads(many)


def test_all_that_is_missing_is_told_at_once_and_what_fits_comes_first(models: Path):
    for stem, width in (("azure", 768), ("kohle", 96)):
        write_lora(models / "lora" / f"{stem}.safetensors", width)
    asked = Diffusion(model="mini", prompt="<lora:gouache:1> <lora:kohl:1> embedding:nix")
    gone = Adapter(name="smoke", sha256="0123456789abcdef" * 4)
    wanted = Recipe(kind=Kind.INPAINT, diffusion=asked, adapters=(gone,))
    with pytest.raises(NotFound) as caught:
        named(wanted, reads=False)
    assert str(caught.value) == (
        "No embedding 'nix' is here. "
        "No LoRA 'smoke' is here; sites with models find it by its sum, 0123456789 (SHA-256). "
        "No LoRA 'gouache' is here. "
        "No LoRA 'kohl' is here. Did you mean one of these: kohle? "
        "`ritocco models list` shows what is here and what can be fetched. "
        "The LoRAs that are here: kohle, azure."
    )
    both = replace(asked, prompt="<lora:gouache:1> <lora:hyper-sd15:1>")
    with pytest.raises(MissingModel, match="'gouache' is here") as offered:
        named(replace(wanted, diffusion=both, adapters=()))
    assert offered.value.model == "hyper-sd15"


def test_what_was_meant_as_a_tag_is_told(models: Path):
    write_lora(models / "lora" / "ink.safetensors")
    prompt = r"a boat <lora:>, <lora:ink:1>, \<lora:ink <hypernet:olds:1, <lora:ink:1"
    found = named(recipe(prompt, "<lora: >"), reads=False)
    words = [hint.values["words"] for hint in found.hints]
    assert words == ["<lora:>", "<hypernet:olds:1", "<lora:ink:1", "<lora:"]
    assert found.recipe.diffusion is not None
    assert "<lora:ink:1" in found.recipe.diffusion.prompt  # as the web UI leaves it


def test_tags_become_adapters_in_order_with_the_sums_of_their_files(models: Path):
    sums = {
        name: safetensors(models / kind / f"{name}.safetensors", name.encode() * 4)
        for kind, name in (("lora", "ink"), ("lora", "mud"), ("hypernetwork", "olds"))
    }
    chosen = Adapter(name="mud", unet_strength=0.25, text_strength=0)
    found = named(
        recipe(
            "a <lora:ink:0.5:0.25:lbw=1,0>, boat<hypernet:olds:0.6>",
            "grey<lora:INK:-1>",
            chosen,
        )
    )
    assert found.hints == ()
    made = found.recipe
    assert made.diffusion is not None
    assert (made.diffusion.prompt, made.diffusion.negative) == ("a , boat", "grey")
    assert made.named
    assert made.adapters == (
        replace(chosen, sha256=sums["mud"]),
        Adapter(
            name="ink",
            sha256=sums["ink"],
            text_strength=0.5,
            unet_strength=0.25,
            block_weights=(1.0, 0.0),
        ),
        Adapter(
            kind=HYPERNETWORK,
            name="olds",
            sha256=sums["olds"],
            unet_strength=0.6,
            text_strength=0.6,
        ),
        Adapter(name="ink", sha256=sums["ink"], unet_strength=-1, text_strength=-1),
    )
    assert named(made).recipe == made
    assert Recipe.from_json(made.to_json()) == made


def test_tags_in_a_finished_recipe_count_for_nothing_and_that_is_told(models: Path):
    finished = replace(recipe("a <lora:ink:0.5>boat", "<lora:none:1>"), named=True)
    found = named(finished)
    assert found.recipe == finished
    (hint,) = map(str, found.hints)
    assert "<lora:ink:0.5>, <lora:none:1> in these counts for nothing" in hint


def test_a_plan_reads_no_file_for_its_sum(models: Path, monkeypatch: pytest.MonkeyPatch):
    summed = safetensors(models / "lora" / "ink.safetensors")
    planned = named(recipe("<lora:ink:1>"), reads=False).recipe
    assert [one.sha256 for one in planned.adapters] == [""]
    named(recipe("<lora:ink:1>"))
    monkeypatch.setattr(digests, "opened", None)  # from here on no file is summed
    assert named(recipe("<lora:ink:1>"), reads=False).recipe.adapters[0].sha256 == summed
    assert named(recipe("<lora:ink:1>")).recipe.adapters[0].sha256 == summed


def test_words_that_name_embeddings_are_found_once(models: Path):
    folder = models / "embedding"
    summed = embedding(folder / "easynegative.safetensors")
    made = named(recipe("a boat", "EasyNegative, grey")).recipe
    assert made.adapters == (Adapter(kind=EMBEDDING, name="easynegative", sha256=summed),)
    embedding(folder / "boat.safetensors")
    assert named(made).recipe == made  # it was looked up before that one came
    later = named(recipe("a boat", "easynegative")).recipe.adapters
    assert [one.name for one in later] == ["boat", "easynegative"]
    half = Adapter(kind=EMBEDDING, name="boat", text_strength=0.5)
    (known,) = named(recipe("a boat", "", half)).recipe.adapters
    assert known.text_strength == 0.5
    assert named(recipe("a house", "", half)).recipe.adapters == ()


def test_a_word_means_no_embedding_for_other_models(models: Path):
    folder = models / "embedding"
    embedding(folder / "blue sky.safetensors", 1024)
    (folder / "sky.pt").write_bytes(b"broken")

    def used(prompt: str, model: str = "mini") -> list[str]:
        asked = recipe(prompt)
        assert asked.diffusion is not None
        asked = replace(asked, diffusion=replace(asked.diffusion, model=model))
        return [one.name for one in named(asked).recipe.adapters]

    assert used("a blue sky") == []
    assert used("a blue sky", "nobody-has-it") == ["blue sky"]
    assert used("embedding:sky, blue sky") == ["sky"]  # the engine says what is wrong with it


def test_another_file_under_the_name_is_told_and_the_right_one_found(models: Path):
    folder = models / "lora"
    first = safetensors(folder / "ink.safetensors", b"old!")
    made = named(recipe("<lora:ink:1>")).recipe
    (folder / "ink.safetensors").rename(folder / "renamed.safetensors")
    moved = named(made)
    assert moved.hints == ()
    assert [(one.name, one.sha256) for one in moved.recipe.adapters] == [("renamed", first)]
    other = safetensors(folder / "ink.safetensors", b"new!")
    assert named(made) == moved
    (folder / "renamed.safetensors").unlink()
    (hint,) = named(made).hints
    assert hint == "The LoRA ink is another file than the one this recipe was made with."
    assert named(made).recipe.adapters[0].sha256 == other
    assert named(made, reads=False).hints == (hint,)
    (folder / "ink.safetensors").unlink()
    with pytest.raises(NotFound, match="No LoRA 'ink' is here"):
        named(made)


def test_an_embedding_that_was_renamed_is_called_so_in_the_prompts(models: Path):
    folder = models / "embedding"
    embedding(folder / "easy.safetensors")
    made = named(recipe("a uneasy, (Easy:1.2)", "embedding:easy")).recipe
    (folder / "easy.safetensors").rename(folder / "hard one.safetensors")
    moved = named(made).recipe
    assert moved.diffusion is not None
    assert (moved.diffusion.prompt, moved.diffusion.negative) == (
        "a uneasy, (hard one:1.2)",
        "embedding:hard one",
    )
    assert [one.name for one in moved.adapters] == ["hard one"]


def test_an_embedding_that_comes_with_a_lora_is_not_missing(models: Path):
    (models / "lora").mkdir(parents=True)
    bundle = {"bundle_emb.Sky.emb_params": torch.zeros(2, 768)}
    save_file(LORAS["lora"] | bundle, models / "lora" / "ink.safetensors")
    made = named(recipe("<lora:ink:1> embedding:sky, <sky>", "embedding:SKY")).recipe
    assert [one.name for one in made.adapters] == ["ink"]
    with pytest.raises(NotFound, match="'sky' is here"):
        named(recipe("embedding:sky"))


def test_a_recipe_without_a_model_names_nothing(models: Path):
    assert named(Recipe()).recipe == Recipe()


def test_the_sum_after_the_header_is_of_the_weights_alone(models: Path):
    file = models / "lora" / "ink.safetensors"
    safetensors(file, b"12345678", ss_output_name="one")
    assert digests.sha256_after_header(file) == sha256(b"12345678").hexdigest()
    safetensors(file, b"12345678", ss_output_name="another")
    assert digests.sha256_after_header(file) == sha256(b"12345678").hexdigest()
    file.write_bytes(b"\xff" * 20)
    assert digests.sha256_after_header(file) == sha256().hexdigest()


def test_a_second_pass_with_words_of_its_own_has_adapters_of_its_own(models: Path):
    for name in ("ink", "wash"):
        write_lora(models / "lora" / f"{name}.safetensors")
    embedding(models / "embedding" / "easy.safetensors")
    first = Diffusion(model="m", prompt="a lake <lora:ink:1>", content=Content.NOISE)
    wanted = Recipe(kind=Kind.GENERATE, diffusion=first, second_pass=SecondPass())
    assert named(wanted).recipe.second_pass == SecondPass()  # those of the recipe

    own = SecondPass(prompt="a pond <lora:wash:0.5>", negative="easy")
    found = named(replace(wanted, second_pass=own)).recipe
    assert [one.name for one in found.adapters] == ["ink"]
    second = found.second_pass
    assert (second.prompt, second.negative) == ("a pond ", "easy")
    assert [(one.name, one.unet_strength) for one in second.adapters] == [
        ("wash", 0.5),
        ("easy", 1),
    ]
    assert all(one.sha256 for one in second.adapters)
    assert named(found).recipe == found
    assert Recipe.from_json(found.to_json()) == found

    against = named(replace(wanted, second_pass=SecondPass(negative="easy"))).recipe.second_pass
    assert [one.name for one in against.adapters] == ["ink", "easy"]

    with pytest.raises(NotFound, match="nowhere"):
        named(replace(wanted, second_pass=SecondPass(prompt="<lora:nowhere:1>")))
    anew = reworded(found.to_dict(), ["second_pass.prompt"])
    assert anew["second_pass"]["adapters"] == ()
    assert not anew["named"]
