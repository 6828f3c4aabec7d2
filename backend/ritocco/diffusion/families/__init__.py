"""The families of models: one file each, and the table of them all."""

from ritocco.diffusion.families.family import Family
from ritocco.diffusion.families.mini import MINI
from ritocco.diffusion.families.sd1 import SD1, SD1_INPAINT
from ritocco.diffusion.families.sd2 import SD2, SD2_BASE, SD2_INPAINT
from ritocco.diffusion.families.sdxl import SDXL, SDXL_INPAINT

FAMILIES: dict[str, Family] = {
    family.id: family
    for family in (
        SDXL_INPAINT,
        SDXL,
        SD2_INPAINT,
        SD2,
        SD2_BASE,
        SD1_INPAINT,
        SD1,
        MINI,
    )
}
"""Family id -> what it is. The first whose sign a file shows is that file's."""
