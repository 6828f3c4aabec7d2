"""Pixels that steer a model beside the prompt, named by the recipe: what they are, what is seen.

A hint or a region covers the part of the canvas that was sent, pixel for pixel; a reference is a
picture of its own, of any size. Values of a region are no colours: no profile touches them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from hashlib import sha256

import numpy as np

from ritocco.canvas.arrays import Floats
from ritocco.canvas.colour import to_working
from ritocco.canvas.document import Document
from ritocco.canvas.picture import Picture
from ritocco.canvas.window import Window
from ritocco.errors import BadPicture, BadRecipe
from ritocco.geometry import Box
from ritocco.recipe.guide import Guide, Role
from ritocco.recipe.recipe import Recipe


def content_hash(picture: Picture) -> str:
    """SHA-256, in hexadecimal, of a picture's pixels: their type, their shape, then all bytes.

    The same on every machine: bytes are little endian, rows without gaps.
    """
    pixels = picture.pixels
    kind = pixels.dtype.newbyteorder("<")
    digest = sha256(f"{kind.str} {'x'.join(map(str, pixels.shape))}\n".encode())
    digest.update(np.ascontiguousarray(pixels, kind).data)
    return digest.hexdigest()


def check_names(recipe: Recipe, sent: Collection[str]) -> None:
    """Raise BadRecipe where a guide is missing, or one was sent that the recipe does not name."""
    named = _roles(recipe)
    missing = next((name for name in named if name not in sent), None)
    if missing is not None:
        raise BadRecipe(
            "The recipe needs the pixels of its guide {missing}; send them with it.",
            missing=repr(missing),
        )
    unknown = next((name for name in sent if name not in named), None)
    if unknown is not None:
        raise BadRecipe(
            "The guide {unknown} was sent, but the recipe does not name it.",
            unknown=repr(unknown[:80]),
        )


def with_guides(recipe: Recipe, document: Document) -> Recipe:
    """The recipe with the content hashes of the guides it names, where they were not known.

    Raises BadRecipe as `check_names` does, and where pixels are not those that the recipe was
    made with; BadPicture where a guide does not cover the part that was sent.
    """
    check_names(recipe, document.guides)
    for name, role in _roles(recipe).items():
        size = document.guides[name].size
        if role is not Role.REFERENCE and size != document.box.size:
            raise BadPicture(
                "The guide {name} is {size} pixels, but the part that was sent is {part}; a "
                "{role} must cover it.",
                name=repr(name),
                size=size,
                part=document.box.size,
                role=role.value,
            )
    found = {name: content_hash(picture) for name, picture in document.guides.items()}
    guides = tuple(_known(guide, found[guide.name]) for guide in recipe.guides)
    return replace(recipe, guides=guides) if guides != recipe.guides else recipe


def seen_guides(recipe: Recipe, document: Document, window: Window) -> dict[str, Floats]:
    """What a window sees of each guide, by name, in float32 0..1: at model size, or a reference.

    hint       (H, W, 3) sRGB, black where nothing was sent or nothing is
    region     (H, W), 0 there
    reference  (h, w, 3) sRGB, whole, in its own size
    """
    return {
        name: _SEEN[role](document.guides[name], document.box, window)
        for name, role in _roles(recipe).items()
    }


def _known(guide: Guide, found: str) -> Guide:
    if guide.sha256 and guide.sha256 != found:
        raise BadRecipe(
            "The pixels of the guide {guide} are not those that the recipe was made with.",
            guide=repr(guide.name),
        )
    return replace(guide, sha256=found)


def _roles(recipe: Recipe) -> dict[str, Role]:
    """The role of each guide's pixels, by name. One guide may be used in several ways."""
    roles: dict[str, Role] = {}
    for guide in recipe.guides:
        if roles.setdefault(guide.name, guide.role) is not guide.role:
            raise BadRecipe(
                "The guide {guide} is a {value} and a {role} in one recipe; give each a name "
                "of its own.",
                guide=repr(guide.name),
                value=roles[guide.name].value,
                role=guide.role.value,
            )
    return roles


def _colours(picture: Picture) -> Floats:
    """Colours (h, w, 3), over black."""
    colours, alpha = to_working(picture)
    return colours if picture.alpha is None else np.asarray(colours * alpha[..., None], np.float32)


def _levels(picture: Picture) -> Floats:
    """Stored values (h, w) as 0..1, a mean where there are three; where nothing is, 0."""
    most = np.float32(picture.layout.depth.maximum)
    levels = picture.colour.astype(np.float32).mean(2) / most
    if picture.alpha is not None:
        levels *= picture.alpha.astype(np.float32) / most
    return np.asarray(levels.clip(0, 1), np.float32)


def _at_window(read: Callable[[Picture], Floats], *channels: int) -> _See:
    """A guide that covers `box`, as a window sees it."""

    def see(picture: Picture, box: Box, window: Window) -> Floats:
        seen = np.zeros((window.box.height, window.box.width, *channels), np.float32)
        part = window.box & box
        if part:
            values = read(picture.cropped(part.in_frame_of(box)))
            seen[part.in_frame_of(window.box).slices] = values
        return window.to_model(seen).clip(0, 1)

    return see


_See = Callable[[Picture, Box, Window], Floats]
_SEEN: Mapping[Role, _See] = {
    Role.HINT: _at_window(_colours, 3),
    Role.REGION: _at_window(_levels),
    Role.REFERENCE: lambda picture, box, window: _colours(picture),
}
