"""Faces are repaired where a request, or an option, asks for it; by what is here."""

from pathlib import Path
from typing import Any

import pytest

from ritocco.errors import MissingModel
from ritocco.server.webui.asked.faces import faces_of
from ritocco.server.webui.asked.options import Options
from ritocco.server.webui.asked.requests import Painting


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RITOCCO_HOME", str(tmp_path))
    folder = tmp_path / "models/faces"
    folder.mkdir(parents=True)
    (folder / "GFPGANv1.4.pth").write_bytes(b"weights")
    return folder


def asked(**fields: Any) -> tuple[Any, list[str]]:
    places, hints = faces_of(Painting(**fields), Options())
    return places.get("faces.model"), [str(hint) for hint in hints]


def test_what_the_request_says_goes_before_the_option(here):
    on, codeformer = {"face_restoration": True}, {"face_restoration_model": "CodeFormer"}
    assert asked() == asked(restore_faces=False, override_settings=on) == (None, [])
    assert asked(restore_faces=True) == asked(override_settings=on) == ("GFPGANv1.4", [])
    told = ["CodeFormer is not here; GFPGAN repaired the faces in its place."]
    assert asked(restore_faces=True, override_settings=codeformer) == ("GFPGANv1.4", told)
    (here / "codeformer.pth").write_bytes(b"weights")
    assert asked(restore_faces=True, override_settings=codeformer) == ("codeformer", [])


def test_no_file_beside_the_shelves_is_taken(here):
    elsewhere = {"face_restoration_model": str(here.parent / "own.pth")}
    (here.parent / "own.pth").write_bytes(b"weights")
    (model, hints) = asked(restore_faces=True, override_settings=elsewhere)
    assert model == "GFPGANv1.4"
    assert "is not here" in hints[0]


def test_where_there_is_none_it_is_told_how_to_get_one(here):
    (here / "GFPGANv1.4.pth").unlink()
    with pytest.raises(MissingModel, match="models get gfpgan"):
        asked(restore_faces=True)
