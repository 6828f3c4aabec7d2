"""`ritocco models ...`: getting, adding, checking and removing models."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from ritocco.cli.models_shown import NO_OTHERS, UserLibrary, info, list_all, where
from ritocco.cli.say import answer
from ritocco.cli.transfer import TransferLine
from ritocco.errors import RitoccoError
from ritocco.from_disk import is_folder
from ritocco.library.catalogue_model import CatalogueModel
from ritocco.library.in_place import FolderLook, leave_alone, look, use_in_place
from ritocco.library.kinds import KINDS
from ritocco.library.layouts import PLAIN, layout_of
from ritocco.library.shelves import folder_problem
from ritocco.library.standing import Origin, Presence, Survey
from ritocco.settings import settings_file
from ritocco.sizes import size_text

if TYPE_CHECKING:
    from ritocco.library.fetch import Fetcher

BAD = 1
INTERRUPTED = 130


class NotConfirmed(RitoccoError):
    """Something that a person has to agree to, and none was there or did."""

    code = "not_confirmed"


def models(options: Namespace) -> None:
    """Do what was asked."""
    _ACTIONS[options.action](UserLibrary.of_user(), options)


def _get(library: UserLibrary, options: Namespace) -> None:
    from ritocco.library.fetch import Fetcher

    fetcher = Fetcher.of_user()
    wanted = [library.catalogue.get(name) for name in dict.fromkeys(options.models)]
    fetched = []
    for model in wanted:
        if len(wanted) > 1 and Survey(library.shelves).of(model).state is Presence.HERE:
            print(f"{model.title} is here already.", file=sys.stderr)
            continue
        fetcher.check(model)
        with TransferLine() as line:
            model = fetcher.measured(model, line.reporter)
        _confirm_get(library, model, options.yes)
        fetched.append(_fetched(fetcher, model))
    lines = [f"{row['title']} is here: {row['path']}" for row in fetched]
    answer(fetched[0] if len(wanted) == 1 and fetched else {"models": fetched}, lines, options.json)


def _confirm_get(library: UserLibrary, model: CatalogueModel, yes: bool) -> None:
    """Show what it is, how large, and its licence; ask."""
    state = Survey(library.shelves).of(model)
    so_far = f", {size_text(state.done)} are here" if state.state is Presence.PARTIAL else ""
    shown = [
        model.title,
        f"  {model.good_for}",
        f"  {size_text(model.bytes)}{so_far}, from {model.sources[0]}",
        f"  Licence: {model.licence.title}. {model.licence.note}",
        f"           {model.licence.link}",
    ]
    if not KINDS[model.kind].usable:
        shown.append("  Ritocco cannot use models of this kind yet.")
    print("\n".join(shown), file=sys.stderr)
    if not yes:
        _ask(
            "Get it under this licence?",
            f"Nobody is here to accept the licence of {model.title}. Once you have read it "
            f"({model.licence.link}), say so with --yes: ritocco models get {model.id} --yes",
        )


def _fetched(fetcher: Fetcher, model: CatalogueModel) -> dict[str, Any]:
    began = monotonic()
    try:
        with TransferLine() as line:
            path = fetcher.get(model, line.reporter)
    except KeyboardInterrupt:
        again = f"What has come is kept: ritocco models get {model.id} goes on from there."
        print(f"ritocco: Stopped. {again}", file=sys.stderr)
        raise SystemExit(INTERRUPTED) from None
    return {
        "id": model.id,
        "title": model.title,
        "name": model.name,
        "path": str(path),
        "bytes": model.bytes,
        "seconds": round(monotonic() - began, 1),
    }


def _add(library: UserLibrary, options: Namespace) -> None:
    if options.in_place or _wanted_in_place(options):
        _use_in_place(library, Path(options.path), options)
        return
    from ritocco.installed.add import Adder

    adder = Adder(library.shelves, library.catalogue, options.copy)
    with TransferLine() as line:
        added = adder.add(Path(options.path), line.reporter)
    lines = [
        f"{model.name} is here now, as {KINDS[model.kind].one} ({model.way}): {model.path}"
        for model in added.models
    ]
    lines += [f"Left out: {sentence}" for _, sentence in added.refused]
    data = {
        "added": [
            {
                "id": model.id,
                "name": model.name,
                "kind": model.kind.value,
                "path": str(model.path),
                "way": model.way,
            }
            for model in added.models
        ],
        "refused": [{"name": name, "message": sentence} for name, sentence in added.refused],
    }
    answer(data, lines, options.json)
    if added.refused and not added.models:
        raise SystemExit(BAD)


def _wanted_in_place(options: Namespace) -> bool:
    """Whether a person wants another program's folder to be used where it lies."""
    path = Path(options.path).expanduser().absolute()
    if options.copy or options.json or not is_folder(path) or not sys.stdin.isatty():
        return False
    found = look(path)
    if found.program is None:
        return False
    print(f"{found.path} is the folder of {found.program} ({_counted(found)}).", file=sys.stderr)
    _ask("Use it in place? Nothing is written there.", "")
    return True


def _use_in_place(library: UserLibrary, path: Path, options: Namespace) -> None:
    found = use_in_place(path.expanduser().absolute(), library.shelves)
    data = {
        "path": str(found.path),
        "program": found.program,
        "models": {kind.value: count for kind, count in found.models.items()},
    }
    lines = [
        f"{found.path} is used in place now ({_counted(found)}).",
        f"It stands in {settings_file()}; `ritocco models folders --remove` takes it out.",
    ]
    answer(data, lines, options.json)


def _counted(found: FolderLook) -> str:
    """How many of what: "Models that paint: 2, LoRAs: 14"."""
    kinds = [f"{KINDS[kind].title}: {count}" for kind, count in found.models.items()]
    return ", ".join(kinds) or "no models yet"


def _folders(library: UserLibrary, options: Namespace) -> None:
    if options.remove:
        left = leave_alone(Path(options.remove).expanduser().absolute(), library.shelves)
        answer({"removed": str(left)}, [f"{left} is used no more; it is as it was."], options.json)
        return
    rows, lines = [], []
    for folder in library.shelves.others:
        problem = folder_problem(folder)
        found = None if problem else look(folder)
        layout, _ = layout_of(folder)
        rows.append(
            {
                "path": str(folder),
                "program": layout.program if layout else PLAIN,
                "models": found.count if found else 0,
                "problem": problem,
            }
        )
        told = problem or (_counted(found) if found else "")
        lines.append(f"{folder} ({rows[-1]['program']}). {told}")
    answer({"folders": rows}, lines or [NO_OTHERS], options.json)


def _remove(library: UserLibrary, options: Namespace) -> None:
    from ritocco.installed.remove import check_ours
    from ritocco.installed.remove import remove as removed

    item = library.item(options.model)
    check_ours(item)
    standing = item.standing
    if not options.yes:
        where = f" at {standing.path}" if standing.path else ""
        only = ", a link; the file it leads to stays" if standing.origin is Origin.LINKED else ""
        print(f"{item.title} ({size_text(standing.done)}{only}){where}", file=sys.stderr)
        _ask("Remove it?", f"Say --yes to remove it: ritocco models remove {item.id} --yes")
    gone = removed(item, library.shelves)
    freed = f"{size_text(gone.bytes)} are free again" if gone.bytes else "only links were removed"
    data = {"removed": [str(path) for path in gone.paths], "bytes": gone.bytes}
    answer(data, [f"{item.title} is gone; {freed}."], options.json)


def _check(library: UserLibrary, options: Namespace) -> None:
    from ritocco.installed.check import check as checked

    wanted = (
        [library.item(name) for name in options.models]
        if options.models
        else [
            item
            for item in library.items()
            if item.standing.state in (Presence.HERE, Presence.DAMAGED)
        ]
    )
    rows, lines = [], []
    for item in wanted:
        with TransferLine() as line:
            outcome = checked(item, line.reporter)
        bad = outcome.problem is not None
        rows.append({"id": item.id, "ok": not bad, "by": outcome.by, "problem": outcome.problem})
        lines.append(f"{'BAD ' if bad else 'ok  '} {item.id}: {outcome.problem or _BY[outcome.by]}")
    answer({"checked": rows}, lines or ["There are no models to check."], options.json)
    if any(not row["ok"] for row in rows):
        raise SystemExit(BAD)


_BY = {
    "sha256": "every byte is as it should be",
    "size": "its size is as it should be, and what is summed up of it",
    "contents": "it can be read; there is no sum to compare it with",
}


def _ask(question: str, nobody: str) -> None:
    """Ask a person; raises NotConfirmed unless they say yes."""
    if not sys.stdin.isatty():
        raise NotConfirmed(nobody)
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes", "t", "tak", "j", "ja", "o", "oui"):
        raise NotConfirmed("Nothing was done.")


_ACTIONS: dict[str, Callable[[UserLibrary, Namespace], None]] = {
    "list": list_all,
    "info": info,
    "get": _get,
    "add": _add,
    "remove": _remove,
    "check": _check,
    "folders": _folders,
    "where": where,
}
