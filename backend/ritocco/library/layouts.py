"""How other programs keep their models: tables of folders, and telling the programs apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ritocco.library.kinds import Kind

_INVOKE_BASES = ("sd-1", "sd-2", "sdxl", "any")


@dataclass(frozen=True, slots=True)
class Layout:
    """One program's way.

    program  its name
    signs    folders below its root, any two of which tell it
    folders  folders below its root, and what they hold
    """

    program: str
    signs: tuple[str, ...]
    folders: tuple[tuple[str, Kind], ...]


def _invoke(name: str, kind: Kind) -> tuple[tuple[str, Kind], ...]:
    return tuple((f"models/{base}/{name}", kind) for base in _INVOKE_BASES)


LAYOUTS: tuple[Layout, ...] = (
    Layout(
        "ComfyUI",
        ("models/checkpoints", "models/loras", "models/upscale_models", "models/vae_approx"),
        (
            ("models/checkpoints", Kind.MODEL),
            ("models/diffusers", Kind.MODEL),
            ("models/vae", Kind.VAE),
            ("models/loras", Kind.LORA),
            ("models/controlnet", Kind.CONTROLNET),
            ("models/embeddings", Kind.EMBEDDING),
            ("models/hypernetworks", Kind.HYPERNETWORK),
            ("models/vae_approx", Kind.PREVIEW),
            ("models/upscale_models", Kind.UPSCALER),
            ("models/facerestore_models", Kind.FACES),
        ),
    ),
    Layout(
        "A1111",
        ("models/Stable-diffusion", "models/Lora", "models/ESRGAN", "models/VAE", "embeddings"),
        (
            ("models/Stable-diffusion", Kind.MODEL),
            ("models/diffusers", Kind.MODEL),
            ("models/VAE", Kind.VAE),
            ("models/Lora", Kind.LORA),
            ("models/LyCORIS", Kind.LORA),
            ("models/ControlNet", Kind.CONTROLNET),
            ("extensions/sd-webui-controlnet/models", Kind.CONTROLNET),
            ("embeddings", Kind.EMBEDDING),
            ("models/hypernetworks", Kind.HYPERNETWORK),
            ("models/VAE-approx", Kind.PREVIEW),
            ("models/ESRGAN", Kind.UPSCALER),
            ("models/RealESRGAN", Kind.UPSCALER),
            ("models/SwinIR", Kind.UPSCALER),
            ("models/DAT", Kind.UPSCALER),
            ("models/HAT", Kind.UPSCALER),
            ("models/GFPGAN", Kind.FACES),
            ("models/Codeformer", Kind.FACES),
        ),
    ),
    Layout(
        "InvokeAI",
        tuple(f"models/{base}" for base in _INVOKE_BASES),
        (
            *_invoke("main", Kind.MODEL),
            *_invoke("vae", Kind.VAE),
            *_invoke("lora", Kind.LORA),
            *_invoke("controlnet", Kind.CONTROLNET),
            *_invoke("embedding", Kind.EMBEDDING),
        ),
    ),
    Layout(
        "Ritocco",
        ("models/upscale", "models/faces", "models/vae", "models/lora", "models/.library"),
        (
            ("models", Kind.MODEL),
            ("models/vae", Kind.VAE),
            ("models/upscale", Kind.UPSCALER),
            ("models/faces", Kind.FACES),
            ("models/lora", Kind.LORA),
            ("models/controlnet", Kind.CONTROLNET),
            ("models/embedding", Kind.EMBEDDING),
            ("models/hypernetwork", Kind.HYPERNETWORK),
            ("models/preview", Kind.PREVIEW),
            ("models/fill", Kind.FILLER),
        ),
    ),
)
"""Forge keeps its models as A1111 does."""
ENOUGH = 2
"""Signs that tell a program."""
PLAIN = "a folder of models"
"""What a folder is called that belongs to no program."""


def layout_of(folder: Path) -> tuple[Layout | None, Path]:
    """The program whose folder this is, and its root; (None, folder) where it is none.

    `folder` may be the program's own or the `models` in it. Of several the one with most signs.
    Case matters little: a folder is looked up as its disk does.
    """
    found: list[tuple[int, Layout, Path]] = []
    for root in (folder, folder.parent) if folder.name == "models" else (folder,):
        there = _names(root) | {f"models/{name}" for name in _names(root / "models")}
        for layout in LAYOUTS:
            signs = sum(sign in there for sign in layout.signs)
            if signs >= min(ENOUGH, len(layout.signs)):
                found.append((signs, layout, root))
    if not found:
        return None, folder
    _, layout, root = max(found, key=lambda one: one[0])
    return layout, root


def _names(folder: Path) -> set[str]:
    """Names of the folders in a folder; none where it cannot be read."""
    try:
        return {path.name for path in folder.iterdir() if path.is_dir()}
    except OSError:
        return set()
