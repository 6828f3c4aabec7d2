"""`ritocco models ...`: what is here, what can be had, and getting it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from ritocco.cli.say import answer
from ritocco.cli.transfer import TransferLine
from ritocco.errors import RitoccoError
from ritocco.library.catalogue import Catalogue, Model
from ritocco.library.fetch import Fetcher
from ritocco.library.kinds import KINDS
from ritocco.library.layouts import PLAIN, layout_of
from ritocco.library.missing import how_to_get
from ritocco.library.sizes import size_text
from ritocco.library.standing import Origin, State, Survey
from ritocco.library.troubles import AlreadyHere
from ritocco.settings import Settings, settings_file
from ritocco.stock.add import Adder
from ritocco.stock.check import check as checked
from ritocco.stock.listing import Item, find_item, listing
from ritocco.stock.remove import check_ours
from ritocco.stock.remove import remove as removed

BAD = 1
INTERRUPTED = 130


class NotConfirmed(RitoccoError):
    """Something that a person has to agree to, and none was there or did."""

    code = "not_confirmed"


@dataclass(frozen=True, slots=True)
class _Library:
    """What all commands work with."""

    fetcher: Fetcher
    catalogue: Catalogue

    @classmethod
    def of_user(cls) -> _Library:
        return cls(Fetcher.of_user(), Catalogue.usual())

    def item(self, name: str) -> Item:
        return find_item(name, self.fetcher.shelves, self.catalogue)

    def items(self) -> list[Item]:
        return listing(self.fetcher.shelves, self.catalogue)


def models(options: Namespace) -> None:
    """Do what was asked."""
    _ACTIONS[options.action](_Library.of_user(), options)


def _list(library: _Library, options: Namespace) -> None:
    items = [
        item
        for item in library.items()
        if (item.standing.state is not State.ABSENT or not options.here)
        and options.kind in (None, item.kind.value)
    ]
    lines = []
    table = _table(items)
    for kind, row in sorted(KINDS.items(), key=lambda one: not one[1].usable):
        of_kind = [line for item, line in zip(items, table, strict=True) if item.kind is kind]
        if of_kind:
            later = "" if row.usable else " (for later: Ritocco cannot use these yet)"
            lines += ["", f"{row.title}{later}", *of_kind]
    lines += ["", "`ritocco models info ID` tells more, `ritocco models get ID` fetches one."]
    if not items:
        lines = ["There are none of these."]
    data = {
        "folder": str(library.fetcher.shelves.own),
        "models": [item.to_dict() for item in items],
    }
    answer(data, lines[1:] if lines[0] == "" else lines, options.json)


def _is_first(item: Item) -> bool:
    here = item.standing.state is State.HERE
    return bool(item.listed and item.listed.recommended) and not here and KINDS[item.kind].usable


def _table(items: Iterable[Item]) -> list[str]:
    rows = [
        (
            _state_words(item),
            item.id,
            size_text(item.bytes) if item.bytes else "?",
            item.title + (" (begin with this)" if _is_first(item) else ""),
        )
        for item in items
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    return [
        f"  {state:<{widths[0]}}  {name:<{widths[1]}}  {size:>{widths[2]}}  {title}".rstrip()
        for state, name, size, title in rows
    ]


def _state_words(item: Item) -> str:
    standing = item.standing
    if standing.state is State.PARTIAL:
        return f"{size_text(standing.done)} so far"
    if standing.state is State.DAMAGED:
        return "DAMAGED"
    if standing.state is State.ABSENT:
        return "-"
    if standing.origin is Origin.FOLDER:
        return "here (other folder)" if standing.program == PLAIN else f"here ({standing.program})"
    return {Origin.SHIPPED: "here (ships)", Origin.LINKED: "here (link)"}.get(
        standing.origin or Origin.OWN, "here"
    )


def _info(library: _Library, options: Namespace) -> None:
    item = library.item(options.model)
    standing, model = item.standing, item.listed
    lines = [item.title, f"  id:        {item.id}"]
    if item.name:
        lines.append(f"  name:      {item.name} (what --model and recipes call it)")
    lines.append(f"  kind:      {KINDS[item.kind].title}")
    if model:
        lines.append(f"  good for:  {model.good_for}")
    lines.append(f"  size:      {size_text(item.bytes)}")
    if model and model.memory:
        lines.append(f"  memory:    works well from {model.memory >> 30} GB of graphics memory")
    if model:
        lines += [
            f"  licence:   {model.licence.title}. {model.licence.note}",
            f"             {model.licence.link}",
        ]
        lines += _labelled("files", [_file_words(file) for file in model.files])
        lines += _labelled("from", [str(source) for source in model.sources])
        if not model.checked:
            lines.append("             not tried when this list was made; what comes is checked")
    lines.append(f"  state:     {_state_words(item).replace('-', 'not here')}")
    if standing.path:
        lines.append(f"             {standing.path}")
    if standing.problem:
        lines.append(f"             {standing.problem}")
    if not KINDS[item.kind].usable:
        lines.append("  Ritocco cannot use models of this kind yet.")
    elif model and standing.state in (State.ABSENT, State.PARTIAL):
        lines.append(f"  {how_to_get(model)}")
    answer(item.to_dict(), lines, options.json)


def _labelled(label: str, values: list[str]) -> list[str]:
    first = f"  {label + ':':<9}  "
    return [(first if index == 0 else " " * 13) + value for index, value in enumerate(values)]


def _file_words(file: Any) -> str:
    digest = f", sha256 {file.sha256[:12]}..." if file.sha256 else ""
    return f"{file.path} ({size_text(file.bytes)}{digest})"


def _get(library: _Library, options: Namespace) -> None:
    wanted = [library.catalogue.get(name) for name in dict.fromkeys(options.models)]
    told = []
    for model in wanted:
        if len(wanted) > 1 and Survey(library.fetcher.shelves).of(model).state is State.HERE:
            print(f"{model.title} is here already.", file=sys.stderr)
            continue
        library.fetcher.check(model)
        with TransferLine() as line:
            model = library.fetcher.measured(model, line.course)
        _confirm_get(library, model, options.yes)
        told.append(_fetched(library, model))
    lines = [f"{one['title']} is here: {one['path']}" for one in told]
    answer(told[0] if len(wanted) == 1 and told else {"models": told}, lines, options.json)


def _confirm_get(library: _Library, model: Model, yes: bool) -> None:
    """Show what it is, how large, and its licence; ask."""
    state = Survey(library.fetcher.shelves).of(model)
    so_far = f", {size_text(state.done)} are here" if state.state is State.PARTIAL else ""
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


def _fetched(library: _Library, model: Model) -> dict[str, Any]:
    began = monotonic()
    try:
        with TransferLine() as line:
            path = library.fetcher.get(model, line.course)
    except AlreadyHere:
        raise
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


def _add(library: _Library, options: Namespace) -> None:
    adder = Adder(library.fetcher.shelves, library.catalogue, options.copy)
    with TransferLine() as line:
        added = adder.add(Path(options.path), line.course)
    lines = [
        f"{one.name} is here now, as {KINDS[one.kind].one} ({one.way}): {one.path}"
        for one in added.models
    ]
    lines += [f"Left out: {sentence}" for _, sentence in added.refused]
    data = {
        "added": [
            {
                "id": one.id,
                "name": one.name,
                "kind": one.kind.value,
                "path": str(one.path),
                "way": one.way,
            }
            for one in added.models
        ],
        "refused": [{"name": name, "message": sentence} for name, sentence in added.refused],
    }
    answer(data, lines, options.json)
    if added.refused and not added.models:
        raise SystemExit(BAD)


def _remove(library: _Library, options: Namespace) -> None:
    item = library.item(options.model)
    check_ours(item)
    standing = item.standing
    if not options.yes:
        where = f" at {standing.path}" if standing.path else ""
        only = ", a link; the file it leads to stays" if standing.origin is Origin.LINKED else ""
        print(f"{item.title} ({size_text(standing.done)}{only}){where}", file=sys.stderr)
        _ask("Remove it?", f"Say --yes to remove it: ritocco models remove {item.id} --yes")
    gone = removed(item, library.fetcher)
    freed = f"{size_text(gone.bytes)} are free again" if gone.bytes else "only links were removed"
    data = {"removed": [str(path) for path in gone.paths], "bytes": gone.bytes}
    answer(data, [f"{item.title} is gone; {freed}."], options.json)


def _check(library: _Library, options: Namespace) -> None:
    wanted = (
        [library.item(name) for name in options.models]
        if options.models
        else [
            item for item in library.items() if item.standing.state in (State.HERE, State.DAMAGED)
        ]
    )
    rows, lines = [], []
    for item in wanted:
        with TransferLine() as line:
            found = checked(item, line.course)
        bad = found.problem is not None
        rows.append({"id": item.id, "ok": not bad, "by": found.by, "problem": found.problem})
        lines.append(f"{'BAD ' if bad else 'ok  '} {item.id}: {found.problem or _BY[found.by]}")
    answer({"checked": rows}, lines or ["There are no models to check."], options.json)
    if any(not row["ok"] for row in rows):
        raise SystemExit(BAD)


_BY = {
    "sha256": "every byte is as it should be",
    "size": "its size is as it should be, and what is summed up of it",
    "contents": "it can be read; there is no sum to compare it with",
}


def _where(library: _Library, options: Namespace) -> None:
    shelves, settings = library.fetcher.shelves, Settings.of_user()
    others = [(folder, layout_of(folder)[0]) for folder in shelves.others]
    lines = [f"Models are kept in {shelves.own}", ""]
    width = max(len(row.title) for row in KINDS.values())
    lines += [f"  {row.title:<{width}}  {shelves.folder(kind)}" for kind, row in KINDS.items()]
    lines += ["", "Folders of other programs, used in place:" if others else _NO_OTHERS]
    for folder, layout in others:
        gone = "" if folder.is_dir() else "  NOT THERE"
        lines.append(f"  {folder} ({layout.program if layout else PLAIN}){gone}")
    if settings.mirrors:
        lines += ["", "Mirrors, asked first:", *(f"  {one}" for one in settings.mirrors)]
    if settings.offline:
        lines += ["", "Offline: nothing is fetched from the network."]
    lines += ["", f"All this can be changed in {settings_file()}"]
    data = {
        "folder": str(shelves.own),
        "kinds": {kind.value: str(shelves.folder(kind)) for kind in KINDS},
        "folders": [
            {"path": str(folder), "program": layout.program if layout else PLAIN}
            for folder, layout in others
        ],
        "mirrors": list(settings.mirrors),
        "offline": settings.offline,
    }
    answer(data, lines, options.json)


_NO_OTHERS = (
    "Folders of A1111, Forge, ComfyUI or InvokeAI can be used in place: name them in the settings, "
    "under [models], as folders."
)
_ACTIONS: dict[str, Callable[[_Library, Namespace], None]] = {
    "list": _list,
    "info": _info,
    "get": _get,
    "add": _add,
    "remove": _remove,
    "check": _check,
    "where": _where,
}


def _ask(question: str, nobody: str) -> None:
    """Ask a person; raises NotConfirmed unless they say yes."""
    if not sys.stdin.isatty():
        raise NotConfirmed(nobody)
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes", "t", "tak", "j", "ja", "o", "oui"):
        raise NotConfirmed("Nothing was done.")
