#!/usr/bin/env python3
"""Draws the demonstration's catalogue and the three pairs that it checks. Every run draws the same.

Needs rsvg-convert, the DejaVu fonts, numpy and Pillow. Writes beside itself: exemplars/ and check/.
"""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from drawing import appear, stitch, tag
from drawing.camera import photograph
from drawing.traits import FAKE, GENUINE, Traits, draw_pair

SEED = 20_240_229
PAIRS = 24
HERE = Path(__file__).resolve().parent

VIEWS = {"appear": appear, "tag": tag, "stitch": stitch}

# Maximum deviation of the camera: degrees of turn; distance, offset and tilt as fractions.
POSITIONS = {
    "appear": dict(turn=3.5, zoom=0.05, shift=0.036, tilt=0.016),
    "tag": dict(turn=3.5, zoom=0.05, shift=0.034, tilt=0.014),
    "stitch": dict(turn=4.5, zoom=0.07, shift=0.045, tilt=0.020),
}

# The pairs to check: each view's position between genuine (0) and fake (1). The odd pair is composed of parts: a genuine
# upper, a fake's label, and a seam halfway between.
CHECKS = {
    "genuine": dict(appear=0.0, tag=0.0, stitch=0.0),
    "counterfeit": dict(appear=1.0, tag=1.0, stitch=1.0),
    "odd": dict(appear=0.0, tag=1.0, stitch=0.5),
}


def shoot(folder: Path, number: int, makers: dict[str, Traits], spread: float) -> None:
    """Draws and photographs one pair. The number seeds its randomness."""
    pair = draw_pair(np.random.default_rng([SEED, number]))
    folder.mkdir(parents=True)
    for index, (view, drawing) in enumerate(VIEWS.items()):
        random = np.random.default_rng([SEED, number, index + 1])
        hand = makers[view].varied(np.random.default_rng([SEED, number, 9]), spread)
        drawn = drawing.draw(hand, pair, random)
        (folder / f"{view}.jpg").write_bytes(photograph(drawn, random, **POSITIONS[view]))


def main() -> None:
    """Replaces exemplars/ and check/."""
    jobs = []
    for first, verdict, maker in ((1000, "true", GENUINE), (2000, "fake", FAKE)):
        jobs += [(HERE / "exemplars" / verdict / f"{number:02d}", first + number, dict.fromkeys(VIEWS, maker), 0.02)
                 for number in range(1, PAIRS + 1)]
    jobs += [(HERE / "check" / name, 3000 + number, {view: GENUINE.towards(FAKE, part) for view, part in parts.items()}, 0.01)
             for number, (name, parts) in enumerate(CHECKS.items(), start=1)]
    for folder in ("exemplars", "check"):
        shutil.rmtree(HERE / folder, ignore_errors=True)
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda job: shoot(*job), jobs))


if __name__ == "__main__":
    main()
