"""Makes the example film from the portal's own pages: one still for each cue, faded over, without sound.

Needs a running portal, Chromium (playwright) and ffmpeg: `make run` in one window, `make film` in the other.
"""

import base64
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import yaml
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent
KEY = "finden-in-einer-minute"
ADDRESS = os.environ.get("SITE_URL", "http://127.0.0.1:8000")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
WIDTH, HEIGHT, FRAMES = 1280, 720, 25
FADE = 0.5
"""Seconds in which one still goes over into the next."""

QUESTION = "Mein Kind braucht eine Schule"
TYPED = 2
"""The scene in which the question is typed."""

SCENES = [
    ("/", ""),
    ("/de/", ""),
    (f"/de/search?q={QUESTION}", "main section h2"),
    ("/de/services/wohnsitz-anmelden/", ""),
    ("/de/services/wohnsitz-anmelden/", "#where"),
    ("/de/services/wohnsitz-anmelden/?from=abroad&status=eu_eea_swiss", ".office-card"),
    ("/de/services/wohnsitz-anmelden/", ".evidence-checklist"),
    ("/uk/services/wohnsitz-anmelden/?beside=1", ""),
    ("/de/offices/migrado-friedensplatz/", ""),
]
"""The page and the part of it that each cue speaks of."""

FRAME = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; inline-size: 1280px; block-size: 720px; overflow: hidden; background: #0a3f46; position: relative; }}
.sun {{ position: absolute; inset-inline-start: 70px; inset-block-end: 0; inline-size: 520px; block-size: 260px;
  border-radius: 260px 260px 0 0; background: #ffc91f; }}
b {{ position: absolute; inset-inline-start: 240px; inset-block-end: 60px; inline-size: 180px; text-align: center;
  font: 700 130px/1 system-ui, sans-serif; color: #0a3f46; }}
img {{ position: absolute; inset-inline-end: 150px; inset-block-start: 24px; inline-size: 336px; block-size: 600px;
  object-fit: cover; object-position: top; border: 10px solid #1c1a16; border-radius: 34px; }}
</style><div class="sun"></div><b>{number}</b><img src="data:image/png;base64,{picture}">"""


def stills(folder):
    """The stills of all scenes as files."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        phone = browser.new_page(viewport={"width": 360, "height": 640}, device_scale_factor=2, base_url=ADDRESS)
        screen = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for number, (path, part) in enumerate(SCENES, start=1):
            phone.goto(path)
            if number == TYPED:
                phone.locator("input[type=search]").first.fill(QUESTION)
            if part:
                phone.locator(part).first.evaluate(
                    "part => scrollTo(0, part.getBoundingClientRect().top + scrollY - 70)"
                )
            picture = base64.b64encode(phone.screenshot()).decode()
            screen.set_content(FRAME.format(number=number, picture=picture))
            still = folder / f"{number}.png"
            screen.screenshot(path=still)
            yield still
        browser.close()


def film(cues, target):
    """Put the stills together, each as long as its cue, as MP4 (H.264) that begins to play before it is loaded."""
    with tempfile.TemporaryDirectory() as folder:
        inputs, filters, last = [], [], "0:v"
        for number, (still, cue) in enumerate(zip(stills(Path(folder)), cues, strict=True)):
            seconds = cue["end"] - cue["start"] + FADE
            inputs += ["-loop", "1", "-framerate", str(FRAMES), "-t", str(seconds), "-i", str(still)]
            if number:
                filters.append(f"[{last}][{number}:v]xfade=duration={FADE}:offset={cue['start']}[v{number}]")
                last = f"v{number}"
        subprocess.run(  # noqa: S603 (our own words)
            [shutil.which("ffmpeg") or "ffmpeg", "-y", "-loglevel", "error", *inputs,
             "-filter_complex", ";".join(filters), "-map", f"[{last}]",
             "-t", str(cues[-1]["end"]), "-c:v", "libx264", "-preset", "slow", "-crf", "27", "-pix_fmt", "yuv420p",
             "-movflags", "+faststart", "-fflags", "+bitexact", "-map_metadata", "-1", str(target)],
            check=True,
        )  # fmt: skip


if __name__ == "__main__":
    record = yaml.safe_load((FOLDER.parent / "documents" / f"{KEY}.yaml").read_text(encoding="utf-8"))
    film(record["cues"], FOLDER / f"{KEY}.mp4")
