"""The model library over HTTP: `/v1/library`. Fetches run on when whoever asked goes away.

What speaks HTTP and what looks into model files is imported when it is first asked for.
"""

from __future__ import annotations

import shutil
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from ritocco.errors import BadModel, NotFound
from ritocco.from_disk import is_folder
from ritocco.library.catalogue import Catalogue
from ritocco.library.in_place import FolderLook, leave_alone, look, use_in_place
from ritocco.library.layouts import layout_of
from ritocco.library.progress import ProgressReporter
from ritocco.library.shelves import Shelves, closed_folders, folder_problem
from ritocco.library.transfers import TransferKind, Transfers
from ritocco.library.troubles import LicenceNotAccepted
from ritocco.sentence import told
from ritocco.server.answers import ERRORS, Json
from ritocco.server.library_requests import AddIn, FolderIn, GetIn
from ritocco.server.library_responses import (
    ID,
    FolderFoundOut,
    FolderLeftOut,
    LibraryModelOut,
    LibraryOut,
    RemovedOut,
    TransferOut,
    TransfersOut,
)
from ritocco.settings import Settings
from ritocco.state import State

if TYPE_CHECKING:
    from ritocco.installed.listing import Item
    from ritocco.library.fetch import Fetcher

router = APIRouter(prefix="/v1/library", responses=ERRORS, default_response_class=Json)


def transfers_of(request: Request) -> Transfers:
    """The transfers of the app that got this request."""
    transfers: Transfers = request.app.state.transfers
    return transfers


InTransfers = Annotated[Transfers, Depends(transfers_of)]
ModelId = Annotated[
    str, Path(description="Id of a model.", examples=[ID], max_length=400, min_length=1)
]
TransferId = Annotated[str, Path(alias="task", description="Id of a task.", examples=["1"])]
_MOVING = {
    TransferKind.GET: {State.WAITING: "waiting", State.RUNNING: "fetching"},
    TransferKind.CHECK: {State.WAITING: "checking", State.RUNNING: "checking"},
}


@router.get("", response_model=LibraryOut)
def library(transfers: InTransfers) -> Response:
    """Every model that can be fetched or is here, what each feature needs, and the folders."""
    from ritocco.installed.features import features
    from ritocco.installed.listing import listing

    shelves, catalogue = Shelves.of_user(), Catalogue.usual()
    items = listing(shelves, catalogue)
    return Json(
        {
            "folder": str(shelves.own),
            "free": _free(shelves.own),
            "offline": Settings.of_user().offline,
            "folders": [
                _folder(path, items) for path in (*shelves.others, *closed_folders(shelves))
            ],
            "features": features(items, catalogue),
            "models": [_row(item, transfers) for item in items],
        }
    )


@router.post("/models/{model:path}/get", response_model=TransferOut, status_code=202)
def get(transfers: InTransfers, model: ModelId, body: GetIn) -> Response:
    """Fetch a model whose licence was accepted. Goes on where an earlier fetch stopped."""
    fetcher, wanted = _fetcher(), Catalogue.usual().get(model)
    if body.licence != wanted.licence.id:
        raise LicenceNotAccepted(
            "{wanted} comes under {licence} ({link}). Accept it by sending its id, {id}.",
            wanted=wanted.title,
            licence=wanted.licence.title,
            link=wanted.licence.link,
            id=repr(wanted.licence.id),
        )
    known = transfers.of(wanted.id)
    if known is None or known.state.is_final:
        fetcher.check(wanted)

    def work(reporter: ProgressReporter) -> dict[str, Any]:
        return {"path": str(fetcher.get(wanted, reporter))}

    return Json(transfers.start(TransferKind.GET, wanted.id, wanted.title, work).to_dict(), 202)


@router.post("/models/{model:path}/check", response_model=TransferOut, status_code=202)
def check(transfers: InTransfers, model: ModelId) -> Response:
    """Compare a model that is here with what it should be. The task fails where it differs."""
    from ritocco.installed.check import check as checked

    item = _item(model)

    def work(reporter: ProgressReporter) -> dict[str, Any]:
        outcome = checked(item, reporter)
        if outcome.problem:
            raise BadModel(outcome.problem)
        return {"by": outcome.by}

    return Json(transfers.start(TransferKind.CHECK, item.id, item.title, work).to_dict(), 202)


@router.post("/add", response_model=TransferOut, status_code=202)
def add(transfers: InTransfers, body: AddIn) -> Response:
    """Take in a file or folder: it is looked into, and linked (or copied) to where it belongs."""
    path = _there(body.path)

    def work(reporter: ProgressReporter) -> dict[str, Any]:
        from ritocco.installed.add import Adder

        added = Adder(Shelves.of_user(), Catalogue.usual(), body.copy_it).add(path, reporter)
        ids = [model.id for model in added.models]
        refused = [
            {"name": name, "message": message, "sentence": told(message)}
            for name, message in added.refused
        ]
        return {"added": ids, "refused": refused} | ({"model": ids[0]} if len(ids) == 1 else {})

    return Json(
        transfers.start(TransferKind.ADD, None, path.name or str(path), work).to_dict(), 202
    )


@router.get("/folders/look", response_model=FolderFoundOut)
def look_into(
    path: Annotated[str, Query(description="From the root.", min_length=1, max_length=4000)],
) -> Response:
    """What a folder holds that could be used where it lies. Nothing is changed."""
    return Json(_found(look(_there(path))))


@router.post("/folders", response_model=FolderFoundOut, status_code=201)
def use_folder(body: FolderIn) -> Response:
    """Use a folder where it lies from now on: it is named in the settings file."""
    return Json(_found(use_in_place(_there(body.path), Shelves.of_user())), 201)


@router.delete("/folders", response_model=FolderLeftOut)
def leave_folder(
    path: Annotated[str, Query(description="As it is listed.", min_length=1, max_length=4000)],
) -> Response:
    """Use a folder no more: it goes out of the settings file, and stays as it is."""
    if "\0" in path:
        raise NotFound("{folder} is not among the folders used in place.", folder=path)
    return Json({"path": str(leave_alone(FilePath(path), Shelves.of_user()))})


@router.get("/tasks", response_model=TransfersOut)
def all_transfers(transfers: InTransfers) -> Response:
    """What is being done to models, and what was; cheap enough to ask every second."""
    return Json({"tasks": [transfer.to_dict() for transfer in transfers.all()]})


@router.get("/tasks/{task}", response_model=TransferOut)
def one_transfer(transfers: InTransfers, transfer: TransferId) -> Response:
    """One task."""
    return Json(transfers.get(transfer).to_dict())


@router.post("/tasks/{task}/cancel", response_model=TransferOut)
def cancel(transfers: InTransfers, transfer: TransferId) -> Response:
    """Stop a task. What has come of a fetch stays, and the next one goes on there."""
    return Json(transfers.cancel(transfer).to_dict())


@router.get("/models/{model:path}", response_model=LibraryModelOut)
def one_model(
    transfers: InTransfers,
    model: ModelId,
    ask: Annotated[
        bool, Query(description="Ask its source for a size that is not known: uses the network.")
    ] = False,
) -> Response:
    """One model."""
    item = _item(model)
    row = _row(item, transfers)
    if ask and item.listed and row["bytes"] is None:
        row["bytes"] = _fetcher().measured(item.listed).bytes
    return Json(row)


@router.delete("/models/{model:path}", response_model=RemovedOut)
def remove(transfers: InTransfers, model: ModelId) -> Response:
    """Take a model away, or what has come of it. Never what belongs to another program."""
    from ritocco.installed.remove import remove as removed

    gone = removed(_item(model), Shelves.of_user())
    return Json({"removed": [str(path) for path in gone.paths], "bytes": gone.bytes})


def _fetcher() -> Fetcher:
    from ritocco.library.fetch import Fetcher

    return Fetcher.of_user()


def _item(model: str) -> Item:
    from ritocco.installed.listing import find_item

    return find_item(model, Shelves.of_user(), Catalogue.usual())


def _row(item: Item, transfers: Transfers) -> dict[str, Any]:
    row, transfer = item.to_dict(), transfers.of(item.id)
    moving = transfer and _MOVING.get(transfer.doing, {}).get(transfer.state)
    return {**row, "state": moving or row["state"], "task": transfer and transfer.to_dict()}


def _folder(path: FilePath, items: list[Item]) -> dict[str, Any]:
    layout, _ = layout_of(path)
    inside = [
        item for item in items if item.standing.path and item.standing.path.is_relative_to(path)
    ]
    problem = folder_problem(path)
    return {
        "path": str(path),
        "program": layout.program if layout else None,
        "models": len(inside),
        "problem": problem,
        "sentence": problem and told(problem),
    }


def _there(text: str) -> FilePath:
    """A file or folder of the user's. Raises BadModel where there is none."""
    try:
        path = FilePath(text).expanduser()
        there = path.is_absolute() and path.exists()
    except (OSError, ValueError, RuntimeError):
        there = False
    if not there:
        raise BadModel(
            "There is nothing at {body}. Name a file or folder from the root.", body=text
        )
    return path


def _found(found: FolderLook) -> dict[str, Any]:
    return {
        "path": str(found.path),
        "program": found.program,
        "models": found.count,
        "kinds": {kind.value: count for kind, count in found.models.items()},
    }


def _free(folder: FilePath) -> int | None:
    while not is_folder(folder) and folder != folder.parent:
        folder = folder.parent
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
