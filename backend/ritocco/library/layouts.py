"""How other programs keep their models: tables of folders, and telling the programs apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ritocco.from_disk import is_folder
from ritocco.library.kinds import KINDS, ModelKind

OURS = "Ritocco"
"""What our own layout is called."""
_MODELS = ("models", "Models")
_INVOKE_BASES = ("sd-1", "sd-2", "sdxl", "any")


@dataclass(frozen=True, slots=True)
class FolderLayout:
    """One program's way.

    program  its name
    signs    folders below its root, any two of which tell it
    folders  folders below its root, and what they hold
    """

    program: str
    signs: tuple[str, ...]
    folders: tuple[tuple[str, ModelKind], ...]


def _invoke(name: str, kind: ModelKind) -> tuple[tuple[str, ModelKind], ...]:
    return tuple((f"models/{base}/{name}", kind) for base in _INVOKE_BASES)


_COMFYUI = (
    ("models/checkpoints", ModelKind.MODEL),
    ("models/diffusers", ModelKind.MODEL),
    ("models/vae", ModelKind.VAE),
    ("models/loras", ModelKind.LORA),
    ("models/controlnet", ModelKind.CONTROLNET),
    ("models/embeddings", ModelKind.EMBEDDING),
    ("models/hypernetworks", ModelKind.HYPERNETWORK),
    ("models/vae_approx", ModelKind.PREVIEW),
    ("models/upscale_models", ModelKind.UPSCALER),
    ("models/facerestore_models", ModelKind.FACES),
)
LAYOUTS: tuple[FolderLayout, ...] = (
    FolderLayout(
        "ComfyUI",
        ("models/checkpoints", "models/loras", "models/upscale_models", "models/vae_approx"),
        _COMFYUI,
    ),
    FolderLayout(
        "Fooocus",
        (
            "models/checkpoints",
            "models/loras",
            "models/upscale_models",
            "models/vae_approx",
            "models/inpaint",
            "models/prompt_expansion",
        ),
        _COMFYUI,
    ),
    FolderLayout(
        "SwarmUI",
        ("Models/Stable-Diffusion", "Models/Lora", "Models/VAE", "Models/Embeddings"),
        (
            ("Models/Stable-Diffusion", ModelKind.MODEL),
            ("Models/VAE", ModelKind.VAE),
            ("Models/Lora", ModelKind.LORA),
            ("Models/LyCORIS", ModelKind.LORA),
            ("Models/Embeddings", ModelKind.EMBEDDING),
            ("Models/hypernetworks", ModelKind.HYPERNETWORK),
            ("Models/controlnet", ModelKind.CONTROLNET),
            ("Models/upscale_models", ModelKind.UPSCALER),
            ("Models/upscale-models", ModelKind.UPSCALER),
        ),
    ),
    FolderLayout(
        "A1111",
        ("models/Stable-diffusion", "models/Lora", "models/ESRGAN", "models/VAE", "embeddings"),
        (
            ("models/Stable-diffusion", ModelKind.MODEL),
            ("models/diffusers", ModelKind.MODEL),
            ("models/VAE", ModelKind.VAE),
            ("models/Lora", ModelKind.LORA),
            ("models/LyCORIS", ModelKind.LORA),
            ("models/ControlNet", ModelKind.CONTROLNET),
            ("extensions/sd-webui-controlnet/models", ModelKind.CONTROLNET),
            ("embeddings", ModelKind.EMBEDDING),
            ("models/hypernetworks", ModelKind.HYPERNETWORK),
            ("models/VAE-approx", ModelKind.PREVIEW),
            ("models/VAE-taesd", ModelKind.PREVIEW),
            ("models/ESRGAN", ModelKind.UPSCALER),
            ("models/RealESRGAN", ModelKind.UPSCALER),
            ("models/SwinIR", ModelKind.UPSCALER),
            ("models/DAT", ModelKind.UPSCALER),
            ("models/HAT", ModelKind.UPSCALER),
            ("models/GFPGAN", ModelKind.FACES),
            ("models/Codeformer", ModelKind.FACES),
        ),
    ),
    FolderLayout(
        "InvokeAI",
        tuple(f"models/{base}" for base in _INVOKE_BASES),
        (
            *_invoke("main", ModelKind.MODEL),
            *_invoke("vae", ModelKind.VAE),
            *_invoke("lora", ModelKind.LORA),
            *_invoke("controlnet", ModelKind.CONTROLNET),
            *_invoke("embedding", ModelKind.EMBEDDING),
        ),
    ),
    FolderLayout(
        OURS,
        ("models/upscale", "models/faces", "models/vae", "models/lora", "models/.library"),
        tuple((f"models/{row.folder}".rstrip("/"), kind) for kind, row in KINDS.items()),
    ),
)
"""Forge keeps its models as A1111 does, and Fooocus as ComfyUI."""
ENOUGH = 2
"""Signs that tell a program."""
PLAIN = "a folder of models"
"""What a folder is called that belongs to no program."""


def layout_of(folder: Path) -> tuple[FolderLayout | None, Path]:
    """The program whose folder this is, and its root; (None, folder) where it is none.

    `folder` may be the program's own or the `models` in it. Of several the one with most signs.
    Case matters little: a folder is looked up as its disk does.
    """
    fitting: list[tuple[int, FolderLayout, Path]] = []
    for root in (folder, folder.parent) if folder.name in _MODELS else (folder,):
        there = _names(root)
        there |= {f"{models}/{name}" for models in _MODELS for name in _names(root / models)}
        for layout in LAYOUTS:
            signs = sum(sign in there for sign in layout.signs)
            if signs >= min(ENOUGH, len(layout.signs)):
                fitting.append((signs, layout, root))
    if not fitting:
        return None, folder
    _, layout, root = max(fitting, key=lambda fit: fit[0])
    return layout, root


def _names(folder: Path) -> set[str]:
    """Names of the folders in a folder; none where it cannot be read."""
    try:
        return {path.name for path in folder.iterdir() if is_folder(path)}
    except OSError:
        return set()
