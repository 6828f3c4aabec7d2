"""Labelled contact sheets: pictures side by side with a line of text under each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ritocco.canvas.arrays import Floats
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.geometry import Size

CELL = (420, 300)
"""Width and height in pixels into which each picture is fitted."""
GAP = 14
TEXT = 17
PAPER, INK = (247, 246, 243), (40, 38, 36)


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One picture, as small as it is on the sheet, and the text under it, of at most two lines."""

    image: Image.Image
    text: str

    @classmethod
    def of(cls, pixels: Floats, text: str) -> SheetCell:
        """A cell of a picture (H, W, 3) in sRGB 0..1, of any size; it is let go."""
        return cls(_thumbnail(pixels), text)


def sheet(rows: list[list[SheetCell]]) -> Floats:
    """All cells on one page, (H, W, 3) in sRGB 0..1; a row is as high as its highest cell."""
    font = ImageFont.load_default(TEXT)
    images = [[cell.image for cell in row] for row in rows]
    heights = [max(image.height for image in row) + GAP + 3 * TEXT for row in images]
    across = max(len(row) for row in rows)
    page = Image.new("RGB", (most_size(across, 0).width, GAP + sum(heights)), PAPER)
    draw = ImageDraw.Draw(page)
    top = GAP
    for row, pictures, height in zip(rows, images, heights, strict=True):
        for index, (cell, image) in enumerate(zip(row, pictures, strict=True)):
            left = GAP + index * (CELL[0] + GAP)
            page.paste(image, (left, top))
            draw.text((left, top + image.height + 4), cell.text, INK, font)
        top += height
    return np.asarray(page, np.float32) / np.float32(255)


def most_size(across: int, down: int) -> Size:
    """How large a sheet of so many pictures in a row, and so many rows, is at the most."""
    return Size(GAP + across * (CELL[0] + GAP), GAP + down * (CELL[1] + GAP + 3 * TEXT))


def page(rows: list[list[SheetCell]]) -> Picture:
    """The sheet as a picture that can be saved."""
    levels = np.asarray(np.rint(sheet(rows) * 255), np.uint8)
    return Picture(levels, Layout(ColourModel.RGB, Depth.U8, False))


def _thumbnail(pixels: Floats) -> Image.Image:
    image = Image.fromarray(np.asarray(np.rint(np.clip(pixels, 0, 1) * 255), np.uint8))
    scale = min(CELL[0] / image.width, CELL[1] / image.height)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS)
