"""Names of embeddings in a prompt, found as the web UI finds them: by their tokens.

A name needs no sign: an embedding called `cat` takes the place of the word, whatever the letters'
case. ComfyUI's `embedding:cat` and InvokeAI's `<cat>` say the same. Of names that begin at one
token the longest counts. Other than in the web UI, a name never begins or ends inside a word:
letters, digits, `_`, and `-` between two of these, belong together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from ritocco.diffusion.prompt import grammar, tokens
from ritocco.diffusion.prompt.schedule import variants
from ritocco.diffusion.prompt.tags import without_tags
from ritocco.diffusion.prompt.tokens import Token

if TYPE_CHECKING:
    from transformers import CLIPTokenizer

_ENDINGS = ("safetensors", "ckpt", "pt", "pth", "bin", "png", "webp", "jxl", "avif")
_ENDING = re.compile(rf"\.(?:{'|'.join(_ENDINGS)})$", re.IGNORECASE)
_WITHIN = re.compile(r"(?<=\w)(?=\w|-\w)|(?<=\w-)(?=\w)")
"""A place inside a word."""
_JOINTS = re.compile(r"\b(?:AND|BREAK)\b")
_MARKED = re.compile(r"(?<!\w)embedding:((?:\\.|[^\s,;()\[\]|:<>\\])+)", re.IGNORECASE)


def word_of(name: str) -> str:
    """What stands in a prompt for an embedding of this name: no folder, no ending."""
    return _ENDING.sub("", PurePath(name.replace("\\", "/")).name)


class Names:
    """Names to be found in prompts, each without folder and ending (see `word_of`).

    Of two that are the same to the tokenizer the first counts. A name of no tokens is never found.
    """

    def __init__(self, tokenizer: CLIPTokenizer, words: Iterable[str]) -> None:
        self.words = tuple(words)
        self._begins: dict[int, list[tuple[tuple[int, ...], int]]] = {}
        self._marks = _marks(self.words)
        for place, ids in enumerate(tokens.ids(tokenizer, self.words)):
            if ids:
                self._begins.setdefault(ids[0], []).append((tuple(ids), place))
        for known in self._begins.values():
            known.sort(key=lambda one: -len(one[0]))  # stable: of equals the first stays first

    def unmarked(self, prompt: str) -> str:
        """The prompt with `embedding:name` and `<name>` as the plain name, for names of these."""
        return self._marks(prompt) if self.words else prompt

    def found(self, text: str, spelled: Sequence[Token]) -> Iterator[Token | int]:
        """The tokens of a cleaned text, with the place of a name among `words` for its tokens."""
        at = 0
        while at < len(spelled):
            ids, place = next(self._at(text, spelled, at), ((), -1))
            yield place if ids else spelled[at]
            at += len(ids) or 1

    def _at(
        self, text: str, spelled: Sequence[Token], at: int
    ) -> Iterator[tuple[tuple[int, ...], int]]:
        for ids, place in self._begins.get(spelled[at].id, ()):
            here = spelled[at : at + len(ids)]
            whole = tuple(token.id for token in here) == ids
            if whole and not (_within(text, here[0].start) or _within(text, here[-1].end)):
                yield ids, place


def named_in(prompt: str, names: Sequence[str]) -> tuple[str, ...]:
    """Those of these names that the prompt uses at one step or another, in the order of the prompt.

    names  of embeddings, as recipes have them: with folder and ending or without

    Of two names for the same word the first counts. Never fails; needs no model, and no tokenizer
    either where no name's words are in the prompt.
    """
    here = tokens.clean(without_tags(prompt))
    likely = [name for name in names if _may_be_in(here, word_of(name))]
    if not likely:
        return ()
    tokenizer = _tokenizer()
    known = Names(tokenizer, map(word_of, likely))
    return tuple(dict.fromkeys(likely[place] for place in _places(prompt, known, tokenizer)))


def missing_in(prompt: str, names: Sequence[str]) -> tuple[str, ...]:
    """What the prompt calls an embedding (`embedding:name`) and none of these names is."""
    rest = _marks(tuple(map(word_of, names)))(without_tags(prompt))
    asked = (word_of(re.sub(r"\\(.)", r"\1", one)).rstrip(".!?") for one in _MARKED.findall(rest))
    return tuple(dict.fromkeys(word for word in asked if word))


def renamed(prompt: str, old: str, new: str) -> str:
    """The prompt with the word of one embedding in place of another's: its file is called anew."""
    word, ways = word_of(new), {word_of(old), grammar.escape(word_of(old))} - {""}
    if not ways or word.lower() == word_of(old).lower():
        return prompt
    name = "|".join(map(re.escape, sorted(ways, key=len, reverse=True)))
    whole = re.compile(rf"(?<!\w)(?<!\w-)(?:{name})(?!\w|-\w)", re.IGNORECASE)
    return whole.sub(lambda _: _written(word), prompt)


def _written(word: str) -> str:
    """A name as it stands in a prompt: in small letters where it would be no word."""
    return grammar.escape(_JOINTS.sub(lambda joint: joint[0].lower(), word))


def _places(prompt: str, known: Names, tokenizer: CLIPTokenizer) -> Iterator[int]:
    text = known.unmarked(without_tags(prompt))
    # AND joins prompts, and is a word in a negative
    members = dict.fromkeys((*(member for member, _ in grammar.members(text)), text))
    for said in dict.fromkeys(variant for member in members for variant in variants(member)):
        for section in grammar.parse(said):
            for segment in section:
                spelled = tokens.spelled(tokenizer, segment.text)
                yield from (one for one in known.found(*spelled) if isinstance(one, int))


def _marks(words: Sequence[str]) -> Callable[[str], str]:
    """What puts the plain name in place of `embedding:name` and `<name>`."""
    ways: Mapping[str, str] = {
        way.lower(): word for word in reversed(words) for way in (word, grammar.escape(word))
    }
    if not ways:
        return lambda prompt: prompt
    name = "|".join(map(re.escape, sorted(ways, key=len, reverse=True)))
    marked = re.compile(
        rf"(?<!\w)embedding:(?:[^\s,()\[\]|:<>\\]+/)?(?P<comfy>{name})"
        rf"(?:\.(?:{'|'.join(_ENDINGS)}))?(?!\w|-\w)|<\s*(?P<invoke>{name})\s*>",
        re.IGNORECASE,
    )

    def plain(match: re.Match[str]) -> str:
        word = ways.get((match["comfy"] or match["invoke"]).lower())
        return match[0] if word is None else f" {_written(word)} "

    return lambda prompt: marked.sub(plain, prompt)


def _may_be_in(cleaned: str, word: str) -> bool:
    """Whether all words and digits of a name are somewhere in a cleaned prompt."""
    parts = re.findall(r"[^\W\d_]+|\d", tokens.clean(word))
    return all(part in cleaned for part in parts)


def _within(text: str, at: int) -> bool:
    return _WITHIN.match(text, at) is not None


@cache
def _tokenizer() -> CLIPTokenizer:
    return tokens.load_tokenizer()
