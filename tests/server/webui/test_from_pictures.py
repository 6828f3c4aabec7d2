"""A request for image-to-image as recipes and documents, before anything is painted."""

from typing import Any

import numpy as np
import pytest

from ritocco.geometry import Box
from ritocco.recipe.recipe import Content, Kind
from ritocco.server.answers import BadRequest
from ritocco.server.webui.asked.options import Options
from ritocco.server.webui.asked.requests import ImageToImage
from ritocco.server.webui.batches.from_pictures import batch_of
from tests.server.fakes import FakeStudio
from tests.server.webui.test_img2img import noise, sent

PHOTO, MASK = sent(np.zeros((400, 600, 3), np.uint8)), np.zeros((400, 600), np.uint8)
MASK[100:130, 200:240] = 255


def batch(**fields: Any) -> Any:
    asked = ImageToImage(**{"init_images": [PHOTO], "seed": 5, **fields})
    return batch_of(asked, Options(), FakeStudio())


def test_of_a_large_picture_only_what_is_looked_at_is_worked_on_once_for_all_seeds():
    made = batch(mask=sent(MASK), n_iter=3)
    first, *others = made.pieces
    assert first.document.box == Box(200, 100, 40, 30)
    assert first.document.canvas == first.canvas.size
    assert all(one.document is first.document for one in others)
    assert [one.recipe.seed for one in made.pieces] == [5, 6, 7]


@pytest.mark.parametrize(
    ("fill", "content"),
    [(0, Content.PADDED), (1, Content.ORIGINAL), (2, Content.NOISE), (3, Content.NOISE)],
)
def test_a_mask_is_an_inpaint(fill, content):
    recipe = batch(mask=sent(MASK), inpainting_fill=fill).pieces[0].recipe
    assert (recipe.kind, recipe.diffusion.content) == (Kind.INPAINT, content)
    assert recipe.diffusion.strength == 0.75


@pytest.mark.parametrize(
    ("fields", "soften", "margin", "model_size"),
    [
        ({}, 4, 0, 512),
        ({"width": 640, "height": 360, "inpaint_full_res_padding": 32}, 4, 32, 480),
        ({"width": 8, "height": 8, "inpaint_full_res_padding": -1}, 4, 0, 64),
        ({"mask_blur": 0, "mask_blur_x": 9}, 0, 0, 512),
        ({"mask_blur_x": 9}, 9, 0, 512),
        ({"inpaint_full_res": False, "inpaint_full_res_padding": 32}, 4, 0, None),
    ],
)
def test_only_masked_says_at_which_size_the_model_works(fields, soften, margin, model_size):
    recipe = batch(mask=sent(MASK), **fields).pieces[0].recipe
    assert (recipe.soften, recipe.margin, recipe.model_size) == (soften, margin, model_size)


@pytest.mark.parametrize("mask", [None, ""])
def test_without_a_mask_it_is_a_refine_of_everything(mask):
    made = batch(mask=mask, mask_blur=9, inpaint_full_res_padding=32, inpainting_fill=2)
    recipe, document = made.pieces[0].recipe, made.pieces[0].document
    assert (recipe.kind, recipe.diffusion.content) == (Kind.REFINE, Content.ORIGINAL)
    assert (recipe.soften, recipe.margin, recipe.model_size) == (0, 0, None)
    assert document.box == Box(0, 0, 512, 512)
    assert document.selection.min() == 255


def test_pictures_are_bounded_together(monkeypatch):
    monkeypatch.setattr("ritocco.server.webui.batches.from_pictures.MOST_PIXELS", 150 * 90 * 5)
    several = {"init_images": [sent(noise())] * 2, "mask": sent(MASK)}
    assert len(batch(**several, n_iter=2).pieces) == 4
    with pytest.raises(BadRequest, match="6 pictures of up to 150 x 90"):
        batch(**several, n_iter=3)


def test_a_mask_of_nothing_is_no_job():
    (piece,) = batch(mask=sent(MASK * 0)).pieces
    assert piece.is_left
    assert not batch(mask=sent(MASK)).pieces[0].is_left
