"""What is said about a model: short for its row, long for what opens below it."""

from __future__ import annotations

from ..models.catalogue import LibraryModel, Presence
from ..models.transfer import Transfer
from ..phase import Phase
from ..words import mark, say
from .look import Meaning
from .telling import duration, memory, share, speed, unbroken

KINDS = {
    "model": (mark("Models that paint"), mark("Stable Diffusion: they paint what words say.")),
    "faces": (mark("Faces"), mark("Networks that repair faces.")),
    "upscaler": (mark("Upscalers"), mark("Networks that enlarge pictures, with detail.")),
    "filler": (mark("Fillers"), mark("Networks that fill without words.")),
    "vae": (mark("VAEs"), mark("What turns a model's numbers into colours, better than its own.")),
    "lora": (mark("LoRAs"), mark("Small additions to a model: styles, subjects, speed.")),
    "controlnet": (mark("ControlNets"), mark("They guide a model by lines, depth or poses.")),
    "preview": (mark("Previews"), mark("They show sooner what is being painted.")),
    "embedding": (mark("Embeddings"), mark("New words for a prompt.")),
    "hypernetwork": (mark("Hypernetworks"), mark("Additions to a model, of an older kind.")),
}
"""Kind of model -> its title, and what artists get it for."""
_DEMONSTRATES = mark(
    "Painting by words at once, to see how it goes: colours and textures, no things."
)
"""What the backend says that mini is good for."""
_DEMONSTRATION = mark("mini (demonstration)")
"""What the backend says that mini is; those of other models are names."""
UNUSED = mark("Ritocco cannot use this kind yet")
_ORIGINS = {
    "own": mark("in Ritocco's folder"),
    "linked": mark("linked from where it lies"),
    "folder": mark("in another program's folder"),
    "shipped": mark("came with Ritocco"),
}
_SYMBOLS = {
    Presence.ABSENT: ("get", None),
    Presence.PARTIAL: ("get", Meaning.CAUTION),
    Presence.WAITING: ("history", Meaning.CALM),
    Presence.FETCHING: ("get", Meaning.CALM),
    Presence.CHECKING: ("again", Meaning.CALM),
    Presence.HERE: ("check", Meaning.GOOD),
    Presence.DAMAGED: ("warning", Meaning.BAD),
}


def kind_words(kind: str, word: str) -> tuple[str, str]:
    """Title and purpose of a kind of model; `told`: the backend's word, for kinds unknown here."""
    title, purpose = KINDS.get(kind, (word, ""))
    return say(title), say(purpose) if purpose else ""


def symbol(model: LibraryModel) -> tuple[str, Meaning | None]:
    """The symbol before a model, and what its colour says; None: no colour."""
    if model.is_foreign or (not model.usable and model.state is Presence.ABSENT):
        return "blocked", None
    return ("warning", Meaning.BAD) if model.failure else _SYMBOLS[model.state]


def figure(model: LibraryModel) -> str:
    """The number at the right of a model: its size, or what is still to come."""
    if model.size is None:
        return ""
    return memory(model.size)


def standing(model: LibraryModel, is_open: bool = False) -> str:
    """How a model stands, in a line; what it is good for stands below where it is open."""
    if model.failure:
        return problem(model)
    words = {
        Presence.PARTIAL: _partly,
        Presence.WAITING: _waiting,
        Presence.FETCHING: _fetching,
        Presence.CHECKING: lambda one: one.transfer.text if one.transfer else say("Checking"),
        Presence.HERE: _here,
        Presence.DAMAGED: problem,
    }.get(model.state)
    if words is not None:
        return words(model)
    if not model.usable:
        return say(UNUSED)
    good_for = say(model.good_for) if model.good_for and not is_open else say(model.family)
    first = say("recommended") if model.recommended else ""
    return " · ".join(part for part in (first, good_for) if part)


def problem(model: LibraryModel) -> str:
    """What is wrong with it, and what to do; "" where nothing is."""
    return model.failure.problem if model.failure else model.problem


def progress(transfer: Transfer) -> str:
    """How far a transfer is: bytes, speed, time left."""
    parts = []
    if transfer.done is not None and transfer.total:
        parts.append(share(transfer.done, transfer.total))
    elif transfer.phase is Phase.RUNNING:
        parts.append(say("{percent} %", percent=round(transfer.fraction * 100)))
    if transfer.speed:
        parts.append(speed(transfer.speed))
    if transfer.seconds_left is not None:
        parts.append(say("{time} left", time=duration(transfer.seconds_left)))
    return " · ".join(parts)


def facts(model: LibraryModel, free: int | None) -> list[str]:
    """What to know before it is fetched, or of one that is here; a line each."""
    lines = []
    if model.size is not None and free is not None and not model.is_here:
        size, room = memory(model.size), memory(free)
        lines.append(say("Size: {size}; {room} are free on the disk", size=size, room=room))
    elif model.size is not None:
        lines.append(say("Size: {size}", size=memory(model.size)))
    elif not model.is_here:
        lines.append(say("Size: not known before its source is asked"))
    if model.memory is not None:
        # As graphics cards are sold: in units of 2 ** 30.
        least = unbroken(say("{gigabytes} GB", gigabytes=f"{model.memory / 2**30:.3g}"))
        lines.append(say("Graphics memory: {memory} or more", memory=least))
    if model.sources and not model.is_here:
        lines.append(say("From: {source}", source=model.sources[0]))
    if model.path:
        lines.append(say("Place: {path}", path=model.path))
    if model.listed and not model.checked and not model.is_here:
        lines.append(say("Its address could not be tried when this version was made."))
    return lines


def lacks_room(model: LibraryModel, free: int | None) -> bool:
    """Whether the disk is too full for it."""
    return model.left is not None and free is not None and model.left > free


def _partly(model: LibraryModel) -> str:
    if model.size is None:
        return say("A part of it is here")
    return say("{share} are here", share=share(model.done, model.size))


def _waiting(model: LibraryModel) -> str:
    sent = model.transfer is not None and model.transfer.id
    return say("Waits its turn") if sent else say("Waits for the backend")


def _fetching(model: LibraryModel) -> str:
    """Numbers while it comes, words while it does not: what is waited for."""
    transfer = model.transfer
    if transfer is None:
        return say("Downloading")
    moved = progress(transfer)
    if transfer.speed or not transfer.text:
        return moved
    return " · ".join(part for part in (transfer.text, moved) if part)


def _here(model: LibraryModel) -> str:
    if model.is_foreign:
        return say("whole, but not used here")
    if not model.usable:
        return say(UNUSED)
    origin = say(_ORIGINS[model.origin]) if model.origin in _ORIGINS else ""
    if model.program:
        origin = say("in the folder of {program}", program=model.program)
    return " · ".join(part for part in (say(model.family), origin) if part) or say("here")
