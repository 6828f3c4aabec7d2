"""The bar for messages, and what goes into a bug report."""

import getpass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco_dock.message import Message, Remedy, Tone
from ritocco_dock.ui.error_bar import KEPT, ErrorBar
from ritocco_dock.ui.report import cleaned, report


@pytest.fixture
def bar(shown):
    made = ErrorBar()
    shown(made, 260, 200)
    return made


def notes(bar):
    return bar._notes()


def test_a_message_shows_and_can_be_closed(bar, press):
    bar.tell(Message("The backend stopped.", Tone.ERROR))
    assert bar.isVisible()
    assert notes(bar)[0].words.text() == "The backend stopped."
    press(notes(bar)[0].close_button)
    assert not bar.isVisible()


def test_markup_in_a_message_is_text(bar):
    bar.tell(Message("<b>a</b> & <a href='x'>b</a>", Tone.ERROR))
    label = notes(bar)[0].words
    assert label.text() == "<b>a</b> & <a href='x'>b</a>"
    assert label.textFormat().name == "PlainText" if hasattr(label.textFormat(), "name") else True


def test_the_remedy_is_handed_on_and_the_message_goes(bar, press, qtbot):
    message = Message("The backend stopped.", Tone.ERROR, Remedy.START)
    bar.tell(message)
    with qtbot.waitSignal(bar.remedy_wanted) as wanted:
        press(notes(bar)[0].remedy_button)
    assert wanted.args == [message]
    assert bar.messages == []


def test_the_same_again_does_not_pile_up_and_old_ones_go(bar):
    for _ in range(3):
        bar.tell(Message("Same", Tone.ERROR))
    assert len(bar.messages) == 1
    for number in range(9):
        bar.tell(Message(f"Error {number}", Tone.ERROR))
    assert [one.text for one in bar.messages] == [f"Error {8 - n}" for n in range(KEPT)]


def test_good_news_goes_by_itself_and_errors_stay(bar, qtbot, monkeypatch):
    monkeypatch.setattr("ritocco_dock.ui.error_bar.PASSING", 30)
    bar.tell(Message("Saved", Tone.DONE))
    bar.tell(Message("Failed", Tone.ERROR))
    qtbot.waitUntil(lambda: [one.text for one in bar.messages] == ["Failed"], timeout=2000)
    qtbot.wait(80)
    assert [one.text for one in bar.messages] == ["Failed"]


def test_details_can_be_copied_without_what_is_private(bar, clipboard, press):
    home, user = str(Path.home()), getpass.getuser()
    bar.secrets = ("s3cret-token-1234", "a portrait of my client", "client.kra", "")
    bar.tell(
        Message(
            "The model could not be read.",
            Tone.ERROR,
            code="bad_model",
            details=f"open {home}/pictures/client.kra as {user}\n"
            "Authorization: Bearer abcdefghijkl\nprompt: a portrait of my client\n"
            "token=s3cret-token-1234\nRuntimeError: size mismatch in unet.conv_in",
        )
    )
    press(notes(bar)[0].copy_button)
    told = clipboard.text()
    assert "The model could not be read." in told
    assert "bad_model" in told
    assert "RuntimeError: size mismatch in unet.conv_in" in told
    for private in ("s3cret", "my client", "client.kra", "abcdefghijkl", f"{home}/"):
        assert private not in told


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("/home/ada/art/x.png gone", "…/x.png gone"),
        (r"C:\Users\Ada\art\x.png gone", "…/x.png gone"),
        ("authorization: Bearer aaaa.bbbb-cccc", "authorization: Bearer …"),
        ("X token: abcdef123456", "X token: …"),
    ],
)
def test_paths_and_tokens_are_left_out(text, clean):
    assert cleaned(text) == clean


@given(
    secret=st.text("abcdef0123456789-", min_size=8, max_size=40),
    before=st.text(max_size=20),
    after=st.text(max_size=20),
)
def test_no_secret_survives_wherever_it_stands(secret, before, after):
    message = Message(before + secret + after, Tone.ERROR, details=f"{after} {secret}{before}")
    assert secret not in report(message, [secret])
