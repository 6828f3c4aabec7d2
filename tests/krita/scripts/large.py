"""An 8k document: how long the host holds Krita's event loop, step by step."""

import time

from krita import Selection
from ritocco_dock.editor import SRGB, LayerSpec
from ritocco_dock.geometry import Box
from ritocco_dock.hosts.krita import Shared

WIDTH, HEIGHT = 7680, 4320


def run(t):
    """Snapshot, export in bands, a layer in bands; Krita's own time apart."""
    host = Shared.host
    host.watch(True)
    own = t.document(WIDTH, HEIGHT)
    node = own.rootNode().childNodes()[0]
    for row in range(0, HEIGHT, 32):
        line = bytes((row * 7 + step) % 256 for step in range(256))
        node.setPixelData((line * 30 * 4 * 32), 0, row, WIDTH, 32)
    own.refreshProjection()
    yield from t.show(own)
    yield lambda: host.active() is not None
    most = t.freeze(own)
    made = Selection()
    made.select(3000, 2000, 900, 700, 255)
    own.setSelection(made)
    yield 1500
    # The ants that march around a selection make Krita draw all the time, here without a GPU.
    t.krita.action("toggle_display_selection").trigger()
    document = host.active()
    for name, looking in (("nobody looks", False), ("the host looks", True)):
        host.watch(looking)
        yield 500
        t.gaps.take()
        yield 2000
        t.note(f"gap while {name}", (t.gaps.take(), t.gaps.blamed))
    for name, likely in (("a window", Box(2600, 1600, 1700, 1500)), ("everything", None)):
        taken = []
        for _ in range(3):
            t.gaps.take()
            snapshot = document.snapshot(likely=likely)
            taken.append(t.gaps.take())
            if len(taken) < 3:
                snapshot.close()
        t.note(f"snapshot of {name}", round(min(taken), 1))
        t.check(f"snapshot of {name} is quick", min(taken) < most, taken)
        read = bytearray()
        for band in (likely or Box(0, 0, WIDTH, HEIGHT)).bands(16 if likely is None else 64):
            read += snapshot.pixels(band)
            snapshot.mask(band)
            yield 0
        snapshot.close()
        gap = t.gaps.take()
        t.note(f"gap while reading {name}", gap)
        t.check(f"reading {name}: Krita lives on", gap < most, (gap, t.gaps.blamed))
        area = likely or Box(0, 0, WIDTH, HEIGHT)
        t.check(f"{name}: all of it", len(read) == area.area * 4)
        del read
        yield 500
        t.gaps.take()
    before = own.pixelData(0, 0, WIDTH, HEIGHT)
    yield 500
    t.gaps.take()
    box = Box(2600, 1600, 1700, 1500)
    builder = document.new_layer(LayerSpec("large", box, SRGB))
    for band in box.bands(48):
        builder.write(band, bytes(band.area * 4))
        yield 0
    gap = t.gaps.take()
    t.note("gap while a layer is prepared", gap)
    t.check("preparing a layer: Krita lives on", gap < most, (gap, t.gaps.blamed))
    begun = time.perf_counter()
    builder.commit()
    t.note("Krita's own addChildNode", round((time.perf_counter() - begun) * 1000, 1))
    yield 1500
    t.note("gap with Krita's own redraw", t.gaps.take())
    after = own.pixelData(0, 0, WIDTH, HEIGHT)
    t.check("a clear layer changes nothing", before == after)
    yield from t.close(own)
