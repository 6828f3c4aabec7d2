"""From the demonstration to a first model, through a real backend and a server with faults."""

import hashlib
import json
import pickle
import struct
from pathlib import Path

import pytest

from ritocco_dock.backend.backend import Standing
from ritocco_dock.geometry import Box
from ritocco_dock.knobs.knobs import AUTOMATIC, SURROUNDINGS
from ritocco_dock.models import transfers as transfers
from ritocco_dock.models.catalogue import Presence
from ritocco_dock.qt import Qt, QtCore, QtWidgets
from ritocco_dock.ui.panel import Panel
from tests.library.http_server import Fault, Server
from tests.plugin.conftest import kill
from tests.plugin.ui.test_library_page import drop

PAINTS, FACES = "small-inpaint", "gfpgan-1.4"
UNET = "model.diffusion_model."
SLOW = Fault(rate=150_000)


def checkpoint(channels, seed=0):
    """A file with just enough of Stable Diffusion 1 to be taken for it (5e5 bytes, of no use)."""
    shapes = {
        UNET + "input_blocks.0.0.weight": (320, channels, 3, 3),
        UNET + "input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight": (320, 768),
        "cond_stage_model.transformer.text_model.final_layer_norm.weight": (768,),
        "first_stage_model.decoder.conv_in.weight": (512, 4, 3, 3),
    }
    header, end = {}, 0
    for name, shape in shapes.items():
        size = 2
        for side in shape:
            size *= side
        header[name] = {"dtype": "F16", "shape": shape, "data_offsets": [end, end + size]}
        end += size
    told = json.dumps(header).encode()
    return struct.pack("<Q", len(told)) + told + bytes([seed]) * end


FILES = {
    "small-inpaint.safetensors": checkpoint(9),
    "GFPGANv1.4.pth": b"a network " * 40_000,
}


def entry(id_, kind, file, **more):
    """One model of the catalogue, as its file has it."""
    lines = {
        "id": id_,
        "title": id_.replace("-", " ").capitalize(),
        "kind": kind,
        "good_for": "Trying this out.",
        "licence": "free",
        "recommended": True,
        "checked": True,
    } | more
    told = "\n".join(f"{name} = {json.dumps(value)}" for name, value in lines.items())
    content = FILES[file]
    return f"""
[[model]]
{told}
[[model.files]]
path = "{file}"
bytes = {len(content)}
sha256 = "{hashlib.sha256(content).hexdigest()}"
[[model.sources]]
url = "%s/files/{file}"
"""


@pytest.fixture
def source(tmp_path, monkeypatch):
    """Where the models come from, and a catalogue that says so."""
    with Server() as server:
        server.files |= FILES
        licence = '[licence.free]\ntitle = "Free for all"\nlink = "https://example.org"\n'
        licence += 'note = "Free for all uses."\n'
        models = entry(PAINTS, "model", "small-inpaint.safetensors", family="sd1", memory=4)
        models += entry(FACES, "faces", "GFPGANv1.4.pth")
        path = tmp_path / "catalogue.toml"
        path.write_text(licence + models.replace("%s", server.url), "utf-8")
        monkeypatch.setenv("RITOCCO_CATALOGUE", str(path))
        monkeypatch.setattr(transfers, "POLL_MS", 100)
        yield server


@pytest.fixture
def desk(source, make_desk):
    """A real one, in place of the stage's."""
    made = make_desk()
    made.settings.set("ui.language", "en")
    return made


@pytest.fixture
def dock(desk, host, shown, wait):
    document = host.open()
    document.select(Box(20, 14, 24, 18))
    panel = shown(Panel(desk))
    desk.open()
    wait(lambda: desk.library.catalogue)
    wait(lambda: desk.status.standing is Standing.READY)
    return panel


@pytest.fixture
def library(desk):
    return desk.library


def brought(desk):
    """Names of the models that the artist brought; the demonstration ships."""
    return [one.name for one in desk.models if not one.shipped]


def row_of(panel, id_):
    panel.show_model(id_)
    QtWidgets.QApplication.processEvents()  # what is new gets its place
    return panel.models.groups.rows[id_]


def accept_and_get(panel, id_, qtbot):
    """As an artist does it: the box, then the button."""
    details = row_of(panel, id_).details
    qtbot.mouseClick(
        details.licence.box,
        Qt.MouseButton.LeftButton,
        pos=QtCore.QPoint(8, details.licence.box.height() // 2),
    )
    assert details.licence.box.isChecked()
    qtbot.mouseClick(details.get, Qt.MouseButton.LeftButton, pos=details.get.rect().center())


def test_the_first_model_is_chosen_stopped_taken_up_and_painted_with(
    dock, desk, library, source, wait, qtbot, press
):
    source.always["small-inpaint.safetensors"] = SLOW
    main, page = dock.main, dock.models
    desk.session.turn(model=SURROUNDINGS)
    wait(lambda: main.state_line.action.isVisible())
    assert main.state_line.action.text() == "Get one…"
    press(main.state_line.action)
    press(page.first.get)
    accept_and_get(dock, PAINTS, qtbot)
    row = page.groups.rows[PAINTS]
    wait(lambda: library.model(PAINTS).done > 100_000)
    assert library.model(PAINTS).state is Presence.FETCHING
    assert 0 < row.meter.fraction < 1
    assert "/s" in row.head.words
    assert 0 < desk.status.fetched < 1
    press(row.stop)
    wait(lambda: library.model(PAINTS).state is Presence.PARTIAL)
    kept = library.model(PAINTS).done
    assert kept >= 100_000
    assert page.first.get.isVisible()

    press(row_of(dock, PAINTS).details.get)
    wait(lambda: library.model(PAINTS).is_here)
    assert "range" in source.gets("small-inpaint.safetensors")[-1].headers
    wait(lambda: brought(desk) == ["small-inpaint"])
    assert desk.session.knobs.model == AUTOMATIC
    assert "paints from now on" in page.bar.messages[0].text
    assert not page.first.isVisible()
    press(page.back)
    wait(lambda: main.start.text() == "Fill the selection")
    assert main.wish.words.isVisible()
    assert main.state_line.words.text().startswith("small-inpaint")
    assert not main.missing.isVisible()
    wait(lambda: desk.session.readiness.ready)


def test_a_backend_killed_while_it_fetches_goes_on_by_itself(
    dock, desk, library, source, wait, qtbot
):
    source.always["small-inpaint.safetensors"] = SLOW
    accept_and_get(dock, PAINTS, qtbot)
    wait(lambda: library.model(PAINTS).done > 100_000)
    was = desk.backend.process_id
    kill(was)
    wait(lambda: library.model(PAINTS).state is Presence.WAITING)
    assert dock.models.groups.rows[PAINTS].head.words == "Waits for the backend"
    wait(lambda: library.model(PAINTS).is_here)
    assert desk.backend.process_id != was
    assert "range" in source.gets("small-inpaint.safetensors")[-1].headers
    wait(lambda: brought(desk))


def test_what_is_gone_says_so_and_can_be_tried_again(dock, library, source, wait, qtbot, press):
    kept = source.files.pop("GFPGANv1.4.pth")
    desk_task = dock.main.wish.tasks
    dock.show_main()
    wait(lambda: any(one.key == "faces" for one in desk_task.chips()))  # the backend said so
    press(desk_task.chip("faces"))
    assert not dock.main.start.isEnabled()
    assert "needs Gfpgan 1.4" in dock.main.reason.text()
    press(dock.main.missing.button)
    accept_and_get(dock, FACES, qtbot)
    wait(lambda: library.model(FACES).failure)
    row = dock.models.groups.rows[FACES]
    assert library.model(FACES).failure.code == "gone"
    assert row.head.words == library.model(FACES).failure.problem
    source.files["GFPGANv1.4.pth"] = kept
    press(row.details.get)
    wait(lambda: library.model(FACES).is_here)
    assert [one.text for one in dock.models.bar.messages] == ["Gfpgan 1.4 is here."]
    dock.show_main()
    wait(lambda: dock.main.start.isEnabled())
    assert not dock.main.missing.isVisible()


def test_what_is_another_file_than_it_should_be_never_looks_here(
    dock, library, source, wait, qtbot
):
    source.always["GFPGANv1.4.pth"] = Fault(body=b"x" * len(FILES["GFPGANv1.4.pth"]))
    accept_and_get(dock, FACES, qtbot)
    wait(lambda: library.model(FACES).failure)
    assert library.model(FACES).failure.code == "wrong_file"
    assert not library.model(FACES).is_here
    dock.show_main()
    library.get(FACES)
    wait(lambda: dock.main.bar.messages)  # seen by who has gone back to work
    press_remedy = dock.main.bar._notes()[0].remedy_button
    qtbot.mouseClick(press_remedy, Qt.MouseButton.LeftButton)
    assert dock.models.isVisible()


def test_a_file_of_the_artists_own_is_dropped_used_and_taken_away(
    dock, desk, library, tmp_path, wait, press
):
    file = tmp_path / "my dreams.safetensors"
    file.write_bytes(checkpoint(4, 7))
    dock.show_model("")
    data = QtCore.QMimeData()
    data.setUrls([QtCore.QUrl.fromLocalFile(str(file))])
    assert drop(dock.models, data)
    wait(lambda: brought(desk) == ["my dreams"])
    [own] = [
        one
        for one in library.catalogue.models
        if not one.listed and one.kind == "model" and one.origin != "shipped"
    ]
    assert own.is_here
    details = row_of(dock, own.id).details
    assert str(tmp_path) in details.facts.text()
    press(details.use)
    assert desk.session.knobs.model == "my dreams"
    press(row_of(dock, own.id).details.remove)
    press(details.sure)
    wait(lambda: library.model(own.id) is None)
    wait(lambda: not brought(desk))
    assert file.read_bytes() == checkpoint(4, 7)


def test_a_file_that_holds_code_is_refused_by_name(dock, desk, tmp_path, wait):
    class Attack:
        def __reduce__(self):
            return (open, (str(tmp_path / "ran"), "w"))

    file = tmp_path / "evil.ckpt"
    file.write_bytes(pickle.dumps({"state_dict": Attack()}))
    dock.show_model("")
    data = QtCore.QMimeData()
    data.setUrls([QtCore.QUrl.fromLocalFile(str(file))])
    assert drop(dock.models, data)
    wait(lambda: dock.models.bar.messages)
    assert "evil" in dock.models.bar.messages[0].text
    assert not (tmp_path / "ran").exists()
    assert not brought(desk)


def test_a_file_put_into_the_folder_is_found_by_looking_again(dock, desk, library, wait, press):
    dock.show_model("")
    folder = Path(library.catalogue.folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "brought.safetensors").write_bytes(checkpoint(4))
    press(dock.models.again)
    wait(lambda: brought(desk) == ["brought"])
    wait(lambda: not dock.models.first.isVisible())


def test_another_programs_folder_is_used_in_place(
    dock, desk, library, wait, press, tmp_path, monkeypatch
):
    webui = tmp_path / "webui"
    for name in ("Stable-diffusion", "Lora", "ESRGAN"):
        (webui / "models" / name).mkdir(parents=True)
    (webui / "models" / "Stable-diffusion" / "theirs.safetensors").write_bytes(checkpoint(4, 3))
    monkeypatch.setattr(QtWidgets.QFileDialog, "getExistingDirectory", lambda *_: str(webui))
    dock.show_model("")
    press(dock.models.add.folder)
    wait(dock.models.add.offer.isVisible)
    assert "A1111: 1 model" in dock.models.add.offer.words.text()
    press(dock.models.add.offer.place)
    wait(lambda: brought(desk) == ["theirs"])
    [(label, leave)] = dock.models.folders.rows
    assert "used where they lie" in label.text()
    press(leave)
    wait(lambda: not brought(desk))
    assert (webui / "models" / "Stable-diffusion" / "theirs.safetensors").is_file()
