"""Small pieces of SVG."""

import colorsys
import subprocess
from io import BytesIO

from PIL import Image

# What the camera aims at, and what is drawn around it so that a straying camera never sees the paper's edge.
WIDTH, HEIGHT, MARGIN = 1600, 1200, 240

BLUR = "<filter id='blur' x='-30%' y='-30%' width='160%' height='160%'><feGaussianBlur stdDeviation='14'/></filter>"


def colour(hue: float, saturation: float, lightness: float) -> str:
    """An RGB colour from a hue in degrees and two shares from 0 to 1."""
    red, green, blue = colorsys.hls_to_rgb(hue / 360 % 1, min(max(lightness, 0), 1), saturation)
    return f"rgb({red * 255:.0f},{green * 255:.0f},{blue * 255:.0f})"


def gradient(name: str, *stops: str) -> str:
    """A gradient from top to bottom with its colours at equal distances; paint with `url(#name)`."""
    inner = "".join(f"<stop offset='{index / (len(stops) - 1)}' stop-color='{stop}'/>" for index, stop in enumerate(stops))
    return f"<linearGradient id='{name}' x1='0' y1='0' x2='0' y2='1'>{inner}</linearGradient>"


def area(path: str, paint: str, edge: str = "none", width: float = 0, opacity: float = 1) -> str:
    """A filled path with an edge of its own colour, if any."""
    return f"<path d='{path}' fill='{paint}' fill-opacity='{opacity}' stroke='{edge}' stroke-width='{width}'/>"


def line(path: str, paint: str, width: float, opacity: float = 1, moved: tuple[float, float] = (0, 0), dash: str = "none") -> str:
    """A line along a path, moved to the right and downwards."""
    return (f"<path d='{path}' transform='translate({moved[0]},{moved[1]})' fill='none' stroke='{paint}' stroke-width='{width}' "
            f"stroke-opacity='{opacity}' stroke-dasharray='{dash}' stroke-linecap='round' stroke-linejoin='round'/>")


def shade(path: str, paint: str, width: float, opacity: float, moved: tuple[float, float] = (0, 0)) -> str:
    """Soft light or shadow along a path."""
    return f"<g filter='url(#blur)'>{line(path, paint, width, opacity, moved)}</g>"


def seam(path: str, paint: str, width: float = 3.2, dash: str = "13 7") -> str:
    """A row of stitches along a path."""
    return line(path, paint, width, dash=dash)


def text(words: str, x: float, y: float, size: float, paint: str, anchor: str = "start") -> str:
    """One line of bold print."""
    return (f"<text x='{x:.1f}' y='{y:.1f}' font-family='DejaVu Sans Condensed' font-weight='bold' font-size='{size:.1f}' "
            f"text-anchor='{anchor}' fill='{paint}'>{words}</text>")


def clipped(name: str, path: str, *inner: str) -> str:
    """Drawings of which only what lies inside a path is seen."""
    return f"<clipPath id='{name}'><path d='{path}'/></clipPath><g clip-path='url(#{name})'>{''.join(inner)}</g>"


def render(definitions: str, *body: str) -> Image.Image:
    """Rasterises a drawing and its margin at one pixel a unit, transparent where nothing is drawn."""
    width, height = WIDTH + 2 * MARGIN, HEIGHT + 2 * MARGIN
    document = (f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='{-MARGIN} {-MARGIN} {width} {height}' "
                f"width='{width}' height='{height}'><defs>{BLUR}{definitions}</defs>{''.join(body)}</svg>")
    result = subprocess.run(["rsvg-convert", "--format=png"], input=document.encode(), capture_output=True, check=True)
    return Image.open(BytesIO(result.stdout)).convert("RGBA")
