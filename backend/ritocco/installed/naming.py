"""What the prompts of a recipe name, looked up once: then its adapters are all there is.

Tags go out of the prompts, prompt before negative, and become adapters behind those that the
recipe holds already; so do the embeddings that its words name. One that is named twice counts
twice: strengths add up. A recipe that is `named` is looked up no more, so that it paints the same
whatever was added since; only the files are held against what it was made with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ritocco.diffusion.embedding_parts import bundled_in
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.headers import read_contents
from ritocco.diffusion.prompt.named import missing_in, named_in, renamed
from ritocco.diffusion.prompt.tag_arguments import adapter_of
from ritocco.diffusion.prompt.tags import broken_in, split
from ritocco.errors import BadModel, NotFound
from ritocco.installed.adapter_facts import facts_of
from ritocco.installed.adapter_files import NamedFile, file_of, files_of, missing_together
from ritocco.installed.families import family_of
from ritocco.installed.same_file import digest, same_file
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.library.shelves import Shelves
from ritocco.recipe.adapter import Adapter, AdapterKind, check_count
from ritocco.recipe.recipe import Diffusion, Recipe
from ritocco.recipe.refining import on_enlarged
from ritocco.recipe.second_pass import SecondPass
from ritocco.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Named:
    """A recipe in which nothing is left to be looked up, and what the artist is to be told."""

    recipe: Recipe
    hints: tuple[Sentence, ...] = ()


def named(recipe: Recipe, *, reads: bool = True) -> Named:
    """The recipe with all that its prompts name among its adapters, each with its file's sum.

    reads  whether files are read for sums that are not remembered: not for a plan, which is asked
           for at every turn of a knob

    A second pass whose prompts are its own is looked up as well.

    Raises NotFound, with names that are near, for all that is not here; MissingModel where one can
    be fetched; BadRecipe for a strength that is out of range, or more adapters than recipes hold.
    """
    asked = recipe.diffusion
    if asked is None:
        return Named(recipe)
    hints: list[Sentence] = []
    here = _Shelf(_family_of(asked.model), reads)
    adapters: Sequence[Adapter] = recipe.adapters
    if not recipe.named:
        asked, tagged, passed = _without_tags(asked)
        kept = [one for one in adapters if one.kind is not AdapterKind.EMBEDDING]
        chosen = [one for one in adapters if one not in kept]
        words = _embeddings(asked, chosen, [*kept, *tagged], here)
        adapters, hints = [*kept, *tagged, *words], [*passed]
        check_count(len(adapters))
    else:
        hints = _idle_tags(asked)
    settled = [_settled(adapter, hints, here) for adapter in adapters]
    if here.missing:
        raise missing_together(here.missing)
    for before, now in zip(adapters, settled, strict=True):
        if now.kind is AdapterKind.EMBEDDING and now.name != before.name:
            asked = _calling(asked, before.name, now.name)
    made = replace(recipe, diffusion=asked, adapters=tuple(settled), named=True)
    if recipe.second_pass and (recipe.second_pass.prompt or recipe.second_pass.negative):
        second = _second(recipe, recipe.second_pass, reads)
        made = replace(made, second_pass=second.recipe.second_pass)
        hints += second.hints
    return Named(made, tuple(dict.fromkeys(hints)))


def _second(recipe: Recipe, asked: SecondPass, reads: bool) -> Named:
    """The recipe with all that the prompts of its second pass name, as a recipe of their own."""
    alone = on_enlarged(recipe)
    assert alone is not None
    found = named(alone, reads=reads)
    assert found.recipe.diffusion is not None
    words = found.recipe.diffusion
    made = replace(
        asked,
        prompt=words.prompt if asked.prompt else "",
        negative=words.negative if asked.negative else "",
        adapters=found.recipe.adapters,
    )
    return Named(replace(recipe, second_pass=made), found.hints)


@dataclass(slots=True)
class _Shelf:
    """Where files are looked for.

    family   of the model that they are for, where that is told
    reads    as `named` has it
    missing  an error for each that is not here
    """

    family: str | None
    reads: bool
    missing: list[NotFound] = field(default_factory=list)

    def file_of(self, kind: AdapterKind, name: str, sha256: str = "") -> NamedFile | None:
        """As `adapter_files.file_of`; None, and an error more, for what is not here."""
        try:
            return file_of(kind, name, family=self.family, sha256=sha256)
        except NotFound as error:
            self.missing.append(error)
            return None


def _family_of(model: str) -> str | None:
    """What adapters for a model are for, as far as the model tells."""
    try:
        family = family_of(find(ModelKind.MODEL, model), Shelves.of_user()).family
    except NotFound:  # told by whoever needs it
        return None
    return FAMILIES[family].configs[0] if family else None


def _calling(asked: Diffusion, before: str, now: str) -> Diffusion:
    """What is asked, with another word for an embedding: by that the engine knows it."""
    prompt, negative = (renamed(one, before, now) for one in (asked.prompt, asked.negative))
    return replace(asked, prompt=prompt, negative=negative)


def _without_tags(asked: Diffusion) -> tuple[Diffusion, list[Adapter], list[Sentence]]:
    """What is asked in words alone, what its tags ask for, and what of these is passed over."""
    prompt, tags = split(asked.prompt)
    negative, others = split(asked.negative)
    check_count(len(tags) + len(others))  # before a file is looked for
    made = [adapter_of(tag) for tag in (*tags, *others)]
    broken = [_NO_TAG.with_values(words=words) for words in broken_in(f"{prompt}\n{negative}")]
    return (
        replace(asked, prompt=prompt, negative=negative),
        [adapter for adapter, _ in made],
        [*(hint for _, hints in made for hint in hints), *broken],
    )


def _idle_tags(asked: Diffusion) -> list[Sentence]:
    """What is told of tags in a recipe that is looked up no more."""
    tags = [str(tag) for text in (asked.prompt, asked.negative) for tag in split(text)[1]]
    told = ", ".join(dict.fromkeys(tags))
    return [_IDLE.with_values(tags=told if len(told) <= 80 else f"{told[:79]}…")] if tags else []


_IDLE = Sentence(
    "A recipe that was finished has its adapters beside the words: {tags} in these counts for "
    "nothing."
)


def _embeddings(
    asked: Diffusion, known: Iterable[Adapter], others_used: Iterable[Adapter], here: _Shelf
) -> list[Adapter]:
    """The embeddings that the words name, as they are known already or as they usually are.

    A word means none that is for other models. One that is called so (`embedding:name`), is not
    here, and comes with no LoRA that is used, is missing.
    """
    files = {file.name: file for file in files_of(AdapterKind.EMBEDDING)}
    before = {adapter.name: adapter for adapter in known}
    names = dict.fromkeys((*before, *files))
    prompts = (asked.prompt, asked.negative)
    while others := [
        name
        for name in _used(prompts, names)
        if name not in before and not _fits(files[name], here.family)
    ]:
        for name in others:
            del names[name]
    called = [word for prompt in prompts for word in missing_in(prompt, list(names))]
    if called:
        come = {word.lower() for one in others_used for word in _bundled(one)}
        called = [word for word in called if word.lower() not in come]
    found = [here.file_of(AdapterKind.EMBEDDING, word) for word in dict.fromkeys(called)]
    names |= dict.fromkeys(file.name for file in found if file)
    return [
        before.get(name) or Adapter(kind=AdapterKind.EMBEDDING, name=name)
        for name in _used(prompts, names)
    ]


def _bundled(adapter: Adapter) -> tuple[str, ...]:
    """The names of the embeddings that come with a LoRA; none where it is told elsewhere why."""
    if adapter.kind is not AdapterKind.LORA:
        return ()
    try:
        return bundled_in(read_contents(file_of(adapter.kind, adapter.name).path))
    except (NotFound, BadModel):
        return ()


def _used(prompts: Iterable[str], names: Iterable[str]) -> list[str]:
    """Those of these names that are in the prompts, each once, in order."""
    known = list(names)
    return list(dict.fromkeys(name for prompt in prompts for name in named_in(prompt, known)))


def _fits(file: NamedFile, family: str | None) -> bool:
    """Whether an embedding can be used with models of a family, as far as both tell."""
    facts = facts_of(ModelKind.EMBEDDING, file.path, Shelves.of_user())
    fits = not facts.families or family is None or family in facts.families
    return fits and not facts.problem


def _settled(adapter: Adapter, hints: list[Sentence], shelf: _Shelf) -> Adapter:
    """The adapter by its file's own name, with its sum; adds to the hints where it is another.

    As it is where it is missing.
    """
    reads, missing = shelf.reads, len(shelf.missing)
    here = shelf.file_of(adapter.kind, adapter.name, adapter.sha256)
    found = here and digest(here.path, reads=reads)
    if adapter.sha256 and found != adapter.sha256 and (found or here is None):
        right = same_file(adapter.kind, adapter.sha256, adapter.name, reads=reads)
        if right is not None:
            here, found = right, adapter.sha256
            del shelf.missing[missing:]
    if here is None:
        return adapter
    if adapter.sha256 and found and found != adapter.sha256:
        hints.append(_ANOTHER[adapter.kind].with_values(name=adapter.name))
    return replace(adapter, name=here.name, sha256=found or adapter.sha256)


_NO_TAG = Sentence(
    "{words} is no tag and is painted as words: a tag is written <lora:NAME:1>, with its end."
)
_ANOTHER = {
    AdapterKind.LORA: Sentence(
        "The LoRA {name} is another file than the one this recipe was made with."
    ),
    AdapterKind.HYPERNETWORK: Sentence(
        "The hypernetwork {name} is another file than the one this recipe was made with."
    ),
    AdapterKind.EMBEDDING: Sentence(
        "The embedding {name} is another file than the one this recipe was made with."
    ),
}
