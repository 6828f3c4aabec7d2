"""Upscaling with "add detail": the upscaler first, then a model over the large picture."""

from dataclasses import replace

import numpy as np
import pytest

from ritocco.diffusion.sniff import FAMILY_KEY
from ritocco.recipe.recipe import Recipe
from ritocco_dock.editor import Layout
from ritocco_dock.errors import DockError
from ritocco_dock.geometry import Size
from ritocco_dock.knobs.knobs import Knobs
from ritocco_dock.knobs.models import ModelInfo
from ritocco_dock.knobs.own import ANY_MODEL, resolved
from ritocco_dock.knobs.recipe import knobs_of, recipe_of
from ritocco_dock.phase import Phase
from tests.diffusion.ldm_files import save_folder, small
from tests.plugin.doubles import noise
from tests.restore.nets import FAST

MODEL = ModelInfo("meadow", "Stable Diffusion 1.5")
DETAILED = Knobs(task="upscale", detail=True, prompt="oil painting", strength=0.3, scale=2.0)


def test_the_recipe_enlarges_and_refines_what_is_there():
    recipe = recipe_of(DETAILED, [MODEL], 5)
    read = Recipe.from_dict(recipe)
    assert (read.kind, read.upscale.factor) == ("upscale", 2.0)
    assert read.diffusion.prompt == "oil painting"
    assert (read.diffusion.content, read.diffusion.strength) == ("original", 0.3)


def test_without_it_no_model_has_a_part_in_it():
    recipe = recipe_of(replace(DETAILED, detail=False), [MODEL], 5)
    assert "diffusion" not in recipe
    assert Recipe.from_dict(recipe).kind == "upscale"


def test_it_means_nothing_to_other_tasks():
    fill = replace(DETAILED, task="fill")
    assert recipe_of(fill, [MODEL], 5) == recipe_of(replace(fill, detail=False), [MODEL], 5)


def test_its_usual_strength_is_gentle():
    gently = Knobs(strength=1.0, detail=True).with_task("upscale")
    assert resolved(gently, ANY_MODEL).strength == 0.25


def test_without_a_model_it_says_so():
    with pytest.raises(DockError, match="Upscale needs a Stable Diffusion model"):
        recipe_of(DETAILED, [], 5)


@pytest.mark.parametrize("detail", [True, False])
def test_the_knobs_come_back_from_the_recipe(detail):
    knobs = replace(DETAILED, detail=detail)
    recipe = Recipe.from_dict(recipe_of(knobs, [MODEL], 5)).to_dict()
    found = knobs_of(recipe, "upscale", Knobs())
    assert found.detail is detail
    again = replace(found, model="meadow" if detail else found.model)
    meant = replace(knobs, model=again.model, upscaler=found.upscaler)
    made, wanted = (Recipe.from_dict(recipe_of(one, [MODEL], 5)) for one in (again, meant))
    assert made == wanted


def test_a_real_backend_adds_detail_to_the_large_picture(desk, host, home, wait):
    save_folder(home / "models" / "meadow", small("sd1"), **{FAMILY_KEY: "sd1"})
    layout = Layout("rgb", "u8", True, "bgra")
    document = host.open(noise(48, 80, layout), layout, name="small.kra")
    desk.open()
    wait(lambda: desk.upscalers and desk.models)
    session = desk.session
    session.choose("upscale")
    session.turn(scale=2.0, upscaler=FAST, steps=8, model_size=64, seed=3)
    wait(lambda: session.plan)
    plain = done(session, wait)
    session.turn(detail=True, strength=0.4, prompt="oil painting")
    wait(lambda: session.plan and session.plan.passes > 1)
    assert session.plan.picture == Size(160, 96)
    detailed = done(session, wait)
    assert detailed.is_picture
    assert detailed.recipe["diffusion"]["content"] == "original"
    pictures = []
    for result in (plain, detailed):
        session.apply(result.id)
        wait(lambda result=result: session.is_applied(result.id))
        pictures.append(host.now.base.astype(float)[..., :3])
        host.activate(document)
    assert pictures[0].shape == pictures[1].shape == (96, 160, 3)
    changed = np.abs(pictures[0] - pictures[1])
    assert (changed.max(2) > 0).mean() > 0.9, "the model saw all of it"
    session.turn(detail=False, strength=1.0)
    session.take_knobs(detailed.id)
    assert (session.knobs.detail, session.knobs.strength) == (True, 0.4)


def done(session, wait):
    """The result of a press."""
    [job] = session.submit()
    wait(lambda: session.job(job).phase.is_final)
    assert (session.job(job).phase, session.job(job).problem) == (Phase.DONE, "")
    return session.result_of(job)
