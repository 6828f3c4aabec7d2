"""Small VAEs (TAESD and its kin) as they lie on the disk: told without torch.

They come as diffusers folders or files (`decoder.layers.0...`), as two files of their makers
(`taesd_decoder.pth`, `taesd_encoder.pth`, whose layers are only counted), or as both in one
(`taesd_decoder.1...`). Those for SDXL are built as those for Stable Diffusion 1 and 2, and told
apart by name alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ritocco.diffusion.folders import part_json, weight_files
from ritocco.diffusion.headers import FAMILY_KEY, Contents, read_contents
from ritocco.from_disk import is_file, is_folder
from ritocco.library.version import other_halves

_FOR_SDXL = re.compile(r"sdxl|(?<![a-z])xl(?![a-z])", re.IGNORECASE)
_LAYOUTS = ("decoder.layers.", "taesd_decoder."), ("encoder.layers.", "taesd_encoder.")
_COUNTED = ("1.weight", "3.conv.0.weight"), ("0.weight", "1.conv.0.weight")
_SEPARATE = ("decoder", "encoder")
"""What the halves of one are called."""


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a small VAE in a file.

    prefix  what the names of its layers begin with
    before  layers that its maker counts and diffusers does not
    """

    prefix: str
    before: int = 0


def halves(contents: Contents) -> Mapping[str, Half]:
    """The halves that a file holds, by name: "decoder", "encoder"; empty: it is no small VAE."""
    found = {}
    for name, layouts, counted in zip(_SEPARATE, _LAYOUTS, _COUNTED, strict=True):
        starts = name == "decoder"  # its maker's clamp is a layer
        for prefix in layouts:
            first = int(starts and not prefix.endswith("layers."))
            if f"{prefix}{first}.weight" in contents.shapes:
                found[name] = Half(prefix, first)
        if all(key in contents.shapes for key in counted):
            found.setdefault(name, Half("", int(starts)))
    return found


@dataclass(frozen=True, slots=True)
class TinyFiles:
    """A small VAE on the disk.

    files     its weights: one file, or one for each half
    config    diffusers' where it is a folder
    families  whose latents it is for: names of their configs
    """

    path: Path
    files: tuple[Path, ...]
    config: Mapping[str, object]
    families: tuple[str, ...]


def tiny_files(path: Path) -> TinyFiles | None:
    """The small VAE that lies there, with the other half beside it; None where it is none.

    Raises BadModel for what is damaged.
    """
    if is_folder(path):
        if not is_file(path / "config.json"):
            return None
        config = part_json(path / "config.json")
        if config.get("_class_name") != "AutoencoderTiny":
            return None
        return TinyFiles(path, tuple(weight_files(path)), config, _families(path.name, config))
    contents = read_contents(path)
    held = halves(contents)
    if not held:
        return None
    missing = set(_SEPARATE) - held.keys()
    beside = [half for half in other_halves(path) if is_file(half)] if missing else []
    return TinyFiles(path, (path, *beside), {}, _families(path.stem, contents.metadata))


def _families(name: str, said: Mapping[str, object]) -> tuple[str, ...]:
    own = said.get(FAMILY_KEY)
    if isinstance(own, str):
        return (own,)
    return ("sdxl",) if _FOR_SDXL.search(name) else ("sd1", "sd2")
