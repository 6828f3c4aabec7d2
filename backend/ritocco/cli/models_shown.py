"""`ritocco models list | info | where`: what there is to see."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ritocco.cli.say import answer
from ritocco.diffusion.adapters.lora.lora_family import FAMILY_NAMES
from ritocco.from_disk import is_folder
from ritocco.installed.listing import Item, find_item, listing
from ritocco.installed.own_values import own_values_at
from ritocco.library.catalogue import Catalogue
from ritocco.library.kinds import KINDS, ModelKind
from ritocco.library.layouts import PLAIN, layout_of
from ritocco.library.missing import how_to_get
from ritocco.library.model_defaults import ANY_MODEL, ModelDefaults
from ritocco.library.shelves import Shelves, closed, closed_folders, folder_problem
from ritocco.library.standing import Origin, Presence
from ritocco.settings import Settings, settings_file
from ritocco.sizes import size_text


@dataclass(frozen=True, slots=True)
class UserLibrary:
    """What all commands work with."""

    shelves: Shelves
    catalogue: Catalogue

    @classmethod
    def of_user(cls) -> UserLibrary:
        """The user's. Raises BadSettings, BadCatalogue."""
        return cls(Shelves.of_user(), Catalogue.usual())

    def item(self, name: str) -> Item:
        """One model by its id or name. Raises NotFound."""
        return find_item(name, self.shelves, self.catalogue)

    def items(self) -> list[Item]:
        """All of them."""
        return listing(self.shelves, self.catalogue)


def list_all(library: UserLibrary, options: Namespace) -> None:
    """What is here, and what can be fetched."""
    items = [
        item
        for item in library.items()
        if (item.standing.state is not Presence.ABSENT or not options.here)
        and options.kind in (None, item.kind.value)
    ]
    lines = []
    table = _table(items)
    for kind, row in sorted(KINDS.items(), key=lambda entry: not entry[1].usable):
        of_kind = [line for item, line in zip(items, table, strict=True) if item.kind is kind]
        if of_kind:
            later = "" if row.usable else " (for later: Ritocco cannot use these yet)"
            lines += ["", f"{row.title}{later}", *of_kind]
    shut = [folder_problem(folder) or "" for folder in closed_folders(library.shelves)]
    lines += ["", *shut] if shut else []
    lines += ["", "`ritocco models info ID` tells more, `ritocco models get ID` fetches one."]
    if not items:
        lines = ["There are none of these."]
    data = {
        "folder": str(library.shelves.own),
        "models": [item.to_dict() for item in items],
    }
    answer(data, lines[1:] if lines[0] == "" else lines, options.json)


def _is_first(item: Item) -> bool:
    here = item.standing.state is Presence.HERE
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
    if standing.state is Presence.PARTIAL:
        return f"{size_text(standing.done)} so far"
    if standing.state is Presence.DAMAGED:
        return "DAMAGED"
    if standing.state is Presence.ABSENT:
        return "-"
    if item.is_foreign:
        return "not used"
    if standing.origin is Origin.FOLDER:
        return "here (other folder)" if standing.program == PLAIN else f"here ({standing.program})"
    return {Origin.SHIPPED: "here (ships)", Origin.LINKED: "here (link)"}.get(
        standing.origin or Origin.OWN, "here"
    )


def info(library: UserLibrary, options: Namespace) -> None:
    """All about one model."""
    item = library.item(options.model)
    standing, model = item.standing, item.listed
    lines = [item.title, f"  id:        {item.id}"]
    if item.name:
        called = _IN_PROMPTS.get(item.kind, "what --model and recipes call it")
        lines.append(f"  name:      {item.name} ({called.format(name=item.name)})")
    lines.append(f"  kind:      {KINDS[item.kind].title}")
    if item.family in FAMILY_NAMES:
        lines.append(f"  family:    {FAMILY_NAMES[item.family]}")
    lines += _about_adapter(item)
    if item.to_dict()["good_for"]:
        lines.append(f"  good for:  {item.to_dict()['good_for']}")
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
    if item.kind is ModelKind.MODEL and standing.path:
        own = own_values_at(standing.path)
        lines += [_own(own)] if own != ANY_MODEL else []
    lines.append(f"  state:     {_state_words(item).replace('-', 'not here')}")
    if standing.path:
        lines.append(f"             {standing.path}")
    if standing.problem:
        lines.append(f"             {standing.problem}")
    if not KINDS[item.kind].usable:
        lines.append("  Ritocco cannot use models of this kind yet.")
    elif model and standing.state in (Presence.ABSENT, Presence.PARTIAL):
        lines.append(f"  {how_to_get(model)}")
    answer(item.to_dict(), lines, options.json)


_IN_PROMPTS = {
    ModelKind.LORA: "<lora:{name}:1> in a prompt puts it to use",
    ModelKind.EMBEDDING: "this word in a prompt puts it to use",
    ModelKind.HYPERNETWORK: "<hypernet:{name}:1> in a prompt puts it to use",
}


def _about_adapter(item: Item) -> list[str]:
    """What is known of a LoRA and its kin."""
    facts, own = item.facts, item.own_values
    lines = []
    if len(facts.families) > 1:
        fits = " or ".join(FAMILY_NAMES[family] for family in facts.families)
        lines.append(f"  fits:      {fits}")
    if facts.said.title:
        lines.append(f"  called:    {facts.said.title}")
    if facts.said.alias:
        lines.append(f"  alias:     {facts.said.alias} (prompts may call it so)")
    if facts.said.words:
        lines.append(f"  words:     {', '.join(facts.said.words)} (for the prompt)")
    if facts.said.strength is not None:
        lines.append(f"  strength:  {facts.said.strength:g}, as its maker says")
    return lines + ([_own(own)] if own else [])


def _own(values: ModelDefaults) -> str:
    said = ", ".join(
        f"{name} {value}" for name, value in values.to_dict().items() if value is not None
    )
    return f"  own:       {said}"


def _labelled(label: str, values: list[str]) -> list[str]:
    first = f"  {label + ':':<9}  "
    return [(first if index == 0 else " " * 13) + value for index, value in enumerate(values)]


def _file_words(file: Any) -> str:
    digest = f", sha256 {file.sha256[:12]}..." if file.sha256 else ""
    return f"{file.path} ({size_text(file.bytes)}{digest})"


def where(library: UserLibrary, options: Namespace) -> None:
    """The folders that models are kept in and looked for."""
    shelves, settings = library.shelves, Settings.of_user()
    others = [(folder, layout_of(folder)[0]) for folder in shelves.others]
    lines = [f"Models are kept in {shelves.own}", ""]
    width = max(len(row.title) for row in KINDS.values())
    lines += [f"  {row.title:<{width}}  {shelves.folder(kind)}" for kind, row in KINDS.items()]
    lines += [f"  {folder_problem(folder)}" for folder in closed_folders(shelves)]
    lines += ["", "Folders of other programs, used in place:" if others else NO_OTHERS]
    for folder, layout in others:
        gone = "  CANNOT BE READ" if closed(folder) else "" if is_folder(folder) else "  NOT THERE"
        lines.append(f"  {folder} ({layout.program if layout else PLAIN}){gone}")
    if settings.mirrors:
        lines += ["", "Mirrors, asked first:", *(f"  {mirror}" for mirror in settings.mirrors)]
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


NO_OTHERS = (
    "Folders of A1111, Forge, ComfyUI, InvokeAI, SwarmUI or Fooocus can be used in place: "
    "`ritocco models add FOLDER --in-place`."
)
