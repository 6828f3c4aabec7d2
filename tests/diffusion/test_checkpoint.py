import json
import os
import socket
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from threading import Event

import psutil
import pytest
import torch
from diffusers.loaders.single_file_utils import CHECKPOINT_KEY_NAMES

from ritocco.diffusion.checkpoint import load_model, probe_prediction
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.laws import Prediction
from ritocco.diffusion.layouts import SingleFile, VaeFile
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.memory import MemoryPlan
from ritocco.diffusion.prompt import tokens
from ritocco.errors import BadModel, Cancelled
from ritocco.shipped import resource
from ritocco.watch import Watch

from .ldm_files import Small, as_ldm, clutter, save, save_folder, small

F32, F16, BF16 = torch.float32, torch.float16, torch.bfloat16
PLAIN = MemoryPlan("cpu", F32, F32)
PAINTED = [family for family in FAMILIES if family not in ("mini", "sd2-base")]


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*args: object, **kwargs: object) -> None:
        raise AssertionError("loading a model must not touch the network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.fixture(autouse=True)
def _one_tokenizer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading the vocabulary takes half a second; it has tests of its own."""
    monkeypatch.setattr(tokens, "load_tokenizer", _tokenizer)


_tokenizer = cache(tokens.load_tokenizer)


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Models this small lose by more, above all where other programs keep the cores busy."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def modules(model: LoadedModel) -> dict[str, torch.nn.Module]:
    return model.modules


def assert_same(model: LoadedModel, written: Small, dtype: torch.dtype = F32) -> None:
    for part, module in modules(model).items():
        read, wrote = module.state_dict(), written.state(part)
        assert read.keys() == wrote.keys()
        for name in wrote:
            assert read[name].dtype == dtype, name
            assert torch.equal(read[name], wrote[name].to(dtype)), (part, name)


def test_the_writer_makes_the_keys_by_which_others_know_these_files() -> None:
    """An oracle that is not ours: the key names diffusers tells these files apart by."""
    keys = {family: as_ldm(small(family)).keys() for family in ("sd1", "sd2", "sdxl")}
    for family, kind in (
        ("sd1", "v1"), ("sd1", "clip"), ("sd2", "v2"), ("sd2", "open_clip"), ("sd1", "inpainting"),
        ("sdxl", "clip_sdxl"), ("sdxl", "open_clip_sdxl"),
    ):  # fmt: skip
        assert CHECKPOINT_KEY_NAMES[kind] in keys[family], (family, kind)
    unet = [key for key in keys["sd1"] if key.startswith("model.diffusion_model.")]
    vae = [key for key in keys["sd1"] if key.startswith("first_stage_model.")]
    assert (len(unet), len(vae)) == (686, 248)  # as in every real SD 1 file


@pytest.mark.parametrize("family", PAINTED)
def test_a_single_file_gives_back_every_tensor(family: str, tmp_path: Path) -> None:
    written = small(family)
    path = save(tmp_path / "dream.safetensors", clutter(as_ldm(written)))
    model = load_model(path, PLAIN, configs=written.save_configs(tmp_path / "configs"))
    assert model.family.id == family
    assert model.name == "dream"
    assert_same(model, written)


def test_our_own_family_comes_through_the_same_code(tmp_path: Path) -> None:
    written = small("sd1-inpaint")
    path = save(tmp_path / "m.safetensors", as_ldm(written), {"ritocco.family": "mini"})
    model = load_model(path, PLAIN, configs=written.save_configs(tmp_path / "configs"))
    assert model.family.id == "mini"
    assert_same(model, written)


@pytest.mark.parametrize("stored", [F16, BF16, F32])
@pytest.mark.parametrize("wanted", [BF16, F32])
def test_precision_is_converted_while_loading(
    stored: torch.dtype, wanted: torch.dtype, tmp_path: Path
) -> None:
    written = small("sd1", stored)
    path = save(tmp_path / "a.safetensors", as_ldm(written))
    plan = MemoryPlan("cpu", wanted, wanted, channels_last=True)
    model = load_model(path, plan, configs=written.save_configs(tmp_path / "c"))
    assert_same(model, written, wanted)
    kernel = model.backbone.conv_in.weight
    assert kernel.is_contiguous(memory_format=torch.channels_last)
    assert not kernel.requires_grad
    assert not model.backbone.training


def test_a_pickled_checkpoint_with_training_leftovers_loads(tmp_path: Path) -> None:
    written = small("sd1")
    path = save(tmp_path / "old.ckpt", clutter(as_ldm(written)))
    model = load_model(path, PLAIN, configs=written.save_configs(tmp_path / "c"))
    assert_same(model, written)


@pytest.mark.parametrize("wrapper", ["text_model.", ""])
def test_text_encoders_with_and_without_their_wrapper(wrapper: str, tmp_path: Path) -> None:
    written = small("sd1")
    path = save(tmp_path / "a.safetensors", as_ldm(written, text_wrapper=wrapper))
    model = load_model(path, PLAIN, configs=written.save_configs(tmp_path / "c"))
    assert_same(model, written)


@pytest.mark.parametrize("family", ["sd1-inpaint", "sdxl"])
def test_a_diffusers_folder_gives_back_every_tensor(
    family: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = small(family)
    path = save_folder(tmp_path / "dream", written, **{"ritocco.family": family})
    model = load_model(path, PLAIN)
    assert model.family.id == family
    assert model.name == "dream"
    assert_same(model, written)


def test_a_loaded_model_computes_what_the_written_one_does(tmp_path: Path) -> None:
    written = small("sdxl")
    path = save(tmp_path / "a.safetensors", as_ldm(written))
    model = load_model(path, PLAIN, configs=written.save_configs(tmp_path / "c"))
    tokens = torch.tensor([[49406, 320, 1929, 49407]])
    with torch.inference_mode():
        for part in ("text_encoder", "text_encoder_2"):
            read = model.modules[part](tokens, output_hidden_states=True)
            wrote = written.modules[part](tokens, output_hidden_states=True)
            assert torch.equal(read.hidden_states[-2], wrote.hidden_states[-2])
        latents = torch.randn(1, 4, 8, 8)
        assert torch.equal(
            model.vae.decode(latents).sample, written.modules["vae"].decode(latents).sample
        )


def test_another_vae_in_either_layout(tmp_path: Path) -> None:
    written, other = small("sd1"), small("sd2")
    configs = written.save_configs(tmp_path / "c")
    path = save(tmp_path / "a.safetensors", as_ldm(written))
    ldm = {n: t for n, t in as_ldm(other).items() if n.startswith("first_stage_model.")}
    bare = {n.removeprefix("first_stage_model."): t for n, t in ldm.items()}
    old = {"query": "to_q", "key": "to_k", "value": "to_v", "proj_attn": "to_out.0"}
    renamed = other.state("vae")
    for then, now in old.items():
        renamed = {n.replace(f".{now}.", f".{then}."): t for n, t in renamed.items()}
    folder = tmp_path / "folder"
    other.modules["vae"].save_pretrained(folder)
    for vae in (
        save(tmp_path / "bare.safetensors", bare),
        save(tmp_path / "prefixed.vae.pt", ldm),
        save(tmp_path / "diffusers.safetensors", other.state("vae")),
        save(tmp_path / "older.safetensors", renamed),
        save(tmp_path / "model.safetensors", as_ldm(other)),
        folder,
    ):
        source = VaeFile(vae, SingleFile(path, FAMILIES["sd1"], configs))
        read = source.state(FAMILIES["sd1"].vae, other.modules["vae"])
        assert all(torch.equal(read[n], t) for n, t in other.state("vae").items()), vae.name
    model = load_model(path, PLAIN, vae=folder, configs=configs)
    assert torch.equal(model.vae.quant_conv.weight, other.state("vae")["quant_conv.weight"])
    assert torch.equal(model.backbone.conv_in.weight, written.state("unet")["conv_in.weight"])
    lora = save(tmp_path / "lora.safetensors", {"x.lora_down.weight": torch.ones(1, 1)})
    with pytest.raises(BadModel, match=r"lora.safetensors is no VAE but a LoRA"):
        load_model(path, PLAIN, vae=lora, configs=configs)


def _without(*starts: str):
    return lambda tensors: {n: t for n, t in tensors.items() if not n.startswith(starts)}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_without("first_stage_model."), "has no VAE inside"),
        (
            _without("model.diffusion_model.middle_block.1."),
            "lacks 36 of the 686 weights of its U-Net",
        ),
        (
            lambda t: t | {"model.diffusion_model.out.2.bias": torch.ones(7)},
            "conv_out.bias of its U-Net is 7, not 4",
        ),
    ],
)
def test_what_is_missing_or_of_another_size_is_named(change, words: str, tmp_path: Path) -> None:
    written = small("sd1")
    path = save(tmp_path / "a.safetensors", change(as_ldm(written)))
    with pytest.raises(BadModel, match=words):
        load_model(path, PLAIN, configs=written.save_configs(tmp_path / "c"))


def test_the_shipped_configs_are_the_published_sizes() -> None:
    from .ldm_files import shipped

    for family, part, count in (
        ("sd1", "unet", 859_520_964),
        ("sd2", "unet", 865_910_724),
        ("sdxl", "unet", 2_567_463_684),
        ("sd2", "vae", 83_653_863),
        ("sdxl", "text_encoder", 123_060_480),
        ("sd2", "text_encoder", 340_387_840),
        ("sdxl", "text_encoder_2", 694_659_840),
    ):
        parts = {one.folder: one for one in FAMILIES[family].parts}
        with torch.device("meta"):
            module = parts[part].make(shipped(family, part))
        assert sum(weight.numel() for weight in module.parameters()) == count, (family, part)


def test_progress_is_told_and_cancel_stops(tmp_path: Path) -> None:
    written = small("sd1")
    path = save(tmp_path / "dream.safetensors", as_ldm(written))
    configs = written.save_configs(tmp_path / "c")
    heard: list[tuple[float, str]] = []
    load_model(path, PLAIN, configs=configs, watch=Watch(lambda f, t: heard.append((f, t))))
    fractions = [fraction for fraction, _ in heard]
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(1)
    assert heard[0][1] == "Loading dream.safetensors"
    stop = Event()
    with pytest.raises(Cancelled):
        load_model(
            path, PLAIN, configs=configs, watch=Watch(lambda f, t: f > 0.5 and stop.set(), stop)
        )


def test_replacing_the_file_does_not_touch_a_loaded_model(tmp_path: Path) -> None:
    written = small("sd1")
    path = save(tmp_path / "a.safetensors", as_ldm(written))
    model = load_model(path, PLAIN, configs=written.save_configs(tmp_path / "c"))
    with path.open("r+b") as file:
        file.truncate(100)
    assert_same(model, written)


@pytest.mark.skipif(os.name == "nt", reason="pages are given back by the system there")
def test_pages_of_the_file_are_given_back_while_it_is_read(tmp_path: Path) -> None:
    from ritocco.diffusion.weights import Weights

    path = save(tmp_path / "a.safetensors", {f"t{i}": torch.ones(4 << 20) for i in range(20)})
    weights = Weights.open(path)
    start, most = psutil.Process().memory_info().rss, 0
    for tensor in weights.tensors.values():  # 320 MB in all
        tensor.sum()
        weights.copied(tensor.nbytes)
        most = max(most, psutil.Process().memory_info().rss - start)
    weights.close()
    assert most < 120 << 20


@pytest.mark.parametrize(
    ("said", "family"), [(Prediction.V, "sd2"), (Prediction.EPSILON, "sd2-base")]
)
def test_a_person_decides_the_prediction(said: Prediction, family: str, tmp_path: Path) -> None:
    written = small("sd2")
    path = save(tmp_path / "a.safetensors", as_ldm(written))
    configs = written.save_configs(tmp_path / "c")
    model = load_model(path, PLAIN, configs=configs, prediction=said)
    assert (model.family.id, model.prediction) == (family, said)
    assert model.unet is model.backbone


@pytest.mark.parametrize("prediction", list(Prediction))
def test_a_unet_is_asked_what_it_predicts(prediction: Prediction) -> None:
    class Ideal(torch.nn.Module):
        """Predicts as a perfect model of grey noise would, at the last step."""

        device, dtype = torch.device("cpu"), F32
        config = type("Config", (), {"cross_attention_dim": 8})

        def forward(self, x, step, text):
            signal, noise = 0.068, 0.998
            clean = torch.randn(x.shape, generator=torch.Generator().manual_seed(5)) * 0.5
            epsilon = (x - signal * clean) / noise
            out = epsilon if prediction is Prediction.EPSILON else signal * epsilon - noise * clean
            return type("Out", (), {"sample": out})

    assert probe_prediction(Ideal()) is prediction


def test_the_hash_is_a1111s_and_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import hashlib

    from ritocco.diffusion.hashes import short_hash

    path, memory = tmp_path / "a.safetensors", tmp_path / "memory.json"
    path.write_bytes(b"weights")
    assert short_hash(path, memory) == hashlib.sha256(b"weights").hexdigest()[:10]
    monkeypatch.setattr(hashlib, "file_digest", None)  # not read again
    assert short_hash(path, memory) == hashlib.sha256(b"weights").hexdigest()[:10]
    monkeypatch.undo()
    path.write_bytes(b"others!")
    os.utime(path, ns=(1, 1))
    assert short_hash(path, memory) == hashlib.sha256(b"others!").hexdigest()[:10]


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        ("text_encoder", "hidden_size", {}),
        ("text_encoder", "num_hidden_layers", 10**9),
        ("unet", "layers_per_block", [10**9]),
        ("unet", "block_out_channels", [0, -1]),
        ("vae", "act_fn", 7),
    ],
)
def test_a_config_of_anything_is_refused_by_name(tmp_path, part, key, value):
    folder, mini = tmp_path / "model", resource("models", "mini")
    for file in mini.rglob("*.*"):
        place = folder / file.relative_to(mini)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(file)
    config = folder / part / "config.json"
    said = json.loads(config.read_text()) | {key: value}
    config.unlink()
    config.write_text(json.dumps(said))
    with pytest.raises(BadModel, match=r"the config of .* is damaged"):
        load_model(folder, PLAIN)
