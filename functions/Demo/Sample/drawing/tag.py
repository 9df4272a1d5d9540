"""The size label sewn inside the tongue."""

import numpy as np
from PIL import Image

from .svg import area, colour, gradient, line, render, seam, shade, text
from .traits import Pair, Traits

CENTRE, TOP = 800, 150
INK, PAPER = "#1d2127", "#f4f3ee"

TONGUE = "M150,1500 C130,800 150,420 210,190 Q250,40 420,34 L1180,34 Q1350,40 1390,190 C1450,420 1470,800 1450,1500 Z"
TONGUE_SEAM = "M228,1500 C208,800 208,440 262,210 Q296,96 430,90 L1170,90 Q1304,96 1338,210 C1392,440 1392,800 1372,1500"


def box(left: float, top: float, width: float, height: float) -> str:
    """The path of a rectangle."""
    return f"M{left:.1f},{top:.1f} h{width:.1f} v{height:.1f} h{-width:.1f} Z"


def sizes(index: int) -> list[tuple[str, float]]:
    """One row of the fictional maker's size table."""
    half = index / 2
    return [("US", 6.5 + half), ("UK", 5.5 + half), ("EUR", 39 + half), ("CM", 24.5 + half)]


def emblem(centre_x: float, centre_y: float, width: float, height: float) -> str:
    """A disc crossed by three slanted bars."""
    bars = "".join(area(f"M{x - 16},46 L{x + 14},-46 h12 L{x - 4},46 Z", INK) for x in (-30, -5, 20))
    return (f"<g transform='translate({centre_x:.1f},{centre_y:.1f}) scale({width / 100:.3f},{height / 100:.3f})'>"
            f"<circle r='50' fill='{PAPER}'/>{bars}</g>")


def table(left: float, top: float, width: float, row: float, index: int) -> str:
    """Four sizes in two rows: their units and their numbers."""
    column = width / 4
    drawn = [line(f"M{left},{top + row * edge} h{width}", INK, 4 if edge == 1 else 7) for edge in range(3)]
    drawn += [line(f"M{left + column * edge},{top} v{row * 2}", INK, 5) for edge in range(1, 4)]
    for place, (unit, value) in enumerate(sizes(index)):
        middle = left + (place + 0.5) * column
        drawn += [text(unit, middle, top + row * 0.62, 52, INK, "middle"),
                  text(f"{value:g}", middle, top + row * 1.78, row * 0.72, INK, "middle")]
    return "".join(drawn)


def barcode(left: float, top: float, width: float, height: float, random: np.random.Generator) -> str:
    """Lines that look like a code and hold none."""
    drawn, at = [], 0
    while at < width - 6:
        thickness, space = random.choice([8, 8, 12, 18]), random.choice([8, 10, 14])
        drawn.append(area(box(left + at, top, min(thickness, width - at), height), INK))
        at += thickness + space
    return "".join(drawn)


def draw(traits: Traits, pair: Pair, random: np.random.Generator) -> Image.Image:
    """The drawing of the view: tongue lining over most of the picture, the label on it."""
    hue, base = traits.dye_hue + pair.hue_shift, traits.dye_lightness + pair.lightness_shift + 0.08
    left, bottom = CENTRE - traits.label_width / 2, TOP + traits.label_height
    right = CENTRE + traits.label_width / 2
    label = box(left, TOP, traits.label_width, traits.label_height)
    emblem_x, band_middle = left + 40 + traits.emblem_width / 2, TOP + traits.band_height / 2
    letters_left = emblem_x + traits.emblem_width / 2 + 70
    foot = TOP + traits.table_top + traits.row_height * 2 + 40
    return render(
        gradient("lining", colour(hue, 0.30, base + 0.10), colour(hue, 0.34, base - 0.08)) + gradient("label", "#f3f1ea", "#dedcd3"),
        area(TONGUE, "url(#lining)"), shade(TONGUE, "#000", 40, 0.6),
        seam(TONGUE_SEAM, colour(hue, 0.25, base + 0.32), 5, "20 11"),
        shade(label, "#000", 8, 0.6, (10, 16)),
        area(label, "url(#label)"), area(box(left, TOP, traits.label_width, traits.band_height), INK),
        emblem(emblem_x, band_middle, traits.emblem_width, traits.emblem_height),
        *(text(letter, letters_left + place * traits.letter_spacing, band_middle + 40, 112, PAPER, "middle")
          for place, letter in enumerate("SAMPLE")),
        table(left + 30, TOP + traits.table_top, traits.label_width - 60, traits.row_height, pair.size_index),
        barcode(right - 36 - traits.barcode_width, foot, traits.barcode_width, traits.barcode_height, random),
        text(pair.article, left + 36, foot + 44, 46, INK), text(pair.made, left + 36, foot + 100, 40, INK),
        text("NOT FOR WEAR", left + 36, bottom - 44, 32, INK),
        seam(f"M{left + 10},{TOP + 14} H{right - 10}", "#8b9097", 5, "18 10"))
