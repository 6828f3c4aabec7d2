"""Commands that mend can be typed as they are, whatever Ritocco was installed from."""

import json
import shlex
from pathlib import Path
from types import SimpleNamespace

import pytest

from ritocco.doctor import remedy


@pytest.mark.parametrize("name", ["ritocco", "my ritocco", "żółty"])
def test_what_pip_was_given_is_given_again(tmp_path: Path, monkeypatch, name: str):
    folder = tmp_path / name
    folder.mkdir()
    told = json.dumps({"url": folder.as_uri(), "dir_info": {}})
    installed = SimpleNamespace(read_text=lambda _: told)
    monkeypatch.setattr(remedy, "distribution", lambda _: installed)
    monkeypatch.setattr(remedy, "in_checkout", lambda: False)
    words = shlex.split(remedy.reinstall())
    assert words[1:] == ["-m", "pip", "install", "--force-reinstall", "--no-deps", str(folder)]
    folder.rmdir()
    assert remedy.reinstall() == "install Ritocco again from where you had it"


def test_no_package_is_named_that_no_index_has(monkeypatch):
    monkeypatch.setattr(remedy, "distribution", lambda _: SimpleNamespace(read_text=lambda _: None))
    monkeypatch.setattr(remedy, "in_checkout", lambda: False)
    assert remedy.reinstall() == "install Ritocco again from where you had it"
