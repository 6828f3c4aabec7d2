"""The dock's actions by real keys with the canvas in focus, and the brush on the dock's map."""

import os

from dock import Dock, selected_box

from krita import Selection
from ritocco_dock.knobs.knobs import SURROUNDINGS
from ritocco_dock.qt import QtCore, QtGui, QtWidgets
from ritocco_dock.ui.dock_actions import DOCK_ACTIONS


def run(t):
    """In Krita's settings, on the canvas, in the dock, on the map."""
    dock = Dock(t)
    yield from dock.open(os.environ["PICTURE"])
    settings(t)
    made = Selection()
    made.select(60, 60, 40, 40, 255)
    dock.session.turn(model=SURROUNDINGS)
    dock.session.choose("remove")
    yield from on_the_canvas(t, dock, made)
    yield from in_the_dock(t, dock)
    yield from on_the_map(t, dock)
    yield from t.close(dock.opened)


def settings(t):
    """Krita knows each action, with its key, which nothing else has."""
    for action in DOCK_ACTIONS.values():
        name = f"ritocco_{action.name}"
        known = t.krita.action(name)
        t.require(f"Krita knows {action.name}", known is not None)
        keys = [known.shortcut()] if action.keys else []
        t.check(f"{action.name} has its key", keys == action.sequences[:1], known.shortcut())
        taken = [
            one.objectName()
            for one in t.krita.actions()
            if one.objectName() != name and any(key in one.shortcuts() for key in action.sequences)
        ]
        t.check(f"the key of {action.name} is free", not taken, taken)
    tools = t.krita.action("ritocco_menu").menu().actions()
    wanted = [f"ritocco_{name}" for name in DOCK_ACTIONS]
    listed = [action.objectName() for action in tools]
    t.check("they stand in a menu of their own", listed == wanted, listed)


def on_the_canvas(t, dock, made):
    """Run, look at it, take it: all by keys. Then another key, as an artist would choose it."""
    own = dock.opened
    yield from t.click(t.canvas(), QtCore.QPoint(5, 5))
    yield 300
    own.setSelection(made)
    yield lambda: dock.session.state.selection is not None and dock.session.readiness.ready
    focus = QtWidgets.QApplication.focusWidget().metaObject().className()
    t.check("the canvas has the focus", "Canvas" in focus, focus)
    yield from t.hand("key", "shift+Return")
    yield from dock.result()
    t.check("Shift+Enter on the canvas runs", True)
    dock.session.show("")
    yield from t.hand("key", "alt+Right")
    yield lambda: dock.session.shown and dock.session.shown_image is not None
    yield 300
    t.screenshot("1-shown")
    yield from t.hand("key", "alt+Return")
    yield lambda: dock.host.active().state().layer.startswith("Remove")
    yield 800
    layer = dock.host.active().state().layer
    t.check("applied by a key, and the layer is the active one", layer == "Remove", layer)
    action = t.krita.action("ritocco_run")
    usual = action.shortcut()
    action.setShortcut(QtGui.QKeySequence("F9"))
    dock.session.readiness_changed.emit()
    tip = dock.page.start.toolTip()
    t.check("the tooltip tells the key that was chosen", "F9" in tip and "Shift" not in tip, tip)
    action.setShortcut(usual)


def in_the_dock(t, dock):
    """Krita has an action on Ctrl+Enter; in the dock it presses the dock's button."""
    known = [one.id for one in dock.session.results]
    dock.page.folds["edges"].open()
    yield 300
    yield from t.click(dock.page.batch)
    yield from t.hand("key", "ctrl+Return")
    yield from dock.result(known)
    t.check("Ctrl+Enter in a field of the dock runs", True)
    dock.page.folds["edges"].open(False)
    dock.session.show("")


def on_the_map(t, dock):
    """Painted over on the map, let go, gone: a layer more, and the selection as it was."""
    own = dock.opened
    dock.page.folds["brush"].open()
    yield 900
    chosen, layers = selected_box(own), len(own.rootNode().childNodes())
    brush_map = dock.page.map
    yield lambda: not brush_map._image.isNull()
    yield from as_krita_sees_it(t, own, brush_map._image)
    dock.page.room.ensureWidgetVisible(brush_map)
    yield 200
    points = [
        brush_map.place_of(*point).toPoint() for point in ((200, 200), (230, 215), (260, 200))
    ]
    t.screenshot("2-map")
    yield from t.drag(brush_map, *[(one.x(), one.y()) for one in points])
    t.screenshot("3-stroke")
    yield lambda: len(own.rootNode().childNodes()) == layers + 1
    yield 900
    t.screenshot("4-removed")
    layer = [one for one in own.rootNode().childNodes() if one.type() == "paintlayer"][-1]
    bounds = layer.bounds()
    t.check("where it was painted", bounds.contains(230, 205), bounds)
    t.check("and not beyond", bounds.width() < 140 and bounds.height() < 90, bounds)
    t.check("the selection is as it was", selected_box(own) == chosen, selected_box(own))
    yield from t.undo()
    t.check("one step back", len(own.rootNode().childNodes()) == layers, t.undo_text)


def as_krita_sees_it(t, own, image):
    """The map's picture beside Krita's own."""
    mine = QtGui.QImage(image).scaled(24, 24)
    krita = own.thumbnail(image.width(), image.height()).scaled(24, 24)
    apart = [
        abs(one - other)
        for y in range(24)
        for x in range(24)
        for one, other in zip(
            mine.pixelColor(x, y).getRgb(), krita.pixelColor(x, y).getRgb(), strict=True
        )
    ]
    t.check("the map shows the picture", sum(apart) / len(apart) < 12, sum(apart) / len(apart))
    yield 0
