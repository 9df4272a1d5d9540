"""The whole shoe from its outer side, toe to the right."""

import numpy as np
from PIL import Image

from .svg import area, clipped, colour, gradient, line, render, seam, shade
from .traits import Pair, Traits

GROUND = 930


def waves(traits: Traits) -> str:
    """The maker's mark: waves along the side, falling towards the toe."""
    drawn = []
    count = round(traits.wave_count)
    for index in range(count):
        along = np.linspace(-420, 420, 85)
        across = (index - (count - 1) / 2) * traits.wave_gap + traits.wave_height * np.sin(2 * np.pi * along / traits.wave_length)
        ribbon = "M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in zip(along, across))
        drawn += [line(ribbon, "#000", traits.wave_width, 0.25, (5, 9)),
                  line(ribbon, "#9da09f", traits.wave_width + 3),
                  line(ribbon, "#eeeee8", traits.wave_width),
                  seam(ribbon, "#b5b6b0", 2.4, "9 6")]
    return f"<g transform='translate(690,650) rotate({traits.wave_angle})'>{''.join(drawn)}</g>"


def laces(random: np.random.Generator) -> str:
    """Six crossings over the tongue, none quite like its neighbour."""
    drawn = []
    for along in np.linspace(0, 1, 6):
        x = 655 + 330 * along + random.normal(0, 4)
        y = 372 + 212 * along + 8 * np.sin(along * 3) + random.normal(0, 3)
        reach = 74 - 12 * along
        lace = (f"M{x - reach * 0.36:.1f},{y + reach * 0.95:.1f} Q{x - 8:.1f},{y + 12:.1f} "
                f"{x + reach * 0.62:.1f},{y - reach * 0.34:.1f}")
        drawn += [line(lace, "#000", 24, 0.35, (3, 6)), line(lace, "#cfd0cc", 24), line(lace, "#f1f1ec", 17),
                  f"<circle cx='{x - reach * 0.38:.1f}' cy='{y + reach:.1f}' r='9' fill='#23262b'/>"]
    return "".join(drawn)


def sole(traits: Traits, top: float, accent: str) -> str:
    """Midsole and outsole, drawn over the upper's lower edge; the midsole's upper line is the maker's."""
    upper_edge = f"M226,{top} {sole_line(traits, top)}"
    midsole = (f"{upper_edge} Q1432,{GROUND - 150} 1420,{GROUND - 112} C1380,{GROUND - 38} 1290,{GROUND - 14} 1180,{GROUND - 12} "
               f"L300,{GROUND - 12} Q236,{GROUND - 14} 226,{GROUND - 70} Q206,{top + 60} 226,{top} Z")
    outsole = (f"M236,{GROUND - 42} C420,{GROUND - 26} 1000,{GROUND - 24} 1180,{GROUND - 34} "
               f"C1300,{GROUND - 44} 1370,{GROUND - 74} 1424,{GROUND - 122} C1402,{GROUND - 50} 1310,{GROUND - 2} 1180,{GROUND} "
               f"L296,{GROUND} Q246,{GROUND - 2} 236,{GROUND - 42} Z")
    grooves = [line(f"M{x},{GROUND - 52} q26,-22 52,0", "#a8a7a0", 4, 0.7) for x in range(270, 620, 58)]
    treads = [area(f"M{x},{GROUND + 4} l10,-20 l22,0 l10,20 Z", "#191919") for x in range(300, 1190, 62)]
    return "".join([
        area(midsole, "url(#foam)"),
        clipped("sole", midsole, line(upper_edge, "#fff", 12, moved=(0, 8)),
                line(f"M226,{top + 44} {sole_line(traits, top)}", accent, 14, moved=(0, 40)), *grooves),
        line(upper_edge, "#6d6c69", 3), area(outsole, "url(#tread)"), *treads])


def sole_line(traits: Traits, top: float) -> str:
    """The line between upper and midsole, from the heel to the toe."""
    return (f"C430,{top + 10} 560,{top + 12 + traits.sole_arch} 800,{GROUND - 130 + traits.sole_arch * 0.35} "
            f"C1010,{GROUND - 118} 1240,{GROUND - 108} 1398,{GROUND - 158}")


def draw(traits: Traits, pair: Pair, random: np.random.Generator) -> Image.Image:
    """The drawing of the view, transparent around the shoe."""
    hue, base = traits.dye_hue + pair.hue_shift, traits.dye_lightness + pair.lightness_shift
    overlay = traits.overlay_lightness + pair.lightness_shift
    thread = colour(hue, 0.25, base + 0.30)
    top = GROUND - traits.sole_heel
    rise, toe_rise, cap, reach = traits.collar_rise, traits.toe_rise, traits.toe_cap, traits.counter_reach

    collar = f"C352,{470 - rise} 470,{486 - rise} 566,420"
    vamp = f"C1130,{602 - toe_rise} 1320,{632 - toe_rise} 1386,{736 - toe_rise}"
    upper = (f"M238,{top + 16} C206,640 226,520 262,{418 - rise} Q268,{388 - rise} 300,{392 - rise} {collar} Q602,392 636,352 "
             f"L700,338 C800,412 918,{512 - toe_rise * 0.4} 1010,{566 - toe_rise} {vamp} "
             f"Q1396,770 1398,{GROUND - 110} L1390,{GROUND - 60} L250,{GROUND - 60} Z")
    toe = (f"M1420,{GROUND - 60} L1420,560 L{1420 - cap * 0.32},540 "
           f"C{1400 - cap * 0.62},622 {1398 - cap * 0.9},690 {1386 - cap},{GROUND - 60} Z")
    toe_seam = f"M{1416 - cap * 0.32},552 C{1410 - cap * 0.62},634 {1410 - cap * 0.9},700 {1400 - cap},{GROUND - 60}"
    counter = (f"M200,{GROUND} L200,{400 - rise} L282,{384 - rise} "
               f"C318,500 {282 + reach / 2},590 {282 + reach},{top + 60} L{290 + reach},{GROUND} Z")
    counter_seam = f"M270,{384 - rise} C304,510 {268 + reach / 2},600 {266 + reach},{top + 66}"
    eyestay = "M566,420 Q602,392 640,352 L704,336 C800,412 918,512 1016,566 L1002,664 C900,640 770,560 640,470 Z"
    far_side = (f"M290,{410 - rise} Q330,{350 - rise} 420,{352 - rise} Q540,{360 - rise} 640,350 "
                f"L566,440 Q430,500 300,{420 - rise} Z")
    heel_loop = f"M262,{424 - rise} Q226,{380 - rise} 250,{352 - rise} Q284,{344 - rise} 300,{396 - rise}"
    tongue = "M560,440 Q590,330 640,262 Q690,232 726,262 Q742,290 728,336 L1000,560 L960,590 L640,420 Z"

    definitions = "".join([
        gradient("upper", colour(hue, 0.45, base + 0.14), colour(hue, 0.48, base), colour(hue, 0.5, base - 0.12)),
        gradient("overlay", colour(hue, 0.22, overlay + 0.06), colour(hue, 0.26, overlay - 0.08)),
        gradient("tongue", colour(hue, 0.35, base + 0.2), colour(hue, 0.4, base - 0.1)),
        gradient("foam", "#fbfaf5", "#ecebe4", "#b9b8b2"),
        gradient("tread", "#4b4a48", "#232323")])
    edge = colour(hue, 0.4, max(overlay - 0.25, 0.03))
    return render(
        definitions, "<g transform='translate(-112,-170) scale(1.14,1.2)'>",
        area(far_side, colour(hue, 0.25, base - 0.2)),
        area(tongue, "url(#tongue)", colour(hue, 0.4, base - 0.16), 4),
        seam("M586,410 Q612,336 652,284 Q690,256 712,280", thread),
        area(heel_loop, colour(hue, 0.4, base - 0.1)),
        area(upper, "url(#upper)"),
        clipped(
            "body", upper, waves(traits),
            area(toe, "url(#overlay)", edge, 4), seam(toe_seam, thread),
            area(counter, "url(#overlay)", edge, 4), seam(counter_seam, thread),
            area(eyestay, "url(#overlay)", edge, 4), seam("M590,430 L642,454 C770,546 900,624 996,648", thread),
            shade(f"M296,{392 - rise} {collar}", "#000", 34, 0.5),
            shade(f"M296,{392 - rise} {collar}", "#fff", 14, 0.3, (0, 40)),
            shade(f"M1020,{580 - toe_rise} {vamp}", "#fff", 46, 0.5, (-30, 40)),
            shade(f"M226,{top} {sole_line(traits, top)}", "#000", 40, 0.7)),
        laces(random), sole(traits, top, colour(26, 0.62, 0.5)), "</g>")
