"""What a recipe names is found once for a run; what a run changes in a model ends with it."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
import torch

from ritocco.canvas.document import Document
from ritocco.canvas.files import load
from ritocco.canvas.picture import Picture
from ritocco.diffusion import checkpoint, engine, model_cache, painter
from ritocco.diffusion.attachments import RunModel
from ritocco.diffusion.engine import StableDiffusion
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.noise import Seed
from ritocco.errors import BadRecipe, Cancelled
from ritocco.geometry import Box
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from ritocco.sentence import Sentence
from ritocco.shipped import resource
from ritocco.studio.studio import Studio
from ritocco.watch import Watch

from .ldm_files import as_ldm, save, small

ASKED = Diffusion(model="sd1", prompt="a boat", content=Content.ORIGINAL, steps=2)
RECIPE = Recipe(kind=Kind.INPAINT, seed=3, model_size=96, diffusion=ASKED)


@pytest.fixture(scope="module")
def document() -> Document:
    """A region that takes a sketch and tiles at this model size."""
    return part_of_narwhal(Box(100, 100, 200, 180), np.s_[40:140, 50:150])


def part_of_narwhal(box: Box, selected: tuple[slice, ...]) -> Document:
    picture: Picture = load(resource("pictures", "narwhal.webp")).cropped(box)
    selection = np.zeros((box.height, box.width), np.uint8)
    selection[selected] = 255
    return Document(picture.size, Box.of(picture.size), picture, selection)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts what goes to the disk to find or look into a model."""
    counted: Counter[str] = Counter()
    engine._sniffed_version.cache_clear()

    def counting(where: object, name: str) -> None:
        inner: Callable = getattr(where, name)

        def count(*args, **kwargs):
            counted[name] += 1
            return inner(*args, **kwargs)

        monkeypatch.setattr(where, name, count)

    for where, name in (
        (engine, "find"),
        (engine, "sniff"),
        (checkpoint, "sniff"),
        (model_cache, "load_model"),
    ):
        counting(where, name)
    return counted


def test_a_run_finds_and_looks_into_its_model_once(models, document, calls) -> None:
    """The plan, a sketch, tiles and loading with another model here: all of it.

    (Two files are found: the model, and the one whose VAE is taken.)
    """
    studio = Studio()
    recipe = replace(RECIPE, diffusion=replace(ASKED, vae="sd1"))
    plan = studio.plan(recipe, document.canvas, Box(50, 40, 100, 100))
    assert len(plan.passes) > 4
    assert calls == {"find": 2, "sniff": 1}
    calls.clear()
    studio.run(recipe, document)
    assert calls == {"find": 2, "load_model": 1}
    calls.clear()
    studio.run(replace(recipe, diffusion=replace(ASKED, model="sdxl")), document)
    assert calls == {"find": 1, "sniff": 1, "load_model": 1}


def test_a_file_is_looked_into_again_only_when_it_has_changed(models, tmp_path, calls) -> None:
    file = save(tmp_path / "one.safetensors", as_ldm(small("sd1")))
    recipe = replace(RECIPE, diffusion=replace(ASKED, model=str(file)))
    for _ in range(3):
        assert StableDiffusion().prepare(recipe).key.model.sniffed.family == "sd1"
    assert calls["sniff"] == 1
    save(file, as_ldm(small("sd1-inpaint")))
    assert StableDiffusion().prepare(recipe).key.model.sniffed.family == "sd1-inpaint"
    assert calls["sniff"] == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sampler": "magic"}, "no sampler called 'magic'"),
        ({"sampler": "ddim", "schedule": "karras"}, "DDIM has no schedule"),
        ({"prediction": "guess"}, "epsilon, v_prediction"),
    ],
)
def test_what_cannot_be_sampled_is_said_when_it_is_prepared(models, changes, words) -> None:
    with pytest.raises(BadRecipe, match=words):
        StableDiffusion().prepare(replace(RECIPE, diffusion=replace(ASKED, **changes)))


def test_tiles_refine_gently_what_a_sketch_drew(models) -> None:
    made = StableDiffusion().prepare(RECIPE)
    assert made.sketches
    tiles = made.tiling
    assert (tiles.asked.strength, tiles.asked.content.value) == (0.4, "original")
    assert tiles.sampling.strength == 0.4
    assert tiles.key == made.key
    assert tiles.model is made.model  # one run
    assert tiles.tiling is tiles


def test_each_pass_varies_by_noise_of_its_own(models, document, monkeypatch) -> None:
    seeds: list[Seed] = []

    def paint(model, reader, view, asked, seed, *rest):
        seeds.append(seed)
        return view.pixels

    monkeypatch.setattr(painter, "paint", paint)
    asked = replace(ASKED, variation_seed=2**32 - 2, variation_strength=0.5)
    recipe = replace(RECIPE, diffusion=asked)
    Studio().run(recipe, document)
    count = len(seeds)
    assert count > 4
    assert seeds[0] == Seed(3, 2**32 - 2, 0.5)  # as it is for a single pass
    assert len({seed.variation for seed in seeds}) == count
    assert [seed.variation for seed in seeds[:4]] == [2**32 - 2, 2**32 - 1, 0, 1]
    first, seeds[:] = list(seeds), []
    Studio().run(recipe, document)
    assert seeds == first


@dataclass
class Change:
    """Adds to one weight of the text encoder, and keeps a diary."""

    amount: float = 0.0
    diary: list[str] = field(default_factory=list)
    name: str = "change"
    fails: Exception | None = None
    hints: tuple[Sentence, ...] = ()

    @property
    def key(self) -> object:
        return self.name, self.amount

    @contextmanager
    def attached(self, model: LoadedModel, watch: Watch) -> Iterator[None]:
        if self.fails:
            raise self.fails
        weight = model.modules["text_encoder"].get_input_embeddings().weight
        before = weight.detach().clone()
        self.diary.append(f"{self.name} in")
        try:
            with torch.no_grad():
                weight.add_(self.amount * torch.sin(torch.arange(weight.numel()).view_as(weight)))
            yield
        finally:
            with torch.no_grad():
                weight.copy_(before)
            self.diary.append(f"{self.name} out")


def attach(monkeypatch: pytest.MonkeyPatch, *changes: Change) -> None:
    monkeypatch.setattr(engine, "attachments", lambda adapters, family: changes)


def test_attachments_are_entered_in_order_once_and_left_with_the_run(
    models, document, monkeypatch
) -> None:
    diary: list[str] = []
    attach(monkeypatch, Change(name="one", diary=diary), Change(name="two", diary=diary))
    result = Studio().run(RECIPE, document)
    assert len(result.windows) > 4
    assert diary == ["one in", "two in", "two out", "one out"]


def test_attachments_are_left_when_the_run_is_cancelled(models, document, monkeypatch) -> None:
    attach(monkeypatch, change := Change())

    def stop(fraction: float, text: str) -> None:
        if text.startswith("step"):
            raise Cancelled

    with pytest.raises(Cancelled):
        Studio().run(RECIPE, document, Watch(stop))
    assert change.diary == ["change in", "change out"]


def test_one_that_cannot_be_attached_leaves_none_of_the_others(
    models, document, monkeypatch
) -> None:
    first = Change(name="first")
    attach(monkeypatch, first, Change(fails=BadRecipe("It does not fit.")))
    with pytest.raises(BadRecipe, match="does not fit"):
        Studio().run(RECIPE, document)
    assert first.diary == ["first in", "first out"]


def test_attachments_stay_when_the_model_is_placed_anew(models, document, monkeypatch) -> None:
    attach(monkeypatch, change := Change())
    real, plans = painter.paint, []

    def scarce(model, *args):
        plans.append(model.plan)
        if len(plans) == 1:
            raise torch.OutOfMemoryError
        return real(model, *args)

    monkeypatch.setattr(painter, "paint", scarce)
    Studio().run(RECIPE, document)
    assert plans[0] != plans[1]
    assert change.diary == ["change in", "change out"]


def test_attachments_move_to_another_model() -> None:
    diary: list[str] = []

    class Noted:
        key = "noted"

        @contextmanager
        def attached(self, model, watch):
            diary.append(f"{model} in")
            yield
            diary.append(f"{model} out")

    models = iter(["a", "a", "b"])
    run = RunModel(lambda plan, watch: next(models), [Noted()])
    with run.running():
        with run.running():
            for _ in range(3):
                run.placed(None, Watch())
        assert diary == ["a in", "a out", "b in"]
    assert diary == ["a in", "a out", "b in", "b out"]


def test_a_changed_text_encoder_never_leaves_its_words_behind(models, monkeypatch) -> None:
    """In one studio: changed, unchanged and changed once more, each as in a studio of its own."""
    document = part_of_narwhal(Box(100, 100, 96, 96), np.s_[20:44, 20:44])

    def painted(studio: Studio, amount: float) -> np.ndarray:
        with monkeypatch.context() as context:
            attach(context, *([Change(amount)] if amount else []))
            return studio.run(RECIPE, document).layer.picture.pixels

    alone = {amount: painted(Studio(), amount) for amount in (0.0, 0.5, 1.0)}
    assert (alone[0.0] != alone[0.5]).any()
    assert (alone[0.5] != alone[1.0]).any()
    studio = Studio()
    for amount in (0.5, 0.0, 1.0, 0.5, 0.0):
        assert np.array_equal(painted(studio, amount), alone[amount])


def test_keys_tell_models_and_what_is_attached_apart(models, monkeypatch) -> None:
    def key(amount: float = 0.0, **changes: object) -> object:
        with monkeypatch.context() as context:
            attach(context, *([Change(amount)] if amount else []))
            recipe = replace(RECIPE, diffusion=replace(ASKED, **changes))
            return StableDiffusion().prepare(recipe).key

    assert key() == key(prompt="another", steps=9, strength=0.3)
    keys = [key(), key(0.5), key(0.7), key(model="sdxl"), key(vae="sd1"), key(prediction="epsilon")]
    assert len(set(keys)) == len(keys)
