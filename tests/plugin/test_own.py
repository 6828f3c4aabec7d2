"""Knobs that follow the model: what the dock shows is what the backend makes of the recipe."""

from dataclasses import asdict, fields, replace

import pytest

from ritocco.installed.following import following
from ritocco.library.model_defaults import LCM, ModelDefaults, defaults_in_name
from ritocco.recipe.recipe import Recipe
from ritocco_dock.errors import DockError
from ritocco_dock.geometry import Sides
from ritocco_dock.knobs.knobs import KNOBS, Knobs
from ritocco_dock.knobs.models import ModelInfo, own_values
from ritocco_dock.knobs.own import FOLLOWING, OwnValues, as_own, is_touched, let_go, resolved
from ritocco_dock.knobs.painting import By
from ritocco_dock.knobs.presets import cfg_zone, steps_for
from ritocco_dock.knobs.recipe import knobs_of, recipe_of
from ritocco_dock.knobs.tasks import DETAILED, TASKS

MINI = ModelDefaults(sampler="dpmpp_2m", cfg=3.0, strength=0.55)
NAMES = {"mini": MINI, "plain": ModelDefaults()} | {
    name: defaults_in_name(name) for name in ("meadow_lcm", "sdxl_lightning_4step", "sd_turbo")
}
MODELS = [ModelInfo(name, own=OwnValues.from_dict(own.to_dict())) for name, own in NAMES.items()]
PAINTING = [task for task in (*TASKS.values(), DETAILED) if task.kinds[0]]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
@pytest.mark.parametrize("task", PAINTING, ids=lambda task: task.label + task.kinds[0])
@pytest.mark.parametrize("touched", [{}, {"cfg": 9.0}, {"sampler": "ddim"}, {"strength": 0.4}])
def test_what_is_shown_is_what_the_backend_fills_in(model, task, touched):
    knobs = Knobs(task=task.id, prompt="x", model=model.name, extend=Sides(right=8))
    knobs = replace(knobs, detail=task is DETAILED, **touched)
    made = Recipe.from_dict(following(recipe_of(knobs, MODELS, 1)))
    shown = resolved(knobs, own_values(knobs, MODELS))
    for name in FOLLOWING:
        assert getattr(made.diffusion, name) == getattr(shown, name), name
    assert made.model_size == (own_values(knobs, MODELS).size or None)
    # Copied to the dock it follows the model again, but in what the artist chose.
    again = as_own(knobs_of(made.to_dict(), task.id, Knobs()), own_values(knobs, MODELS))
    assert {name for name in FOLLOWING if is_touched(again, name)} == set(touched)


def test_another_model_takes_its_own_values_and_leaves_what_was_chosen():
    knobs = Knobs(prompt="x", model="plain", steps=33)
    assert resolved(knobs, own_values(knobs, MODELS)).cfg == 7
    knobs = replace(knobs, model="mini")
    shown = resolved(knobs, own_values(knobs, MODELS))
    assert (shown.cfg, shown.sampler, shown.strength, shown.steps) == (3, "dpmpp_2m", 0.55, 33)
    back = replace(knobs, **let_go("steps"))
    assert resolved(back, own_values(back, MODELS)).steps == 25


def test_any_models_values_are_the_backends_and_those_that_follow_are_named_alike():
    told_beside = {"least_steps"}  # the backend sees to it, and no knob turns it
    assert {one.name for one in fields(OwnValues)} == set(ModelDefaults().to_dict()) - told_beside
    asked = Recipe.from_dict({"kind": "inpaint", "diffusion": {"model": "m"}}).diffusion
    told = asdict(OwnValues())
    assert all(told[name] == getattr(asked, name) for name in ("sampler", "schedule", "steps"))
    assert told["cfg"] == asked.cfg
    assert all(KNOBS[name].none is not None for name in FOLLOWING)


@pytest.mark.parametrize("own", [OwnValues(), OwnValues.from_dict(LCM.to_dict()), MODELS[0].own])
def test_presets_and_zones_lie_around_the_models_own(own):
    assert own.steps in [one.steps for one in steps_for(own.steps)]
    assert cfg_zone(own.cfg, own.cfg).label == "recommended"
    assert cfg_zone(own.cfg * 2.5, own.cfg).label == "burns"
    labels = [one.label for one in steps_for(own.steps)]
    assert len(labels) == len({one.steps for one in steps_for(own.steps)})
    assert next(one.label for one in steps_for(own.steps) if one.steps == own.steps) == "good"


def test_knobs_kept_before_they_followed_were_chosen_by_nobody(make_desk, host):
    desk = make_desk()
    desk.settings.set("knobs", {"steps": 25, "cfg": 4.0, "sampler": "euler_a", "strength": 1.0})
    again = type(desk)(host, desk.settings, desk.backend)
    host.open()
    knobs = again.session.knobs
    assert [name for name in FOLLOWING if is_touched(knobs, name)] == ["cfg"]
    again.session.turn(steps=25)
    again._remember_now()
    assert type(desk)(host, desk.settings, desk.backend)._knobs.steps == 25


class Refusing:
    """A client to which every question goes wrong in one way."""

    def __init__(self, code):
        self.address, self.code = "http://there", code

    def get(self, path, query=None):
        return self

    def then(self, context, take, fail=lambda error: None):
        fail(DockError("No.", self.code))
        return self


@pytest.mark.parametrize(("code", "known"), [("unreachable", False), ("not_found", True)])
def test_nobody_waits_for_a_list_that_never_comes(make_desk, host, monkeypatch, code, known):
    desk = make_desk()
    host.open()
    monkeypatch.setattr(desk.backend, "client", Refusing(code))
    desk.session.turn(prompt="a boat")
    assert desk.painting.by is By.UNKNOWN
    desk.offer.ask()
    assert desk.offer.known is known
    assert desk.painting.by is (By.CONTENT_AWARE if known else By.UNKNOWN)
    monkeypatch.undo()
