"""Photographs a drawing: ground, camera position, shadow, light, lens, sensor, JPEG."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageFilter

from . import svg

WIDTH, HEIGHT = 736, 552


def smooth_noise(random: np.random.Generator, columns: int, rows: int) -> np.ndarray:
    """Values around 0 that change over WIDTH / columns and HEIGHT / rows pixels."""
    coarse = Image.fromarray(random.standard_normal((rows + 1, columns + 1)).astype(np.float32))
    return np.asarray(coarse.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))


def ground(random: np.random.Generator) -> np.ndarray:
    """What the shoe lies on, as HEIGHT by WIDTH by 3 values from 0 to 255."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    turn = random.uniform(-0.5, 0.5)
    u, v = x * np.cos(turn) + y * np.sin(turn), -x * np.sin(turn) + y * np.cos(turn)
    kind = random.integers(0, 5)
    if kind == 0:  # wooden boards
        tone = np.array([168, 126, 84]) * random.uniform(0.7, 1.15)
        board = random.uniform(90, 190)
        row = np.floor((v + 2000) / board).astype(int)
        value = random.normal(0, 0.06, 200)[row % 200]
        value = value + 0.03 * np.sin(v / 7 + 2.5 * smooth_noise(random, 3, 10))
        value = value - 0.3 * (((v + 2000) % board) < 4)
    elif kind == 1:  # tiles
        tone = np.array([178, 176, 168]) * random.uniform(0.6, 1.05)
        side = random.uniform(170, 300)
        value = random.normal(0, 0.05, (64, 64))[np.floor((u + 3000) / side).astype(int) % 64, np.floor((v + 3000) / side).astype(int) % 64]
        value = value - 0.22 * ((((u + 3000) % side) < 7) | (((v + 3000) % side) < 7))
    elif kind == 2:  # a sheet of paper on a table
        tone = np.array([120, 112, 104]) * random.uniform(0.5, 1.1)
        edge_u, edge_v = random.uniform(60, 300), random.uniform(30, 220)
        value = np.where((u > edge_u) & (v > edge_v), random.uniform(0.25, 0.55), 0) + 0.015 * smooth_noise(random, 20, 16)
    elif kind == 3:  # carpet
        tone = np.array([128, 120, 112]) * random.uniform(0.7, 1.2) * random.normal(1, 0.08, 3)
        value = 0.015 * smooth_noise(random, 100, 75) + 0.06 * smooth_noise(random, 5, 4)
        stripe = random.uniform(110, 220)
        value = value + random.uniform(0.07, 0.17) * np.sign(np.sin((u + random.uniform(0, 400)) / stripe * np.pi))
    else:  # concrete, with a wall behind
        tone = np.array([150, 149, 146]) * random.uniform(0.6, 1.1)
        horizon = random.uniform(60, 260)
        value = 0.05 * smooth_noise(random, 12, 9) + 0.008 * smooth_noise(random, 80, 60)
        value = value + np.where(v < horizon, random.uniform(-0.32, 0.3), 0)
    return np.clip(tone[None, None, :] * (1 + value)[..., None], 8, 235)


def homography(source: np.ndarray, target: np.ndarray) -> list[float]:
    """The eight coefficients that take target points (4 by 2) to source points, as Pillow wants them."""
    rows, values = [], []
    for (u, v), (x, y) in zip(source, target):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return np.linalg.solve(np.array(rows), np.array(values)).tolist()


def place(drawing: Image.Image, random: np.random.Generator, turn: float, zoom: float, shift: float, tilt: float) -> Image.Image:
    """The drawing as the camera sees it: turned (degrees), nearer or farther, off centre, tilted (shares)."""
    width, height = svg.WIDTH, svg.HEIGHT
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], float)
    centre = np.array([width / 2, height / 2])
    angle = np.radians(np.clip(random.normal(0, turn), -2 * turn, 2 * turn))
    scale = 1 + random.uniform(-zoom, zoom)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    seen = (corners - centre) @ rotation.T * scale + centre
    seen = seen + random.uniform(-shift, shift, 2) * [width, height] + random.uniform(-tilt, tilt, (4, 2)) * [width, height]
    view = homography(corners + svg.MARGIN, seen)
    moved = drawing.transform((width, height), Image.Transform.PERSPECTIVE, view, Image.Resampling.BICUBIC)
    return moved.resize((WIDTH, HEIGHT), Image.Resampling.BOX)


def light(random: np.random.Generator) -> np.ndarray:
    """How bright each pixel is lit: a slope, a soft window patch or bar, the lens's fall-off."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    x, y = x / WIDTH - 0.5, y / HEIGHT - 0.5
    field = 1 + random.normal(0, 0.22) * x + random.normal(0, 0.22) * y
    direction, offset, width = random.uniform(0, np.pi), random.uniform(-0.35, 0.35), random.uniform(0.08, 0.3)
    across = x * np.cos(direction) + y * np.sin(direction) - offset
    field = field * (1 + random.uniform(-0.22, 0.16) / (1 + np.exp((np.abs(across) - width) / 0.03)))
    return field * (1 - 0.28 * (x * x + y * y))


def photograph(drawing: Image.Image, random: np.random.Generator, **position: float) -> bytes:
    """A JPEG of the drawing, WIDTH by HEIGHT pixels."""
    seen = np.asarray(place(drawing, random, **position)).astype(np.float32)
    cover = seen[..., 3:] / 255
    scene = ground(random)
    fall = np.clip(random.normal(0, 9, 2), -18, 18)
    soft = Image.fromarray(np.uint8(cover[..., 0] * 255)).filter(ImageFilter.GaussianBlur(random.uniform(8, 15)))
    shadow = np.asarray(soft.transform(soft.size, Image.Transform.AFFINE, (1, 0, -fall[0], 0, 1, -abs(fall[1]) - 6))) / 255
    scene = scene * (1 - random.uniform(0.45, 0.7) * shadow[..., None])
    scene = scene * (1 - cover) + seen[..., :3] * cover
    balance = 1 + random.normal(0, 0.025, 3)
    scene = scene * light(random)[..., None] * balance * random.uniform(0.84, 1.02)
    scene = 255 * np.clip(scene / 255, 0, 1.2) ** random.uniform(0.92, 1.1)
    lens = Image.fromarray(np.uint8(np.clip(scene, 0, 250))).filter(ImageFilter.GaussianBlur(random.uniform(0.9, 1.1)))
    grain = random.normal(0, random.uniform(0.5, 1.1), (HEIGHT, WIDTH, 1)) + random.normal(0, 0.25, (HEIGHT, WIDTH, 3))
    picture = Image.fromarray(np.uint8(np.clip(np.asarray(lens) + grain, 0, 255)))
    stored = BytesIO()
    picture.save(stored, "JPEG", quality=int(random.integers(64, 72)), subsampling="4:2:0", optimize=True,
                 comment="A drawing of a fictional shoe, not a photograph.")
    return stored.getvalue()
