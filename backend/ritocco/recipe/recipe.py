"""The Recipe: everything beside picture and selection that affects a result, in one value."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from ritocco.errors import BadRecipe
from ritocco.geometry import Sides
from ritocco.plain import shown
from ritocco.recipe.adapter import MOST_ADAPTERS, Adapter
from ritocco.recipe.checks import Extension, part, parts, refuse_unknown
from ritocco.recipe.finishing import Faces, Upscale
from ritocco.recipe.guide import Guide
from ritocco.recipe.ranges import LAYERS, File, Id, Pixels, Prompt, Seed, SeedSide, Share
from ritocco.recipe.rows import Knob, check
from ritocco.recipe.second_pass import SecondPass

VERSION = 3
"""1 had neither adapters nor guides; before 3 what prompts name was passed over."""
NAMES_SINCE = 3


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


USUAL: dict[Kind, dict[str, Any]] = {
    Kind.REFINE: {"diffusion.strength": 0.5, "diffusion.content": Content.ORIGINAL},
    Kind.GENERATE: {"diffusion.content": Content.NOISE},
    Kind.UPSCALE: {"diffusion.strength": 0.25, "diffusion.content": Content.ORIGINAL},
}
"""Where a kind's usual values differ from the defaults of the fields; see `usual`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diffusion:
    """What a Stable Diffusion model is asked to do.

    Names of samplers and schedules are checked by the engine. Raises BadRecipe, naming the
    field, for a value that is out of range.
    """

    model: Annotated[
        File,
        Field(description="a model in the models folder, or a file"),
        Knob(infotext="Model", request="sd_model_checkpoint", metavar="NAME|FILE"),
    ]
    vae: Annotated[
        File,
        Field(description="another VAE than the model's own"),
        Knob(infotext="VAE", request="sd_vae", metavar="NAME|FILE"),
    ] = ""
    prediction: Annotated[
        Id, Field(description="epsilon or v_prediction, where the file does not say"), Knob()
    ] = ""
    prompt: Annotated[
        Prompt,
        Field(
            description="what to paint; (word:1.2) weighs, [a:b:0.5] switches, a AND b joins, "
            "<lora:name:0.8> and <hypernet:name:0.6> name files that change the model, and so do "
            "the names of embeddings",
        ),
        Knob(request="prompt"),
    ] = ""
    negative: Annotated[
        Prompt,
        Field(description="what to keep away from"),
        Knob(request="negative_prompt", metavar="PROMPT"),
    ] = ""
    steps: Annotated[
        int,
        Field(ge=1, le=1000, description="half of what is usual to try, more for fine texture"),
        Knob(infotext="Steps", request="steps"),
    ] = 25
    sampler: Annotated[
        Id,
        Field(description='what removes the noise, as euler_a or "DPM++ 2M Karras"'),
        Knob(infotext="Sampler", request="sampler_name", metavar="NAME"),
    ] = "euler_a"
    schedule: Annotated[
        Id,
        Field(
            description="normal, karras, exponential, beta or sgm_uniform; else the sampler's own"
        ),
        Knob(infotext="Schedule type", request="scheduler", metavar="NAME"),
    ] = ""
    least_steps: Annotated[
        int,
        Field(
            ge=0,
            le=1000,
            description="steps that are done at any strength, if there are so many: what a model "
            "made for few steps was trained for",
        ),
    ] = 0
    cfg: Annotated[
        float,
        Field(
            ge=0,
            le=100,
            description="how strictly the prompt is followed: low is free, high burns colours",
        ),
        Knob(infotext="CFG scale", request="cfg_scale"),
    ] = 7.0
    rescale: Annotated[
        Share,
        Field(description="how much of the contrast that CFG adds is taken back; 0.7 is usual"),
        Knob(infotext="CFG Rescale"),
    ] = 0.0
    strength: Annotated[
        Share,
        Field(description="0 leaves all, 1 repaints all"),
        Knob(infotext="Denoising strength", request="denoising_strength"),
    ] = 1.0
    content: Annotated[
        Content,
        Field(description="what the repainted part starts from: padded, original or noise"),
        Knob(),
    ] = Content.PADDED
    clip_skip: Annotated[
        int | None,
        Field(
            ge=1,
            le=LAYERS,
            description="layer of the text encoder, 1 is the last; else the model's own",
        ),
        Knob(infotext="Clip skip", request="CLIP_stop_at_last_layers"),
    ] = None
    seamless: Annotated[
        bool,
        Field(
            description="make a texture whose left and right sides meet, and top and bottom: laid "
            "side by side it shows no edge"
        ),
        Knob(infotext="Tiling", request="tiling"),
    ] = False
    variation_seed: Annotated[
        Seed,
        Field(description="a second seed, mixed in by the variation strength"),
        Knob(infotext="Variation seed", request="subseed"),
    ] = 0
    variation_strength: Annotated[
        Share,
        Field(description="how much of the second seed is mixed in"),
        Knob(infotext="Variation seed strength", request="subseed_strength"),
    ] = 0.0

    seed_width: Annotated[
        SeedSide,
        Field(
            description="begin as a window of this width would with this seed, and of the seed "
            "height: much the same picture at another size; 0: by its own size"
        ),
        Knob(infotext="Seed resize from-1", request="seed_resize_from_w", metavar="PX"),
    ] = 0
    seed_height: Annotated[
        SeedSide,
        Field(description="the height that belongs to the seed width"),
        Knob(infotext="Seed resize from-2", request="seed_resize_from_h", metavar="PX"),
    ] = 0

    def __post_init__(self) -> None:
        check(self)


WITHOUT_MODEL = {Kind.FILL, Kind.FACES}
CONTINUING = {Kind.FILL, Kind.OUTPAINT}
"""Where there is no model, these continue the surroundings."""
MOST_CANDIDATES = 16
TWICE = 2.0
"""How many times as large a picture is made for a second pass, where nothing is said."""
_WITH_MODEL = {Kind.INPAINT, Kind.REFINE, Kind.GENERATE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One frozen, checked value; the same recipe on the same input gives the same bytes.

    Without `diffusion` the surroundings alone are used (fill, outpaint), or nothing (upscale,
    faces). `faces` is the work of that kind, else a step after the others, in what they
    repainted; `upscale` the work of that kind, with diffusion and faces after it, else the last
    step, which makes a new picture of the whole canvas; with a `second_pass` (generate) it comes
    before that, twice as large where it is not said. `adapters` change the model, in this
    order; once `named` they are all that do, whatever the prompts say. `guides` steer it beside
    the prompt, and their pixels are the document's.

    In JSON, a field of `diffusion` that is left away has the model's own value, as /v1/models
    tells, else what is usual for the kind, as /v1/knobs tells. Raises BadRecipe, naming the
    field, for a value that is out of range or does not belong.
    """

    version: Annotated[
        int, Field(ge=VERSION, le=VERSION, description="of this form; earlier ones are read")
    ] = VERSION
    kind: Annotated[Kind, Field(description="what is done")] = Kind.FILL
    seed: Annotated[
        Seed,
        Field(description="another seed, another result"),
        Knob(infotext="Seed", request="seed", drawn=True),
    ] = 0
    candidate: Annotated[
        int,
        Field(
            ge=0,
            le=MOST_CANDIDATES - 1,
            description="content-aware: 0 the best of what was tried, 1 the next best, and so on",
        ),
        Knob(),
    ] = 0
    extend: Annotated[
        Extension, Field(description="pixels added to each side of the canvas (outpaint)")
    ] = field(default_factory=Sides)
    grow: Annotated[Pixels, Field(description="widen the selection first"), Knob(metavar="PX")] = 0
    soften: Annotated[
        Pixels,
        Field(description="soften the selection's edge, inwards"),
        Knob(infotext="Mask blur", request="mask_blur", metavar="PX"),
    ] = 0
    blend_band: Annotated[
        Pixels,
        Field(
            description="let the result fade into this many pixels outside the selection; "
            "0: nothing outside changes"
        ),
        Knob(metavar="PX"),
    ] = 0
    margin: Annotated[
        int,
        Field(
            ge=0,
            le=8192,
            description="show this many pixels around the selection, or more: never less than half "
            "its mean side, nor than 32",
        ),
        Knob(infotext="Masked area padding", request="inpaint_full_res_padding", metavar="PX"),
    ] = 0
    model_size: Annotated[
        int | None,
        Field(
            ge=64,
            le=8192,
            description="side of the square whose area the window has for the model; else the "
            "engine's own",
        ),
        Knob(metavar="PX"),
    ] = None
    harmonize: Annotated[
        bool, Field(description="harmonize colour and grain with the surroundings"), Knob()
    ] = True
    diffusion: Annotated[Diffusion | None, part("diffusion", Diffusion, needs="model")] = None
    adapters: Annotated[tuple[Adapter, ...], parts("adapters", Adapter, "name", MOST_ADAPTERS)] = ()
    named: Annotated[
        bool,
        Field(
            description="whether what the prompts name (<lora:ink:0.8>, embeddings) was looked up "
            "and stands in adapters; then nothing is looked up again"
        ),
    ] = False
    guides: Annotated[tuple[Guide, ...], parts("guides", Guide, needs="name")] = ()
    faces: Annotated[Faces | None, part("faces", Faces)] = None
    upscale: Annotated[Upscale | None, part("upscale", Upscale)] = None
    second_pass: Annotated[SecondPass | None, part("second_pass", SecondPass)] = None

    def __post_init__(self) -> None:
        check(self)
        if self.kind is Kind.FACES and self.faces is None:
            object.__setattr__(self, "faces", Faces())
        if self.kind is Kind.UPSCALE and self.upscale is None:
            object.__setattr__(self, "upscale", Upscale())
        if self.second_pass is not None and self.upscale is None:
            object.__setattr__(self, "upscale", Upscale(factor=TWICE))
        if self.second_pass is not None and self.kind is not Kind.GENERATE:
            raise BadRecipe(
                "second_pass belongs to generate; the kind of this recipe is {kind}.",
                kind=self.kind.value,
            )
        if self.extend and self.kind is not Kind.OUTPAINT:
            raise BadRecipe(
                "extend belongs to outpaint; the kind of this recipe is {kind}.",
                kind=self.kind.value,
            )
        if self.candidate and not self.content_aware:
            raise BadRecipe(
                "candidate belongs to a fill or an outpaint without a model; elsewhere another "
                "seed gives another result."
            )
        if self.diffusion is None and self.kind in _WITH_MODEL:
            raise BadRecipe("{kind} needs a model; give diffusion.model.", kind=self.kind.value)
        if self.diffusion is not None and self.kind in WITHOUT_MODEL:
            raise BadRecipe("{kind} uses no model; leave diffusion away.", kind=self.kind.value)
        if self.diffusion is None and (self.adapters or self.guides):
            what = "adapters" if self.adapters else "guides"
            owned: tuple[Adapter | Guide, ...] = (*self.adapters, *self.guides)
            raise BadRecipe(
                "{what} belong to a model; leave {name} away, or give diffusion.model.",
                what=what,
                name=repr(owned[0].name),
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

    @property
    def seamless(self) -> bool:
        """Whether what is painted is a texture whose opposite sides meet."""
        return self.diffusion is not None and self.diffusion.seamless

    @property
    def content_aware(self) -> bool:
        """Whether the surroundings are continued, and no model paints."""
        return self.diffusion is None and self.kind in CONTINUING

    @classmethod
    def from_json(cls, text: str | bytes) -> Recipe:
        """The recipe written by `to_json`. Raises BadRecipe, naming any field that is unknown."""
        return cls.from_dict(parsed(text))

    @classmethod
    def from_dict(cls, data: Any) -> Recipe:
        """As `from_json`, from parsed JSON. A recipe of an earlier version becomes one of this."""
        if not isinstance(data, dict):
            raise BadRecipe("A recipe is a JSON object.")
        version = data.get("version", VERSION)
        if isinstance(version, int) and version > VERSION:
            raise BadRecipe(
                "This recipe was written by a newer Ritocco (recipe version {version}, this "
                "one reads up to {newest}); update Ritocco to use it.",
                version=version,
                newest=VERSION,
            )
        if type(version) is not int or version < 1:
            raise BadRecipe(
                "version must be a whole number from 1 to {newest}, not {version}.",
                newest=VERSION,
                version=shown(version),
            )
        refuse_unknown("recipe", data, cls)
        made = _of_version_1(data) if version == 1 else _with_usual(data)
        if version < NAMES_SINCE:  # its picture was made by the words alone
            made = {"named": True, **made}
        return cls(**{**made, "version": VERSION})

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, every field written out."""
        plain: dict[str, Any] = _written().dump_python(self, mode="json")
        return plain

    def to_json(self) -> str:
        """One line of JSON; `from_json` gives back an equal recipe."""
        return json.dumps(self.to_dict(), separators=(",", ":"), sort_keys=True, allow_nan=False)


def parsed(text: str | bytes) -> Any:
    """A recipe's JSON, parsed. Raises BadRecipe where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRecipe("The recipe is not JSON: {reason}.", reason=error) from None


def _of_version_1(data: dict[str, Any]) -> dict[str, Any]:
    """Fields of today. Layers of the text encoder that no model has could be named, to no end."""
    asked = data.get("diffusion")
    if not isinstance(asked, dict) or asked.get("clip_skip") not in range(LAYERS + 1, 33):
        return data
    return {**data, "diffusion": {**asked, "clip_skip": LAYERS}}


def _with_usual(data: dict[str, Any]) -> dict[str, Any]:
    """The fields, with what is usual for the kind in the parts that are there."""
    made = dict(data)
    kind = data.get("kind", Kind.FILL)
    usual = next((values for of, values in USUAL.items() if of == kind), {})
    for place, value in usual.items():
        name, _, ours = place.partition(".")
        if isinstance(made.get(name), dict):
            made[name] = {ours: value, **made[name]}
    upscale = made.get("upscale")
    measures = ("factor", "width", "height")
    if (
        made.get("second_pass") is not None
        and isinstance(upscale, dict)
        and not any(upscale.get(measure) for measure in measures)
    ):
        made["upscale"] = {**upscale, "factor": TWICE}
    return made


@cache
def _written() -> TypeAdapter[Recipe]:
    """What writes recipes as plain values."""
    return TypeAdapter(Recipe)
