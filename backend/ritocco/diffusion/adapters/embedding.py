"""Embeddings (textual inversion): vectors that stand for a word in prompts while a run lasts.

A strength other than 1 multiplies the vectors; with 0 the word is plain text again. How much a
prompt heeds one is rather said there: `(word:0.8)`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from torch import Tensor

from ritocco.diffusion.adapters.adapter_file import AdapterFile
from ritocco.diffusion.adapters.embedding_file import EmbeddingFile, embedding_of, read_embedding
from ritocco.diffusion.attachments import Attachment
from ritocco.diffusion.conditioning import Embedding
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.families.family import Family
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.prompt.named import word_of
from ritocco.errors import BadModel
from ritocco.library.version import Version, version_of
from ritocco.sentence import Sentence
from ritocco.watch import Watch


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """See `Attachment`.

    key         words, versions of their files, strengths
    embeddings  by the names of their files
    """

    key: Hashable
    embeddings: tuple[tuple[str, Embedding], ...]
    hints: Sequence[Sentence] = ()

    @contextmanager
    def attached(self, model: LoadedModel, watch: Watch) -> Iterator[None]:
        """Prompts may name them. Raises BadModel for one of other widths than the model's."""
        for name, embedding in self.embeddings:
            _check_widths(name, embedding.vectors, model)
        with named(model, [embedding for _, embedding in self.embeddings]):
            yield


def embeddings(files: Sequence[AdapterFile], family: Family) -> Attachment:
    """All embeddings of a recipe. Raises BadModel for a file that is none, or for other models."""
    used = [file for file in files if file.adapter.text_strength]
    key, made = [], []
    for adapter, path in ((file.adapter, file.path) for file in used):
        version = version_of(path)
        read = _read(path, version)
        check_family(path.name, read, family)
        word = word_of(adapter.name)
        made.append((path.name, Embedding(word, _times(read.vectors, adapter.text_strength))))
        key.append((word, version, adapter.text_strength))
    return Embedded(("embeddings", tuple(key)), tuple(made))


def bundled(some: Mapping[str, Mapping[str, Tensor]], family: Family) -> Attachment:
    """Those that came with a LoRA, by name (see `LoraFile.bundled`), while it is in use.

    Its key is empty: the LoRA's own says it all. Raises BadModel as `embeddings` does.
    """
    read = {name: embedding_of(name, tensors) for name, tensors in some.items()}
    for name, one in read.items():
        check_family(name, one, family)
    return Embedded((), tuple((name, Embedding(name, one.vectors)) for name, one in read.items()))


@contextmanager
def named(model: LoadedModel, those: Sequence[Embedding]) -> Iterator[None]:
    """In here, prompts may name those; before others of the same word."""
    before = model.embeddings
    model.embeddings = (*those, *before)
    try:
        yield
    finally:
        model.embeddings = before


def check_family(name: str, embedding: EmbeddingFile, family: Family) -> None:
    """Raise BadModel for an embedding that is known to be for another family."""
    if embedding.family in (None, family.configs[0]):
        return
    raise BadModel(
        "The embedding {name} was made for {other} (its vectors have {widths} numbers), and the "
        "model is {family}. Choose another model, or take it out.",
        name=name,
        other=FAMILIES[embedding.family or ""].name,
        widths=_listed(embedding.vectors),
        family=family.name,
    )


def _check_widths(name: str, vectors: Sequence[Tensor], model: LoadedModel) -> None:
    encoders = [model.modules[part.folder] for part in model.family.texts]
    words = [encoder.get_input_embeddings().weight for encoder in encoders]
    if [part.shape[1] for part in vectors] != [part.shape[1] for part in words]:
        raise BadModel(
            "The embedding {name} does not fit this model: its vectors have {widths} numbers, and "
            "the model's own {wanted}. Choose another model, or take it out.",
            name=name,
            widths=_listed(vectors),
            wanted=_listed(words),
        )


def _listed(parts: Sequence[Tensor]) -> str:
    return " + ".join(str(part.shape[1]) for part in parts)


def _times(vectors: tuple[Tensor, ...], strength: float) -> tuple[Tensor, ...]:
    return vectors if strength == 1 else tuple(part * strength for part in vectors)


@lru_cache(maxsize=64)
def _read(path: Path, version: Version) -> EmbeddingFile:
    """This version of a file; a plan is made at every turn of a knob."""
    return read_embedding(path)
