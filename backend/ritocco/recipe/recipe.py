"""The Recipe: everything beside picture and selection that affects a result, in one value."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from ritocco.errors import BadRecipe
from ritocco.geometry import Sides
from ritocco.recipe.adapter import Adapter
from ritocco.recipe.checks import (
    Check,
    boolean,
    check_all,
    integer,
    number,
    one_of,
    optional,
    part,
    parts,
    refuse_unknown,
    sides,
    text,
)
from ritocco.recipe.finishing import Faces, Upscale
from ritocco.recipe.guide import Guide

VERSION = 2
"""1 had neither adapters nor guides."""


class Kind(StrEnum):
    """What is to be done."""

    FILL = "fill"
    """Remove what is selected, from the surroundings alone."""
    OUTPAINT = "outpaint"
    """Extend the canvas; with a model where `diffusion` is given."""
    INPAINT = "inpaint"
    """Repaint what is selected, by a prompt."""
    REFINE = "refine"
    """Bring out detail in what is there, by a prompt."""
    GENERATE = "generate"
    """Paint the whole canvas from nothing, by a prompt."""
    UPSCALE = "upscale"
    """Make the picture larger, with new detail; by a prompt too where `diffusion` is given."""
    FACES = "faces"
    """Repair the faces in what is selected."""


class Content(StrEnum):
    """What the repainted part starts from."""

    PADDED = "padded"
    """The surroundings, continued inside."""
    ORIGINAL = "original"
    """What is there now."""
    NOISE = "noise"
    """Nothing."""


_SEED = integer(0, 2**32 - 1)

_DIFFUSION_CHECKS: dict[str, Check] = {
    "model": text(4096),
    "vae": text(4096),
    "prediction": text(32),
    "prompt": text(20_000),
    "negative": text(20_000),
    "steps": integer(1, 1000),
    "sampler": text(32),
    "schedule": text(32),
    "cfg": number(0, 100),
    "strength": number(0, 1),
    "content": one_of(Content),
    "clip_skip": optional(integer(1, 32)),
    "variation_seed": _SEED,
    "variation_strength": number(0, 1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Diffusion:
    """What a Stable Diffusion model is asked to do.

    model, vae   names in the models folder, or files; vae empty: the model's own
    prediction   "epsilon" or "v_prediction"; empty: as the file says
    prompt       what to paint, in the web UI's grammar; `negative` what to keep away from
    steps, sampler, schedule   how the noise is removed; schedule empty: the sampler's own
    cfg          how strictly the prompt is followed
    strength     0 leaves everything, 1 repaints it
    content      what the repainted part starts from
    clip_skip    hidden layer of the text encoder, 1 is the last; None: the family's own
    variation_seed, variation_strength   a second seed mixed into the first noise, 0..1

    Names of samplers and schedules are checked by the engine. Raises BadRecipe, naming the
    field, for a value that is out of range.
    """

    model: str
    vae: str = ""
    prediction: str = ""
    prompt: str = ""
    negative: str = ""
    steps: int = 25
    sampler: str = "euler_a"
    schedule: str = ""
    cfg: float = 7.0
    strength: float = 1.0
    content: Content = Content.PADDED
    clip_skip: int | None = None
    variation_seed: int = 0
    variation_strength: float = 0.0

    def __post_init__(self) -> None:
        check_all(self, _DIFFUSION_CHECKS)


_CHECKS: dict[str, Check] = {
    "version": integer(VERSION, VERSION),
    "kind": one_of(Kind),
    "seed": _SEED,
    "extend": sides,
    "grow": integer(0, 512),
    "soften": integer(0, 512),
    "blend_band": integer(0, 512),
    "model_size": optional(integer(64, 8192)),
    "harmonize": boolean,
    "diffusion": part(Diffusion, needs="model"),
    "adapters": parts(Adapter, needs="name"),
    "guides": parts(Guide, needs="name"),
    "faces": part(Faces),
    "upscale": part(Upscale),
}

_WITHOUT_MODEL = {Kind.FILL, Kind.FACES}
_WITH_MODEL = {Kind.INPAINT, Kind.REFINE, Kind.GENERATE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One frozen, checked value; the same recipe on the same input gives the same bytes.

    kind        what is done
    seed        where random choices start, 0 .. 2**32 - 1
    extend      pixels added to each side of the canvas (outpaint)
    grow        pixels by which the selection is widened first
    soften      width in pixels of a soft edge made inside the selection
    blend_band  pixels outside the selection into which the result may fade; 0: none
    model_size  side in pixels of the square whose area a model's window has; None: the
                engine's own
    harmonize   whether colours are matched to the surroundings
    diffusion   what a model is asked to do; None: the surroundings alone (fill, outpaint), or
                nothing (upscale, faces)
    adapters    what changes that model, in this order
    guides      what steers it beside the prompt; their pixels are the document's
    faces       repair of faces: the work of that kind; a step after the others, in what they
                repainted
    upscale     enlarging: the work of that kind, with diffusion and faces after it; else the
                last step, which makes a new picture of the whole canvas

    Raises BadRecipe, naming the field, for a value that is out of range or does not belong.
    """

    version: int = VERSION
    kind: Kind = Kind.FILL
    seed: int = 0
    extend: Sides = field(default_factory=Sides)
    grow: int = 0
    soften: int = 0
    blend_band: int = 0
    model_size: int | None = None
    harmonize: bool = True
    diffusion: Diffusion | None = None
    adapters: tuple[Adapter, ...] = ()
    guides: tuple[Guide, ...] = ()
    faces: Faces | None = None
    upscale: Upscale | None = None

    def __post_init__(self) -> None:
        check_all(self, _CHECKS)
        if self.kind is Kind.FACES and self.faces is None:
            object.__setattr__(self, "faces", Faces())
        if self.kind is Kind.UPSCALE and self.upscale is None:
            object.__setattr__(self, "upscale", Upscale())
        if self.extend and self.kind is not Kind.OUTPAINT:
            raise BadRecipe(
                f"extend belongs to outpaint; the kind of this recipe is {self.kind.value}."
            )
        if self.diffusion is None and self.kind in _WITH_MODEL:
            raise BadRecipe(f"{self.kind.value} needs a model; give diffusion.model.")
        if self.diffusion is not None and self.kind in _WITHOUT_MODEL:
            raise BadRecipe(f"{self.kind.value} uses no model; leave diffusion away.")
        if self.diffusion is None and (self.adapters or self.guides):
            what = "adapters" if self.adapters else "guides"
            owned: tuple[Adapter | Guide, ...] = (*self.adapters, *self.guides)
            raise BadRecipe(
                f"{what} belong to a model; leave {owned[0].name!r} away, or give diffusion.model."
            )
        if (
            self.kind is Kind.UPSCALE
            and self.diffusion is not None
            and self.diffusion.content is not Content.ORIGINAL
        ):
            raise BadRecipe(
                "After an upscale the model refines what is there: set diffusion.content to "
                "original, and a low strength (0.2 to 0.4)."
            )

    @classmethod
    def from_json(cls, text: str | bytes) -> Recipe:
        """The recipe written by `to_json`. Raises BadRecipe, naming any field that is unknown."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BadRecipe(f"The recipe is not JSON: {error}.") from None
        return cls.from_dict(data)

    @classmethod
    def from_dict(cls, data: Any) -> Recipe:
        """As `from_json`, from parsed JSON. A recipe of an earlier version becomes one of this."""
        if not isinstance(data, dict):
            raise BadRecipe("A recipe is a JSON object.")
        version = data.get("version", VERSION)
        if isinstance(version, int) and version > VERSION:
            raise BadRecipe(
                f"This recipe was written by a newer Ritocco (recipe version {version}, this one "
                f"reads up to {VERSION}); update Ritocco to use it."
            )
        refuse_unknown("recipe", data, cls)
        integer(1, VERSION)("version", version)
        return cls(**{**data, "version": VERSION})

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, every field written out."""
        return asdict(self, dict_factory=_plain)

    def to_json(self) -> str:
        """One line of JSON; `from_json` gives back an equal recipe."""
        return json.dumps(self.to_dict(), separators=(",", ":"), sort_keys=True)


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The fields of one part, with JSON's own lists and objects."""
    return {name: _PLAIN.get(name, _listed)(value) for name, value in pairs}


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


_PLAIN: dict[str, Callable[[Any], Any]] = {"parameters": dict}
