"""Names of adapters while they are typed: offered, taken by Tab or Enter, never in the way."""

import pytest

from ritocco_dock.knobs.adapters import EMBEDDING, HYPERNETWORK, LORA
from ritocco_dock.knobs.known import AdapterInfo
from ritocco_dock.qt import Qt, QtCore, QtGui, QtWidgets

KNOWN = (
    AdapterInfo(LORA, "ink", strength=0.8),
    AdapterInfo(LORA, "styles/inkwash.safetensors"),
    AdapterInfo(LORA, "pale ink"),
    AdapterInfo(LORA, "inked", problem="The file ends too early."),
    AdapterInfo(HYPERNETWORK, "oils", strength=0.5),
    AdapterInfo(EMBEDDING, "badhands-v2"),
    AdapterInfo(EMBEDDING, "BadQuality"),
)
KEYS = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def field(main, desk, qtbot):
    desk.adapters = KNOWN
    desk.status_changed.emit()
    made = main.wish.prompt
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


@pytest.fixture
def offer(main):
    return main.completions[0]


def names(offer):
    rows = range(offer.list.count())
    return [offer.list.item(row).text() for row in rows] if offer.is_open else []


@pytest.mark.parametrize("key", [KEYS.Key_Tab, KEYS.Key_Return, KEYS.Key_Enter])
def test_a_tag_is_completed_with_its_usual_strength(field, offer, session, qtbot, key):
    field.insertPlainText("🦊 boat ")
    qtbot.keyClicks(field, "<lora:")
    assert names(offer) == ["ink", "inkwash", "pale ink"]
    qtbot.keyClicks(field, "ink")
    assert names(offer) == ["ink", "inkwash", "pale ink"]
    assert field.hasFocus()
    qtbot.keyClick(field, key)
    assert session.knobs.prompt == "🦊 boat <lora:ink:0.8>"
    assert not offer.is_open
    assert field.hasFocus()
    assert session.did("submit") == []
    field.undo()
    assert field.toPlainText() == "🦊 boat <lora:ink"


def test_arrows_choose_and_escape_closes(field, offer, session, qtbot):
    qtbot.keyClicks(field, "<lyco:in")
    qtbot.keyClick(field, KEYS.Key_Down)
    qtbot.keyClick(field, KEYS.Key_Tab)
    assert session.knobs.prompt == "<lora:inkwash:1>"
    qtbot.keyClicks(field, " <hypernet:o")
    assert names(offer) == ["oils"]
    qtbot.keyClick(field, KEYS.Key_Escape)
    assert not offer.is_open
    qtbot.keyClicks(field, "i")
    qtbot.keyClick(field, KEYS.Key_Up)
    qtbot.keyClick(field, KEYS.Key_Return)
    assert session.knobs.prompt.endswith(" <hypernet:oils:0.5>")


def test_the_list_goes_along_where_the_page_makes_room(field, offer, qtbot):
    qtbot.keyClicks(field, "<lora:in")
    before = offer.list.pos()
    field.move(field.pos() + QtCore.QPoint(0, 9))
    assert names(offer)[0] == "ink"
    assert offer.list.pos() - before == QtCore.QPoint(0, 9)
    field.move(field.x(), field.window().height() + 100)  # scrolled out of sight
    assert not offer.is_open


def test_a_name_in_a_tag_is_written_anew_and_its_strength_stays(field, offer, session, qtbot):
    session.turn(prompt="<lora:pa:0.4:1> boat")
    cursor = field.textCursor()
    cursor.setPosition(len("<lora:pa"))
    field.setTextCursor(cursor)
    qtbot.keyClick(field, KEYS.Key_Backspace)
    assert names(offer) == ["pale ink"]
    qtbot.keyClick(field, KEYS.Key_Tab)
    assert session.knobs.prompt == "<lora:pale ink:0.4:1> boat"


def test_an_embedding_is_offered_from_three_letters_on(field, offer, session, qtbot):
    qtbot.keyClicks(field, "a ba")
    assert names(offer) == []
    qtbot.keyClicks(field, "d")
    assert names(offer) == ["badhands-v2", "BadQuality"]
    qtbot.keyClick(field, KEYS.Key_Tab)
    assert session.knobs.prompt == "a badhands-v2"
    qtbot.keyClicks(field, ", done")
    assert names(offer) == []


def test_a_word_may_be_painted_while_names_are_offered_a_half_written_tag_not(
    field, offer, session, qtbot
):
    qtbot.keyClicks(field, "bad")
    assert offer.is_open
    qtbot.keyClick(field, KEYS.Key_Return, CONTROL)
    assert session.did("submit")[0].prompt == "bad"
    session.asked.clear()
    session.turn(prompt="")
    qtbot.keyClicks(field, "<lora:in")
    qtbot.keyClick(field, KEYS.Key_Return, CONTROL)
    assert session.did("submit") == []
    assert session.knobs.prompt == "<lora:ink:0.8>"


def test_it_is_in_nobodys_way(field, offer, session, main, qtbot):
    field.replace_text("a bad")  # words that are not typed
    assert not offer.is_open
    qtbot.keyClicks(field, "h")
    assert offer.is_open
    qtbot.keyClick(field, KEYS.Key_Home)
    qtbot.waitUntil(lambda: not offer.is_open)
    qtbot.keyClick(field, KEYS.Key_End)
    qtbot.keyClick(field, KEYS.Key_Backspace)
    assert offer.is_open
    main.wish.negative.setFocus()
    assert not offer.is_open
    qtbot.keyClicks(main.wish.negative, "bad")
    assert main.completions[1].is_open
    qtbot.keyClick(main.wish.negative, KEYS.Key_Tab)
    assert session.knobs.negative == "badhands-v2"
    field.setFocus()
    qtbot.keyClicks(field, " xyz")
    assert not offer.is_open
    qtbot.keyClick(field, KEYS.Key_Tab)  # goes on to the next field, as ever
    assert not field.hasFocus()


def test_an_editors_shortcuts_do_not_take_its_keys(field, offer, qtbot):
    def taken(key):
        kind = QtCore.QEvent.Type.ShortcutOverride
        event = QtGui.QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        QtWidgets.QApplication.sendEvent(field, event)
        return event.isAccepted()

    ours = (KEYS.Key_Escape, KEYS.Key_Tab)
    assert not taken(KEYS.Key_Escape)
    qtbot.keyClicks(field, "<lora:")
    assert all(map(taken, ours))
    assert names(offer)


def test_a_name_is_taken_by_the_mouse(field, offer, session, qtbot):
    qtbot.keyClicks(field, "<lora:")
    place = offer.list.visualItemRect(offer.list.item(2)).center()
    qtbot.mouseClick(offer.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert session.knobs.prompt == "<lora:pale ink:1>"
