"""Adapters in the web UI's text: tags in the prompt, and the sums of their files in fields.

    a boat<lora:ink:0.8>
    Steps: 20, ..., Lora hashes: "ink: 7c6bad76eb54", TI hashes: "easynegative: c74b4e810b03"

The sum of a LoRA is of what follows its file's header ("addnet"), since that stays whatever is
noted in there; that of an embedding is of the whole file. Twelve digits of each. Hypernetworks
have none. Whoever has the same file under another name finds it by these.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import product
from pathlib import Path

from ritocco.diffusion.headers import read_safetensors_header
from ritocco.diffusion.prompt.named import named_in, word_of
from ritocco.diffusion.prompt.named import renamed as with_word
from ritocco.diffusion.prompt.tag_arguments import tag_of
from ritocco.diffusion.prompt.tags import renamed, split, without_tags
from ritocco.errors import RitoccoError
from ritocco.from_disk import bytes_at
from ritocco.installed.adapter_files import NamedFile, file_of, files_of
from ritocco.installed.same_file import MOST_READ
from ritocco.library.digests import sha256_after_header, sha256_of
from ritocco.recipe.adapter import MOST_ADAPTERS, Adapter, AdapterKind
from ritocco.recipe.recipe import Diffusion, Recipe
from ritocco.webui.told import Told

LORA, EMBEDDING = AdapterKind.LORA, AdapterKind.EMBEDDING
_PROMPTING = ("diffusion", "second_pass")
"""Parts of a recipe that have prompts."""
_DIGITS = 12
_FIELDS = {LORA: "Lora hashes", EMBEDDING: "TI hashes"}
_IN_ALL = {"lora": LORA, "embed": EMBEDDING}
"""What stands before a name in the field `Hashes` of a widely used extension."""
_CALLED = {LORA: "LoRA", EMBEDDING: "embedding"}
_SUM = re.compile(r"[0-9a-f]{8,64}")
_ENDS_OPEN = re.compile(r"(?:^|[^\\])(?:\\\\)*\\$")
"""A prompt whose last sign would take a tag's first for text."""


def prompts(recipe: Recipe, asked: Diffusion) -> tuple[str, str]:
    """Prompt and negative as the web UI would have been told them: with the tags of adapters."""
    if not recipe.named:
        return asked.prompt, asked.negative
    prompt, negative = without_tags(asked.prompt), without_tags(asked.negative)
    names = _names(recipe)
    tags = [tag_of(replace(one, name=names[one.kind, one.name])) for one in recipe.adapters]
    apart = " " if any(tags) and _ENDS_OPEN.search(prompt) else ""
    return prompt + apart + "".join(tags), negative


def _names(recipe: Recipe) -> Mapping[tuple[AdapterKind, str], str]:
    """What the text calls each: as the web UI does, without its folder, where one alone has that
    name."""
    words = {(one.kind, one.name): word_of(one.name) or one.name for one in _all(recipe)}
    having = Counter((kind, word.lower()) for (kind, _), word in words.items())
    return {
        (kind, name): word if having[kind, word.lower()] == 1 else name
        for (kind, name), word in words.items()
    }


def _all(recipe: Recipe) -> tuple[Adapter, ...]:
    """Those of both passes."""
    again = recipe.second_pass
    return (*recipe.adapters, *((again and again.adapters) or ()))


def sums(recipe: Recipe) -> dict[str, str]:
    """The fields with the sums of a recipe's adapters; of a file that went away there is none."""
    listed: dict[AdapterKind, dict[str, str]] = {LORA: {}, EMBEDDING: {}}
    names = _names(recipe)
    for adapter in _all(recipe):
        summed = adapter.sha256
        if adapter.kind is LORA:
            with suppress(RitoccoError, OSError):
                summed = sha256_after_header(file_of(LORA, adapter.name).path)
        if adapter.kind in listed and summed:
            listed[adapter.kind][_listed_as(names[adapter.kind, adapter.name])] = summed[:_DIGITS]
    return {
        _FIELDS[kind]: ", ".join(f"{name}: {summed}" for name, summed in named.items())
        for kind, named in listed.items()
        if named
    }


def _listed_as(name: str) -> str:
    """A name without the signs that part it from its sum, and from the next."""
    return re.sub(r"[:,]", "", name)


def with_files_here(told: Told, fields: Mapping[str, str]) -> Told:
    """The same, in the names that the files have here; hints where one is another file.

    told  what a text of the web UI says, its prompts with all that stands in them
    """
    parts = {name: dict(told.data[name]) for name in _PROMPTING if name in told.data}
    if "prompt" in parts["diffusion"]:
        parts["diffusion"]["prompt"] += "".join(_in_fields(fields))
    hints: list[str] = []
    for kind, find in ((LORA, _loras), (EMBEDDING, _embeddings)):
        known = _sums_in(fields, kind)
        for asked, place in product(parts.values(), ("prompt", "negative")):
            if known and place in asked:
                asked[place] = find(asked[place], known, hints)
    hints = list(dict.fromkeys((*told.hints, *hints)))
    return replace(told, data={**told.data, **parts}, hints=tuple(hints))


def _in_fields(fields: Mapping[str, str]) -> Iterator[str]:
    """Tags for what earlier releases and extensions tell in fields: hypernetworks, AddNet."""
    if name := _bare(fields.get("Hypernet", "")):
        yield f"<hypernet:{name}:{fields.get('Hypernet strength', '1')}>"
    for field, model in fields.items():
        if field.startswith("AddNet Model ") and (name := _bare(model)):
            place = field.removeprefix("AddNet Model ")
            unet, text = (fields.get(f"AddNet Weight {one} {place}", "1") for one in "AB")
            yield f"<lora:{name}:{text}:{unet}>"


def _bare(model: str) -> str:
    """A model's name without the sum that follows it."""
    name = re.sub(r"\s*\([0-9a-fA-F]+\)$", "", model)
    return "" if name in ("None", "none") else name


def _sums_in(fields: Mapping[str, str], kind: AdapterKind) -> dict[str, str]:
    """Name -> the first digits of a sum, of all that a text tells of this kind."""
    pairs = [one.rpartition(":") for one in fields.get(_FIELDS[kind], "").split(",")]
    found = {name.strip(): summed.strip().lower() for name, _, summed in pairs}
    with suppress(ValueError, RecursionError):
        together = json.loads(fields.get("Hashes", "{}"))
        for key, summed in together.items() if isinstance(together, dict) else ():
            called, _, name = str(key).partition(":")
            if _IN_ALL.get(called) is kind:
                found.setdefault(name, str(summed).lower())
    return {name: summed for name, summed in found.items() if name and _SUM.fullmatch(summed)}


def _loras(prompt: str, known: Mapping[str, str], hints: list[str]) -> str:
    """The prompt whose tags name the files of these sums, where they are here."""
    names = {}
    for tag in split(prompt)[1][:MOST_ADAPTERS]:  # more are refused by whoever makes a recipe of it
        summed = known.get(_listed_as(tag.name))
        if tag.kind is LORA and summed:
            there = _looked_for(LORA, tag.name, summed, hints)
            if there is not None:
                names[LORA, tag.name] = there.name
    return renamed(prompt, names)


def _embeddings(prompt: str, known: Mapping[str, str], hints: list[str]) -> str:
    """The prompt whose words name the files of these sums, where they are here."""
    for name, summed in known.items():
        if not named_in(prompt, [name]):
            continue
        there = _looked_for(EMBEDDING, name, summed, hints)
        if there is not None:
            prompt = with_word(prompt, name, there.name)
    return prompt


def _looked_for(kind: AdapterKind, name: str, summed: str, hints: list[str]) -> NamedFile | None:
    """The file with this sum where it is called otherwise; None where the name will do.

    A hint says where it is another file, and where an embedding is not here at all: its name is
    then read as any words are.
    """
    here = None
    with suppress(RitoccoError):
        here = file_of(kind, name)
    if here is not None and _is_of(here.path, kind, summed):
        return None
    left = MOST_READ
    for file in files_of(kind):
        left -= bytes_at(file.path)
        if left >= 0 and _is_of(file.path, kind, summed):
            return file
    if here is not None:
        hints.append(
            f"The {_CALLED[kind]} {name} is another file than the one this recipe was made with."
        )
    elif kind is EMBEDDING:
        hints.append(f"The recipe's {_CALLED[kind]} {name} is not here; its name is read as words.")
    return None


def _is_of(path: Path, kind: AdapterKind, summed: str) -> bool:
    """Whether a file has a sum that begins so."""
    ways: list[Callable[[Path], str]] = [sha256_of]
    if kind is LORA:
        ways = [sha256_after_header, _noted, *ways]
    with suppress(RitoccoError, OSError):
        return any(way(path).startswith(summed) for way in ways)
    return False


def _noted(path: Path) -> str:
    """The sum that its maker noted in a file; the web UI takes that for true."""
    if path.suffix.lower() != ".safetensors":
        return ""
    return read_safetensors_header(path)[1].get("sshs_model_hash", "")
