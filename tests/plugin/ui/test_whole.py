"""From the press to the layer, through a real session and a real backend process."""

import pytest

from ritocco_dock.backend import Standing
from ritocco_dock.geometry import Box
from ritocco_dock.qt import Qt
from ritocco_dock.ui.panel import Panel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def desk(make_desk):
    """A real one, in place of the stage's."""
    return make_desk()


@pytest.fixture
def dock(desk, host, shown, wait):
    document = host.open()
    desk.settings.set("ui.language", "en")
    panel = shown(Panel(desk))
    desk.open()
    wait(lambda: desk.status.standing is Standing.READY)
    return panel, document


def test_select_press_look_and_apply(dock, desk, wait, qtbot, press):
    panel, document = dock
    main = panel.main
    wait(lambda: "no model" in main.state_line.words.text())
    assert not main.start.isEnabled()
    assert "Select" in main.reason.text()
    document.select(Box(40, 30, 32, 24))
    wait(lambda: main.start.isEnabled() and main.plan.isVisible())
    assert main.start.text() == "Content-aware fill"
    assert main.plan.numbers.text().startswith("Window ")
    press(main.start)
    gallery = main.results.gallery
    wait(lambda: gallery.results.results)
    result = gallery.current()
    wait(lambda: gallery.results.thumbnail(result) is not None)
    assert main.progress.cards == {}
    assert document.undo == []

    point = gallery.visualRect(gallery.currentIndex()).center()
    qtbot.mouseClick(gallery.viewport(), LEFT, pos=point)
    wait(lambda: document.previews and document.previews[-1] is not None)
    assert document.undo == []
    gallery.setFocus()
    qtbot.keyClick(gallery, Qt.Key.Key_Return)
    wait(lambda: document.layers)
    assert len(document.undo) == 1
    wait(lambda: gallery.results.is_applied(result))

    qtbot.keyClick(gallery, Qt.Key.Key_Delete)
    wait(lambda: not gallery.results.results)
    assert main.results.empty.isVisible()


def test_extending_tells_the_new_size_and_grows_the_canvas(dock, wait, qtbot, press):
    panel, document = dock
    main = panel.main
    press(main.wish.tasks.chip("extend"))
    qtbot.keyClicks(main.wish.extend.fields["right"], "25%")
    wait(lambda: main.start.isEnabled())
    assert main.start.text() == "Extend to 160 × 96"
    qtbot.keyClick(
        main.wish.extend.fields["right"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    wait(lambda: main.results.gallery.results.results)
    press(main.results.apply)
    wait(lambda: document.layers)
    assert document.base.shape[:2] == (96, 160)


def test_what_the_backend_offers_is_what_the_knobs_offer(dock, desk, wait):
    panel, _ = dock
    sampling = panel.main.sampling
    wait(lambda: desk.samplers)
    keys = [sampling.sampler.itemData(row) for row in range(sampling.sampler.count())]
    assert keys == [one.id for one in desk.samplers]
    assert "dpmpp_2m" in keys
    offered = [chip.key for chip in panel.main.wish.tasks.chips()]
    assert offered == [task.id for task in desk.tasks]
