"""A panel on a stage: real widgets and events, a scripted session behind them."""

import pytest

from ritocco_dock.qt import QtCore, QtWidgets
from ritocco_dock.ui import language
from ritocco_dock.ui.panel import Panel
from tests.plugin.ui.stage import StageDesk, StageSession


@pytest.fixture(autouse=True)
def _english(qapp):
    language.use("en")
    yield
    language.use("en")


@pytest.fixture
def shown(qtbot):
    """Shows a widget and keeps it for the length of the test."""
    kept = []  # qtbot's hold is weak: a panel that nobody holds dies in the midst of a paint event

    def show(widget, width=300, height=900):
        kept.append(widget)
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        qtbot.waitExposed(widget)
        widget.activateWindow()
        return widget

    yield show
    kept.clear()


@pytest.fixture
def session(qapp):
    return StageSession()


@pytest.fixture
def desk(tmp_path, session):
    made = StageDesk(tmp_path, session)
    made.settings.set("ui.language", "en")
    return made


@pytest.fixture
def panel(shown, desk):
    return shown(Panel(desk))


@pytest.fixture
def main(panel):
    return panel.main


@pytest.fixture
def clipboard(qapp):
    board = QtWidgets.QApplication.clipboard()
    board.clear()
    return board


@pytest.fixture
def press(qtbot):
    """Presses the left button on the middle of a widget, or on a point of it."""

    def at(widget, point=None):
        button = QtCore.Qt.MouseButton.LeftButton
        qtbot.mouseClick(widget, button, pos=point or widget.rect().center())

    return at
