"""Selection, extension, layers below, new pictures, and a document's identity."""

from dataclasses import replace

from krita import Selection
from ritocco_dock.editor import SRGB, LayerSpec, PictureSpec, Source
from ritocco_dock.errors import HostError
from ritocco_dock.geometry import Box, Sides, Size
from ritocco_dock.hosts.krita import Shared

RED = b"\x00\x00\xff\xff"
CLEAR = b"\x00\x00\x00\x00"


def run(t):
    """One after the other."""
    host = Shared.host
    host.watch(True)
    for part in (selection, extension, below, masked, source, picture, identity):
        yield from part(t, host)
    host.watch(False)


def pixel(own, x, y):
    """One pixel of the flattened picture, as bytes."""
    own.waitForDone()
    return bytes(own.pixelData(x, y, 1, 1))


def selection(t, host):
    """Bounds are clipped; the mask is the one of the moment."""
    own = t.document(300, 200)
    yield from t.shown_to(host, own)
    document, heard = host.active(), []
    host.changed.connect(lambda: heard.append(1))
    made = Selection()
    made.select(-50, 150, 120, 500, 200)
    own.setSelection(made)
    yield lambda: heard
    t.check("a selection is noticed", True)
    t.check("bounds lie on the canvas", document.state().selection == Box(0, 150, 70, 50))
    for likely in (Box(0, 100, 100, 100), None):
        snapshot = document.snapshot(likely=likely)
        if likely is None:
            made.select(0, 0, 300, 200, 255)
            own.setSelection(made)
        mask = snapshot.mask(Box(60, 140, 20, 20))
        expected = bytes(10 * 20) + (b"\xc8" * 10 + bytes(10)) * 10
        t.check(f"the mask of that moment, likely {likely}", mask == expected)
        snapshot.close()
    try:
        document.snapshot(likely=Box(0, 0, 10, 10)).pixels(Box(5, 5, 10, 10))
        t.check("what was not kept is refused", False)
    except HostError:
        t.check("what was not kept is refused", True)
    nothing = Selection()
    nothing.select(-50, -50, 20, 20, 255)
    own.setSelection(nothing)
    t.check("nothing on the canvas is nothing", document.state().selection is None)
    yield from t.close(own)


def extension(t, host):
    """Canvas and layer, two undo steps; originals stay."""
    own = t.document(100, 80)
    t.paint(own, bytes(range(256)) * 125)
    yield from t.shown_to(host, own)
    before = t.bytes_of(own)
    spec = LayerSpec("more", Box(-20, -10, 20, 90), SRGB, extend=Sides(20, 10, 5, 0))
    builder = host.active().new_layer(spec)
    builder.write(spec.box, RED * spec.box.area)
    t.check("the document waits for commit", t.bytes_of(own) == before)
    builder.commit()
    own.waitForDone()
    t.check("the canvas grew", (own.width(), own.height()) == (125, 90))
    t.check("the new part is filled", pixel(own, 0, 0) == RED == pixel(own, 19, 89))
    t.check("originals are the same", bytes(own.pixelData(20, 10, 100, 80)) == before)
    yield 400
    yield from t.undo()
    yield from t.undo()
    t.check("two steps back", t.bytes_of(own) == before and own.width() == 100, own.width())
    yield from t.close(own)


def below(t, host):
    """A layer below shows only through what is transparent."""
    own = t.document(40, 40)
    t.paint(own, (b"\x10\x20\x30\xff" * 20 + b"\x10\x20\x30\x80" * 10 + CLEAR * 10) * 40)
    yield from t.shown_to(host, own)
    spec = LayerSpec("behind", Box(0, 0, 40, 40), SRGB, below=True)
    builder = host.active().new_layer(spec)
    builder.write(spec.box, RED * spec.box.area)
    builder.commit()
    t.check("opaque pixels stay in front", pixel(own, 5, 5) == b"\x10\x20\x30\xff")
    mixed = pixel(own, 25, 5)
    t.check("half of it shows", mixed[3] == 255 and 0x90 < mixed[2] < 0xA0, mixed)
    t.check("all of it shows", pixel(own, 35, 5) == RED)
    yield 400
    yield from t.undo()
    t.check("one step back", pixel(own, 35, 5) == CLEAR)
    yield from t.close(own)


def masked(t, host):
    """Where Krita can: a mask of its own, and one undo step for both."""
    if not host.capabilities.transparency_mask:
        t.note("transparency mask", "this Krita cannot make one")
        return
    own = t.document(60, 60)
    t.paint(own, b"\xff" * 60 * 60 * 4)
    yield from t.shown_to(host, own)
    before = t.bytes_of(own)
    spec = LayerSpec("masked", Box(10, 10, 20, 20), SRGB, masked=True)
    builder = host.active().new_layer(spec)
    builder.write(spec.box, RED * spec.box.area)
    builder.write_mask(spec.box, (b"\xff" * 10 + b"\x00" * 10) * 20)
    builder.commit()
    yield 400
    layer = own.rootNode().childNodes()[-1]
    kinds = [node.type() for node in layer.childNodes()]
    t.check("the layer has a mask", kinds == ["transparencymask"], kinds)
    t.check("the mask shows one half", pixel(own, 15, 15) == RED, pixel(own, 15, 15))
    t.check("the rest of the picture is there", pixel(own, 50, 50) == b"\xff" * 4)
    t.check("the mask hides the other", pixel(own, 25, 15) == b"\xff" * 4, pixel(own, 25, 15))
    yield lambda: host.active().state().layer == "masked"
    yield 800
    name = host.active().state().layer
    t.check("the new layer stays the active one, not its mask", name == "masked", name)
    yield from t.undo()
    nodes = len(own.rootNode().childNodes())
    t.check("one step back", t.bytes_of(own) == before and nodes == 1, t.undo_text)
    yield from t.close(own)


def source(t, host):
    """The active layer alone; a new one becomes the active one, unless another was chosen."""
    own = t.document(50, 50)
    t.paint(own, b"\xff" * 50 * 50 * 4)
    node = own.createNode("sketch", "paintlayer")
    node.setPixelData(RED * 100, 5, 5, 10, 10)
    own.rootNode().addChildNode(node, None)
    yield from t.shown_to(host, own)
    own.setActiveNode(node)
    yield 200
    document = host.active()
    t.check("the active layer is told", document.state().layer == "sketch", document.state().layer)
    alone = document.snapshot(Source.LAYER, Box(0, 0, 20, 20)).pixels(Box(4, 4, 2, 2))
    t.check("the layer alone", alone == CLEAR * 3 + RED, alone)
    spec = LayerSpec("new", Box(0, 0, 5, 5), SRGB)
    builder = document.new_layer(spec)
    builder.write(spec.box, RED * 25)
    builder.commit()
    yield lambda: document.state().layer == "new"
    yield 800
    t.check("the new layer stays the active one", document.state().layer == "new")
    thrown = document.new_layer(spec)
    thrown.discard()
    t.check("discarded: no layer", len(own.rootNode().childNodes()) == 3)
    yield from t.close(own)


def picture(t, host):
    """A new document, as for an upscaled picture."""
    own = t.document(50, 50, "RGBA", "U16", "")
    yield from t.shown_to(host, own)
    document = host.active()
    colour, size = document.state().colour, Size(90, 70)
    before = len(t.krita.documents())
    plain = replace(colour, layout=replace(colour.layout, alpha=False))
    builder = host.new_picture(PictureSpec("larger", size, plain, "{}"))
    for band in Box.of(size).bands(32):
        builder.write(band, b"\x34\x12" * 3 * band.area)
    builder.commit()
    yield lambda: host.active() not in (None, document)
    made = host.active()
    t.check("it is open", len(t.krita.documents()) == before + 1 and made.state().size == size)
    t.check("in the same colours", made.state().colour == colour)
    bottom = next(one for one in t.krita.documents() if made.is_of(one))
    t.check("with its pixels", pixel(bottom, 89, 69) == b"\x34\x12" * 3 + b"\xff\xff")
    t.check("two documents, two keys", made.key != document.key)
    yield from t.close(bottom)
    yield lambda: host.active() is document
    t.check("the first is the active one again", document.alive())
    yield from t.close(own)


def identity(t, host):
    """A key outlives saving, closing and opening; by path, and inside the file."""
    own = t.document(30, 30)
    yield from t.shown_to(host, own)
    document, gone = host.active(), []
    host.closed.connect(gone.append)
    key = document.key
    path = t.out / "kept.png"
    own.saveAs(str(path))
    yield 300
    yield from t.close(own)
    yield lambda: gone
    t.check("closing is told", gone[0] is document and host.active() is None)
    own = t.krita.openDocument(str(path))
    yield from t.shown_to(host, own)
    t.check("known by its path", host.active().key == key)
    t.check("named after the file", host.active().name == "kept.png", host.active().name)
    builder = host.active().new_layer(LayerSpec("x", Box(0, 0, 3, 3), SRGB))
    builder.write(Box(0, 0, 3, 3), RED * 9)
    builder.commit()
    first, second = t.out / "first.kra", t.out / "moved" / "second.kra"
    own.setBatchmode(True)
    own.saveAs(str(first))
    yield 300
    yield from t.close(own)
    second.parent.mkdir()
    first.rename(second)
    own = t.krita.openDocument(str(second))
    yield from t.shown_to(host, own)
    t.check("known by what the file says", host.active().key == key)
    yield from t.close(own)
