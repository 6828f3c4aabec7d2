"""Layers and pictures in the making, for Krita.

A layer is filled while it belongs to no document, so that adding it is one undo step. Krita's
API adds at the top only: a layer that belongs below goes there too, in the blending mode
"behind", which shows it where the picture is transparent, exactly as from below.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Protocol

import krita as api

from ..editor import Builder, LayerSpec, PictureSpec
from ..errors import HostError
from ..geometry import Box, Sides, Size
from ..qt import QTimer
from ..words import say
from .krita_colour import Space, with_alpha

RECIPE = "ritocco/recipe/"
"""Annotations with a recipe: this, then the layer's unique id."""
_LOOKS, _EACH = 20, 150
"""How often, and after how many milliseconds, is looked whether Krita has made a new layer the
active one: soon after it was added, later where the machine is busy."""


class Target(Protocol):
    """The document a layer is for."""

    def live(self) -> Any:
        """Krita's document. Raises HostError when it was closed."""

    def sign(self) -> None:
        """Keep the document's key inside it, when it is being changed anyway."""


class LayerBuilder(Builder):
    """A layer for a document."""

    def __init__(self, document: Target, spec: LayerSpec, space: Space) -> None:
        own = document.live()
        self._document, self._spec = document, spec
        self._shift = (spec.extend.left, spec.extend.top)
        # What is done to a node made by a document lands on that document's undo stack, even
        # if the node is in no document yet. A clone has one of its own.
        self._lender = own.clone() if spec.masked or space != Space.of(own) else None
        maker = self._lender or own
        self._node = maker.createNode(spec.name, "paintlayer")
        if space != Space.of(own):
            self._node.setColorSpace(space.model, space.depth, space.profile)
            if Space.of(self._node) != space:
                self.discard()
                raise HostError(
                    say("Krita does not have the colour profile “{name}”.", name=space.profile)
                )
        if spec.below:
            self._node.setBlendingMode("behind")
        self._mask = api.Selection() if spec.masked else None
        self._layer = ""

    @property
    def layer(self) -> str:
        """Its unique id."""
        return self._layer

    def write(self, box: Box, pixels: bytes) -> None:
        """As `Builder.write`."""
        self._node.setPixelData(pixels, *self._place(box))

    def write_mask(self, box: Box, mask: bytes) -> None:
        """As `Builder.write_mask`."""
        if self._mask is None:
            raise HostError(say("This layer has no mask."))
        self._mask.setPixelData(mask, *self._place(box))

    def commit(self) -> None:
        """As `Builder.commit`. An extension is two undo steps, Krita's API has no macro."""
        document = self._document.live()
        node, active = self._node, document.activeNode()
        if node is None:
            raise HostError(say("This layer has been thrown away."))
        if self._mask is not None and self._lender is not None:
            mask = self._lender.createTransparencyMask(say("Soft edge"))
            mask.setSelection(self._mask)
            node.addChildNode(mask, None)
        if self._spec.extend:
            extend(document, self._spec.extend)
        if not document.rootNode().addChildNode(node, None):
            raise HostError(say("Krita did not take the layer."))
        self._layer = node.uniqueId().toString()
        if self._mask is not None:
            # With a mask on it, Krita 5.2 brings only the layer's own part up to date: the rest
            # of what had been a single layer would be missing in the flattened picture.
            document.refreshProjection()
        if self._spec.recipe:
            name = RECIPE + self._layer
            document.setAnnotation(name, "Ritocco", self._spec.recipe.encode())
        self._document.sign()
        if active is not None:
            added = node.uniqueId()
            QTimer.singleShot(_EACH, lambda: _activate(self._document, active, added))
        self._let_go()

    def discard(self) -> None:
        """As `Builder.discard`."""
        self._let_go()

    def _place(self, box: Box) -> tuple[int, int, int, int]:
        dx, dy = self._shift
        return box.x + dx, box.y + dy, box.width, box.height

    def _let_go(self) -> None:
        self._node = self._mask = None
        if self._lender is not None:
            self._lender.close()
        self._lender = None


class PictureBuilder(Builder):
    """A document that is not open yet."""

    def __init__(self, spec: PictureSpec, space: Space, dpi: float) -> None:
        size = spec.size
        self._picture = api.Krita.instance().createDocument(
            size.width, size.height, spec.name, space.model, space.depth, space.profile, dpi
        )
        if self._picture is None or Space.of(self._picture) != space:
            self.discard()
            raise HostError(say("Krita could not make a picture of {size}.", size=size))
        self._layer = self._picture.rootNode().childNodes()[0]
        self._layout = spec.colour.layout
        self._recipe = spec.recipe

    def write(self, box: Box, pixels: bytes) -> None:
        """As `Builder.write`."""
        full = with_alpha(pixels, self._layout)
        self._layer.setPixelData(full, box.x, box.y, box.width, box.height)

    def write_mask(self, box: Box, mask: bytes) -> None:
        """A picture has no mask."""
        raise HostError(say("This layer has no mask."))

    def commit(self) -> None:
        """As `Builder.commit`."""
        picture, window = self._picture, api.Krita.instance().activeWindow()
        if picture is None or window is None:
            raise HostError(say("There is no window to open the picture in."))
        if self._recipe:
            name = RECIPE + self._layer.uniqueId().toString()
            picture.setAnnotation(name, "Ritocco", self._recipe.encode())
        picture.refreshProjection()
        # Krita's OpenGL canvas does not survive a change before it was drawn for the first time.
        picture.waitForDone()
        window.addView(picture)
        self._picture = self._layer = None

    def discard(self) -> None:
        """As `Builder.discard`."""
        if self._picture is not None:
            self._picture.setModified(False)
            self._picture.close()
        self._picture = self._layer = None


def extend(document: Any, sides: Sides) -> None:
    """Add canvas: one undo step. Layers and selection move with the picture."""
    now = Size(document.width(), document.height())
    document.resizeImage(
        -sides.left,
        -sides.top,
        now.width + sides.left + sides.right,
        now.height + sides.top + sides.bottom,
    )


def _activate(document: Target, before: Any, added: Any, looks: int = _LOOKS) -> None:
    """The new layer is the active one, not a mask on it, unless the artist chose another meanwhile.

    Krita makes a new node active by itself, when its list of layers has taken it in; of a layer
    with a mask that is the mask. `added` is a node's unique id: for == Krita also compares the
    images that nodes were made in, and a lender's node is no longer the one in the document.
    """
    with suppress(HostError):  # the document was closed: nothing to go on with
        active = document.live().activeNode()
        if active is None or active.uniqueId() == added:
            return
        layer = active.parentNode()
        if layer is not None and layer.uniqueId() == added:
            document.live().setActiveNode(layer)
        elif active == before and looks:
            QTimer.singleShot(_EACH, lambda: _activate(document, before, added, looks - 1))
