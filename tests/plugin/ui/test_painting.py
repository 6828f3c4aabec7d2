"""The state line tells who paints, in every state: as the recipe of a press then says."""

from dataclasses import replace
from itertools import product

import pytest

from ritocco_dock.backend.backend import Standing
from ritocco_dock.errors import DockError
from ritocco_dock.geometry import Box, Sides
from ritocco_dock.knobs.knobs import AUTOMATIC, SURROUNDINGS, Knobs
from ritocco_dock.knobs.models import ModelInfo, NetworkInfo
from ritocco_dock.knobs.own import OwnValues
from ritocco_dock.knobs.painting import By, painting_of
from ritocco_dock.knobs.recipe import recipe_of
from ritocco_dock.knobs.tasks import TASKS
from ritocco_dock.qt import QtCore
from ritocco_dock.ui.panel import Panel
from tests.plugin.ui.stage import StageDesk, StageSession

MINI = ModelInfo("mini", "mini (demonstration)", 256, True, shipped=True,
                 own=OwnValues(sampler="dpmpp_2m", cfg=3.0, strength=0.55))  # fmt: skip
OWN = ModelInfo("meadow", "Stable Diffusion 1.5")
TORN = ModelInfo("torn", problem="The file ends too early.")
HERE = {"none": (), "mini": (MINI,), "own": (OWN, MINI), "torn": (TORN,), "both": (TORN, MINI)}
CHOSEN = (AUTOMATIC, SURROUNDINGS, "mini", "meadow", "torn", "gone")
NETWORKS = {"upscaler": (NetworkInfo("x4plus", "Photos"),), "face_network": ()}


@pytest.mark.parametrize(
    ("here", "task", "prompt", "chosen"), list(product(HERE, TASKS, ("", "a boat"), CHOSEN))
)
def test_who_is_said_to_paint_is_who_the_recipe_names(here, task, prompt, chosen):
    knobs = Knobs(task=task, prompt=prompt, model=chosen, extend=Sides(right=8))
    told = painting_of(knobs, HERE[here], NETWORKS)
    try:
        recipe = recipe_of(knobs, HERE[here], 1)
    except DockError:
        assert not told.is_able
        return
    if told.by is By.NETWORK or task == "faces":
        assert "diffusion" not in recipe
        return
    assert told.is_able
    model = recipe["diffusion"]["model"] if "diffusion" in recipe else ""
    assert told.takes_words == bool(model)
    assert told.name == model
    assert (told.by is By.DEMONSTRATION) == (model == "mini")


@pytest.mark.parametrize(
    ("here", "changes", "text"),
    [
        ("none", {}, "Content-aware · CPU"),
        ("none", {"prompt": "a boat"}, "Content-aware · CPU"),
        ("none", {"task": "refine"}, "No model for this · CPU"),
        ("mini", {}, "Content-aware · CPU"),
        ("mini", {"prompt": "a boat"}, "mini, a demonstration · CPU"),
        ("mini", {"task": "remove", "prompt": "a boat"}, "Content-aware · CPU"),
        ("mini", {"prompt": "a boat", "model": SURROUNDINGS}, "Content-aware · CPU"),
        ("own", {}, "meadow · CPU"),
        ("own", {"model": "mini", "prompt": "x"}, "mini, a demonstration · CPU"),
        ("own", {"model": "gone"}, "gone is not here · CPU"),
        ("torn", {"model": "torn"}, "torn cannot be used · CPU"),
        ("torn", {"prompt": "a boat"}, "Content-aware · CPU"),
        ("none", {"task": "upscale"}, "photo-x4 · CPU"),
    ],
)
def test_the_state_line_in_each_state(shown, tmp_path, here, changes, text):
    session = StageSession(replace(Knobs(), **changes))
    desk = StageDesk(tmp_path, session, models=HERE[here])
    desk.settings.set("ui.language", "en")
    line = shown(Panel(desk)).main.state_line
    assert line.words.text() == text
    desk.stand(Standing.STARTING)
    who = text.removesuffix(" · CPU")
    assert line.words.text() == f"Starting the backend… · {who[:1].lower()}{who[1:]}"
    desk._known = False
    desk.stand(Standing.READY)
    wordless = "prompt" not in changes and set(changes) <= {"task"}
    needless = changes.get("task", "fill") in ("fill", "remove")
    sure = changes.get("model") == SURROUNDINGS or changes.get("task") == "remove"
    sure = sure or (wordless and needless)
    unknown = "Content-aware" if sure else "Asking which models are here…"
    assert line.words.text() == f"{unknown} · CPU"


def test_what_really_paints_is_what_the_line_said(make_desk, host, shown, wait, press):
    desk, document = make_desk(), host.open()
    desk.settings.set("ui.language", "en")
    main, session = shown(Panel(desk)).main, desk.session
    desk.open()
    document.select(Box(20, 14, 16, 12))
    session.turn(steps=1)
    rows = (
        ({"prompt": ""}, "content-aware", None),
        ({"prompt": "green grass"}, "mini, a demonstration", "mini"),
        ({"prompt": "green grass", "model": SURROUNDINGS}, "content-aware", None),
        ({"prompt": "green grass", "model": "mini"}, "mini, a demonstration", "mini"),
    )
    for done, (changes, said, model) in enumerate(rows, 1):
        session.turn(**{"model": AUTOMATIC, **changes})
        wait(lambda said=said: main.state_line.words.text().lower().startswith(said))
        wait(main.start.isEnabled)
        press(main.start)
        wait(lambda done=done: len(session.results) == done)
        asked = session.results[0].recipe["diffusion"]
        assert (asked["model"] if asked else None) == model
        if model:  # what the dock left open is the model's own, written down
            assert (asked["sampler"], asked["cfg"], asked["strength"]) == ("dpmpp_2m", 3, 0.55)
            assert (asked["steps"], main.sampling.cfg.number.value()) == (1, 3)


def geometry(main):
    start = main.start
    return start.mapTo(main, QtCore.QPoint(0, 0)), start.size()


def test_the_field_for_words_is_always_there_and_says_what_they_need(shown, tmp_path, press, qtbot):
    session = StageSession()
    desk = StageDesk(tmp_path, session, models=())
    desk.settings.set("ui.language", "en")
    panel = shown(Panel(desk))
    main, wish = panel.main, panel.main.wish
    assert wish.prompt.isVisible()
    assert "Words need a model that paints" in wish.prompt.placeholderText()
    qtbot.keyClicks(wish.prompt, "a boat")
    assert wish.hint.isVisible()
    assert wish.hint.words.text() == "Words need a model"
    assert main.start.text() == "Content-aware fill"
    place = geometry(main)
    press(wish.hint.button)
    assert panel.models.isVisible()
    press(panel.models.back)

    desk.models = (MINI,)
    desk.status_changed.emit()
    assert main.start.text() == "Fill the selection"
    assert not wish.hint.isVisible()
    session.turn(model=SURROUNDINGS)
    assert wish.hint.words.text() == "Words have no effect"
    assert wish.hint.button.text() == "Use mini"
    assert main.start.text() == "Content-aware fill"
    press(wish.hint.button)
    assert session.knobs.model == AUTOMATIC
    assert main.start.text() == "Fill the selection"
    wish.prompt.selectAll()
    qtbot.keyClicks(wish.prompt, " ")
    assert main.start.text() == "Content-aware fill"
    assert "words are painted by mini" in wish.prompt.placeholderText()
    assert geometry(main) == place  # whatever paints, the button is where it was
    session.turn(model="gone")
    assert (wish.hint.words.text(), wish.hint.button.text()) == ("gone is not here", "Use mini")
