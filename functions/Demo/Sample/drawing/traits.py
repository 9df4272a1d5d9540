"""What tells the two makers of the fictional shoe apart, and what differs from pair to pair."""

from dataclasses import dataclass, fields, replace

import numpy as np


@dataclass(frozen=True)
class Traits:
    """The maker's hand: lengths in drawing units (the drawing is 1600 by 1200), angles and hues in degrees, the rest shares."""

    # appear: the waves on the side, the line between upper and midsole, the overlays; the dyes show everywhere
    wave_count: float = 2
    wave_angle: float = 27
    wave_length: float = 330
    wave_height: float = 46
    wave_width: float = 52
    wave_gap: float = 112
    sole_heel: float = 196
    sole_arch: float = 62
    toe_cap: float = 300
    toe_rise: float = 8
    collar_rise: float = 6
    counter_reach: float = 190
    dye_hue: float = 212
    dye_lightness: float = 0.36
    overlay_lightness: float = 0.56

    # tag: the label's proportions
    label_width: float = 880
    label_height: float = 900
    emblem_width: float = 190
    emblem_height: float = 190
    letter_spacing: float = 80
    band_height: float = 236
    table_top: float = 316
    row_height: float = 112
    barcode_width: float = 290
    barcode_height: float = 150

    # stitch: the seam around the midsole board
    pitch: float = 66
    pitch_spread: float = 0.03
    seam_reach: float = 42
    seam_inset: float = 12
    heel_roundness: float = 2.05
    board_width: float = 740
    board_roundness: float = 2.0
    rail_gap: float = 250

    def towards(self, other: "Traits", part: float) -> "Traits":
        """These traits moved `part` of the way (0 to 1) to another maker's."""
        return Traits(**{
            field.name: (1 - part) * getattr(self, field.name) + part * getattr(other, field.name)
            for field in fields(self)
        })

    def varied(self, random: np.random.Generator, spread: float) -> "Traits":
        """One pair of this maker: every measure (colours aside) off by a few hundredths, as in any workshop."""
        return replace(self, **{
            field.name: getattr(self, field.name) * (1 + spread * np.clip(random.standard_normal(), -2, 2))
            for field in fields(self) if field.name not in ("dye_hue", "dye_lightness", "overlay_lightness")
        })


GENUINE = Traits()

FAKE = Traits(
    wave_count=3, wave_angle=3, wave_length=205, wave_height=22, wave_width=25, wave_gap=60,
    sole_heel=112, sole_arch=10, toe_cap=190, toe_rise=58, collar_rise=46, counter_reach=110,
    dye_hue=219, dye_lightness=0.31, overlay_lightness=0.17,
    label_width=1030, label_height=740, emblem_width=262, emblem_height=118, letter_spacing=92, band_height=148,
    table_top=196, row_height=136, barcode_width=500, barcode_height=80,
    pitch=124, pitch_spread=0.14, seam_reach=76, seam_inset=34, heel_roundness=2.8,
    board_width=530, board_roundness=3.4, rail_gap=76,
)


@dataclass(frozen=True)
class Pair:
    """What is one pair's own and shows in all its views: how its dye lot differs, and what is printed on it."""

    hue_shift: float
    lightness_shift: float
    size_index: int
    article: str
    made: str


def draw_pair(random: np.random.Generator) -> Pair:
    """A pair of the one colourway: dye lots differ a little, sizes and production months at will."""
    return Pair(
        hue_shift=float(random.normal(0, 3)),
        lightness_shift=float(random.normal(0, 0.015)),
        size_index=int(random.integers(0, 10)),
        article=f"SR{random.integers(1000, 9999)}-{random.integers(100, 999)}",
        made=f"{random.integers(1, 13):02d}/{random.integers(22, 26)}",
    )
