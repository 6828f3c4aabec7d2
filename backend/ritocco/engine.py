"""What engines are: they take pixels and hand back pixels, each of one of three trades.

A `Painter` repaints a window, an `Enlarger` draws a piece of a picture at a multiple of its size,
a `FaceRestorer` repairs what it finds in a picture; an `Engine` prepares one for a recipe. They
know neither each other nor files nor HTTP.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from importlib import import_module
from threading import Lock
from typing import Any, Protocol, TypeVar

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.window import Native
from ritocco.recipe.finishing import Faces, Upscale
from ritocco.recipe.recipe import Recipe
from ritocco.sentence import Sentence
from ritocco.watch import Watch

_STAYING = (0.0, 0.5, 1 - 1 / 255)
"""Weights up to which a pixel counts as one that stays, each where the one before leaves none."""


@dataclass(frozen=True, slots=True)
class View:
    """What an engine gets to see: one window at model size.

    pixels  (H, W, 3) sRGB 0..1; real where `known`, of no meaning elsewhere
    mask    (H, W) 0..1: how much of each pixel is to be repainted
    known   (H, W): where there is a picture
    guides  what steers the model, by the names that the recipe has for them, 0..1: hints
            (H, W, 3), regions (H, W), references (h, w, 3) in a size of their own
    """

    pixels: Floats
    mask: Floats
    known: Flags
    guides: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def surroundings(self) -> Flags:
        """What there is to continue from: known pixels that stay, (H, W).

        Where a soft selection lets none stay, those that mostly do, or at least in part.
        """
        for most in _STAYING:
            staying = self.known & (self.mask <= most)
            if staying.any():
                return staying
        return staying


class Prepared(Protocol):
    """What does one recipe's work: all that the recipe names was found and checked for it."""

    @property
    def engine(self) -> str:
        """Its engine's name."""
        ...

    @property
    def key(self) -> Hashable:
        """What decides the weights that work: the same key, the same pace."""
        ...

    @property
    def estimate(self) -> float:
        """First guess of the seconds a megapixel takes; the studio learns the true pace.

        A megapixel of what: a painter's windows, an enlarger's results, a picture with a face.
        """
        ...


class Painter(Prepared, Protocol):
    """Paints the windows of one recipe."""

    @property
    def native(self) -> Native:
        """The sizes at which it works well."""
        ...

    @property
    def sketches(self) -> bool:
        """Whether a region too large for one window is first drawn as a whole, reduced."""
        ...

    @property
    def bytes_per_pixel(self) -> int:
        """Working memory per window pixel, for the plan."""
        ...

    @property
    def tiling(self) -> Painter | None:
        """What paints such a region tile by tile at full size, over the sketch if there is one.

        It has part in this painter's runs. None where there are no tiles and the reduced whole
        has to do.
        """
        ...

    @property
    def candidates(self) -> int:
        """How many results it chose from in the first window it painted; 1: there was no other."""
        ...

    @property
    def hints(self) -> Sequence[Sentence]:
        """What the artist is to be told of the work, as far as it is known by now."""
        ...

    def running(self) -> AbstractContextManager[None]:
        """A run, within which windows are painted: what it changes in a model ends with it."""
        ...

    def paint(self, view: View, seed: int, watch: Watch) -> Floats:
        """The window repainted: all its pixels, (H, W, 3). Outside a run it is one of its own.

        `seed` takes the place of the recipe's. The same view and seed give the same output.
        Raises Cancelled within one step of a cancel, BadSelection where there is nothing to go
        by, OutOfMemory.
        """
        ...


@dataclass(frozen=True, slots=True)
class TileSpec:
    """How an enlarger takes a picture: in pieces of `side` x `side` pixels at most.

    scale    what comes back is this many times as large
    margin   pixels of surroundings that a piece sees and does not make
    overlap  pixels by which a piece fades in over those before it
    cramped  whether memory is so short that the pieces are smaller than they should be
    """

    scale: int
    side: int
    margin: int
    overlap: int
    cramped: bool = False


class Enlarger(Prepared, Protocol):
    """Draws pieces of a picture at a multiple of their size."""

    @property
    def bytes_at_work(self) -> int:
        """Memory for the largest piece, for the plan."""
        ...

    def tile_spec(self) -> TileSpec:
        """How to hand it a picture. May load a network: raises BadModel."""
        ...

    def enlarge(self, pixels: Floats, watch: Watch) -> Floats:
        """`pixels` (H, W, 3), sRGB 0..1, at `scale` times the size, in 0..1.

        The same pixels give the same output. Raises Cancelled in the midst of it, OutOfMemory.
        """
        ...


class FoundFace(Protocol):
    """A face that was found, in pixels of the array it was found in."""

    def moved(self, dx: float, dy: float) -> FoundFace:
        """The same in a picture whose corner lies elsewhere."""
        ...

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        ...


class RestoredFaces(Protocol):
    """A repaired picture (H, W, 3), and all that was found in it."""

    @property
    def pixels(self) -> Floats:
        """Bit-identical where nothing was repaired."""
        ...

    @property
    def faces(self) -> Sequence[FoundFace]:
        """The largest first."""
        ...


class FaceRestorer(Prepared, Protocol):
    """Finds faces and repairs them."""

    def restore(self, view: View, keep_tones: bool, watch: Watch) -> RestoredFaces:
        """The view's pixels, repaired; `keep_tones`: in colours and light as they were.

        The mask only says which faces: those it selects some of. Raises Cancelled in the midst
        of it, BadModel, OutOfMemory.
        """
        ...


Asked = TypeVar("Asked", contravariant=True)
Made = TypeVar("Made", bound=Prepared, covariant=True)


class Engine(Protocol[Asked, Made]):
    """Prepares what does its trade's work: `Made`, for the part of a recipe that is `Asked`.

    One instance lives as long as the studio and may keep things loaded.
    """

    name: str

    def prepare(self, asked: Asked) -> Made:
        """What does this work: once for each run. Loads nothing.

        Raises NotFound, BadModel and BadRecipe for what is not here or cannot be done.
        """
        ...

    def release(self) -> None:
        """Let go of memory that can be had again."""
        ...


_SURROUNDINGS = ("ritocco.fill.content_aware", "ContentAware")
_MODEL = ("ritocco.diffusion.engine", "StableDiffusion")
_UPSCALING = ("ritocco.restore.upscaler", "Upscaling")
_FACE_REPAIR = ("ritocco.restore.face_restorer", "FaceRepair")


class Engines:
    """The engines in use, each made once, when it is first needed, since some are heavy.

    Any thread may ask: plans are made while a run is under way.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], Any] = {}
        self._lock = Lock()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the engines made so far."""
        return tuple(engine.name for engine in list(self._made.values()))

    @property
    def compute(self) -> bool:
        """Whether one that runs networks was made."""
        return any(place != _SURROUNDINGS for place in list(self._made))

    def of(self, recipe: Recipe) -> Engine[Recipe, Painter]:
        """The engine that paints what this recipe asks for."""
        engine: Engine[Recipe, Painter] = self._get(_MODEL if recipe.diffusion else _SURROUNDINGS)
        return engine

    @property
    def upscaling(self) -> Engine[Upscale, Enlarger]:
        """What makes pictures larger."""
        engine: Engine[Upscale, Enlarger] = self._get(_UPSCALING)
        return engine

    @property
    def face_repair(self) -> Engine[Faces, FaceRestorer]:
        """What repairs faces."""
        engine: Engine[Faces, FaceRestorer] = self._get(_FACE_REPAIR)
        return engine

    def make_room(self, user: Any) -> None:
        """Let all engines but this one let go of what they hold."""
        for engine in list(self._made.values()):
            if engine is not user:
                engine.release()

    def _get(self, place: tuple[str, str]) -> Any:
        with self._lock:
            if place not in self._made:
                module, name = place
                make: Callable[[], Any] = getattr(import_module(module), name)
                self._made[place] = make()
            return self._made[place]
