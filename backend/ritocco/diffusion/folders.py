"""The files of a diffusers folder, without torch: which hold weights, and are they whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ritocco.diffusion.headers import read_safetensors_header
from ritocco.errors import BadModel
from ritocco.from_disk import is_file, is_folder, json_in, told_of_damage

if TYPE_CHECKING:  # which are heavy, and here it is about files
    from ritocco.diffusion.families.family import Family


def weight_files(folder: Path) -> list[Path]:
    """The files with the weights of one part: one, or all its shards. Raises BadModel.

    Full precision comes before half, safetensors before pickles.
    """
    for variant in ("", ".fp16"):
        for stem, end in (
            ("diffusion_pytorch_model", "safetensors"),
            ("model", "safetensors"),
            ("diffusion_pytorch_model", "bin"),
            ("pytorch_model", "bin"),
        ):
            file = folder / f"{stem}{variant}.{end}"
            if is_file(file):
                return [file]
            index = folder / f"{stem}.{end}.index{variant}.json"
            if is_file(index):
                return _shards(index)
    raise BadModel(
        "{parent} lacks the weights of its part {folder}. Download the whole folder again.",
        parent=folder.parent.name,
        folder=folder.name,
    )


def check_weights(folder: Path, family: Family) -> None:
    """Raise BadModel where weights of a model's part are missing, or are cut short.

    Told by the tables of contents of safetensors; of pickles, which torch has to read, by their
    being there. A VAE may be elsewhere.
    """
    for part in family.parts:
        if part is family.vae and not is_folder(folder / part.folder):
            continue
        for file in weight_files(folder / part.folder):
            if file.suffix == ".safetensors":
                read_safetensors_header(file)
            elif not is_file(file):
                raise _no_whole(file)


def part_json(path: Path) -> dict[str, Any]:
    """A JSON file of a part. Raises BadModel where it is missing or damaged."""
    with told_of_damage(lambda _: _no_whole(path)):
        return dict(json_in(path))


def _shards(index: Path) -> list[Path]:
    """The files that an index names; they lie beside it. Raises BadModel."""
    with told_of_damage(lambda _: _no_whole(index)):
        named = sorted(set(part_json(index)["weight_map"].values()))
        if any(Path(name).name != name for name in named):
            raise ValueError("a shard elsewhere")
        return [index.with_name(name) for name in named]


def _no_whole(path: Path) -> BadModel:
    where = "/".join(path.parts[-3:])
    return BadModel("{where} is missing or damaged. Download the whole folder again.", where=where)
