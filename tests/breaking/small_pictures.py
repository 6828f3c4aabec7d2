"""Small pictures in every format we read, made here: what mutations start from."""

from io import BytesIO
from typing import Any

import numpy as np
import pyvips
from PIL import Image, PngImagePlugin

from tests.canvas import read_only

WIDTH, HEIGHT = 48, 40


def _colours(channels: int = 3, dtype: Any = np.uint8) -> np.ndarray:
    """A soft slope with grain, (h, w, channels), over the range of its type."""
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH]
    grain = np.random.default_rng(5).random((HEIGHT, WIDTH, channels))
    values = 0.2 + 0.3 * (down / HEIGHT + across / WIDTH)[..., None] + 0.1 * grain
    if channels in (2, 4):
        values[..., -1] = 1
        values[15:25, 18:30, -1] = 0
    if np.dtype(dtype).kind == "f":
        return values.astype(dtype)
    return (values * np.iinfo(dtype).max).astype(dtype)


def _by_pillow(pixels: np.ndarray, form: str, **options: Any) -> bytes:
    stream = BytesIO()
    squeezed = pixels[..., 0] if pixels.shape[-1] == 1 else pixels
    picture = Image.fromarray(squeezed)
    picture.save(stream, form, **options)
    return stream.getvalue()


def _by_libvips(pixels: np.ndarray, suffix: str, **options: Any) -> bytes:
    meaning = {1: "b-w", 3: "srgb", 4: "srgb"}[pixels.shape[-1]]
    if pixels.dtype == np.uint16:
        meaning = {"b-w": "grey16", "srgb": "rgb16"}[meaning]
    if pixels.dtype == np.float32:
        meaning = {"b-w": "b-w", "srgb": "scrgb"}[meaning]
    image = pyvips.Image.new_from_array(pixels).copy(interpretation=meaning)
    return bytes(image.write_to_buffer(suffix, **options))


def _exif(resolution: float = 300) -> bytes:
    exif = Image.Exif()
    exif[274], exif[282], exif[283], exif[296] = 1, resolution, resolution, 2
    exif[271] = "somebody"
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0a comment"
    return exif.tobytes()


def _with_texts() -> PngImagePlugin.PngInfo:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("parameters", "a boat\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1")
    texts.add_itxt("ritocco", '{"kind": "fill", "version": 2}')
    return texts


def in_every_format() -> dict[str, tuple[str, bytes]]:
    """By a name, the suffix of its format and the file's bytes."""
    rgb, rgba, grey = _colours(), _colours(4), _colours(1)
    planes = np.moveaxis(_colours(4, np.uint16), 2, 0)
    return {
        "png rgb": (".png", _by_pillow(rgb, "PNG", pnginfo=_with_texts(), dpi=(300, 300))),
        "png rgba 16": (".png", _by_libvips(_colours(4, np.uint16), ".png")),
        "png grey": (".png", _by_pillow(grey, "PNG")),
        "png interlaced": (".png", _by_libvips(rgba, ".png", interlace=True)),
        "jpeg": (".jpg", _by_pillow(rgb, "JPEG", exif=_exif(), quality=90)),
        "jpeg progressive": (".jpg", _by_pillow(rgb, "JPEG", progressive=True)),
        "jpeg grey": (".jpg", _by_pillow(grey, "JPEG", exif=_exif())),
        "webp": (".webp", _by_pillow(rgb, "WEBP", exif=_exif())),
        "webp lossless": (".webp", _by_pillow(rgba, "WEBP", lossless=True)),
        "tiff": (".tif", _by_pillow(rgb, "TIFF", dpi=(300, 300))),
        "tiff 16": (".tif", _by_libvips(_colours(3, np.uint16), ".tif", compression="deflate")),
        "tiff float": (".tif", _by_libvips(_colours(3, np.float32), ".tif", tile=True)),
        "gif": (".gif", _by_pillow(grey, "GIF")),
        "bmp": (".bmp", _by_pillow(rgb, "BMP")),
        "avif": (".avif", _by_pillow(rgb, "AVIF", exif=_exif())),
        "jpeg xl": (".jxl", read_only.jxl(rgba)),
        "psd": (".psd", read_only.psd(planes, transparent=True)),
    }


def selection() -> bytes:
    """A mask of their size, as a PNG."""
    levels = np.zeros((HEIGHT, WIDTH), np.uint8)
    levels[14:24, 12:26] = 255
    stream = BytesIO()
    Image.fromarray(levels).save(stream, "PNG")
    return stream.getvalue()
