"""All tools there are, in the order of the toolbar."""

from __future__ import annotations

from ..words import mark
from .brush_tools import PaintTool, SelectBrushTool
from .crop_tool import CropTool
from .pointing_tools import ObjectTool, WandTool
from .remove_tool import RemoveTool
from .select_tools import EllipseTool, LassoTool, RectangleTool
from .tools import Tool
from .transform_tool import TransformTool


class PanTool(Tool):
    """Moving the view; the canvas does it."""

    name, label, key = "pan", mark("Move the view"), "H"
    hint = mark("Drag the picture. Space or the middle button do so with any tool.")


TOOLS: tuple[type[Tool], ...] = (
    RectangleTool,
    EllipseTool,
    LassoTool,
    SelectBrushTool,
    WandTool,
    ObjectTool,
    RemoveTool,
    PaintTool,
    TransformTool,
    CropTool,
    PanTool,
)
"""In the order of the toolbar."""
