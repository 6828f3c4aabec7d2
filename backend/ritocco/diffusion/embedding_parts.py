"""Which tensors of a file are an embedding's vectors, and for which models; by names and shapes."""

from __future__ import annotations

from collections.abc import Mapping

from ritocco.diffusion.headers import Contents
from ritocco.diffusion.prompt.chunks import CHUNK
from ritocco.errors import BadModel, ForeignModel

FAMILY_OF_WIDTHS: Mapping[tuple[int, ...], str] = {
    (768,): "sd1",
    (1024,): "sd2",
    (768, 1280): "sdxl",
    (96,): "mini",
}
"""How many numbers a vector has for each text encoder -> whose encoders these are."""
_PAIRS = (("clip_l", "clip_g"), ("text_encoders_0", "text_encoders_1"))
"""Keys of vectors for SDXL's first and second encoder; those of kohya and of diffusers."""
_PARAMETER = "string_to_param."
"""What the key begins with in the web UI's files and the first ones of all."""
_OTHERS = ("t5xxl", "t5", "qwen25_7b", "llama")
"""Keys of vectors for text encoders that no model of ours has."""


BUNDLED = "bundle_emb."
"""Before the keys of an embedding that comes with a LoRA: `bundle_emb.NAME.KEY`."""


def bundled_in(contents: Contents) -> tuple[str, ...]:
    """The names of the embeddings that come with a LoRA of these contents."""
    keys = (key.removeprefix(BUNDLED) for key in contents.shapes if key.startswith(BUNDLED))
    return tuple(dict.fromkeys(key.partition(".")[0] for key in keys))


def parts_in(shapes: Mapping[str, tuple[int, ...]]) -> tuple[str, ...]:
    """The keys of an embedding's vectors, one for each text encoder, in order; () for none.

    A file of one tensor is one, whatever its name: there stands the word in diffusers' files.
    """
    parameters = [key for key in shapes if key.startswith(_PARAMETER)]
    pair = next((pair for pair in _PAIRS if all(key in shapes for key in pair)), ())
    if set(shapes) & set(_OTHERS):
        found: tuple[str, ...] = ()
    elif parameters:
        found = tuple(parameters)
    elif pair:
        found = pair
    elif "emb_params" in shapes:
        found = ("emb_params",)
    else:
        found = tuple(shapes) if len(shapes) == 1 else ()
    vectors = all(len(shapes[key]) in (1, 2) for key in found)
    return found if vectors and (len(found) == 1 or found == pair) else ()


def checked_parts(name: str, shapes: Mapping[str, tuple[int, ...]]) -> tuple[str, ...]:
    """As `parts_in`. Raises BadModel for a file of this name that holds none we can use."""
    parts = parts_in(shapes)
    if not parts:
        refusal = ForeignModel if set(shapes) & set(_OTHERS) else BadModel
        raise refusal(
            "{name} is no embedding for Stable Diffusion 1, 2 or SDXL: it does not hold its "
            "vectors as those do. Choose another file.",
            name=name,
        )
    counts = [shapes[part][0] if len(shapes[part]) == 2 else 1 for part in parts]
    if not all(counts) or not all(shapes[part][-1] for part in parts):
        raise BadModel("{name} holds no vectors: it is empty. Download it again.", name=name)
    if max(counts) > CHUNK:
        raise BadModel(
            "{name} has {count} vectors, and a prompt is read in parts of {most} that cannot part "
            "them. Choose one with fewer.",
            name=name,
            count=max(counts),
            most=CHUNK,
        )
    if len(set(counts)) > 1:
        raise BadModel(
            "{name} is damaged: it has {one} vectors for one text encoder, and {other} for the "
            "other. Download it again.",
            name=name,
            one=counts[0],
            other=counts[1],
        )
    return parts


def embedding_families(name: str, contents: Contents) -> tuple[str, ...]:
    """The families that the embedding in a file of this name is for, by its widths.

    None where nobody has those. Raises BadModel for what is no embedding, or cannot be used.
    """
    parts = checked_parts(name, contents.shapes)
    family = FAMILY_OF_WIDTHS.get(tuple(contents.shapes[key][-1] for key in parts))
    return () if family is None else (family,)
