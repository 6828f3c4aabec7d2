"""Tags in a prompt that name small files to change the model by: `<lora:name:0.8>`.

The web UI's grammar: a kind, then a name and arguments between colons (`<lora:ink:1:lbw=MIDD>`).
A tag is no text: it goes before anything else of the prompt is read, wherever it stands, and
leaves the rest as if it had not been there. Only the kinds in the table are tags; other words in
angle brackets are text, and so is `\\<lora:ink:1>`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ritocco.recipe.adapter import AdapterKind

KINDS: dict[str, AdapterKind] = {
    **dict.fromkeys(("lora", "lyco", "lycoris", "locon", "loha", "lokr", "dora"), AdapterKind.LORA),
    **dict.fromkeys(("hypernet", "hypernetwork"), AdapterKind.HYPERNETWORK),
}
"""What a tag is called -> what it names."""
_TAG = re.compile(
    rf"\\.|<(?P<kind>{'|'.join(KINDS)}):\s*+(?P<inside>[^<>\s][^<>]*+)>",
    re.DOTALL | re.IGNORECASE,
)
_BROKEN = re.compile(
    rf"\\.|(?P<words><(?:{'|'.join(KINDS)}):[^<>,\s]{{0,40}}+>?)", re.DOTALL | re.I
)
"""What looks like the beginning of a tag."""
_OPENED = re.compile(rf"<(?:{'|'.join(KINDS)}):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: what kind of file, its name, and what follows it, as it was written."""

    kind: AdapterKind
    name: str
    arguments: tuple[str, ...] = ()

    def __str__(self) -> str:
        """As it stands in a prompt; of the names of its kind the first."""
        called = next(word for word, kind in KINDS.items() if kind is self.kind)
        return f"<{':'.join((called, self.name, *self.arguments))}>"


def split(prompt: str) -> tuple[str, tuple[Tag, ...]]:
    """The prompt without its tags, and the tags in order. Never fails.

    What becomes a tag when one is taken out of its midst goes too, so that none is ever left.
    """
    tags: list[Tag] = []
    at = text = 0  # where to look on; the end of the last escape
    while match := _TAG.search(prompt, at):
        at = match.end()
        if match["kind"] is None:  # an escape
            text = at
            continue
        tags.append(_tag(match))
        start = match.start()
        prompt = prompt[:start] + prompt[at:]
        opened = prompt.rfind("<", text, start)
        at = opened if opened >= 0 and _OPENED.match(prompt, opened) else start
    return prompt, tuple(tags)


def broken_in(rest: str) -> tuple[str, ...]:
    """What in a prompt without its tags was meant as one: not closed, or without a name."""
    return tuple(match["words"] for match in _BROKEN.finditer(rest) if match["words"])


def without_tags(prompt: str) -> str:
    """What is left of the prompt to be encoded."""
    return split(prompt)[0]


def renamed(prompt: str, names: Mapping[tuple[AdapterKind, str], str]) -> str:
    """The prompt with other names in its tags; all else stays, character by character."""

    def changed(match: re.Match[str]) -> str:
        if match["kind"] is None:
            return match[0]
        tag = _tag(match)
        if (tag.kind, tag.name) not in names:
            return match[0]
        return f"<{':'.join((match['kind'], names[tag.kind, tag.name], *tag.arguments))}>"

    return _TAG.sub(changed, prompt)


def _tag(match: re.Match[str]) -> Tag:
    name, *arguments = match["inside"].split(":")
    return Tag(KINDS[match["kind"].lower()], name.strip(), tuple(arguments))
