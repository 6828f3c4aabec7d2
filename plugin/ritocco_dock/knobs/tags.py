"""Adapters that are named in a prompt: tags (`<lora:ink:0.8>`), and embeddings, which are words.

Only what the dock shows of them; what counts is how the backend reads them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .adapters import EMBEDDING, HYPERNETWORK, LORA, STRONGEST, Adapter

WORDS = {
    **dict.fromkeys(("lora", "lyco", "lycoris", "locon", "loha", "lokr", "dora"), LORA),
    **dict.fromkeys(("hypernet", "hypernetwork"), HYPERNETWORK),
}
"""What a tag is called -> the kind of what it names."""
_CALLED = "|".join(WORDS)
_TAG = re.compile(rf"\\.|<({_CALLED}):\s*([^<>\s][^<>]*)>", re.IGNORECASE | re.DOTALL)
_UNCLOSED = re.compile(rf"\\.|(<(?:{_CALLED}):(?:\\.|[^<>\\])*)(?=<|$)", re.IGNORECASE | re.DOTALL)
_OPEN = re.compile(rf"<({_CALLED}):([^<>:]*)$", re.IGNORECASE)
_WORD = re.compile(r"[\w.\-]+$")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]{1,3})?", re.IGNORECASE)
_COMMA = re.compile(r"^([+-]?[0-9]*),([0-9]+)$")
"""A number as half of Europe writes it: `<lora:ink:0,8>`."""
_PRESET = re.compile(r"[A-Z][A-Z0-9.]+")
"""Block weights as they were written before they had a name: `<lora:ink:1:MIDD>`."""
_STRENGTHS = {LORA: ("te", "unet"), HYPERNETWORK: ("te",)}
"""What the arguments without a name are, in order."""
_NONE: str | tuple[float, ...] = ""
_FEWEST = 3
"""Numbers of a list that is one of block weights, wherever it stands."""


@dataclass(frozen=True)
class Tag:
    """One tag, and where it stands: `start` to `end` of the text, its name at `at`.

    passed  parts of it that cannot be read: the backend passes them over
    """

    adapter: Adapter
    start: int
    end: int
    at: int
    passed: tuple[str, ...] = ()

    @property
    def in_range(self) -> bool:
        """Whether the backend would take its strengths."""
        adapter = self.adapter
        return max(abs(adapter.unet_strength), abs(adapter.text_strength)) <= STRONGEST


def tags_in(prompt: str) -> tuple[Tag, ...]:
    """The tags of a prompt, in order."""
    return tuple(_read(found) for found in _TAG.finditer(prompt) if found[1])


def unclosed_in(prompt: str) -> tuple[tuple[int, str], ...]:
    """Tags that begin and do not end, with their places: for the backend they are words."""
    found = (one for one in _UNCLOSED.finditer(prompt) if one[1])
    return tuple((one.start(1), one[1].rstrip()) for one in found)


@dataclass(frozen=True)
class Untagged:
    """A prompt without its tags, and what they named."""

    text: str
    adapters: tuple[Adapter, ...] = ()


def taken_out(prompt: str) -> Untagged:
    """The prompt without the tags that can be followed; others stay, to be seen and mended."""
    text, found = prompt, list[Adapter]()
    for tag in reversed(tags_in(prompt)):
        if tag.in_range and not tag.passed:
            found.insert(0, tag.adapter)
            text = _without_tag(text, tag)
    return Untagged(text, tuple(found))


def _read(found: re.Match[str]) -> Tag:
    name, *arguments = found[2].split(":")
    at = found.start(2) + len(name) - len(name.lstrip())
    kind, weights, passed = WORDS[found[1].lower()], _NONE, list[str]()
    strengths: dict[str, float] = {}
    places, has_blocks = iter(_STRENGTHS[kind]), kind == LORA
    for written in (argument.strip() for argument in arguments):
        called, equals, value = (part.strip() for part in written.partition("="))
        called = called.lower() if equals else next(places, "")
        strength = _strength(value if equals else written)
        if called in _STRENGTHS[kind] and strength is not None:
            strengths[called] = strength
        elif has_blocks and equals and called == "lbw":
            weights = _blocks(value)
        elif has_blocks and not equals and _is_of_blocks(written, called):
            weights = _blocks(written)
        elif written:
            passed.append(written)
    text = strengths.get("te", 1.0)
    adapter = Adapter(kind, name.strip(), strengths.get("unet", text), text, weights)
    return Tag(adapter, found.start(), found.end(), at, tuple(passed))


def _is_of_blocks(text: str, place: str) -> bool:
    """Whether block weights stand where a strength might: a list, or a preset behind one."""
    numbers = _blocks(text)
    if isinstance(numbers, tuple):
        return len(numbers) >= _FEWEST
    return place != "te" and _PRESET.fullmatch(text) is not None


def _strength(text: str) -> float | None:
    number = _COMMA.sub(r"\1.\2", text)
    return float(number) if _NUMBER.fullmatch(number) else None


def _blocks(text: str) -> str | tuple[float, ...]:
    """Numbers, else the name of a preset."""
    parts = [part.strip() for part in text.split(",")]
    if all(_NUMBER.fullmatch(part) for part in parts):
        return tuple(float(part) for part in parts)
    return text


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
    places, made = iter(_STRENGTHS[now.kind]), list[str]()
    for one in arguments:
        name, equals, value = (part.strip() for part in one.partition("="))
        place = name.lower() if equals else next(places, "")
        if _strength(value if equals else one.strip()) is None or place not in left:
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
            prompt = _without_tag(prompt, tag)
    return prompt.rstrip(" ")


def _without_tag(prompt: str, tag: Tag) -> str:
    """No two blanks are left, and none at the end, where it was a word between others."""
    before, after = prompt[: tag.start], prompt[tag.end :]
    if after.startswith((",", ".")):
        before = before.rstrip(" ")
    blank = not before or before.endswith(" ")
    return (before + (after.lstrip(" ") if blank else after)).rstrip(" ")


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
