"""A result that is a picture of its own is opened beside the document, never pasted into it."""

import numpy as np

from ritocco_dock.editor import Layout
from ritocco_dock.geometry import Size
from ritocco_dock.phase import Phase
from tests.plugin.doubles import noise

LAYOUT = Layout("rgb", "u16", True, "bgra")


def test_an_enlarged_picture_is_a_document_of_its_own(desk, host, wait):
    document = host.open(noise(48, 80, LAYOUT), LAYOUT, name="small.kra")
    before = document.base.copy()
    desk.open()
    session = desk.session
    assert "upscale" not in [task.id for task in desk.tasks]
    wait(lambda: desk.upscalers)
    assert "upscale" in [task.id for task in desk.tasks]
    session.choose("upscale")
    session.turn(scale=2.0)
    wait(lambda: session.plan)
    assert session.plan.picture == Size(160, 96)
    [job] = session.submit()
    wait(lambda: session.job(job).phase.is_final)
    assert (session.job(job).phase, session.job(job).problem) == (Phase.DONE, "")
    result = session.result_of(job)
    assert result.is_picture
    document.crop(20, 20)  # where it belongs does not matter to it
    session.apply(result.id)
    wait(lambda: session.is_applied(result.id))
    made = host.now
    assert made is not document
    assert made.base.shape == (96, 160, LAYOUT.pixel_bytes // 2)
    assert made.colour.layout.depth == "u16"
    assert "small.kra" in made.name
    assert document.layers == []
    assert document.undo == ["crop"]
    halved = made.base.reshape(48, 2, 80, 2, 4).mean((1, 3))
    assert abs(halved[..., :3] - before[..., :3]).mean() < 0.1 * 65535
    assert np.array_equal(made.base[..., 3], np.full((96, 160), 65535))
