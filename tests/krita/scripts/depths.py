"""Every colour space: pixels travel as they are, nothing outside changes, undo is one step."""

import random
import struct

from ritocco_dock.editor import SRGB, LayerSpec
from ritocco_dock.geometry import Box
from ritocco_dock.hosts.krita import Shared

SIDE = 160
AT = Box(40, 30, 64, 50)
SPACES = (
    ("RGBA", "U8", ""),
    ("RGBA", "U16", ""),
    ("RGBA", "U16", "Rec2020-elle-V4-g10.icc"),
    ("RGBA", "F16", ""),
    ("RGBA", "F32", ""),
    ("GRAYA", "U8", ""),
    ("GRAYA", "U16", ""),
    ("GRAYA", "F32", ""),
    ("CMYKA", "U8", ""),
    ("CMYKA", "U16", ""),
    ("LABA", "U16", ""),
)
CHANNELS = {"RGBA": 4, "GRAYA": 2, "CMYKA": 5, "LABA": 4}
CODES = {"U8": "B", "U16": "H", "F16": "e", "F32": "f"}
TOP = {"U8": 255, "U16": 65535, "F16": 1.0, "F32": 1.0}


def noise(model, depth):
    """Random pixels: some opaque, some half transparent; floats reach beyond 1."""
    made = random.Random(model + depth)
    values = []
    for _ in range(SIDE * SIDE):
        for _ in range(CHANNELS[model] - 1):
            full = TOP[depth]
            values.append(made.randrange(full + 1) if depth[0] == "U" else made.random() * 1.5)
        values.append(TOP[depth] if made.random() < 0.7 else made.choice([1, 2]) * TOP[depth] / 4)
    if depth[0] == "U":
        values = [int(value) for value in values]
    return struct.pack(f"<{len(values)}{CODES[depth]}", *values)


def outside(pixels):
    """The pixels beyond the layer."""
    each = len(pixels) // (SIDE * SIDE)
    return [
        pixels[index * each : (index + 1) * each]
        for index in range(SIDE * SIDE)
        if not (AT.x <= index % SIDE < AT.right and AT.y <= index // SIDE < AT.bottom)
    ]


def white(layout):
    """One opaque white pixel."""
    depth = layout.depth.upper()
    channels = 2 if layout.model == "grey" else 4
    return struct.pack(f"<{channels}{CODES[depth]}", *[TOP[depth]] * channels)


def run(t):
    """Each in turn."""
    host = Shared.host
    host.watch(True)
    for model, depth, profile in SPACES:
        what = f"{model} {depth} {profile}".strip()
        own = t.document(SIDE, SIDE, model, depth, profile)
        pixels = noise(model, depth)
        t.paint(own, pixels)
        yield from t.show(own)
        yield lambda own=own: host.active() is not None and host.active().is_of(own)
        document = host.active()
        state = document.state()
        colour = state.colour
        is_own = model in ("RGBA", "GRAYA")
        t.check(f"{what}: converted only if it must be", colour.converted is not is_own)
        is_named = is_own and colour != SRGB
        t.check(f"{what}: profile", (colour.profile[36:40] == b"acsp") is is_named, colour.text)
        t.check(f"{what}: nothing selected", state.selection is None)
        before = t.bytes_of(own)
        for likely in (AT, None):
            snapshot = document.snapshot(likely=likely)
            read = snapshot.pixels(AT)
            t.check(
                f"{what}: size of what is read", len(read) == AT.area * colour.layout.pixel_bytes
            )
            if is_own:
                t.check(
                    f"{what}: read as it is",
                    read == bytes(own.pixelData(AT.x, AT.y, AT.width, AT.height)),
                )
            snapshot.close()
        spec = LayerSpec("a boat", AT, colour, recipe='{"kind": "fill"}')
        builder = document.new_layer(spec)
        for band in AT.bands(20):
            builder.write(band, white(colour.layout) * band.area)
        t.check(f"{what}: the document waits", t.bytes_of(own) == before)
        builder.commit()
        yield 400
        yield lambda document=document: document.state().layer == "a boat"
        after = t.bytes_of(own)
        t.check(f"{what}: nothing outside has changed", outside(after) == outside(before))
        t.check(f"{what}: inside has", after != before)
        names = [node.name() for node in own.rootNode().childNodes()]
        t.check(f"{what}: one layer, on top", names[-1] == "a boat" and len(names) == 2, names)
        yield from t.undo()
        t.check(f"{what}: undone in one step", t.bytes_of(own) == before, t.undo_text)
        yield from t.close(own)
        t.check(f"{what}: the closed one refuses", refuses(document))
    host.watch(False)


def refuses(document):
    """Whether a closed document says so."""
    from ritocco_dock.errors import HostError

    try:
        document.state()
    except HostError:
        return True
    return False
