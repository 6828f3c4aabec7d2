"""What a file holds beside its pixels, whatever the format."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ritocco.canvas import stored_recipe, tags
from ritocco.canvas.picture import Metadata
from ritocco.canvas.tags import Buffer, Damaged
from ritocco.sentence import Sentence

_ODD_EXIF = Sentence(
    "What the picture says of itself (EXIF) is damaged; it is kept, but not understood."
)


@dataclass(frozen=True, slots=True)
class Carried:
    """What a file holds beside its pixels.

    orientation  1 (upright) to 8, as EXIF counts
    animated     the file shows more than one picture in time
    associated   the pixels' colours are multiplied by alpha already
    """

    profile: bytes | None = None
    metadata: Metadata = field(default_factory=Metadata)
    orientation: int = 1
    animated: bool = False
    associated: bool = False


def carried(
    profile: bytes | None,
    metadata: Metadata,
    *,
    orientation: int | None = None,
    animated: bool = False,
    associated: bool = False,
) -> Carried:
    """Carried, with the recipe taken out of the XMP packet, and what only EXIF knows."""
    directory: tags.Directory = {}
    if metadata.exif is not None:
        try:
            directory = tags.read(metadata.exif)
        except Damaged:
            metadata = replace(metadata, flaws=(*metadata.flaws, _ODD_EXIF))
    xmp, recipe = stored_recipe.take(metadata.xmp)
    return Carried(
        profile,
        replace(
            metadata,
            xmp=xmp,
            recipe=metadata.recipe if metadata.recipe is not None else recipe,
            resolution=metadata.resolution or tags.resolution(directory),
        ),
        tags.orientation(directory) if orientation is None else orientation,
        animated,
        associated,
    )


def packet(metadata: Metadata) -> bytes | None:
    """The XMP packet to write, with the recipe in it."""
    if metadata.recipe is None:
        return metadata.xmp
    return stored_recipe.put(metadata.xmp, metadata.recipe)


def exif_block(data: Buffer) -> bytes:
    """An EXIF block without the marker that some writers put before it."""
    return bytes(data).removeprefix(b"Exif\0\0")
