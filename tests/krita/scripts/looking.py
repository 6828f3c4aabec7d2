"""Looking is not applying: the bar over Krita's canvas, by hand and by its keys."""

import os
from pathlib import Path

from dock import Dock

from ritocco_dock.geometry import Box
from ritocco_dock.knobs.knobs import SURROUNDINGS
from ritocco_dock.qt import Qt, QtCore, QtGui, QtWidgets

NAME = "RitoccoCanvasBar"


def run(t):
    """Two results of one press: step, compare, discard, leave, apply, with focus on the canvas."""
    dock = Dock(t)
    yield from dock.open(os.environ["PICTURE"])
    own, before, undo = dock.opened, t.bytes_of(dock.opened), t.undo_text
    width, height = own.width(), own.height()
    yield from dock.select(Box(width // 3, height // 3, width // 8, height // 8))
    dock.session.turn(model=SURROUNDINGS, batch=2)
    undo = t.undo_text
    yield from dock.press()
    yield lambda: len(dock.session.results) == 2 and dock.session.shown_image is not None
    session = dock.session
    first, second = (one.id for one in session.results)
    yield 500
    t.check("the first shows itself", session.shown == first, session.shown)
    yield from t.hand("keydown", "c")
    yield 300
    t.check("its keys are at hand after the press in the dock", session.compares)
    yield from t.hand("keyup", "c")
    bar = t.main.findChild(QtWidgets.QFrame, NAME)
    t.require("a bar lies over the view", bar is not None and bar.isVisible())
    t.check("within it", t.canvas().rect().contains(bar.geometry()), bar.geometry())
    t.check("and says how things stand", "not part of the picture" in bar.words.text())
    t.screenshot("bar")
    yield from t.click(bar.candidates.buttons[1])
    t.check("a click on a candidate shows it", session.shown == second, session.shown)
    t.check("and paints nothing", t.undo_text == undo, t.undo_text)
    place = dock.on_screen(t.canvas(), width // 8, height // 8)
    yield from t.hand("mousemove", *t.on_glass(t.canvas(), t.canvas().rect().topLeft()))
    glass = t.on_glass(t.canvas(), t.canvas().rect().topLeft())
    yield from t.hand("mousemove", glass[0] + place[0], glass[1] + place[1])
    yield from t.hand("key", "Left")
    t.check("Left steps back", session.shown == first, session.shown)
    yield lambda: session.shown_image is not None
    yield from t.hand("keydown", "c")
    yield 300
    t.check("a held key shows before", session.compares)
    t.screenshot("before")
    yield from t.hand("keyup", "c")
    yield 300
    t.check("and lets go", not session.compares)
    yield from t.hand("key", "Escape")
    t.check("Escape looks no longer", session.shown == "" and len(session.results) == 2)
    t.check("and the bar goes", t.main.findChild(QtWidgets.QFrame, NAME) is None)
    session.step_shown(1)
    yield lambda: session.shown_image is not None
    yield from t.hand("key", "Delete")
    yield from t.hand("key", "Delete")
    t.check("Delete twice discards", [one.id for one in session.results] == [second])
    t.check("the selected pixels stay", t.bytes_of(own) == before and t.undo_text == undo)
    yield lambda: session.shown == second and session.shown_image is not None
    yield from typed(t, dock)
    t.check("Enter in a field of the dock applies nothing", t.undo_text == undo, t.undo_text)
    t.check("and looks on", session.shown == second, session.shown)
    dock.desk.host.focus_canvas()
    yield 300
    yield from t.hand("key", "Return")
    yield lambda: session.is_applied(second)
    t.check("Enter applies", t.undo_text != undo, t.undo_text)
    yield 500
    t.screenshot("applied")
    yield from t.undo()
    t.check("one step back", t.bytes_of(own) == before)
    yield lambda: not session.is_applied(second)
    yield from dropped(t, dock)
    yield from t.close(own)


def typed(t, dock):
    """A style is saved under a name by Enter."""
    styles = dock.page.styles
    dock.page.room.ensureWidgetVisible(styles)
    styles._ask()
    yield from dock.at_rest(styles.name)
    dock.page.room.ensureWidgetVisible(styles.name)
    yield from dock.at_rest(styles.name)
    yield from t.click(styles.name)
    yield from t.type("chalk")
    yield from t.hand("key", "Return")
    yield lambda: styles.save_box.isHidden()
    yield 500
    t.check("a style is saved", styles.choice.currentText() == "chalk")


def dropped(t, dock):
    """A picture that is dropped onto the dock offers the settings it was made with."""
    path = Path(os.environ["PICTURE"]).with_name("dropped.png")
    image = QtGui.QImage(64, 48, QtGui.QImage.Format.Format_RGB32)
    image.fill(QtGui.QColor(90, 120, 80))
    image.setText("parameters", "a boat\nSteps: 8, Sampler: Euler, CFG scale: 5, Seed: 41")
    image.save(str(path))
    told = QtCore.QMimeData()
    told.setUrls([QtCore.QUrl.fromLocalFile(str(path))])
    copies, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none, field = Qt.KeyboardModifier.NoModifier, dock.page.wish.prompt.viewport()
    place, bar = QtCore.QPoint(5, 5), dock.page.bar
    enters = QtGui.QDragEnterEvent(place, copies, told, left, none)
    QtWidgets.QApplication.sendEvent(field, enters)
    t.screenshot("dragged")
    drops = QtGui.QDropEvent(QtCore.QPointF(place), copies, told, left, none)
    QtWidgets.QApplication.sendEvent(field, drops)
    yield lambda: any(one.text.startswith("dropped.png tells") for one in bar.messages)
    yield 300
    t.screenshot("dropped")
    offer = next(
        one
        for one in bar.findChildren(QtWidgets.QAbstractButton)
        if one.text() == "Use its settings"
    )
    yield from dock.at_rest(offer)
    yield from t.click(offer)
    yield lambda: dock.session.knobs.prompt == "a boat"
    t.check("and they are used", dock.session.knobs.seed == 41, dock.session.knobs)
