"""Stable Diffusion through the studio: the promises hold with a model, too."""

import threading
from dataclasses import replace

import numpy as np
import pytest
import torch

from ritocco.canvas.composite import flatten
from ritocco.canvas.document import Document
from ritocco.canvas.files import load
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.diffusion import painter
from ritocco.diffusion.memory import Phase
from ritocco.errors import BadModel, BadRecipe, Cancelled, NotFound, OutOfMemory
from ritocco.geometry import Box, Sides, Size
from ritocco.recipe.guide import Guide
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from ritocco.shipped import resource
from ritocco.studio.selection import implied_selection
from ritocco.studio.studio import Studio
from ritocco.watch import Watch

ASKED = Diffusion(model="sd1", prompt="a (red:1.2) boat", steps=3, content=Content.ORIGINAL)
"""Padding would cost more than painting; one test has all that a run may start from."""
INPAINT = Recipe(kind=Kind.INPAINT, seed=3, model_size=96, diffusion=ASKED)


@pytest.fixture(scope="module")
def studio() -> Studio:
    """One studio for all, so that models are loaded once."""
    return Studio()


@pytest.fixture(scope="module")
def document() -> Document:
    """A part of a real photograph with a soft-edged selection."""
    picture = load(resource("pictures", "narwhal.webp")).cropped(Box(300, 200, 120, 96))
    selection = np.zeros((96, 120), np.uint8)
    selection[38:62, 48:76] = 90
    selection[40:60, 50:74] = 255
    return Document(picture.size, Box.of(picture.size), picture, selection)


def asked(**changes: object) -> Recipe:
    return replace(INPAINT, diffusion=replace(ASKED, **changes))


def pixels_of(studio: Studio, recipe: Recipe, document: Document) -> np.ndarray:
    return studio.run(recipe, document).layer.picture.pixels


@pytest.mark.parametrize("model", ["sd1", "sd1-inpaint", "sdxl"])
@pytest.mark.parametrize("content", Content)
def test_nothing_outside_changes(models, studio, document, model, content):
    result = studio.run(asked(model=model, content=content), document)
    flat = flatten(document.picture, result.layer, Sides())
    outside = document.selection == 0
    assert (flat.pixels[outside] == document.picture.pixels[outside]).all()
    assert (flat.pixels[~outside] != document.picture.pixels[~outside]).any()
    box = result.layer.box
    assert (result.layer.picture.pixels[..., 3] == document.selection[box.slices]).all()


def test_the_ring_is_matched_though_the_model_is_untrained(models, studio, document):
    """A random decoder shifts every colour; the ring's mean comes back."""
    raw = studio.run(replace(INPAINT, harmonize=False), document).quality.drift
    matched = studio.run(INPAINT, document).quality.drift
    assert matched < raw


def test_the_same_recipe_gives_the_same_bytes_in_any_studio(models, studio, document):
    one = pixels_of(studio, INPAINT, document)
    assert (one == pixels_of(Studio(), INPAINT, document)).all()
    for other in (replace(INPAINT, seed=4), asked(prompt="a cat"), asked(cfg=3), asked(steps=4)):
        assert (one != pixels_of(studio, other, document)).any()


def test_variation_moves_from_one_seed_to_the_other(models, studio, document):
    plain = pixels_of(studio, INPAINT, document)
    none = pixels_of(studio, asked(variation_seed=9, variation_strength=0), document)
    some = pixels_of(studio, asked(variation_seed=9, variation_strength=0.3), document)
    assert (plain == none).all()
    assert (plain != some).any()


@pytest.mark.parametrize("content", Content)
def test_a_variation_of_strength_1_is_the_other_seed(models, studio, document, content):
    recipe = asked(content=content, sampler="euler")
    whole = replace(recipe.diffusion, variation_seed=9, variation_strength=1)
    other = pixels_of(studio, replace(recipe, seed=9), document)
    assert (pixels_of(studio, replace(recipe, diffusion=whole), document) == other).all()
    assert (pixels_of(studio, recipe, document) != other).any()


@pytest.mark.parametrize("joint", [" AND ", " BREAK "])
def test_a_prompt_of_too_many_parts_is_refused_by_the_plan(models, studio, joint):
    recipe = asked(prompt=joint.join(["boat"] * 1500))
    with pytest.raises(BadRecipe, match=r"comma|shorter"):
        studio.plan(recipe, Size(120, 96), Box(38, 48, 20, 20))


def test_rescaling_the_guidance_is_a_knob(models, studio, document):
    plain = studio.run(INPAINT, document).layer.picture.pixels
    for share, same in ((0.0, True), (1.0, False)):
        recipe = replace(INPAINT, diffusion=replace(ASKED, rescale=share))
        assert np.array_equal(studio.run(recipe, document).layer.picture.pixels, plain) is same


def test_strength_zero_leaves_the_picture(models, studio, document):
    recipe = asked(strength=0.0, content=Content.ORIGINAL)
    flat = flatten(document.picture, studio.run(recipe, document).layer, Sides())
    assert (flat.pixels == document.picture.pixels).all()


def test_refining_starts_from_what_is_there(models, studio, document):
    """(How much changes with strength is shown on latents: a random decoder hides it.)"""
    everything, _ = implied_selection(Kind.REFINE, document.picture)
    whole = replace(document, selection=everything)
    results = []
    for strength in (0.0, 0.4, 1.0):
        recipe = replace(
            asked(strength=strength, content=Content.ORIGINAL, steps=5),
            kind=Kind.REFINE,
            harmonize=False,
        )
        results.append(studio.run(recipe, whole).layer.picture.pixels[..., :3])
    assert (results[0] == document.picture.pixels).all()
    assert (results[0] != results[1]).any()
    assert (results[1] != results[2]).any()


def test_outpainting_with_a_model_keeps_the_original(models, studio, document):
    nothing, _ = implied_selection(Kind.OUTPAINT, document.picture)
    recipe = replace(INPAINT, kind=Kind.OUTPAINT, extend=Sides(left=8, bottom=8))
    result = studio.run(recipe, replace(document, selection=nothing))
    wide = flatten(document.picture, result.layer, recipe.extend)
    assert wide.size == Size(128, 104)
    assert (wide.pixels[:96, 8:] == document.picture.pixels).all()


def test_generating_starts_from_nothing(models, studio):
    layout = Layout(ColourModel.RGB, Depth.U8, True)
    empty = Picture(np.zeros((64, 96, 4), np.uint8), layout)
    selection, _ = implied_selection(Kind.GENERATE, empty)
    recipe = replace(asked(content=Content.NOISE), kind=Kind.GENERATE)
    result = studio.run(recipe, Document(empty.size, Box.of(empty.size), empty, selection))
    flat = flatten(empty, result.layer, Sides())
    assert (flat.pixels[..., 3] == 255).all()
    assert flat.pixels[..., :3].std() > 1


def test_a_large_region_is_composed_small_and_refined_in_tiles(models, studio):
    picture = load(resource("pictures", "narwhal.webp")).cropped(Box(100, 100, 300, 260))
    selection = np.zeros((260, 300), np.uint8)
    selection[40:220, 50:250] = 255
    document = Document(picture.size, Box.of(picture.size), picture, selection)
    recipe = replace(asked(steps=5), model_size=128)
    result = studio.run(recipe, document)
    assert result.windows[0].scale < 1
    assert len(result.windows) == 1 + 3 * 3
    assert all(window.model.area <= 128 * 128 for window in result.windows)
    gentle = replace(recipe.diffusion, strength=0.3, content=Content.ORIGINAL)
    assert all(
        window.scale == 1
        for window in studio.plan(
            replace(recipe, diffusion=gentle), picture.size, Box(50, 40, 200, 180)
        ).windows
    )
    flat = flatten(picture, result.layer, Sides())
    assert (flat.pixels[selection == 0] == picture.pixels[selection == 0]).all()


def test_previews_are_small_pictures_and_only_made_when_wanted(models, studio, document):
    shown = []
    studio.run(INPAINT, document, Watch(show=shown.append))
    assert len(shown) == 3
    assert all(one.dtype == np.uint8 and one.shape[2] == 3 for one in shown)
    assert shown[0].shape[0] * 8 <= 104


def test_cancel_stops_within_a_step(models, studio, document):
    cancelled = threading.Event()
    steps = []

    def report(fraction: float, text: str) -> None:
        if text.startswith("step"):
            steps.append(text)
            cancelled.set()

    with pytest.raises(Cancelled):
        studio.run(asked(steps=30), document, Watch(report, cancelled))
    assert len(steps) == 1


def test_progress_names_the_step(models, studio, document):
    texts = []
    studio.run(INPAINT, document, Watch(lambda fraction, text: texts.append(text)))
    assert "step 1 of 3" in texts
    assert "step 3 of 3" in texts


class OutOfRoom:
    """`paint` that runs out of memory so many times before it works."""

    def __init__(self, times: int) -> None:
        self.left, self.plans = times, []
        self.real = painter.paint

    def __call__(self, model, reader, view, asked, seed, watch, enter, *others):
        self.plans.append(model.plan)
        enter(Phase.VAE)
        if self.left:
            self.left -= 1
            raise torch.OutOfMemoryError("no room")
        return self.real(model, reader, view, asked, seed, watch, enter, *others)


def test_memory_that_runs_out_is_tried_again_in_smaller_steps(
    models, studio, document, monkeypatch
):
    monkeypatch.setattr(painter, "paint", scarce := OutOfRoom(1))
    studio.run(INPAINT, document)
    assert scarce.plans[0].vae_tile == 0
    assert scarce.plans[1].vae_tile > 0


def test_no_memory_at_all_is_said_and_the_next_job_works(models, studio, document, monkeypatch):
    before = pixels_of(studio, INPAINT, document)
    with monkeypatch.context() as scarcity:
        scarcity.setattr(painter, "paint", OutOfRoom(100))
        with pytest.raises(OutOfMemory, match="smaller region"):
            studio.run(INPAINT, document)
    assert (pixels_of(studio, INPAINT, document) == before).all()


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"sampler": "magic"}, BadRecipe, "no sampler called 'magic'"),
        ({"sampler": "ddim", "schedule": "karras"}, BadRecipe, "DDIM has no schedule"),
        ({"model": "nothing-like-it"}, NotFound, "sd1-inpaint"),
        ({"prediction": "guess"}, BadRecipe, "epsilon, v_prediction"),
        ({"clip_skip": 23}, BadRecipe, "clip skip"),
        ({"vae": "nothing-like-it"}, NotFound, "nothing-like-it"),
    ],
)
def test_what_cannot_be_done_is_said_before_any_work(
    models, studio, document, changes, error, words
):
    with pytest.raises(error, match=words):
        studio.run(asked(**changes), document)


def test_what_no_engine_can_use_yet_is_named_and_not_ignored(models, studio):
    with pytest.raises(BadRecipe, match="'ink' cannot be used yet"):
        studio.check(replace(INPAINT, guides=(Guide(name="ink"),)))


def test_a_file_that_is_no_model_is_named(models, studio, document, tmp_path):
    fake = tmp_path / "cat.safetensors"
    fake.write_bytes(b"not a model at all")
    with pytest.raises(BadModel, match=r"cat\.safetensors"):
        studio.run(asked(model=str(fake)), document)


def test_long_prompts_and_the_whole_grammar_run(models, studio, document):
    prompt = "a [cat:dog:0.5] by (a lake:1.3) BREAK " + "very " * 90 + "[old|new] AND fog:0.4"
    pixels_of(studio, asked(prompt=prompt, negative="((blur)), [noise]"), document)
