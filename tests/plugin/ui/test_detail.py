"""The knob "add detail" of upscaling: where it is, and what it brings with it."""

from dataclasses import replace

from ritocco_dock.knobs.knobs import OWN_SHARE, Knobs
from ritocco_dock.knobs.models import ModelInfo


def test_it_is_there_for_upscaling_where_a_model_is(main, session):
    detail = main.wish.detail
    assert not detail.isVisible(), "the task is to fill"
    session.choose("upscale")
    assert detail.isVisible()
    assert not detail.isChecked()
    assert not main.wish.words.isVisible()
    assert not main.folds["sampling"].isVisible()


def test_it_is_not_there_without_a_model(main, session, desk):
    for models in ((), (ModelInfo("mini", shipped=True),), (ModelInfo("torn", problem="torn"),)):
        desk.models = models
        desk.status_changed.emit()
        session.choose("upscale")
        assert not main.wish.detail.isVisible()


def test_pressing_it_brings_words_strength_and_model(main, session, press):
    session.choose("upscale")
    session.knobs = replace(session.knobs, strength=1.0)
    press(main.wish.detail)
    assert session.did("turn") == [{"detail": True, "strength": OWN_SHARE}]
    for widget in (main.wish.words, main.wish.strength, main.folds["sampling"], main.wish.scale):
        assert widget.isVisible()
    assert main.start.text() == "Upscale to 3200 × 2134 + detail"
    press(main.wish.detail)
    assert session.did("turn")[-1] == {"detail": False}
    assert not main.wish.strength.isVisible()
    assert main.start.text() == "Upscale to 3200 × 2134"


def test_the_strength_it_had_comes_back(main, session, press):
    session.choose("upscale")
    session.turn(detail=True, strength=0.45)
    session.turn(detail=False, strength=1.0)
    press(main.wish.detail)
    assert session.did("turn")[-1] == {"detail": True, "strength": 0.45}


def test_it_can_be_taken_away_when_the_model_has_gone(main, session, desk, press):
    session.knobs = Knobs(task="upscale", detail=True, strength=0.3)
    desk.models = ()
    desk.status_changed.emit()
    assert main.wish.detail.isVisible()
    press(main.wish.detail)
    assert session.did("turn") == [{"detail": False}]
