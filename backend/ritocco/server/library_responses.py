"""The JSON that the model library answers with. These classes describe; they are not run."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ritocco.library.kinds import ModelKind
from ritocco.server.responses import AdapterToldOut, ErrorOut, SentenceOut, Told

ID = "sd15-inpaint"
"""An id, for examples."""


class LicenceOut(Told):
    """Under what terms a model comes; `note` says in a line what that means for paid work."""

    id: str = Field(examples=["openrail-m"])
    title: str
    link: str
    note: str


class TransferOut(Told):
    """Long work on models. `added` and `refused` are what came of an `add`."""

    id: str = Field(examples=["3"])
    kind: Literal["get", "check", "add"]
    model: str | None = Field(description="Id of the model it is about, once that is known.")
    title: str
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    fraction: float = Field(ge=0, le=1)
    text: str = Field(description="What is being done, for the artist.")
    sentence: SentenceOut = Field(description="Of `text`.")
    bytes_done: int | None
    bytes_total: int | None
    bytes_per_second: int | None
    seconds_left: float | None
    error: ErrorOut | None
    added: list[str] = Field(description="Ids of models that were taken in.")
    refused: list[RefusedOut]


class RefusedOut(Told):
    """A file in an added folder that was not taken in."""

    name: str
    message: str
    sentence: SentenceOut = Field(description="Of `message`.")


class TransfersOut(Told):
    """The tasks of this server's life, oldest first."""

    tasks: list[TransferOut]


class LibraryModelOut(AdapterToldOut):
    """A model: one that can be fetched, one that is here, or both."""

    id: str = Field(examples=[ID])
    title: str
    kind: ModelKind
    kind_title: str
    family: str | None
    family_title: str | None
    good_for: str
    bytes: int | None = Field(description="null: not known before its source is asked.")
    memory: int | None = Field(description="Graphics memory in bytes with which it works well.")
    licence: LicenceOut | None
    listed: bool = Field(description="Whether it can be fetched.")
    recommended: bool
    usable: bool = Field(
        description="Whether there is an engine for its kind. Of one that is `here` false with a "
        "`problem` too: it is whole, and for other models, or lies on another's shelf."
    )
    checked: bool = Field(description="Whether its sources were tried when Ritocco was made.")
    sources: list[str]
    file_names: list[str]
    state: Literal["absent", "partial", "waiting", "fetching", "checking", "here", "damaged"]
    done_bytes: int
    origin: Literal["own", "linked", "folder", "shipped"] | None
    program: str | None
    path: str | None
    name: str | None = Field(description="What recipes call it; null while it is not here.")
    removable: bool
    problem: str | None
    sentence: SentenceOut | None = Field(description="Of `problem`.")
    task: TransferOut | None = Field(
        description="Its unfinished task, or its last one if that failed."
    )


class FolderOut(Told):
    """A folder of another program that is used in place."""

    path: str
    program: str | None = Field(description="Whose it is; null: no other program's.")
    models: int
    problem: str | None
    sentence: SentenceOut | None = Field(description="Of `problem`.")


class FolderFoundOut(Told):
    """What a folder holds that could be used in place."""

    path: str = Field(description="The program's own folder; else the one that was asked about.")
    program: str | None = Field(description="Whose it is; null: no other program's.")
    models: int = Field(description="How many models would be found there.")
    kinds: dict[str, int] = Field(description="The same by kind.")


class FolderLeftOut(Told):
    """A folder that is used no more."""

    path: str


class FeatureOut(Told):
    """Something to do, and whether a model for it is here."""

    id: str
    title: str
    kinds: list[str] = Field(description="Kinds of recipe.")
    ready: bool
    uses: str | None
    suggested: list[str] = Field(description="Ids of models that would do, the best first.")
    optional: bool


class LibraryOut(Told):
    """All models there are to know of, and what they are for."""

    folder: str
    free: int | None = Field(description="Bytes free on its disk.")
    offline: bool
    folders: list[FolderOut]
    features: list[FeatureOut]
    models: list[LibraryModelOut]


class RemovedOut(Told):
    """What was taken away."""

    removed: list[str]
    bytes: int
