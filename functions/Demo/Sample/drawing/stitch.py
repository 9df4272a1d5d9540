"""The midsole board in the heel, seen from above with the insole taken out."""

import numpy as np
from PIL import Image

from .svg import area, clipped, colour, gradient, line, render, seam, shade, text
from .tag import sizes
from .traits import Pair, Traits

CENTRE = 800.0


def heel(width: float, bottom: float, roundness: float, samples: int = 240) -> np.ndarray:
    """Points of a heel outline, from the upper left corner around to the upper right one."""
    half, straight = width / 2, bottom - width * 0.62
    angle = np.linspace(np.pi, 0, samples)
    cosine, sine = np.cos(angle), np.sin(angle)
    bend = np.stack([CENTRE + half * np.sign(cosine) * np.abs(cosine) ** (2 / roundness),
                     straight + width * 0.62 * np.abs(sine) ** (2 / roundness)], axis=1)
    flare = half * 1.1
    return np.vstack([[CENTRE - flare, -300], bend, [CENTRE + flare, -300]])


def path(points: np.ndarray, closed: bool = True) -> str:
    """An SVG path through points."""
    return "M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in points) + (" Z" if closed else "")


def overlock(outline: np.ndarray, traits: Traits, random: np.random.Generator) -> tuple[str, str]:
    """The zigzag thread along an outline, and the holes it goes through."""
    steps = np.hypot(*np.diff(outline, axis=0).T)
    along = np.concatenate([[0], np.cumsum(steps)])
    places, at = [], 0.0
    while at < along[-1]:
        places.append(at)
        at += traits.pitch / 2 * max(0.4, 1 + traits.pitch_spread * random.standard_normal())
    places = np.array(places)
    x, y = np.interp(places, along, outline[:, 0]), np.interp(places, along, outline[:, 1])
    before, after = np.clip(places - 6, 0, along[-1]), np.clip(places + 6, 0, along[-1])
    tangent = np.stack([np.interp(after, along, outline[:, 0]) - np.interp(before, along, outline[:, 0]),
                        np.interp(after, along, outline[:, 1]) - np.interp(before, along, outline[:, 1])], axis=1)
    tangent /= np.maximum(np.hypot(*tangent.T), 1e-6)[:, None]
    normal = np.stack([tangent[:, 1], -tangent[:, 0]], axis=1)
    reach = traits.seam_reach * (1 + traits.pitch_spread * random.standard_normal(len(places)))
    inward = traits.seam_inset + np.where(np.arange(len(places)) % 2 == 0, reach, -reach * 0.5)
    points = np.stack([x, y], axis=1) + normal * inward[:, None]
    holes = "".join(f"<circle cx='{px:.1f}' cy='{py:.1f}' r='8' fill='#3b342a'/>" for px, py in points[::2])
    return path(points, closed=False), holes


def draw(traits: Traits, pair: Pair, random: np.random.Generator) -> Image.Image:
    """The drawing of the view: shell, collar, lining, board and seam from the outside in."""
    hue, base = traits.dye_hue + pair.hue_shift, traits.dye_lightness + pair.lightness_shift
    roundness = traits.heel_roundness
    shell, collar, wall = heel(1300, 1170, roundness), heel(1090, 1075, roundness), heel(930, 1005, roundness)
    board = heel(traits.board_width, 960, traits.board_roundness)
    zigzag, holes = overlock(board, traits, random)
    rails = [line(f"M{CENTRE + side * traits.rail_gap / 2:.1f},-300 V{700 + random.normal(0, 8):.1f}", "#8d4038", 14, 0.8, dash="60 26")
             for side in (-1, 1)]
    glue = (f"<ellipse cx='{CENTRE + random.normal(0, 70):.0f}' cy='{760 + random.normal(0, 30):.0f}' "
            f"rx='{random.normal(110, 15):.0f}' ry='{random.normal(60, 10):.0f}' fill='#a8854a' opacity='.28'/>")
    definitions = "".join([
        gradient("shell", colour(hue, 0.42, base + 0.05), colour(hue, 0.45, base + 0.12)),
        gradient("collar", colour(hue, 0.30, base - 0.06), colour(hue, 0.32, base + 0.10)),
        gradient("wall", colour(hue, 0.20, 0.16), colour(hue, 0.22, 0.27)),
        gradient("board", "#b9ae98", "#d9cfba", "#cabfa8")])
    return render(
        definitions,
        area(path(shell), "url(#shell)"), shade(path(shell, False), "#000", 50, 0.6),
        seam(path(heel(1210, 1128, roundness), False), colour(hue, 0.25, base + 0.30), 5, "20 11"),
        area(path(collar), "url(#collar)", colour(hue, 0.3, base - 0.18), 6),
        shade(path(heel(1010, 1040, roundness), False), "#fff", 40, 0.3),
        area(path(wall), "url(#wall)"),
        area(path(board), "url(#board)", "#6f6654", 5),
        clipped("floor", path(board), shade(path(board, False), "#000", 60, 0.6), glue, *rails),
        text(f"{sizes(pair.size_index)[0][1]:g}", CENTRE, 560, 78, "#6f7780", "middle"),
        holes, line(zigzag, "#000", 15, 0.4, (4, 7)), line(zigzag, "#d7d5cc", 15), line(zigzag, "#f8f7f2", 8))
