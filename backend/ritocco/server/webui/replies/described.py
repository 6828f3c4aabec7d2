"""What the web UI's API answers, for its description. Pictures are in base64, without `data:`."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


class Painted(BaseModel):
    """Pictures, what was asked for, and what was made (`info`: JSON as text)."""

    images: list[str]
    parameters: dict[str, Any]
    info: str


class Finished(BaseModel):
    """A picture that was enlarged, and what was done to it (`html_info`)."""

    html_info: str
    image: str


class AllFinished(BaseModel):
    """Pictures that were enlarged, and what was done to them (`html_info`)."""

    html_info: str
    images: list[str]


class Outputs(BaseModel):
    """Pictures for the dock that asked, and what was made (`info`: JSON as text)."""

    outputs: list[str]
    info: str


class Output(BaseModel):
    """A picture for the dock that asked."""

    output: str


class DockConfig(BaseModel):
    """What there is to choose from, for a dock; scripts with their arguments, by name."""

    sample_path: str
    upscalers: list[str]
    samplers: list[str]
    samplers_img2img: list[str]
    scripts_txt2img: dict[str, list[Any]]
    scripts_img2img: dict[str, list[Any]]
    face_restorers: list[str]
    sd_models: list[str]
    sd_vaes: list[str]


class TextsFound(BaseModel):
    """What a picture says of how it was made: the web UI's text, all others, the text's fields."""

    info: str
    items: dict[str, str]
    parameters: dict[str, Any]


class State(BaseModel):
    """What is being made: which picture of how many, which step of how many."""

    skipped: bool
    interrupted: bool
    stopping_generation: bool
    job: str
    job_count: int
    job_timestamp: str
    job_no: int
    sampling_step: int
    sampling_steps: int


class ProgressReply(BaseModel):
    """How far the request at work is, 0..1, and how many seconds it may still take."""

    progress: float
    eta_relative: float
    state: State
    current_image: str | None
    textinfo: str | None


class TaskState(BaseModel):
    """How far one request is, and what it looks like (`data:` URL)."""

    active: bool
    queued: bool
    completed: bool
    progress: float | None
    eta: float | None
    live_preview: str | None
    id_live_preview: int
    textinfo: str | None


class Waiting(BaseModel):
    """The requests that wait, by their own names."""

    size: int
    tasks: list[str]


class ErrorTold(BaseModel):
    """Why a request was not answered: `detail` and `errors` say it, `error` is its kind."""

    error: str
    detail: str
    body: str
    errors: str
    model: str | None = None


ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorTold, "description": text}
    for status, text in {
        400: "Not readable.",
        401: "No login, or a wrong one.",
        403: "A foreign Host or Origin.",
        404: "Not here, or not offered.",
        408: "It stopped coming.",
        409: "Not as things stand; `detail` says why.",
        413: "Too large.",
        422: "Something in it is not as it should be; `detail` names it.",
        429: "Too much is waiting.",
        503: "Too many are connected, or the server is being closed.",
        507: "No space on the disk.",
    }.items()
}
"""For the description of every route."""


class MemoryTold(BaseModel):
    """Bytes of main memory, and of the graphics card where there is one."""

    ram: dict[str, int]
    cuda: dict[str, Any]
