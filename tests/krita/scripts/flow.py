"""The main flow, by hand: select, type, press, look, apply; then undo."""

import os

from dock import Dock, outside, selected_box

from ritocco_dock.geometry import Box, Sides
from ritocco_dock.knobs.knobs import SURROUNDINGS
from ritocco_dock.phase import Phase
from ritocco_dock.session.session import Axis


def run(t):
    """As an artist would."""
    dock = Dock(t)
    yield dock.is_settled
    t.check("the dock is there to be seen", dock.widget.isVisible() and dock.widget.width() > 200)
    share = dock.widget.height() / t.main.centralWidget().height()
    t.check("as a column of its own", share > 0.9, share)
    yield from dock.open(os.environ["PICTURE"])
    own = dock.opened
    width, height = own.width(), own.height()
    before = t.bytes_of(own)
    where = Box(width // 3, height // 3, width // 6, height // 6)
    yield from dock.select(where)
    box = selected_box(own)
    t.check(
        "selected by hand",
        max(abs(box.x - where.x), abs(box.right - where.right)) <= 4,
        (box, where),
    )
    prompt = dock.page.wish.prompt
    yield from t.click(prompt)
    yield from t.type("a quiet sea, evening")
    t.check("typed", prompt.toPlainText() == "a quiet sea, evening", prompt.toPlainText())
    dock.session.turn(steps=2)
    yield lambda: dock.session.plan is not None
    yield 500
    t.screenshot("1-before")
    undo = t.undo_text
    yield from dock.press()
    yield from dock.result()
    yield 500
    t.check("the document waited", t.bytes_of(own) == before and t.undo_text == undo)
    t.screenshot("2-result")
    yield from dock.click_first_result()
    yield lambda: dock.session.shown and dock.session.shown_image is not None
    yield 600
    t.screenshot("3-shown")
    t.check("shown without an undo step", t.undo_text == undo and t.bytes_of(own) == before)
    yield from t.click(dock.page.results.apply)
    yield lambda: len(own.rootNode().childNodes()) > 2  # one is the selection's
    yield 700
    after = t.bytes_of(own)
    layers = [one for one in own.rootNode().childNodes() if one.type() == "paintlayer"]
    t.check("one layer more", len(layers) == 2, [one.name() for one in layers])
    t.check("named after the prompt", "quiet sea" in layers[-1].name(), layers[-1].name())
    t.check(
        "no byte outside has changed",
        outside(after, width, box, 4) == outside(before, width, box, 4),
    )
    inside = [
        sum(abs(a - b) for a, b in zip(one, two, strict=True)) / len(one)
        for one, two in [
            (
                before[(y * width + box.x) * 4 : (y * width + box.right) * 4],
                after[(y * width + box.x) * 4 : (y * width + box.right) * 4],
            )
            for y in range(box.y, box.bottom)
        ]
    ]
    t.check(
        "inside it is another picture", sum(inside) / len(inside) > 0.5, sum(inside) / len(inside)
    )
    t.check("the preview is gone", dock.session.shown == "", dock.session.shown)
    t.screenshot("4-applied")
    yield from t.undo()
    t.check("undone in one step", t.bytes_of(own) == before, t.undo_text)
    selection = selected_box(own)
    t.check("the selection is as it was", selection == box, selection)
    yield from grid(t, dock)
    yield from extend(t, dock, own, before)
    yield from t.close(own)


def grid(t, dock):
    """Pictures over a knob: each cell needs another part of the picture of that moment."""
    exports = []
    for grow in (120, 0):
        dock.session.turn(model=SURROUNDINGS, grow=grow)
        yield lambda: dock.session.plan is not None
        exports.append(dock.session.plan.export)
    wide, narrow = exports
    t.check("one needs more than the present knobs", not narrow.holds(wide), exports)
    made = dock.session.grid(Axis("grow", (0, 120)))
    yield lambda: not dock.session.unfinished
    cells = [dock.session.job(job) for job in made.jobs[0]]
    t.check("each cell has come", all(one.phase is Phase.DONE for one in cells), cells)


def extend(t, dock, own, before):
    """Canvas, fill and layer by one press and one apply, two undo steps; a result from before."""
    width, height = own.width(), own.height()
    known = [one.id for one in dock.session.results]
    dock.session.choose("extend")
    dock.session.turn(model=SURROUNDINGS, extend=Sides(16, 0, 0, 8))
    yield 300
    yield from dock.press()
    yield from dock.result(known)
    dock.session.apply(dock.session.results[0].id)
    yield lambda: own.width() == width + 16
    yield 700
    t.check("the canvas has grown", (own.width(), own.height()) == (width + 16, height + 8))
    t.check("the original is in its place", bytes(own.pixelData(16, 0, width, height)) == before)
    strip = bytes(own.pixelData(0, 0, 16, height))
    t.check("what was added is opaque", set(strip[3::4]) == {255}, sorted(set(strip[3::4]))[:5])
    t.check("and not empty", len(set(strip)) > 30)
    yield 1500
    t.screenshot("5-extended")
    older = next(one for one in dock.session.results if one.id in known)
    dock.session.apply(older.id)
    yield lambda: not dock.session.applying
    yield 900
    layer = [one for one in own.rootNode().childNodes() if one.type() == "paintlayer"][-1]
    t.check(
        "an older result has moved with the picture",
        abs(layer.bounds().x() - older.box.x - 16) <= 1,
        (layer.bounds(), older.box),
    )
    yield from t.undo()
    yield from t.undo()
    yield from t.undo()
    t.check("as many steps back", t.bytes_of(own) == before)
