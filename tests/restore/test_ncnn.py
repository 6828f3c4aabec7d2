"""Our reader of ncnn's files, against ncnn itself."""

from pathlib import Path

import ncnn
import numpy as np
import pytest
import torch
from PIL import Image

from ritocco.errors import BadModel
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.library.shipped_models import shipped_here
from ritocco.restore import ncnn as reader
from ritocco.restore.ncnn import load
from ritocco.restore.ncnn_file import NcnnWeights, parsed
from ritocco.shipped import resource

SIDE = 40


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    """A small part of a photograph, (3, H, W) in 0..1."""
    picture = Image.open(resource("pictures", "horse.webp")).convert("RGB").resize((256, 166))
    part = np.asarray(picture, np.float32)[60 : 60 + SIDE - 6, 60 : 60 + SIDE]
    return np.ascontiguousarray(part.transpose(2, 0, 1)) / np.float32(255)


def by_ncnn(param: Path, pixels: np.ndarray) -> np.ndarray:
    net = ncnn.Net()
    net.opt.use_fp16_arithmetic = net.opt.use_fp16_storage = net.opt.use_fp16_packed = False
    net.opt.use_bf16_storage = False
    net.opt.num_threads = 1
    assert net.load_param(str(param)) == 0
    assert net.load_model(str(param.with_suffix(".bin"))) == 0
    extractor = net.create_extractor()
    extractor.input("data", ncnn.Mat(pixels).clone())
    failed, found = extractor.extract("output")
    assert failed == 0
    return np.array(found)


@pytest.mark.parametrize("name", shipped_here(ModelKind.UPSCALER))
def test_the_networks_that_ship_are_ncnns(name: str, photo: np.ndarray):
    param = find(ModelKind.UPSCALER, name)
    with torch.inference_mode():
        ours = load(param)(torch.from_numpy(photo)[None])[0].numpy()
    theirs = by_ncnn(param, photo)
    assert ours.shape == theirs.shape == (3, 4 * (SIDE - 6), 4 * SIDE)
    assert ours.std() > 0.05
    assert np.abs(ours - theirs).max() < 1e-4


def test_the_reduced_variants_of_the_package_run_as_well(photo: np.ndarray):
    """Their last layer is a bicubic reduction."""
    param = find(ModelKind.UPSCALER, "realesr-animevideov3").with_name(
        "REALESRGAN_ANIMAVIDEOV3_UP2X.param"
    )
    with torch.inference_mode():
        ours = load(param)(torch.from_numpy(photo)[None])[0].numpy()
    theirs = by_ncnn(param, photo)
    inner = np.s_[:, 4:-4, 4:-4]  # ncnn treats the border of a bicubic in its own way
    assert ours.shape == theirs.shape == (3, 2 * (SIDE - 6), 2 * SIDE)
    assert np.abs(ours - theirs)[inner].max() < 1e-4


@pytest.mark.parametrize("name", ["realesrgan-x4plus-anime", "realesr-animevideov3"])
def test_strips_equal_the_whole(name: str, photo: np.ndarray, monkeypatch: pytest.MonkeyPatch):
    graph, pixels = load(find(ModelKind.UPSCALER, name)), torch.from_numpy(photo)[None]
    with torch.inference_mode():
        monkeypatch.setattr(reader, "STRIP", 1000)
        whole = graph(pixels)
        monkeypatch.setattr(reader, "STRIP", 5)
        strips = graph(pixels)
    assert strips.shape == whole.shape
    assert (strips - whole).abs().max() < 1e-5


def test_a_layer_is_read_with_its_lists():
    text = "7767517\n2 2\nInput in 0 1 x\nConvolution c 1 1 x y 0=32 1=3 -23310=1,2.0e-1\n"
    layer = parsed(text)[1]
    assert layer.kind == "Convolution"
    assert (layer.inputs, layer.outputs) == (("x",), ("y",))
    assert layer.parameters == {0: 32, 1: 3, 10: [0.2]}


def test_half_weights_are_padded_to_four_bytes():
    half = np.array([1.5, -2, 3], "<f2").tobytes()
    data = (0x01306B47).to_bytes(4, "little") + half + b"\0\0" + np.array([7], "<f4").tobytes()
    weights = NcnnWeights(data)
    assert weights.tagged(3).tolist() == [1.5, -2, 3]
    assert not weights.finished()
    assert weights.plain(1).tolist() == [7]
    assert weights.finished()


def small(tmp_path: Path, param: str, data: bytes) -> Path:
    path = tmp_path / "net.param"
    path.write_text(param)
    path.with_suffix(".bin").write_bytes(data)
    return path


CONVOLUTION = "7767517\n2 2\nInput in 0 1 x\nConvolution c 1 1 x y 0=1 1=1 6=3\n"
THREE = b"\0\0\0\0" + np.ones(3, "<f4").tobytes()


@pytest.mark.parametrize(
    ("param", "data", "words"),
    [
        (CONVOLUTION, THREE + b"\0", "left over"),
        (CONVOLUTION, THREE[:-1], "too early"),
        (CONVOLUTION, b"\1" + THREE[1:], "not known"),
        (CONVOLUTION.replace("Convolution", "Swirl"), THREE, "Swirl"),
        (CONVOLUTION.replace("7767517", "7767518"), THREE, "number"),
        (CONVOLUTION.replace("0=1", "0=one"), THREE, "one"),
        ("", b"", "number"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, param: str, data: bytes, words: str):
    with pytest.raises(BadModel, match=words):
        load(small(tmp_path, param, data))


def test_weights_that_are_not_there_are_named(tmp_path: Path):
    (tmp_path / "net.param").write_text(CONVOLUTION)
    with pytest.raises(BadModel, match=r"net\.bin"):
        load(tmp_path / "net.param")
