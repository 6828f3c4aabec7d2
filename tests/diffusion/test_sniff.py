import json
import pickle
import struct
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from ritocco.diffusion.checkpoint import load_model
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.headers import Contents, read_contents
from ritocco.diffusion.laws import Prediction
from ritocco.diffusion.memory import MemoryPlan
from ritocco.diffusion.other_files import is_vae
from ritocco.diffusion.sniff import FAMILY_KEY, SniffedModel, judge, sniff
from ritocco.errors import BadModel

from .ldm_files import as_ldm, clutter, save, save_folder, small

UNET = "model.diffusion_model."
SD2_BASE = SniffedModel("sd2-base", Prediction.EPSILON)
SD2_V = SniffedModel("sd2", Prediction.V)
CONTEXT = UNET + "input_blocks.{}.1.transformer_blocks.0.attn2.to_k.weight"


def shapes(
    context: int = 768, channels: int = 4, place: int = 1, **more: tuple[int, ...]
) -> Contents:
    """A file of which only the U-Net is known, at its real size."""
    return Contents(
        {
            UNET + "input_blocks.0.0.weight": (320, channels, 3, 3),
            CONTEXT.format(place): (320, context),
            **more,
        }
    )


@pytest.mark.parametrize("family", [f for f in FAMILIES if f not in ("mini", "sd2-base")])
@pytest.mark.parametrize("end", ["safetensors", "ckpt"])
def test_families_are_told_apart(family: str, end: str, tmp_path: Path) -> None:
    path = save(tmp_path / f"model.{end}", clutter(as_ldm(small(family))))
    assert sniff(path) == SniffedModel(family)


@pytest.mark.parametrize(
    ("contents", "family"),
    [
        (shapes(768), "sd1"),
        (shapes(768, 9), "sd1-inpaint"),
        (shapes(1024), "sd2"),
        (shapes(1024, 9), "sd2-inpaint"),
        (shapes(2048, 4, 4), "sdxl"),
        (shapes(2048, 9, 4), "sdxl-inpaint"),
    ],
)
def test_without_text_encoders_the_width_of_the_context_decides(
    contents: Contents, family: str
) -> None:
    assert judge("a.safetensors", contents).family == family


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        (shapes(1280, 4, 4), "the SDXL refiner"),
        (shapes(768, 8), "an InstructPix2Pix model"),
        (shapes(1024, 7), "a 4x upscaling diffusion model"),
        (shapes(1024, 5), "a depth-to-image model"),
        ({"lora_unet_down_blocks_0.lora_down.weight": (4, 320)}, "a LoRA"),
        ({"unet.down_blocks.0.attn1.to_k.lora_A.weight": (4, 320)}, "a LoRA"),
        ({"lora_unet_x.hada_w1_a": (4, 320), "lora_unet_x.alpha": ()}, "a LoRA"),
        ({"unet.mid_block.processor.to_q_lora.down.weight": (4, 320)}, "a LoRA"),
        ({"emb_params": (3, 768)}, "an embedding"),
        ({"string_to_param.*": (3, 768)}, "an embedding"),
        ({"<cat-toy>": (1, 768)}, "an embedding"),
        ({"clip_l": (3, 768), "clip_g": (3, 1280)}, "an embedding"),
        ({"control_model.input_blocks.0.0.weight": (320, 4, 3, 3)}, "a ControlNet"),
        ({"controlnet_cond_embedding.conv_in.weight": (16, 3, 3, 3)}, "a ControlNet"),
        ({"768.0.linear.0.weight": (768, 768), "768.1.linear.0.weight": (1,)}, "a hypernetwork"),
        ({"RRDB_trunk.0.RDB1.conv1.weight": (32, 64, 3, 3)}, "an upscaler"),
        ({"body.0.rdb1.conv1.weight": (32, 64, 3, 3)}, "an upscaler"),
        ({"model.1.sub.0.RDB1.conv1.0.weight": (32, 64, 3, 3)}, "an upscaler"),
        ({"stylegan_decoder.style_conv1.bias": (1, 512, 1, 1)}, "a face restorer"),
        ({UNET + "joint_blocks.0.x_block.attn.qkv.weight": (3, 3)}, "a Stable Diffusion 3 model"),
        ({"double_blocks.0.img_attn.qkv.weight": (9216, 3072)}, "a Flux model or its kin"),
        ({"encoder.down.0.block.0.norm1.weight": (128,)}, "a VAE, not a whole model"),
        ({"encoder.down_blocks.0.resnets.0.norm1.weight": (128,)}, "a VAE, not a whole model"),
        ({"decoder.conv_in.weight": (512, 16, 3, 3)}, "a VAE for Flux or Stable Diffusion 3"),
        (
            {"conv_in.weight": (320, 4, 3, 3), "time_embedding.linear_1.weight": (1280, 320)},
            "only the U-Net of a diffusers folder",
        ),
        ({"text_model.embeddings.token_embedding.weight": (49408, 768)}, "a text encoder"),
        ({"image_proj.proj.weight": (1, 1), "ip_adapter.1.to_k_ip.weight": ()}, "an IP-Adapter"),
        ({"down_blocks.0.motion_modules.0.norm.weight": (320,)}, "an AnimateDiff motion module"),
        ({"bert.encoder.weight": (3, 3), "head": (2,)}, "not a Stable Diffusion file"),
        ({}, "not a Stable Diffusion file"),
    ],
)  # fmt: skip
def test_other_files_are_named_as_what_they_are(contents, words: str) -> None:
    contents = contents if isinstance(contents, Contents) else Contents(contents)
    with pytest.raises(BadModel) as raised:
        judge("thing.safetensors", contents)
    sentence = str(raised.value)
    assert sentence.startswith(f"thing.safetensors is {words}")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("family", "metadata", "markers", "found"),
    [
        ("sd1", {"modelspec.prediction_type": "v"}, (), SniffedModel("sd1", Prediction.V)),
        ("sdxl", {}, ("v_pred",), SniffedModel("sdxl", Prediction.V)),
        ("sdxl", {}, ("v_pred", "ztsnr"), SniffedModel("sdxl", Prediction.V, zero_snr=True)),
        ("sd2", {}, (), SniffedModel("sd2")),
        ("sd2", {"modelspec.prediction_type": "epsilon"}, (), SD2_BASE),
        ("sd2", {"modelspec.architecture": "stable-diffusion-v2-512"}, (), SD2_BASE),
        ("sd2", {"modelspec.architecture": "stable-diffusion-v2-768-v"}, (), SD2_V),
        ("sd1-inpaint", {FAMILY_KEY: "mini"}, (), SniffedModel("mini")),
    ],
)  # fmt: skip
def test_a_file_may_say_what_its_unet_predicts(family, metadata, markers, found) -> None:
    context, place = {"sd1": (768, 1), "sd2": (1024, 1), "sdxl": (2048, 4)}[
        FAMILIES[family].configs[0]
    ]
    contents = shapes(context, FAMILIES[family].channels, place, **dict.fromkeys(markers, ()))
    assert judge("a.safetensors", Contents(contents.shapes, metadata)) == found


@pytest.mark.parametrize(
    ("family", "scheduler", "found"),
    [
        ("sd1-inpaint", {}, SniffedModel("sd1-inpaint", folder=True)),
        (
            "sd2",
            {"prediction_type": "epsilon"},
            SniffedModel("sd2-base", Prediction.EPSILON, folder=True),
        ),
        (
            "sdxl",
            {"prediction_type": "v_prediction", "rescale_betas_zero_snr": True},
            SniffedModel("sdxl", Prediction.V, zero_snr=True, folder=True),
        ),
    ],
)
def test_diffusers_folders(family: str, scheduler, found: SniffedModel, tmp_path: Path) -> None:
    from .ldm_files import shipped

    unet = shipped(family, "unet") | {"in_channels": FAMILIES[family].channels}
    for name, value in (
        ("model_index.json", {"_class_name": "StableDiffusionPipeline"}),
        ("unet/config.json", unet),
        ("scheduler/scheduler_config.json", scheduler),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps(value))
    assert sniff(tmp_path) == found


def test_a_folder_of_another_kind_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="is not a diffusers model folder"):
        sniff(tmp_path)
    path = save_folder(tmp_path / "odd", small("sd1"))
    with pytest.raises(BadModel, match=r"of a kind Ritocco does not know \(context 32"):
        sniff(path)


def test_a_small_part_of_a_file_is_enough_to_say_it_is_cut_short(tmp_path: Path) -> None:
    whole = save(tmp_path / "whole.safetensors", as_ldm(small("sd1")))
    data = whole.read_bytes()
    for size in (4, 8, 100, 9000, len(data) // 2, len(data) - 1):
        path = tmp_path / "part.safetensors"
        path.write_bytes(data[:size])
        with pytest.raises(BadModel, match=r"part.safetensors is (cut short|not a Stable|damaged)"):
            sniff(path)
    with pytest.raises(BadModel, match=r"cut short: [\d.]+ [kMG]?B of [\d.]+ [kMG]?B are here"):
        sniff(path)
    pickled = save(tmp_path / "whole.ckpt", as_ldm(small("sd1"))).read_bytes()
    for size in (100, len(pickled) // 2, len(pickled) - 1):
        path = tmp_path / "part.ckpt"
        path.write_bytes(pickled[:size])
        with pytest.raises(BadModel, match="is cut short or damaged"):
            sniff(path)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html>log in", "is a web page"),
        (b'{"error": "gated"}', "is a web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "only points to the model"),
        (b"GGUF\x03" + bytes(40), "is a GGUF file"),
        (bytes(2000), "holds only zeros"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(200)), "is not a Stable Diffusion file"),
        (struct.pack("<Q", 9) + b"{'broken}" + bytes(9), "is damaged"),
        (struct.pack("<Q", 2) + b"{}", "is not a Stable Diffusion file"),
        (
            struct.pack("<Q", 61)
            + b'{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,400000]}}'
            + bytes(99),
            "is damaged",
        ),
    ],
)
@pytest.mark.parametrize("end", ["safetensors", "ckpt", "pt"])
def test_files_that_hold_no_weights(data: bytes, words: str, end: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{end}"
    path.write_bytes(data)
    with pytest.raises(BadModel, match=words):
        sniff(path)
    with pytest.raises(BadModel, match=r"Check the path"):
        sniff(tmp_path / f"none.{end}")


class _Attack:
    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self):
        return Path.touch, (self.trace,)


@pytest.mark.parametrize("zipped", [True, False])
def test_a_pickle_that_runs_code_is_refused_and_does_not_run(zipped: bool, tmp_path: Path) -> None:
    trace, path = tmp_path / "ran", tmp_path / "evil.ckpt"
    if zipped:
        torch.save({"state_dict": {"a": torch.ones(1)}, "x": _Attack(trace)}, path)
    else:
        path.write_bytes(pickle.dumps({"x": _Attack(trace)}, protocol=2))
    with pytest.raises(BadModel, match=r"evil.ckpt (wants to run code|is cut short or damaged)"):
        sniff(path)
    assert not trace.exists()


def test_harmless_leftovers_of_training_scripts_are_passed_over(tmp_path: Path) -> None:
    """As in the first published checkpoints, which hold Lightning's callbacks and a numpy score."""
    module = type(sys)("pytorch_lightning.callbacks.model_checkpoint")
    callback = type("ModelCheckpoint", (), {"__module__": module.__name__})
    module.ModelCheckpoint = callback
    parents = ["pytorch_lightning", "pytorch_lightning.callbacks"]
    sys.modules |= {name: type(sys)(name) for name in parents} | {module.__name__: module}
    path = tmp_path / "first.ckpt"
    try:
        import numpy as np

        state = as_ldm(small("sd1"))
        score = np.float64(0.5)
        torch.save({"callbacks": {callback: {"best": score}}, "state_dict": state}, path)
    finally:
        for name in [*parents, module.__name__]:
            del sys.modules[name]
    assert sniff(path) == SniffedModel("sd1")


@pytest.mark.parametrize("name", ["a.ckpt", "a.pt", "a.bin", "a.PTH", "a", "a.model", "b.v2"])
@pytest.mark.parametrize("written", ["x.safetensors", "x.ckpt"])
def test_the_first_bytes_tell_the_format_and_not_the_name(
    written: str, name: str, tmp_path: Path
) -> None:
    path = save(tmp_path / written, as_ldm(small("sd1"))).rename(tmp_path / name)
    assert sniff(path) == SniffedModel("sd1")
    configs = small("sd1").save_configs(tmp_path / "c")
    model = load_model(path, MemoryPlan("cpu", torch.float32, torch.float32), configs=configs)
    assert torch.equal(model.backbone.conv_in.weight, small("sd1").state("unet")["conv_in.weight"])


@pytest.mark.parametrize("zipped", [True, False])
def test_a_pickle_that_calls_itself_safetensors_is_told_as_what_it_is(
    zipped: bool, tmp_path: Path
) -> None:
    path = tmp_path / "a.safetensors"
    torch.save(as_ldm(small("sd1")), path, _use_new_zipfile_serialization=zipped)
    with pytest.raises(BadModel, match=r"is no safetensors file but a pickle.*rename it to .ckpt"):
        sniff(path)


def test_numbers_of_an_unknown_kind_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    header = b'{"a":{"dtype":"F4","shape":[2],"data_offsets":[0,1]}}'
    path.write_bytes(struct.pack("<Q", len(header)) + header + b"\0")
    with pytest.raises(BadModel, match="stores weights as F4, which Ritocco cannot read"):
        sniff(path)


def test_vaes_are_known_in_all_layouts() -> None:
    assert is_vae(Contents({"first_stage_model.encoder.down.0.block.0.norm1.weight": (128,)}))
    assert is_vae(Contents({"encoder.down_blocks.0.resnets.0.norm1.weight": (128,)}))
    assert not is_vae(
        Contents(
            {
                "encoder.down.0.block.0.norm1.weight": (128,),
                "decoder.conv_in.weight": (512, 16, 3, 3),
            }
        )
    )


def test_metadata_is_read(tmp_path: Path) -> None:
    path = save(tmp_path / "a.safetensors", {"a": torch.ones(2, 3)}, {"who": "me"})
    assert read_contents(path) == Contents({"a": (2, 3)}, {"who": "me"})


def test_looking_at_safetensors_needs_no_torch(tmp_path: Path) -> None:
    path = save(tmp_path / "a.safetensors", as_ldm(small("sd1")))
    code = (
        "import sys, pathlib; from ritocco.diffusion.sniff import sniff;"
        f"print(sniff(pathlib.Path({str(path)!r})).family, 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["sd1", "False"]
