"""The adapters that the backend has: which of them are meant, which fit, what they say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from ..words import from_backend
from .adapters import EMBEDDING, Adapter
from .knobs import Knobs
from .tags import Tag, embeddings_in, tags_in, unclosed_in, with_words

_MOST_NEAR = 3
_AWAY = re.compile(
    r"^(bad|(easy|very|fast|real)?neg|ng[_-]|unaesthetic|[\w-]*hands?\b)|negative", re.IGNORECASE
)
SUFFIXES = ("safetensors", "ckpt", "pt", "bin", "png", "webp", "jxl", "avif")
"""Endings of files that may hold an adapter."""


def fits(family: str, families: Sequence[str]) -> bool:
    """Whether what is for these families may be used with a model of `family`.

    Also with what was made of one of them ("sd1-inpaint" of "sd1"), and where either is not
    known.
    """
    known = any(family == one or family.startswith(f"{one}-") for one in families)
    return known or not family or not families


@dataclass(frozen=True)
class AdapterInfo:
    """An adapter the backend has.

    name       its id for recipes; `alias`: another one, which the file itself says
    families   ids of the families it fits; none: not known
    words      what it answers to in a prompt
    strength   what its makers use it at
    pictured   whether there is a small picture of it
    problem    why it cannot be used; "": it can
    own        values it paints best with, where it was made for few steps; else none
    """

    kind: str
    name: str
    alias: str = ""
    families: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    strength: float = 1.0
    pictured: bool = False
    problem: str = ""
    own: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def from_dict(cls, kind: str, data: Mapping[str, Any]) -> AdapterInfo:
        """From the API's JSON."""
        own = data.get("defaults") or {}
        usual = data.get("preferred_strength")
        return cls(
            kind,
            data["name"],
            data.get("alias") or "",
            tuple(data.get("families") or ()),
            tuple(data.get("trigger_words") or ()),
            1.0 if usual is None else float(usual),
            bool(data.get("thumbnail")),
            from_backend(data, "problem"),
            {name: value for name, value in own.items() if value is not None},
        )

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from others."""
        return self.kind, self.name

    @property
    def word(self) -> str:
        """What a prompt calls it: without the folder and the ending of its file."""
        word = self.name.replace("\\", "/").rpartition("/")[2]
        stem, dot, ending = word.rpartition(".")
        return stem if dot and ending.lower() in SUFFIXES else word

    @property
    def is_few_steps(self) -> bool:
        """Whether it was made to paint in few steps."""
        return "steps" in self.own

    def fits(self, family: str) -> bool:
        """Whether it may be used with models of this family; "" is any."""
        return fits(family, self.families)

    def usable(self, family: str) -> bool:
        """Whether it fits and nothing is wrong with it."""
        return not self.problem and self.fits(family)

    def chosen(self) -> Adapter:
        """As it is when it is chosen."""
        return Adapter(self.kind, self.name, self.strength, self.strength)


class Known(tuple[AdapterInfo, ...]):
    """All adapters there are, found by their names at once, however many they are."""

    @classmethod
    def of(cls, rows: Iterable[AdapterInfo]) -> Known:
        """These; itself where it is one already."""
        return rows if isinstance(rows, cls) else cls(rows)

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str], AdapterInfo]:
        """By the name of a file; where none is called so, by what a file calls itself, once."""
        aliases = Counter((one.kind, one.alias) for one in self if one.alias)
        said = {(one.kind, one.alias): one for one in self if aliases[one.kind, one.alias] == 1}
        words = {(one.kind, one.word): one for one in reversed(self)}
        return {**said, **words, **{one.key: one for one in self}}

    @cached_property
    def embeddings(self) -> tuple[str, ...]:
        """The words that are embeddings."""
        return tuple(one.word for one in self if one.kind == EMBEDDING)

    @cached_property
    def few_steps(self) -> tuple[AdapterInfo, ...]:
        """Those that were made to paint in few steps."""
        return tuple(one for one in self if one.is_few_steps)

    def found(self, kind: str, name: str) -> AdapterInfo | None:
        """The one that is meant by this name; None where none is."""
        return self._by_name.get((kind, name))


def near(kind: str, name: str, known: Iterable[AdapterInfo]) -> tuple[str, ...]:
    """Names that may have been meant, the nearest first; the backend measures them so too."""
    able = (one for one in known if one.kind == kind and not one.problem)
    names = {one.word.casefold(): one.word for one in able}
    close = get_close_matches(name.casefold(), names, _MOST_NEAR, 0.66)
    return tuple(names[one] for one in close)


def taken(knobs: Knobs, info: AdapterInfo, writing: str = "") -> dict[str, object]:
    """What to turn to use this adapter too; nothing where it is in use already.

    An embedding is a word, so it is put into a prompt: the one that is being written; else, if it
    is called so as if it were made to be steered away from, into the negative one.

    writing  the field of `Knobs` in which the caret was last; "": in none yet
    """
    if info.kind == EMBEDDING:
        field = writing or ("negative" if _AWAY.search(info.word) else "prompt")
        text = getattr(knobs, field)
        return {} if embeddings_in(text, [info.word]) else {field: with_words(text, info.word)}
    if info.key in [one.key for one in knobs.adapters]:
        return {}
    return {"adapters": (*knobs.adapters, info.chosen())}


@dataclass(frozen=True)
class InUse:
    """What a press would use. Of one that is not here `info` is None.

    written  the field of `Knobs` with the prompt it stands in; "": it was chosen beside them
    tag      what names it there; None: a word does, or nothing
    """

    adapter: Adapter
    info: AdapterInfo | None
    written: str = ""
    tag: Tag | None = None


def in_use(knobs: Knobs, known: Sequence[AdapterInfo]) -> tuple[InUse, ...]:
    """All adapters, in the order in which they act: the chosen ones, then those in the prompts."""
    prompts, here = _prompts(knobs), Known.of(known)
    used: list[tuple[Adapter, str, Tag | None]] = [(one, "", None) for one in knobs.adapters]
    used += [(tag.adapter, field, tag) for field, text in prompts.items() for tag in tags_in(text)]
    used += [
        (Adapter(EMBEDDING, name), field, None)
        for field, text in prompts.items()
        for name in embeddings_in(text, here.embeddings)
    ]
    return tuple(InUse(one, here.found(one.kind, one.name), field, tag) for one, field, tag in used)


def unclosed(knobs: Knobs) -> tuple[tuple[str, str], ...]:
    """Tags in the prompts that begin and do not end: the field of `Knobs`, and the tag."""
    return tuple(
        (field, tag) for field, text in _prompts(knobs).items() for _, tag in unclosed_in(text)
    )


def _prompts(knobs: Knobs) -> Mapping[str, str]:
    """Those that count, by their fields of `Knobs`."""
    return {"prompt": knobs.prompt, "negative": knobs.negative} if knobs.about.prompts else {}
