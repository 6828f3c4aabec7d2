"""The kinds of adapter: a table of how their files are looked into, and read whole.

Engines' readers with weights are imported when they are first asked for: a list needs no torch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from ritocco.diffusion.adapters.lora.lora_family import lora_family
from ritocco.diffusion.embedding_parts import embedding_families
from ritocco.diffusion.headers import Contents
from ritocco.diffusion.hypernetwork_widths import hypernetwork_family
from ritocco.library.kinds import ModelKind


@dataclass(frozen=True, slots=True)
class AdapterRow:
    """How files of a kind are looked into.

    families  what contents fit, by a file of this name: "sd1", "sd2", "sdxl", "mini"; empty: not
              known. Raises BadModel for models of another kind, and for parts that do not go
              together
    read      reads a file whole. Raises BadModel for whatever an engine would refuse
    """

    families: Callable[[str, Contents], tuple[str, ...]]
    read: Callable[[Path], object]


def _lora_families(name: str, contents: Contents) -> tuple[str, ...]:
    family = lora_family(contents, name)
    return (family,) if family else ()


def _read_lora(path: Path) -> None:
    from ritocco.diffusion.adapters.lora.lora_file import check_numbers, read_lora

    check_numbers(read_lora(path))


def _read_embedding(path: Path) -> None:
    from ritocco.diffusion.adapters.embedding_file import read_embedding

    read_embedding(path)


def _hypernetwork_families(name: str, contents: Contents) -> tuple[str, ...]:
    family = hypernetwork_family(contents)
    return (family,) if family else ()


def _read_hypernetwork(path: Path) -> None:
    from ritocco.diffusion.adapters.hypernetwork_file import read_hypernetwork

    read_hypernetwork(path)


ADAPTERS: Mapping[ModelKind, AdapterRow] = MappingProxyType(
    {
        ModelKind.LORA: AdapterRow(_lora_families, _read_lora),
        ModelKind.EMBEDDING: AdapterRow(embedding_families, _read_embedding),
        ModelKind.HYPERNETWORK: AdapterRow(_hypernetwork_families, _read_hypernetwork),
    }
)
