"""Jobs on their way: what is told, and stopping them."""

import pytest

from ritocco_dock.knobs.knobs import Knobs
from ritocco_dock.message import Message, Tone
from ritocco_dock.phase import Phase
from ritocco_dock.session.elsewhere import Other
from ritocco_dock.ui.telling import duration, memory, plain
from tests.plugin.ui.stage import job, picture


@pytest.fixture
def cards(main):
    return main.progress.cards


def test_a_running_job_shows_picture_step_and_time_left(main, session, cards):
    session.play(
        job("a", fraction=0.42, text="step 11 of 25", seconds_left=19.4, preview=picture(90))
    )
    card = cards["a"]
    assert card.isVisible()
    assert card.preview.isVisible()
    assert card.meter.fraction == 0.42
    assert card.words.text() == "step 11 of 25 · 19\N{NO-BREAK SPACE}s left"
    assert "boat" in card.title.text()
    session.move("a", fraction=0.8, text="Making the layer", seconds_left=None)
    assert card.meter.fraction == 0.8
    assert card.words.text() == "Making the layer"


def test_cancel_is_one_press(session, main, cards, press):
    session.play(job("a"), job("b", Phase.WAITING))
    press(cards["b"].stop)
    assert session.did("cancel") == ["b"]
    press(main.progress.stop_all)
    assert ("cancel_all",) in session.asked


def test_a_job_that_waits_says_what_for(session, main, cards):
    session.play(job("a", Phase.WAITING), job("b", Phase.WAITING))
    session.move("a", text="Waiting")
    session.move("b", text="Waiting for room on the disk")
    assert cards["a"].words.text() == "Waiting its turn"
    assert cards["b"].words.text() == "Waiting for room on the disk"


def test_one_job_needs_no_button_for_all(session, main):
    session.play(job("a"))
    assert not main.progress.stop_all.isVisible()
    session.play()
    assert not main.progress.isVisible()


def test_a_failed_job_says_why_and_can_be_tried_again(session, main, cards, press):
    session.play(job("a"))
    session.move("a", phase=Phase.FAILED, problem="There is not enough memory for this.")
    session.message.emit(
        Message("There is not enough memory for this.", Tone.ERROR, about="a", code="out_of_memory")
    )
    card = cards["a"]
    assert card.words.text() == "There is not enough memory for this."
    assert main.bar.messages == []  # said once, where it happened
    press(card.retry)
    assert session.did("retry") == ["a"]
    press(card.stop)
    assert session.did("dismiss") == ["a"]
    assert cards == {}


def test_the_button_says_that_another_press_waits(session, main):
    session.play(job("a"))
    assert main.start.text() == "Queue: Fill the selection"
    session.play(job("a", Phase.FAILED))
    assert main.start.text() == "Fill the selection"


def test_cards_follow_the_order_of_the_jobs(session, main, cards):
    session.play(job("a"), job("b", Phase.WAITING), job("c", Phase.SENDING))
    assert [card.words.text() for card in cards.values()] == [
        "",
        "Waiting its turn",
        "Sending pixels",
    ]
    tops = [card.mapTo(main, card.rect().topLeft()).y() for card in cards.values()]
    assert tops == sorted(tops)


def test_the_last_seed_is_what_the_lock_keeps(session, main, press):
    session.play(job("a"))
    session.move("a", fraction=0.5)
    main.folds["sampling"].open()
    main.sampling.seed.lock.click()
    assert session.knobs.seed == 7


def test_a_prompt_with_markup_is_shown_as_it_is(session, main, cards):
    session.play(job("a", knobs=Knobs(prompt="<b>bold</b> & <img src=x>")))
    assert "<b>bold</b>" in cards["a"].title.text()


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.3, "under 1 s"),
        (1.2, "1 s"),
        (89, "89 s"),
        (90, "2 min"),
        (3570, "1 h 0 min"),
        (5000, "1 h 23 min"),
    ],
)
def test_spans_are_told_at_a_glance(seconds, told):
    assert duration(seconds).replace("\N{NO-BREAK SPACE}", " ") == told


def test_sizes():
    assert memory(208_400) == "208\N{NO-BREAK SPACE}kB"
    assert memory(999_900) == "1\N{NO-BREAK SPACE}MB"
    assert memory(350_000_000) == "350\N{NO-BREAK SPACE}MB"
    assert memory(2_340_000_000) == "2.3\N{NO-BREAK SPACE}GB"
    assert plain("a\n b   c") == "a b c"
    assert plain("x" * 80, 10) == "x" * 9 + "…"


def test_jobs_of_other_pictures_are_told_and_can_be_stopped(main, desk, press):
    row = main.others
    assert row.isHidden()
    desk.elsewhere.tell(Other("Generate", "sky.png", 0.4), Other("Remove", "", None))
    assert row.words.text() == "Other pictures (2): Generate, 40 %"
    assert row.words.toolTip() == "sky.png: Generate\na picture that is not open: Remove"
    assert (row.isVisible(), row.stop.isVisible(), row.open.isVisible()) == (True, True, False)
    high = main.below.height()
    press(row.stop)
    desk.elsewhere.tell(finished=3)
    assert (row.stop.isVisible(), row.open.isVisible()) == (False, True)
    assert row.words.text() == "Results without a picture (3)"
    for button in (row.open, row.let_go):
        press(button)
    assert desk.elsewhere.asked == ["stop", "open_finished"], "nothing is undone there"
    assert row.words.text() == "Press again, and they are gone."
    press(row.let_go)
    assert desk.elsewhere.asked == ["stop", "open_finished", "let_go"]
    desk.elsewhere.tell()
    assert (row.isHidden(), main.below.height()) == (True, high)
