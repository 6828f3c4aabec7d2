"""Files of networks: what is read, what is refused, and how they run."""

import os
import subprocess
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from threading import Event

import numpy as np
import pytest
import torch
from torch import nn

from ritocco.device import find_device
from ritocco.errors import BadModel, Cancelled, NotFound, OutOfMemory
from ritocco.installed.here import models_here
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.library.shelves import Shelves
from ritocco.library.shipped_models import shipped_here
from ritocco.places import Places
from ritocco.recipe.finishing import Upscale
from ritocco.restore import networks, upscaler
from ritocco.restore.architectures import _normalize, _torchvision_or_stand_in, spandrel
from ritocco.restore.networks import NetworkCache, PictureNetwork, Runner, load
from ritocco.restore.upscaler import Upscaling
from ritocco.watch import Watch
from tests.restore.nets import FAST, esrgan_state, write_tiny

CPU = find_device("cpu")


def noise(height: int, width: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random((height, width, 3), np.float32)


@pytest.mark.parametrize("ending", [".safetensors", ".pth"])
@pytest.mark.parametrize("scale", [1, 2, 4])
def test_a_file_is_what_spandrel_makes_of_it(tmp_path: Path, ending: str, scale: int):
    path = write_tiny(tmp_path / f"tiny{ending}", scale)
    network = load(path)
    assert (network.scale, network.channels, network.attends) == (scale, 3, False)
    pixels = noise(20, 24)
    made = Runner(network, CPU)(pixels, Watch(), "")
    known = spandrel().ModelLoader().load_from_state_dict(esrgan_state(scale)).eval()
    with torch.inference_mode():
        expected = known(torch.from_numpy(pixels.transpose(2, 0, 1))[None])[0].numpy()
    assert made.shape == (20 * scale, 24 * scale, 3)
    assert np.abs(made - expected.transpose(1, 2, 0)).max() < 1e-5


def test_the_stand_in_for_torchvision_is_gone_after_the_import():
    spandrel()
    left = sys.modules.get("torchvision")
    assert left is None or hasattr(left, "__version__")


def torchvision_in(folder: Path, content: str) -> str:
    """A torchvision of nearly nothing; the folder to look for packages in."""
    package = folder / "torchvision"
    (package / "transforms").mkdir(parents=True)
    (package / "__init__.py").write_text(content)
    (package / "transforms" / "__init__.py").touch()
    (package / "transforms" / "functional.py").write_text("def normalize(): ...\n")
    return str(folder)


FOREIGN = "raise RuntimeError('operator torchvision::nms does not exist')"
"""What one does that was built for another torch."""


@pytest.mark.parametrize(
    ("content", "owner"),
    [(FOREIGN, "ritocco.restore.architectures"), ("__version__ = '1'", "torchvision.transforms")],
)
def test_a_torchvision_that_loads_is_used_by_spandrel(tmp_path, monkeypatch, content, owner):
    monkeypatch.syspath_prepend(torchvision_in(tmp_path, content))
    kept = {name: one for name, one in sys.modules.items() if name.startswith("torchvision")}
    for name in kept:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "torchvision", None)
    with _torchvision_or_stand_in():
        functional = import_module("torchvision.transforms.functional")
        assert functional.normalize.__module__.startswith(owner)
    assert sys.modules["torchvision"] is None
    for name in [name for name in sys.modules if name.startswith("torchvision.")]:
        del sys.modules[name]
    sys.modules.update(kept)


def test_transformers_is_not_to_find_torchvision(tmp_path):
    """It would import it with the text encoders, and take its error for its own."""
    code = (
        "import ritocco.diffusion, importlib.util; print(importlib.util.find_spec('torchvision'))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": torchvision_in(tmp_path, FOREIGN)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "None"


def test_its_one_function_is_torchvisions():
    pixels = torch.rand(2, 3, 5, 7)
    made = _normalize(pixels, [0.5, 0.4, 0.3], [0.5, 0.2, 0.1])
    assert torch.allclose(made[:, 1], (pixels[:, 1] - 0.4) / 0.2)
    assert torch.allclose(made[:, 2], (pixels[:, 2] - 0.3) / 0.1)


class Harmful:
    def __reduce__(self):
        return (print, ("run",))


def bad_files(folder: Path) -> dict[str, Path]:
    files = {
        "empty.pth": b"",
        "text.pth": b"hello",
        "text.safetensors": b"hello, this is no tensor",
        "folder.pth": None,
    }
    made = {}
    for name, data in files.items():
        path = folder / name
        path.mkdir() if data is None else path.write_bytes(data)
        made[name] = path
    torch.save(Harmful(), folder / "harmful.pth")
    torch.save({"weight": torch.zeros(3)}, folder / "other.pth")
    state = esrgan_state()
    state.pop(next(iter(state)))
    torch.save(state, folder / "torn.pth")
    torch.save([1, 2], folder / "list.pth")
    return {
        **made,
        **{f"{n}.pth": folder / f"{n}.pth" for n in ("harmful", "other", "torn", "list")},
    }


def test_what_is_no_network_is_named_and_nothing_of_it_is_run(tmp_path: Path, capsys):
    for name, path in bad_files(tmp_path).items():
        with pytest.raises(BadModel, match=name.replace(".", r"\.")):
            load(path)
    assert "run" not in capsys.readouterr().out


def test_pictures_smaller_than_a_network_likes(tmp_path: Path):
    network = load(find(ModelKind.UPSCALER, FAST))
    runner = Runner(network, CPU)
    for height, width in ((1, 1), (1, 40), (3, 2)):
        made = runner(np.full((height, width, 3), 0.5, np.float32), Watch(), "")
        assert made.shape == (4 * height, 4 * width, 3)
        assert np.abs(made - 0.5).max() < 0.06


def test_a_grey_network_takes_the_channels_one_by_one():
    class Doubler(nn.Module):
        def forward(self, x):
            assert x.shape[1] == 1
            return nn.functional.interpolate(x, scale_factor=2)

    module = Doubler()
    network = PictureNetwork(
        "grey", module, module, 2, 1, "SR", attends=False, working=100, in_half=True
    )
    pixels = noise(20, 18)
    made = Runner(network, CPU)(pixels, Watch(), "")
    assert (made == pixels.repeat(2, 0).repeat(2, 1)).all()


def test_a_cancel_is_heard_between_layers_and_progress_is_told():
    runner = Runner(load(find(ModelKind.UPSCALER, FAST)), CPU)
    told: list[float] = []
    runner(noise(16, 16), Watch(lambda fraction, text: told.append(fraction)), "Drawing")
    assert len(told) == 1 + 18  # one for each convolution
    assert told == sorted(told)
    assert told[-1] == 1
    cancelled = Event()
    heard = []

    def stop(fraction: float, text: str) -> None:
        heard.append(fraction)
        if fraction > 0.3:
            cancelled.set()

    with pytest.raises(Cancelled):
        runner(noise(16, 16), Watch(stop, cancelled), "Drawing")
    assert heard[-1] < 0.45
    assert runner(noise(16, 16), Watch(), "").shape == (64, 64, 3)


def test_out_of_memory_is_said_in_words():
    class Full(nn.Module):
        def forward(self, x):
            raise torch.OutOfMemoryError("CUDA out of memory")

    module = Full()
    network = PictureNetwork(
        "full", module, module, 2, 3, "SR", attends=False, working=100, in_half=True
    )
    with pytest.raises(OutOfMemory, match="full"):
        Runner(network, CPU)(noise(16, 16), Watch(), "")


def test_a_bug_is_not_taken_for_a_lack_of_memory():
    class Broken(nn.Module):
        def forward(self, x):
            raise RuntimeError("shapes do not match")

    module = Broken()
    network = PictureNetwork(
        "broken", module, module, 2, 3, "SR", attends=False, working=100, in_half=True
    )
    with pytest.raises(RuntimeError, match="shapes"):
        Runner(network, CPU)(noise(16, 16), Watch(), "")


def test_the_network_used_last_is_kept_until_its_file_changes(tmp_path: Path, monkeypatch):
    loads = []
    monkeypatch.setattr(networks, "load", lambda path: loads.append(path) or load(path))
    keeper = NetworkCache("cpu")
    path = write_tiny(tmp_path / "a.pth", 2)
    first = keeper.get(path, lambda network: None)
    assert keeper.get(path, lambda network: None) is first
    write_tiny(path, 4)
    assert keeper.get(path, lambda network: None).network.scale == 4
    keeper.release()
    keeper.get(path, lambda network: None)
    assert len(loads) == 3


def test_what_is_here_is_listed_and_found(tmp_path: Path):
    places = Places(tmp_path)
    shelves = Shelves(places.models)
    assert [one.name for one in models_here(ModelKind.UPSCALER, shelves)] == list(
        shipped_here(ModelKind.UPSCALER)
    )
    places.upscalers.mkdir(parents=True)
    path = write_tiny(places.upscalers / "mine.safetensors")
    (places.upscalers / "notes.txt").write_text("x")
    names = [one.name for one in models_here(ModelKind.UPSCALER, shelves)]
    assert names == [*shipped_here(ModelKind.UPSCALER), "mine"]
    assert find(ModelKind.UPSCALER, "mine", shelves) == path
    assert find(ModelKind.UPSCALER, "mine.safetensors", shelves) == path
    assert find(ModelKind.UPSCALER, str(path)) == path
    with pytest.raises(NotFound, match="realesrgan-x4plus, "):
        find(ModelKind.UPSCALER, "other", shelves)
    with pytest.raises(NotFound, match="There are"):
        find(ModelKind.UPSCALER, "", shelves)


@pytest.mark.parametrize("free", [64 << 30, 4 << 30, 1])
def test_tiles_follow_the_memory_that_is_free(monkeypatch, free: int):
    here = replace(CPU, free=free, total=64 << 30)
    monkeypatch.setattr(networks, "find_device", lambda wanted: here)
    tile_spec = Upscaling("cpu").prepare(Upscale(model=FAST)).tile_spec()
    need = [side**2 * 16 * networks.IN_STRIPS for side in upscaler.SIDES]
    fitting = [side for side, one in zip(upscaler.SIDES, need, strict=True) if one <= 0.8 * free]
    assert tile_spec.scale == 4
    assert tile_spec.side == (fitting[0] if fitting else upscaler.SIDES[-1])
    assert tile_spec.cramped == (tile_spec.side < upscaler.SIDES[0])


def test_a_small_machine_has_small_tiles_always(monkeypatch):
    """Not only when its memory is taken, or a picture would change from day to day."""
    here = replace(CPU, free=3 << 30, total=4 << 30)
    monkeypatch.setattr(networks, "find_device", lambda wanted: here)
    tile_spec = Upscaling("cpu").prepare(Upscale(model=FAST)).tile_spec()
    assert tile_spec.side == 512
    assert not tile_spec.cramped


def test_a_network_is_found_once_for_all_tiles(monkeypatch):
    found = []
    real = upscaler.find
    monkeypatch.setattr(upscaler, "find", lambda *asked: found.append(asked) or real(*asked))
    enlarger = Upscaling("cpu").prepare(Upscale(model=FAST))
    for _ in range(2):
        assert enlarger.enlarge(noise(16, 16), Watch()).shape == (64, 64, 3)
    assert found == [(ModelKind.UPSCALER, FAST)]


def test_a_network_for_faces_does_not_enlarge(tmp_path: Path, monkeypatch):
    module = nn.Identity()
    face = PictureNetwork(
        "gfpgan", module, module, 1, 3, "FaceSR", attends=False, working=100, in_half=False
    )
    monkeypatch.setattr(networks, "load", lambda path: face)
    enlarger = Upscaling("cpu").prepare(Upscale(model=FAST))
    with pytest.raises(BadModel, match="repairs faces"):
        enlarger.tile_spec()


def test_tiles_of_the_compact_network_equal_the_whole_to_float_tolerance(monkeypatch):
    """Its pieces see all that it sees: the margin is its receptive field."""
    from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
    from ritocco.geometry import Box, Size
    from ritocco.studio.enlarge import enlarged

    pixels = noise(70, 130) * np.float32(0.8)
    source = Picture(pixels, Layout(ColourModel.RGB, Depth.F32, False))
    made = []
    for sides in ((512,), (96,)):
        monkeypatch.setattr(upscaler, "SIDES", sides)
        result = enlarged(
            source,
            Box.of(source.size),
            Size(520, 280),
            Upscale(model=FAST),
            Upscaling("cpu").prepare(Upscale(model=FAST)),
            Watch(),
        )
        made.append(result.pixels)
    assert np.abs(made[0] - made[1]).max() < 1e-4  # a fortieth of an 8-bit level


class _Overflows(nn.Module):
    """Passes a picture on, with an infinity where it works in less than float32 (or always)."""

    def __init__(self, always: bool) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 3, 1)
        self.always, self.calls = always, []

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        self.calls.append(pixels.dtype)
        made = self.conv(pixels)
        if self.always or pixels.dtype is not torch.float32:
            made[0, 0, 0, 0] = float("inf")
        return made


def _overflowing(always: bool) -> PictureNetwork:
    module = _Overflows(always)
    return PictureNetwork("odd", module, module, 1, 3, "SR", False, 800, in_half=True)


def test_what_float16_does_not_hold_is_made_in_float32():
    runner = Runner(_overflowing(always=False), replace(CPU, half=torch.float16))
    with torch.inference_mode():
        made = runner(noise(20, 24), Watch(), "")
    assert np.isfinite(made).all()
    runner(noise(20, 24), Watch(), "")
    calls = runner.network.module.calls
    assert calls == [torch.float16, torch.float32, torch.float32]  # it is remembered


def test_what_is_no_number_is_not_handed_on():
    runner = Runner(_overflowing(always=True), CPU)
    with pytest.raises(BadModel, match="odd gives what is no number"):
        runner(noise(20, 24), Watch(), "")


def test_the_first_bytes_tell_the_format_of_a_network(tmp_path: Path):
    for written, name in ((".safetensors", "a.pth"), (".pth", "b.bin"), (".safetensors", "c")):
        path = write_tiny(tmp_path / f"tiny{written}").rename(tmp_path / name)
        assert load(path).scale == 2
    path = write_tiny(tmp_path / "tiny.pth").rename(tmp_path / "d.safetensors")
    with pytest.raises(BadModel, match="is no safetensors file but a pickle"):
        load(path)


@pytest.mark.parametrize("factor", [1, 2, 8])
def test_flat_light_tones_stay_what_they_are(factor):
    """The network alone makes white (254) of paper (246): an enlarged selection was a rectangle."""
    from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
    from ritocco.geometry import Box, Size
    from ritocco.studio.enlarge import enlarged

    tones = np.array([246, 240, 128, 20], np.uint8)
    rows = np.tile(np.repeat(tones, 28)[:, None, None], (1, 20, 3))
    source = Picture(rows, Layout(ColourModel.RGB, Depth.U8, False))
    asked = Upscale(model=FAST)
    enlarger = Upscaling("cpu").prepare(asked)
    size = Size(20 * factor, 112 * factor)
    made = enlarged(source, Box.of(source.size), size, asked, enlarger, Watch()).pixels
    bands = made.reshape(4, 28 * factor, -1)[:, 9 * factor : 19 * factor].astype(float)
    assert np.abs(bands.mean((1, 2)) - tones).max() < 0.25
