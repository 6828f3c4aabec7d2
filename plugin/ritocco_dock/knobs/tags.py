"""Adapters that are named in a prompt: tags (`<lora:ink:0.8>`), and embeddings, which are words.

Only what the dock shows of them; what counts is how the backend reads them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .adapters import EMBEDDING, HYPERNETWORK, LORA, Adapter

WORDS = {
    **dict.fromkeys(("lora", "lyco", "lycoris", "locon", "loha", "lokr", "dora"), LORA),
    **dict.fromkeys(("hypernet", "hypernetwork"), HYPERNETWORK),
}
"""What a tag is called -> the kind of what it names."""
_CALLED = "|".join(WORDS)
_TAG = re.compile(rf"\\.|<({_CALLED}):([^<>]+)>", re.IGNORECASE | re.DOTALL)
_OPEN = re.compile(rf"<({_CALLED}):([^<>:]*)$", re.IGNORECASE)
_WORD = re.compile(r"[\w.\-]+$")
_COMMA = re.compile(r"^\s*([+-]?\d*),(\d+)\s*$")
"""A number as half of Europe writes it."""
_STRENGTHS = ("te", "unet")
"""What arguments without a name are, in order."""


@dataclass(frozen=True)
class Tag:
    """One tag, and where it stands: `start` to `end` of the text, its name at `at`."""

    adapter: Adapter
    start: int
    end: int
    at: int


def tags_in(prompt: str) -> tuple[Tag, ...]:
    """The tags of a prompt, in order."""
    return tuple(_read(found) for found in _TAG.finditer(prompt) if found[1])


def _read(found: re.Match[str]) -> Tag:
    name, *arguments = found[2].split(":")
    at = found.start(2) + len(name) - len(name.lstrip())
    plain = [one for one in arguments if "=" not in one]
    named = dict(one.split("=", 1) for one in arguments if "=" in one)
    said = {**dict(zip(_STRENGTHS, plain, strict=False)), **named}
    text, unet = (_number(said.get(name, "")) for name in _STRENGTHS)
    text = 1.0 if text is None else text
    unet = text if unet is None else unet
    adapter = Adapter(WORDS[found[1].lower()], name.strip(), unet, text, named.get("lbw", ""))
    return Tag(adapter, found.start(), found.end(), at)


def _number(text: str) -> float | None:
    try:
        return float(_COMMA.sub(r"\1.\2", text))
    except ValueError:
        return None


def restrengthened(prompt: str, changed: Callable[[Adapter], Adapter]) -> str:
    """The prompt with other strengths in its tags; what else these say stays as it is written."""
    for tag in reversed(tags_in(prompt)):
        now = changed(tag.adapter)
        if now != tag.adapter:
            called, name, *arguments = prompt[tag.start + 1 : tag.end - 1].split(":")
            said = ":".join((called, name, *_said_anew(arguments, now)))
            prompt = f"{prompt[: tag.start]}<{said}>{prompt[tag.end :]}"
    return prompt


def _said_anew(arguments: Sequence[str], now: Adapter) -> list[str]:
    """What follows a tag's name, with these strengths; what is not said yet comes last."""
    left = {"te": f"{now.text_strength:g}", "unet": f"{now.unet_strength:g}"}
    places, made = iter(_STRENGTHS), list[str]()
    for one in arguments:
        name, equals, value = (part.strip() for part in one.partition("="))
        place = name.lower() if equals else next(places, "")
        if _number(value if equals else one) is None or place not in left:
            made.append(one)
        else:
            made.append(f"{name}={left.pop(place)}" if equals else left.pop(place))
    if not now.is_apart or now.kind == HYPERNETWORK:
        left.pop("unet", None)  # goes along
    return made + [f"{name}={value}" if arguments else value for name, value in left.items()]


def renamed(prompt: str, before: Adapter, name: str) -> str:
    """The prompt in which tags that name `before` name another file."""
    for tag in reversed(tags_in(prompt)):
        if tag.adapter.key == before.key:
            end = tag.at + len(before.name)
            prompt = prompt[: tag.at] + name + prompt[end:]
    return prompt


def untagged(prompt: str, kind: str, names: Iterable[str]) -> str:
    """The prompt without the tags of one file, which may have several names."""
    keys = {(kind, name) for name in names}
    for tag in reversed(tags_in(prompt)):
        if tag.adapter.key in keys:
            before, after = prompt[: tag.start], prompt[tag.end :]
            # No two blanks, and none at the end, where it was a word between others.
            blank = not before or before.endswith(" ")
            prompt = before + (after.lstrip(" ") if blank else after)
    return prompt.rstrip(" ")


def embeddings_in(prompt: str, names: Iterable[str]) -> tuple[str, ...]:
    """Which of these embeddings a prompt names: as words of their own, in any case."""
    folded = prompt.casefold()
    return tuple(name for name in names if name.casefold() in folded and _stands(name, folded))


def _stands(name: str, folded: str) -> bool:
    """Whether it stands there and is no part of a longer word."""
    return re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", folded) is not None


@dataclass(frozen=True)
class Begun:
    """A name that is being written: from `start` to the caret.

    kinds  of adapters that it may be
    typed  what there is of it
    """

    kinds: tuple[str, ...]
    typed: str
    start: int

    @property
    def is_tag(self) -> bool:
        """Whether it stands in a tag; else it is a word, which may be an embedding."""
        return EMBEDDING not in self.kinds


LEAST = 3
"""Letters of a word from which it may be meant for an embedding."""


def begun(text: str) -> Begun | None:
    """What is being written at the end of this text, up to the caret; None: nothing of ours."""
    opened = _OPEN.search(text)
    if opened is not None:
        return Begun((WORDS[opened[1].lower()],), opened[2].lstrip(), opened.start())
    word = _WORD.search(text)
    if word is not None and len(word[0]) >= LEAST:
        return Begun((EMBEDDING,), word[0], word.start())
    return None


def tag_of(kind: str, name: str, strength: float) -> str:
    """The tag that names an adapter; an embedding is its own word."""
    called = {LORA: "lora", HYPERNETWORK: "hypernet"}.get(kind)
    return f"<{called}:{name}:{strength:g}>" if called else name


def has_words(prompt: str, words: str) -> bool:
    """Whether these words stand in the prompt, none within a longer word."""
    return _stands(words, prompt.casefold())


def with_words(prompt: str, words: str) -> str:
    """The prompt and, after a comma, these words."""
    kept = prompt.rstrip()
    if not kept:
        return words
    return f"{kept} {words}" if kept.endswith(",") else f"{kept}, {words}"


def without_words(prompt: str, words: str) -> str:
    """The prompt without these words, and without the comma that led to them."""
    once = re.escape(words)
    return re.sub(
        rf"^{once}(?!\w)\s*,?\s*|\s*,\s*{once}(?!\w)|(?<!\w){once}(?!\w)\s?",
        "",
        prompt,
        count=1,
        flags=re.IGNORECASE,
    )
