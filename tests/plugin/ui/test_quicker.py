"""Plans over a minute: the button says so, and a quicker way is one press away, and back."""

from dataclasses import replace

import pytest

from ritocco_dock.knobs.knobs import SURROUNDINGS, Knobs
from ritocco_dock.knobs.own import ANY_MODEL
from ritocco_dock.ui.quicker import quicker
from tests.plugin.ui.stage import PLAN


def planned(session, seconds):
    session.plan = replace(PLAN, seconds=seconds)
    session.plan_changed.emit()


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_long_plan_says_so_on_the_button_and_offers_a_quicker_way_and_back(main, session, press):
    planned(session, 59.0)
    assert main.start.accessibleName() == "Fill the selection"
    assert not main.quicker.isVisible()
    planned(session, 110.0)
    assert plain(main.start.accessibleName()) == "Fill the selection, about 2 min"
    assert plain(main.quicker.button.text()) == "Quicker: 12 steps, about 53 s"
    press(main.quicker.button)
    assert session.knobs.steps == 12
    planned(session, 53.0)
    assert main.start.accessibleName() == "Fill the selection"
    press(main.quicker.button)  # the same place turns it back
    assert session.knobs.steps == Knobs().steps
    planned(session, 110.0)
    press(main.quicker.button)
    session.turn(steps=20)  # by hand: there is nothing to go back to
    planned(session, 90.0)
    assert main.quicker.button.text().startswith("Quicker: ")


def test_where_fewer_steps_are_not_enough_the_surroundings_are_offered(main, session, press):
    planned(session, 600.0)
    assert main.quicker.button.text() == "Quicker: content-aware, no model"
    press(main.quicker.button)
    assert session.knobs.model == SURROUNDINGS
    assert main.start.text() == "Content-aware fill"


@pytest.mark.parametrize(
    ("changes", "seconds", "turns"),
    [
        ({}, 60.0, None),
        ({"batch": 4}, 20.0, {"batch": 1}),
        ({"task": "refine"}, 600.0, {"steps": 12, "batch": 1}),
        ({"task": "upscale", "scale": 4.0}, 100.0, {"scale": 2.0}),
        ({"task": "upscale", "scale": 2.0}, 100.0, None),
        ({"task": "faces"}, 100.0, None),
    ],
)
def test_what_is_offered(changes, seconds, turns):
    knobs = replace(Knobs(), **changes)
    way = quicker(knobs, ANY_MODEL, seconds, knobs.task in ("fill", "refine"))
    assert (way.turns if way else None) == turns
