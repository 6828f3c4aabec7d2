"""An 8k document and the whole dock: the longest pause of Krita's event loop, step by step."""

from dock import Dock

from krita import Selection
from ritocco_dock.geometry import Box
from ritocco_dock.qt import QtCore

WIDTH, HEIGHT = 7680, 4320
ROUNDS = 2
"""What is the dock's own comes every time; a hiccup of the machine does not."""
WHERE = Box(3000, 2000, 300, 240)


def run(t):
    """Poll, export, follow a job, show the result, prepare the layer; then Krita's own part."""
    dock = Dock(t)
    own = t.document(WIDTH, HEIGHT)
    node = own.rootNode().childNodes()[0]
    for row in range(0, HEIGHT, 32):
        line = bytes((row * 7 + step) % 256 for step in range(256))
        node.setPixelData((line * 30 * 4 * 32), 0, row, WIDTH, 32)
    own.refreshProjection()
    yield from t.show(own)
    yield from dock.ready(own)
    most = t.freeze(own)
    made = Selection()
    made.select(WHERE.x, WHERE.y, WHERE.width, WHERE.height, 255)
    own.setSelection(made)
    # The ants that march around a selection make Krita draw all the time, here without a GPU.
    t.krita.action("toggle_display_selection").trigger()
    yield lambda: dock.session.readiness.ready and dock.session.plan is not None
    yield 2000
    before = bytes(own.pixelData(0, 0, WIDTH, HEIGHT))
    pauses, added = {}, []

    def pause(name):
        gap = t.gaps.take()
        pauses.setdefault(name, []).append((gap, t.gaps.wall, t.gaps.blamed))

    watch_commits(dock.session.document, lambda: pause("preparing the layer"), added.append)
    for _ in range(ROUNDS):
        yield from round_trip(t, dock, pause, added)
    del dock.session.document.new_layer
    for name, found in pauses.items():
        t.note(f"longest pause, {name}, ms", max(found)[0])
        t.note(f"longest pause, {name}, ms on the clock", max(wall for _, wall, _ in found))
        t.check(f"{name}: Krita lives on", min(found)[0] < most, (most, found))
    t.note("Krita's own: adding a layer to an 8k document, ms", max(added))
    after = bytes(own.pixelData(0, 0, WIDTH, HEIGHT))
    width = WIDTH * 4
    rows = [row for row in range(HEIGHT) if not WHERE.y <= row < WHERE.bottom]
    same = all(
        before[row * width : row * width + width] == after[row * width : row * width + width]
        for row in rows
    )
    t.check("rows outside are the same bytes", same)
    t.check("inside has changed", before != after)


def round_trip(t, dock, pause, added):
    """From the press to the layer."""
    known, layers = {one.id for one in dock.session.results}, len(added)
    t.gaps.take()
    yield 2000
    pause("polling")
    dock.session.submit()
    yield lambda: any(job.server for job in dock.session.jobs)
    pause("snapshot and export")
    yield from dock.result(known)
    pause("following the job")
    newest = dock.session.results[0]
    yield 500
    t.gaps.take()
    dock.session.show(newest.id)
    yield lambda: dock.session.shown_image is not None
    pause("preview")
    yield 500
    t.gaps.take()
    dock.session.apply(newest.id)
    yield lambda: len(added) > layers
    yield 1500


def watch_commits(document, before, tell):
    """Have `before` called in front of every commit, and told how many ms that takes Krita."""
    make = document.new_layer

    def watched(spec):
        builder = make(spec)
        commit = builder.commit

        def timed():
            before()
            clock = QtCore.QElapsedTimer()
            clock.start()
            commit()
            tell(clock.nsecsElapsed() / 1e6)

        builder.commit = timed
        return builder

    document.new_layer = watched
