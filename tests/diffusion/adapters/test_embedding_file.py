"""Embeddings in every format, read to the bit; what is none, or broken, in one sentence."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from PIL import Image
from safetensors.torch import save_file
from torch import Tensor

from ritocco.diffusion.adapters.embedding_file import MOST_BYTES, embedding_of, read_embedding
from ritocco.diffusion.embedding_parts import (
    FAMILY_OF_WIDTHS,
    checked_parts,
    embedding_families,
    parts_in,
)
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.headers import Contents, read_contents
from ritocco.errors import BadModel
from ritocco.library.shipped_models import demonstration
from tests.diffusion.adapters.broken import ALL, EMBEDDING, Broken
from tests.diffusion.adapters.embedding_files import (
    FORMATS,
    framed,
    in_pixels,
    two_encoders,
    web_ui,
)
from tests.diffusion.ldm_files import shipped


def rows(count: int = 2, width: int = 768, seed: int = 0) -> Tensor:
    return torch.randn(count, width, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("count", [1, 3])
def test_formats(name: str, count: int, tmp_path: Path) -> None:
    wanted = rows(count, 12 if Path(name).suffix in (".jxl", ".avif") else 768)
    FORMATS[name](tmp_path / name, wanted)
    read = read_embedding(tmp_path / name)
    assert read.name == Path(name).stem  # never what stands inside
    assert read.count == count
    (found,) = read.vectors
    assert torch.equal(found, wanted)
    assert read.family == ("sd1" if wanted.shape[1] == 768 else None)


@pytest.mark.parametrize("keys", [("clip_l", "clip_g"), ("text_encoders_0", "text_encoders_1")])
def test_sdxl(keys: tuple[str, str], tmp_path: Path) -> None:
    one, other = rows(2, 768), rows(2, 1280, 1)
    save_file(dict(zip(reversed(keys), (other, one), strict=True)), tmp_path / "x.safetensors")
    read = read_embedding(tmp_path / "x.safetensors")
    assert [torch.equal(*pair) for pair in zip(read.vectors, (one, other), strict=True)] == [
        True
    ] * 2
    assert read.family == "sdxl"
    assert embedding_families("x", read_contents(tmp_path / "x.safetensors")) == ("sdxl",)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
def test_any_precision(dtype: torch.dtype, tmp_path: Path) -> None:
    wanted = rows(2).to(dtype)
    web_ui(tmp_path / "x.pt", wanted)
    assert torch.equal(read_embedding(tmp_path / "x.pt").vectors[0], wanted.float())


def test_widths_are_those_of_the_families() -> None:
    for widths, family in FAMILY_OF_WIDTHS.items():
        if family == "mini":
            text = (demonstration() / "text_encoder" / "config.json").read_text()
            assert f'"hidden_size": {widths[0]},' in text
            continue
        texts = FAMILIES[family].texts
        assert widths == tuple(shipped(family, part.folder)["hidden_size"] for part in texts)


@pytest.mark.parametrize(
    ("shapes", "parts"),
    [
        ({"string_to_param.*": (2, 768), "string_to_token.*": ()}, ("string_to_param.*",)),
        ({"string_to_param.*": (2, 768), "string_to_param.+": (2, 768)}, ()),
        ({"emb_params": (768,), "more": (1,)}, ("emb_params",)),
        ({"<x>": (2, 768), "<y>": (2, 768)}, ()),
        ({"<x>": (2, 3, 4)}, ()),
        ({"clip_l": (1, 768), "clip_g": (1, 1280), "t5xxl": (1, 4096)}, ()),
        ({"clip_l": (1, 768)}, ("clip_l",)),
        ({}, ()),
    ],
)
def test_which_tensors(shapes: dict[str, tuple[int, ...]], parts: tuple[str, ...]) -> None:
    assert parts_in(shapes) == parts
    if parts:
        assert embedding_families("x", Contents(shapes)) == ("sd1",)
    else:
        with pytest.raises(BadModel, match="x is no embedding"):
            checked_parts("x", shapes)


def _empty(path: Path) -> None:
    save_file({"emb_params": torch.zeros(0, 768)}, path)


def _cut(path: Path) -> None:
    pixels = framed(zlib.compress(b"[" * 3000))
    Image.fromarray(pixels).save(path)


def _deflated(path: Path) -> None:
    web_ui(path.with_suffix(".kept"), torch.zeros(8, 768))
    with (
        zipfile.ZipFile(path.with_suffix(".kept")) as plain,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in plain.namelist():
            packed.writestr(name, plain.read(name))


def _expanded(path: Path) -> None:
    web_ui(path, torch.zeros(1).expand(75, 10**8))


class _Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (Path("ran.txt"),))


class _EvilParameters(torch.nn.ParameterDict):
    pass


def _large(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(MOST_BYTES + 1)


@pytest.mark.parametrize(
    ("name", "write", "words"),
    [
        ("x.safetensors", _empty, "is empty"),
        ("x.pt", lambda path: web_ui(path, torch.zeros(2, 768).fill_(torch.nan)), "no numbers"),
        ("x.pt", lambda path: web_ui(path, torch.zeros(2, 768, dtype=torch.int32)), "whole num"),
        ("x.pt", lambda path: web_ui(path, torch.zeros(76, 768)), "76 vectors"),
        ("x.pt", lambda path: web_ui(path, torch.zeros(2, 3, 768)), "no embedding for"),
        ("x.pt", lambda path: torch.save({"a": _Evil()}, path), "run code"),
        ("x.pt", lambda path: torch.save(_EvilParameters(), path), "run code"),
        ("x.pt", _deflated, "compressed as weights never are"),
        ("x.pt", lambda path: torch.save({}, path), "no embedding for"),
        ("x.pt", _expanded, "claim to be larger"),
        ("x.pt", _large, "far too large"),
        ("x.png", lambda path: Image.new("RGB", (9, 9)).save(path), "no embedding in it"),
        ("x.png", lambda path: Image.new("RGB", (9, 9), (255, 9, 9)).save(path), "no embedding in"),
        ("x.png", lambda path: Image.new("L", (9, 9)).save(path), "no embedding in it"),
        ("x.png", lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(9)), "cannot be read"),
        ("x.png", _cut, "is damaged"),
        ("x.safetensors", lambda path: two_encoders(path, rows(2), rows(3, 1280)), "is damaged"),
        ("x.bin", lambda path: path.write_bytes(b""), "is empty"),
    ],
)
def test_broken(
    name: str, write: Callable[[Path], None], words: str, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / name)
    with pytest.raises(BadModel, match=words) as caught:
        read_embedding(tmp_path / name)
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)
    assert not (tmp_path / "ran.txt").exists()


@pytest.mark.parametrize(
    "broken", [one for one in ALL if one.kind is EMBEDDING], ids=lambda b: b.file
)
def test_what_others_have_met(broken: Broken, tmp_path: Path) -> None:
    broken.make(tmp_path / broken.file, tmp_path / "trace")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(BadModel) as caught:
        read_embedding(tmp_path / broken.file)
    assert "\n" not in str(caught.value)
    assert broken.file in str(caught.value)
    assert sorted(tmp_path.iterdir()) == before


def test_pictures_that_were_changed_are_no_wrong_vectors(tmp_path: Path) -> None:
    """One low bit of a block: told, not read."""
    in_pixels(tmp_path / "x.png", rows(2, 96))
    pixels = Image.open(tmp_path / "x.png")
    pixels.putpixel((5, 9), tuple(value ^ 1 for value in pixels.getpixel((5, 9))))
    pixels.save(tmp_path / "x.png")
    with pytest.raises(BadModel, match="sites that scale pictures"):
        read_embedding(tmp_path / "x.png")


def test_what_is_read_is_a_copy() -> None:
    given = rows()
    read = embedding_of("x", {"emb_params": given})
    given.zero_()
    assert bool(read.vectors[0].any())
