"""Pictures for people to judge: the dock in its states, narrow and wide. Checks that all fits."""

import os
import socket
from urllib.parse import urlsplit

from dock import Dock

from krita import Selection
from ritocco_dock.geometry import Box, Sides
from ritocco_dock.qt import Qt, QtWidgets


def run(t):
    """From the empty dock to a gallery."""
    dock = Dock(t)
    window = t.main
    yield 800
    t.screenshot("1-no-picture")
    yield from dock.open(os.environ["PICTURE"])
    where = Box(20, 250, 80, 100)
    made = Selection()
    made.select(where.x, where.y, where.width, where.height, 255)
    dock.opened.setSelection(made)
    dock.session.choose("remove")
    yield lambda: dock.session.plan is not None and dock.session.readiness.ready
    t.krita.action("ritocco_run").trigger()  # what an artist may give a key
    yield 700
    t.screenshot("2-running")
    yield from dock.result()
    yield 600
    dock.session.show(dock.session.results[0].id)
    yield lambda: dock.session.shown_image is not None
    yield 800
    t.screenshot("3-shown")
    dock.session.show("")
    dock.session.choose("extend")
    dock.session.turn(extend=Sides(80, 40, 80, 0))
    yield lambda: dock.session.plan is not None
    for name, width in (("narrow", 240), ("wide", 460)):
        window.resizeDocks([dock.widget], [width], Qt.Orientation.Horizontal)
        yield 900
        t.screenshot(f"4-extend-{name}")
        check_fits(t, dock, name)
    dock.panel.speak("pl")
    window.resizeDocks([dock.widget], [260], Qt.Orientation.Horizontal)
    yield 900
    dock.panel.show_main()
    yield 600
    t.screenshot("5-polish")
    check_fits(t, dock, "Polish")
    dock.panel.speak("en")
    yield from others(t, dock)
    yield from t.close(dock.opened)


def others(t, dock):
    """Other programs are let in behind the gear, and shut out again."""
    dock.panel.show_main()
    yield 600
    yield from t.click(dock.page.state_line.gear)
    part, webui = dock.panel.settings.others, dock.desk.webui
    yield lambda: part.switch.isEnabled()
    with socket.create_server(("127.0.0.1", 0)) as free:
        webui.turn(port=free.getsockname()[1])
    yield from dock.at_rest(part.switch)
    yield from t.click(part.switch)
    yield lambda: part.address.isVisible()
    t.check("they are told where", part.address.text() == webui.standing.address)
    yield 600
    t.screenshot("6-others")
    address = urlsplit(webui.standing.address)
    with socket.create_connection((address.hostname, address.port)):
        t.check("there they are let in", True)
    yield from dock.at_rest(part.switch)
    yield from t.click(part.switch)
    yield lambda: not webui.standing.on
    t.check("and no more", not part.address.isVisible())


def check_fits(t, dock, name):
    """No widget of the main page is cut off at the side."""
    page = dock.page.room.viewport()
    cut = [
        type(one).__name__
        for one in dock.page.room.widget().findChildren(QtWidgets.QWidget)
        if one.isVisible() and one.mapTo(page, one.rect().topRight()).x() > page.width() + 1
    ]
    t.check(f"{name}: nothing is cut off", not cut, cut)
