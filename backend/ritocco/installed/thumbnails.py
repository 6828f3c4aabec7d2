"""The picture of what an adapter does: beside its file, inside it, or the file itself."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from ritocco.canvas.colour import with_usable_profile
from ritocco.canvas.files import load
from ritocco.canvas.picture import Picture
from ritocco.canvas.scratch import scratch_file
from ritocco.diffusion.headers import read_contents
from ritocco.errors import BadPicture, NotFound
from ritocco.from_disk import told_of_damage
from ritocco.installed.adapter_facts import THUMBNAIL
from ritocco.library.beside import pictures_beside
from ritocco.library.kinds import PICTURES
from ritocco.sentence import Sentence

_LONGEST = 16 << 20
"""Letters of a picture in metadata."""
_DATA = re.compile(r"data:image/[\w.+-]{1,40};base64,")


def shown_by(path: Path) -> Path:
    """The file that holds the picture of an adapter: one beside it, or its own."""
    return next(iter(pictures_beside(path)), path)


def picture_of(path: Path) -> Picture:
    """The picture of an adapter in its own size and colours.

    Raises NotFound where there is none, BadPicture or TooLarge where it cannot be read.
    """
    file = shown_by(path)
    if file != path or path.suffix.lower() in PICTURES:
        return with_usable_profile(load(file))
    written = read_contents(path).metadata.get(THUMBNAIL, "")
    if not written:
        raise NotFound("{name} has no picture of what it does.", name=path.name)
    called = Sentence("The picture inside {name}", name=path.name)
    with scratch_file("thumbnail", called) as scratch:
        scratch.write_bytes(_decoded(called, written))
        return with_usable_profile(load(scratch))


def _decoded(called: Sentence, written: str) -> bytes:
    """The bytes in a data URL. Raises BadPicture."""
    begun = _DATA.match(written)
    if begun is None or len(written) > _LONGEST:
        raise BadPicture("{name} is none that can be read.", name=called)
    with told_of_damage(
        lambda why: BadPicture("{name} is damaged ({reason}).", name=called, reason=why)
    ):
        return base64.b64decode(written[begun.end() :], validate=True)
