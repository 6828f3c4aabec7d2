"""The offer to install the backend: seen only where there is none."""

import pytest

from ritocco_dock.backend import installer
from ritocco_dock.backend.backend import Standing
from tests.plugin.test_installer import ritocco_in


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch, tmp_path):
    monkeypatch.setattr(installer.Path, "home", lambda: tmp_path / "nobody")
    monkeypatch.setattr(installer, "find_python", lambda: "python3")


def test_it_is_there_only_while_there_is_no_backend(desk, panel):
    offer = panel.main.offer
    for standing in Standing:
        offer.show_standing(standing)
        assert offer.isVisibleTo(panel) is (standing is Standing.MISSING), standing


def test_without_an_installer_it_explains_the_command(panel, clipboard):
    offer = panel.main.offer
    offer.show_standing(Standing.MISSING)
    assert "needs Ritocco's backend" in offer.words.text()
    assert "about 1 GB" in offer.words.text()
    assert not offer.start.isVisibleTo(panel)
    offer.copy.click()
    assert clipboard.text() == "python3 run.py install"
    assert offer.copy.text() == "Copied"


def test_with_one_it_offers_to_run_it(panel, tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(installer.Installer, "start", lambda self: started.append(self.found))
    panel.speak("en")  # pages are made anew and wired to the same installer
    whole = ritocco_in(tmp_path / "nobody" / "Downloads" / "Ritocco")
    offer = panel.main.offer
    offer.show_standing(Standing.MISSING)
    assert "here already" in offer.words.text()
    assert str(whole / "run.py") in offer.line.text()
    assert offer.start.isVisibleTo(offer)
    assert started == []
    offer.start.click()
    assert [one.file for one in started] == [whole / "run.py"]


def test_while_it_runs_one_sees_how_far_it_is(panel, monkeypatch):
    offer, one = panel.main.offer, panel.installer
    monkeypatch.setattr(type(one), "runs", property(lambda self: True))
    one.line = "Packages with PyTorch 2.13.0+cpu ..."
    offer.show_standing(Standing.MISSING)
    assert offer.news.text() == one.line
    assert offer.stop.isVisibleTo(panel)
    assert offer.bar.isVisibleTo(panel)
    assert not offer.choose.isVisibleTo(panel)


def test_when_it_is_installed_the_backend_starts(desk, panel):
    before = len(desk.backend.asked)
    panel.installer.installed.emit()
    assert len(desk.backend.asked) == before + 1
