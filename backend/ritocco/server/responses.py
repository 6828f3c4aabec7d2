"""The JSON that the native API answers with. These classes describe; they are not run."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from ritocco.library.kinds import KINDS
from ritocco.recipe.recipe import Recipe

JOB = "0198f0c4a1b2-5d1f0b7c9e2a4d6f8a1b"
"""An id of a job, for examples."""


class Told(BaseModel):
    """An answer."""

    model_config = ConfigDict(extra="allow")


class SizeOut(Told):
    """A size in pixels."""

    width: int
    height: int


class BoxOut(SizeOut):
    """A rectangle in pixels of the canvas before any extension, so x and y may be negative."""

    x: int
    y: int


class WindowOut(BoxOut):
    """A window: its place on the canvas, and its size for the model."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "x": 900,
                    "y": 640,
                    "width": 640,
                    "height": 512,
                    "model_width": 640,
                    "model_height": 512,
                }
            ]
        }
    )

    model_width: int
    model_height: int


class SentenceOut(BaseModel):
    """What is said, for those who speak another language: translate `template`, and put each of
    `values` where the template has its name in braces. English is all this gives without it.

    `sentence` stands beside a `message`, `text` or `problem`, `sentences` beside `hints`.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "template": "step {step} of {steps}",
                    "values": {"step": 3, "steps": 25},
                }
            ]
        }
    )

    template: str
    values: dict[str, str | int | float | SentenceOut]


class PlanOut(Told):
    """What a run will do. `export` is the part of the canvas to send, `layer` what can change."""

    window: WindowOut
    windows: list[WindowOut]
    export: BoxOut
    layer: BoxOut
    picture: SizeOut | None = Field(
        description="Size of the result where that is a picture of its own; null for a layer."
    )
    passes: int
    engine: str
    seconds: float = Field(description="Estimated time.")
    memory: int = Field(description="Estimated working memory in bytes.")
    hints: list[str] = Field(description="What will not be done as it was asked for.")
    sentences: list[SentenceOut] = Field(description="Of `hints`.")


class RecipeToldOut(Told):
    """What a file or a text tells of how a picture was made."""

    recipe: dict[str, Any] | None = Field(
        description="As much of a recipe as is told; null: a picture that holds an embedding."
    )
    embedding: bool
    hints: list[str] = Field(description="What was taken otherwise than it was written.")
    sentences: list[SentenceOut] = Field(description="Of `hints`.")


class LayoutOut(Told):
    """The layer's layout; see `LayoutIn`."""

    model: Literal["grey", "rgb"]
    depth: Literal["u8", "u16", "f16", "f32"]
    alpha: bool
    order: Literal["rgba", "bgra"]


class QualityOut(Told):
    """How well the result fits; null where it cannot be measured."""

    seam: float | None
    drift: float | None
    style: float | None
    joins: float | None = Field(
        None, description="Of what was made of the surroundings alone; 1: as well as those."
    )
    rough: bool = Field(False, description="Somebody would see it; `hints` say what to do.")


class FaceOut(Told):
    """A face, in pixels of the canvas, or of the new picture; and whether it was repaired."""

    box: list[float] = Field(description="Left, top, right, bottom.")
    points: list[list[float]] = Field(
        description="x, y of both eyes, the nose and the corners of the mouth, left as seen first."
    )
    score: float = Field(description="How sure that it is a face, 0 to 1.")
    mended: bool


class ResultOut(Told):
    """A finished layer, without its pixels."""

    id: str = Field(examples=[JOB])
    document: str
    note: str
    created: str = Field(description="ISO 8601, UTC.")
    layout: LayoutOut
    on_disk: bool
    problem: None = Field(None, description="See `DamagedOut`.")
    recipe: Recipe
    canvas: SizeOut
    layer: BoxOut
    layer_position: Literal["above", "below", "apart"] = Field(
        description="above or below the picture; apart: the pixels are a whole picture of "
        "another size, to be opened as a document of its own."
    )
    window: WindowOut
    windows: list[WindowOut]
    seed: int
    seconds: float
    timings: dict[str, float]
    quality: QualityOut
    candidates: int = Field(
        1, description="How many results the recipe's `candidate` chooses from; 1: no other."
    )
    faces: list[FaceOut] | None = Field(description="Faces found; null where none were sought.")
    hints: list[str] = Field(
        [],
        description="What was not done as it was asked for, could not be used, or came out rough.",
    )
    sentences: list[SentenceOut] = Field(
        [], description="Of `hints`; none of results that an older Ritocco kept."
    )


class DamagedOut(Told):
    """A result whose files cannot be read any more; releasing it frees what it takes."""

    id: str = Field(examples=[JOB])
    document: str = Field(description='"" where that cannot be read either.')
    note: str
    created: str
    on_disk: bool
    problem: str
    sentence: SentenceOut = Field(description="Of `problem`.")
    bytes: int = Field(description="What it takes of the disk.")


class ErrorOut(BaseModel):
    """Every error: a code for programs, a sentence for people."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "bad_recipe",
                    "message": "There is no sampler called 'eulr'.",
                    "sentence": {
                        "template": "There is no sampler called {name}.",
                        "values": {"name": "'eulr'"},
                    },
                }
            ]
        }
    )

    code: str
    message: str
    sentence: SentenceOut = Field(description="Of `message`.")
    model: str | None = Field(
        None, description="missing_model: id of the model that /v1/library can get; else absent."
    )


class JobOut(Told):
    """A job and how far it is."""

    id: str = Field(examples=[JOB])
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    document: str
    recipe: Recipe
    fraction: float = Field(ge=0, le=1)
    text: str = Field(description="What is being done, for the artist.")
    sentence: SentenceOut = Field(description="Of `text`.")
    seconds_left: float | None
    created: str
    started: str | None
    finished: str | None
    error: ErrorOut | None
    result: ResultOut | None


class JobsOut(Told):
    """The jobs of this server's life, oldest first."""

    jobs: list[JobOut]


class DefaultsOut(Told):
    """What a model paints best with; null: as is usual for any, as /v1/knobs tells."""

    sampler: str | None = None
    schedule: str | None = None
    steps: int | None = None
    cfg: float | None = None
    strength: float | None = Field(
        None, description="Of what starts from the surroundings: inpaint, outpaint."
    )
    size: int | None = Field(None, description="For `model_size`.")
    least_steps: int | None = Field(
        None, description="Of one made for few steps: so many are done at any strength."
    )


class AdapterToldOut(Told):
    """What rows of models tell of adapters: LoRAs, embeddings, hypernetworks."""

    families: list[str] = Field(
        default=[], description="All it fits: sd1, sd2, sdxl, mini; empty: not known."
    )
    trigger_words: list[str] = Field(default=[], description="Words that call it in a prompt.")
    preferred_strength: float | None = Field(None, description="As its maker says.")
    alias: str | None = Field(None, description="Another name for it in prompts.")
    thumbnail: bool = Field(
        False, description="Whether `/v1/models/{kind}/{name}/thumbnail` has a picture of it."
    )
    defaults: DefaultsOut | None = Field(
        None,
        description="Its own values, of a model that paints (in `/v1/models` alone) or an adapter "
        "made for few steps: a recipe that leaves them away has them.",
    )


class ModelOut(AdapterToldOut):
    """A model or network that is here; `problem` says why it cannot be used.

    A `shipped` one came with Ritocco.
    """

    name: str = Field(description="What recipes call it.", examples=["realesrgan-x4plus"])
    title: str | None = None
    family: str | None = Field(None, description="Of a model that paints.")
    native: int | None = Field(None, description="Side of the square it draws best, in pixels.")
    inpaints: bool | None = Field(None, description="Whether it was trained to.")
    problem: str | None = None
    sentence: SentenceOut | None = Field(None, description="Of `problem`.")
    shipped: bool = False
    program: str | None = Field(None, description="The other program in whose folder it lies.")


_LISTS: dict[str, Any] = {
    row.plural: (list[ModelOut], Field(description=f"{row.title}.")) for row in KINDS.values()
}
ModelsOut = create_model(
    "ModelsOut",
    __base__=Told,
    __doc__="What is here of each kind. Recipes name them: `diffusion.model`, `diffusion.vae`, "
    "`upscale.model`, `faces.model`.",
    **_LISTS,
)


class SamplerOut(Told):
    """A sampler: its name in recipes, its title, the schedules it can use (its own first)."""

    name: str = Field(examples=["dpmpp_2m"])
    title: str = Field(examples=["DPM++ 2M"])
    schedules: list[str]


class SamplersOut(Told):
    """The samplers of model recipes."""

    samplers: list[SamplerOut]


class KnobOut(Told):
    """A field of the recipe that an artist sets: what it may hold, and what it is."""

    place: str = Field(
        description="Where it is in the recipe: a field, or a part's field.",
        examples=["diffusion.steps"],
    )
    type: Literal["integer", "number", "text", "boolean", "choice"]
    optional: bool = Field(description="Whether it can be null.")
    low: float | None = Field(description="Least value of a number.")
    high: float | None = Field(description="Greatest value of a number.")
    longest: int | None = Field(description="Most characters of a text.")
    choices: list[str] | None = Field(description="What a choice is between.")
    help: str
    infotext: str = Field(
        description="The web UI's name of it in a picture's parameters; empty: it has none.",
        examples=["Steps"],
    )


class KnobsOut(Told):
    """All that an artist sets.

    `usual` holds, for each kind of recipe, the value that each knob has where none is given,
    by its place; what is not there has to be given, or has no part in that kind.
    """

    knobs: list[KnobOut]
    usual: dict[str, dict[str, bool | int | float | str | None]]


class HistoryOut(Told):
    """Results on disk, newest first. `next` is the `before` of the next page, or null.

    `cut_off` holds, newest first, the jobs that a crash cut off: to be sent again, or released.
    """

    results: list[ResultOut | DamagedOut]
    next: str | None
    cut_off: list[JobOut]


class WaitingOut(Told):
    """How much there is to do."""

    waiting: int
    running: int


class StatusOut(Told):
    """The server. `engines` and `device` are known once a plan or job has needed them."""

    name: Literal["Ritocco"]
    version: str = Field(examples=["0.1.0"])
    api: Literal[1]
    kinds: list[str] = Field(description="Kinds of recipe that can be run.")
    engines: list[str]
    device: str
    queue: WaitingOut
    uptime: float = Field(description="Seconds.")
