"""The switch of the web UI's API on the page behind the gear."""

import pytest

from ritocco_dock.qt import Qt, QtWidgets
from ritocco_dock.ui.panel import Panel
from tests.plugin.ui.stage import StageDesk, StageSession

ADDRESS = "http://127.0.0.1:7860"


@pytest.fixture
def part(panel, main, press):
    press(main.state_line.gear)
    assert panel.settings.others.isVisible()
    return panel.settings.others


def test_it_is_turned_on_where_the_gear_leads_and_its_address_is_copied(
    part, desk, press, clipboard
):
    assert not part.switch.isChecked()
    assert not part.address.isVisible()
    part.switch.click()
    assert desk.webui.asked == [{"on": True}]
    desk.webui.stand(on=True, address=ADDRESS)
    assert part.switch.isChecked()
    press(part.copy)
    assert clipboard.text() == ADDRESS
    part.switch.click()
    assert desk.webui.asked[-1] == {"on": False}


def test_why_it_stays_off_is_said_and_the_switch_shows_how_it_stands(part, desk):
    part.switch.click()
    desk.webui.stand(problem="The settings file is yours alone.")
    assert not part.switch.isChecked()
    assert part.problem.text() == "The settings file is yours alone."
    desk.webui.stand(on=True, problem="")
    desk.webui.standing = None
    desk.webui.changed.emit()
    assert not part.switch.isEnabled()
    assert "backend" in part.problem.text()


def test_it_is_looked_at_again_while_it_is_seen_and_not_otherwise(part, desk, panel):
    looked = desk.webui.looked
    assert looked
    part._timer.timeout.emit()
    assert desk.webui.looked == looked + 1
    panel.show_main()
    assert not part._timer.isActive()


def test_who_may_use_it_is_typed_and_stays_while_something_else_is_told(part, desk, press, qtbot):
    desk.webui.stand(user="anna", origins=("https://a.example",))
    press(part.who.head)
    assert (part.user.text(), part.password.text()) == ("anna", "")
    part.pages.selectAll()
    qtbot.keyClicks(part.pages, "https://b.example, http://localhost:3456,")
    qtbot.keyClicks(part.password, "sun:1")
    assert part.password.displayText() != "sun:1"
    desk.webui.stand(problem="Choose a port from 1 to 65535.")
    part.listen.click()
    qtbot.keyClick(part.password, Qt.Key.Key_Return)
    assert desk.webui.asked == [
        {
            "port": 7860,
            "origins": ["https://b.example", "http://localhost:3456"],
            "user": "anna",
            "listen": True,
            "password": "sun:1",
        }
    ]
    desk.webui.stand(listen=True)
    assert part.password.text() == ""
    press(part.use)
    assert "password" not in desk.webui.asked[-1]
    press(part.who.head)
    assert (part.who.head.summary, part.may.text()) == (
        "",
        "with a login · other computers · web pages",
    )
    assert part.may.isVisible()
    press(part.who.head)
    assert not part.may.isVisible()


def test_with_other_computers_it_is_said_that_it_is_here_too(part, desk):
    desk.webui.stand(on=True, address=ADDRESS, user="anna", listen=True)
    assert not part.here_too.isVisible()
    desk.webui.stand(address="http://192.168.1.7:7860")
    assert part.here_too.isVisible()
    assert part.here_too.text() == "On this computer also 127.0.0.1:7860"
    desk.webui.stand(on=False, address="")
    assert not part.here_too.isVisible()


def test_a_backend_of_another_computer_is_not_opened_from_here(panel, desk):
    desk.backend.is_remote = True
    panel.show_page(panel.settings)
    panel.settings.show_backend()
    assert not panel.settings.others.isVisible()


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_narrow_dock_cuts_nothing_of_it_off(shown, tmp_path, qtbot, language):
    desk = StageDesk(tmp_path, StageSession())
    desk.settings.set("ui.language", language)
    desk.webui.stand(on=True, address=ADDRESS, user="anna", problem="It is taken. " * 9)
    panel = shown(Panel(desk), 260, 900)
    panel.show_page(panel.settings)
    part = panel.settings.others
    part.who.open()
    qtbot.waitUntil(part.port.isVisible)
    for widget in part.findChildren(QtWidgets.QWidget):
        if widget.isVisible():
            right = widget.mapTo(panel, widget.rect().topRight()).x()
            assert right <= panel.width(), widget
