"""Which files may be saved as what, and the words for file dialogs."""

from __future__ import annotations

from pathlib import Path

from ..words import mark, say
from .document import Canvas, Document, FileFacts
from .files import EIGHT_BITS, LAYERED, READS

FLOATS = ("f16", "f32")
_KINDS = (
    (mark("Layered picture"), (".ora",)),
    ("PNG", (".png",)),
    ("TIFF", (".tiff", ".tif")),
    ("WebP", (".webp",)),
    ("JPEG", (".jpg", ".jpeg")),
)


def filter_to_open() -> str:
    """All that can be opened, for a dialog."""
    return say("Pictures") + " (" + " ".join(f"*.{suffix}" for suffix in READS) + ")"


def filters_to_save(canvas: Canvas, flattened: bool) -> list[str]:
    """What a picture can be saved as, for a dialog; the best first."""
    able = [
        f"{say(label)} ({' '.join(f'*{suffix}' for suffix in suffixes)})"
        for label, suffixes in _KINDS
        if not (flattened and LAYERED in suffixes)
        and not (canvas.kind.name in FLOATS and suffixes[0] in (LAYERED, ".png"))
    ]
    plain = len(canvas.layers) < 2 and not flattened
    return [*able[1:], able[0]] if plain and LAYERED in able[0] else able


def is_flat(canvas: Canvas) -> bool:
    """Whether a plain file holds all there is: one layer, all of it shown, none of it outside."""
    if len(canvas.layers) != 1:
        return False
    layer = canvas.layers[0]
    return (
        layer.visible
        and layer.opacity >= 1
        and layer.mask is None
        and layer.raster.fits(canvas.box)
    )


def loses(canvas: Canvas, facts: FileFacts, path: str) -> str:
    """What a file of this name cannot hold of the picture, in the artist's words; "" if nothing."""
    suffix = Path(path).suffix.lower()
    if suffix != LAYERED and not is_flat(canvas):
        return say("The file holds the flattened picture; the layers are in this window only.")
    if suffix in EIGHT_BITS and canvas.kind.name != "u8":
        return say("The file holds 8 bits for each colour; all of them are in this window only.")
    return ""


def suggested(document: Document, suffix: str) -> str:
    """A name for the file beside the one it came from."""
    place = Path(document.path) if document.path else Path.home() / document.name
    return str(place.with_suffix(suffix))
