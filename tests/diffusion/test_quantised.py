"""Weights of 8 bits mean what their scales say; other packed formats are refused by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from torch import Tensor

from ritocco.diffusion.checkpoint import load_model
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.headers import Contents
from ritocco.diffusion.layouts import SingleFile
from ritocco.diffusion.memory import MemoryPlan
from ritocco.diffusion.sniff import judge
from ritocco.errors import BadModel

from .ldm_files import Small, as_ldm, save, save_folder, small
from .models import one_thread  # noqa: F401

pytestmark = pytest.mark.usefixtures("one_thread")

PLAIN = MemoryPlan("cpu", torch.float32, torch.float32)
FP8 = torch.float8_e4m3fn


def scaled(
    tensors: dict[str, Tensor],
    scale_name: str = "scale_weight",
    dtype: torch.dtype = FP8,
    by_row: bool = False,
) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """All matrices in 8 bits with a scale; and what they mean, exactly."""
    stored, meant = dict(tensors), dict(tensors)
    most = 127 if dtype is torch.int8 else 448
    for name, tensor in tensors.items():
        if name.endswith(".weight") and tensor.dim() == 2:
            top = tensor.abs().amax(1, keepdim=True) if by_row else tensor.abs().max()
            scale = top / most
            small_numbers = (tensor / scale).to(dtype)
            stored[name] = small_numbers
            beside = name.removesuffix("weight")
            stored[beside + scale_name] = scale.flatten() if by_row else scale.reshape(())
            stored[beside + "scale_input"] = torch.ones(())
            meant[name] = small_numbers.float() * scale
    return stored, meant


def assert_means(path: Path, meant: dict[str, Tensor], written: Small, folder: Path) -> None:
    """What is read equals a file of these numbers, bit by bit."""
    plain = save(folder / "plain.safetensors", meant)
    family = FAMILIES[written.family]
    ours, theirs = SingleFile(path, family), SingleFile(plain, family)
    for part in family.parts:
        module = written.modules[part.folder]
        got, wanted = (source.state(part, module) for source in (ours, theirs))
        for name in module.state_dict():
            value = ours.exact(got[name]).float()
            assert torch.equal(value, wanted[name].float()), (part.folder, name)


@pytest.mark.parametrize("family", ["sd1", "sd2", "sdxl"])
@pytest.mark.parametrize("marked", [True, False])
def test_scaled_fp8_is_read_exactly(family: str, marked: bool, tmp_path: Path) -> None:
    written = small(family)
    stored, meant = scaled(as_ldm(written))
    if marked:
        stored["model.diffusion_model.scaled_fp8"] = torch.empty(2, dtype=FP8)
    assert_means(save(tmp_path / "a.safetensors", stored), meant, written, tmp_path)


@pytest.mark.parametrize(
    ("said", "dtype", "by_row"),
    [
        ("float8_e4m3fn", FP8, False),
        ("float8_e4m3fn", FP8, True),
        ("float8_e5m2", torch.float8_e5m2, False),
        ("int8_tensorwise", torch.int8, False),
    ],
)
@pytest.mark.parametrize("end", ["safetensors", "ckpt"])
def test_the_newer_marks(said: str, dtype, by_row: bool, end: str, tmp_path: Path) -> None:
    written = small("sd1")
    stored, meant = scaled(as_ldm(written), "weight_scale", dtype, by_row)
    words = json.dumps({"format": said}).encode()
    for name in [name for name in stored if name.endswith(".weight_scale")]:
        mark = name.removesuffix("weight_scale") + "comfy_quant"
        stored[mark] = torch.tensor(list(words), dtype=torch.uint8)
    assert_means(save(tmp_path / f"a.{end}", stored), meant, written, tmp_path)


def test_scales_in_a_folder(tmp_path: Path) -> None:
    written = small("sd1")
    path = save_folder(tmp_path / "model", written, **{"ritocco.family": "sd1"})
    meant = {}
    for part, file in (
        ("unet", "diffusion_pytorch_model"),
        ("vae", "diffusion_pytorch_model"),
        ("text_encoder", "model"),
    ):
        stored, meant[part] = scaled(written.state(part))
        save(path / part / f"{file}.safetensors", stored)
    model = load_model(path, PLAIN)
    for part, tensors in meant.items():
        for name, tensor in tensors.items():
            assert torch.equal(model.modules[part].state_dict()[name], tensor), (part, name)


def test_plain_fp8_is_what_it_is(tmp_path: Path) -> None:
    written = small("sd1")
    stored = {n: t.to(FP8) if t.dim() > 1 else t for n, t in as_ldm(written).items()}
    meant = {n: t.float() for n, t in stored.items()}
    assert_means(save(tmp_path / "a.safetensors", stored), meant, written, tmp_path)


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        ("weight.quant_state.bitsandbytes__nf4", "in 4 bits by bitsandbytes"),
        ("weight.absmax", "in 4 bits by bitsandbytes"),
        ("SCB", "in 8 bits by bitsandbytes"),
        ("weight_scale_2", r"in 4 bits \(NVFP4\)"),
        ("weight._data", "by Quanto"),
        ("qweight", r"in packed integers \(.*\)"),
    ],
)
def test_other_packed_formats_are_refused_by_name(ending: str, words: str) -> None:
    shapes = {n: tuple(t.shape) for n, t in as_ldm(small("sd1")).items()}
    name = f"model.diffusion_model.time_embed.0.{ending}"
    with pytest.raises(BadModel, match=f"^a is stored {words}, which Ritocco cannot read"):
        judge("a", Contents(shapes | {name: (4,)}))


def test_integers_without_a_scale_are_refused(tmp_path: Path) -> None:
    written = small("sd1")
    name = "model.diffusion_model.time_embed.0.weight"
    tensors = as_ldm(written)
    configs = written.save_configs(tmp_path / "c")
    path = save(tmp_path / "a.safetensors", tensors | {name: tensors[name].to(torch.int8)})
    with pytest.raises(BadModel, match="is stored as int8 without a scale"):
        load_model(path, PLAIN, configs=configs)
    blocks = {name.removesuffix("weight") + "weight_scale": torch.ones(64, 4)}
    path = save(tmp_path / "b.safetensors", tensors | blocks)
    with pytest.raises(BadModel, match="is stored with scales in blocks"):
        load_model(path, PLAIN, configs=configs)
    said = torch.tensor(list(b'{"format": "mxfp8"}'), dtype=torch.uint8)
    path = save(tmp_path / "c.safetensors", tensors | {name[:-6] + "comfy_quant": said})
    with pytest.raises(BadModel, match="is stored as mxfp8"):
        load_model(path, PLAIN, configs=configs)


def test_a_folder_packed_by_its_config_is_refused(tmp_path: Path) -> None:
    path = save_folder(tmp_path / "model", small("sd1"), **{"ritocco.family": "sd1"})
    config = path / "text_encoder" / "config.json"
    packed = {"quantization_config": {"quant_method": "bitsandbytes"}}
    config.write_text(json.dumps(json.loads(config.read_text()) | packed))
    with pytest.raises(BadModel, match=r"in a packed format \(bitsandbytes\)"):
        load_model(path, PLAIN)
