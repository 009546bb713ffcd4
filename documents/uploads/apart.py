"""The check of an upload in a process of its own, with little memory and time.

A small file may unpack without end, keep a library busy for hours, or make it crash: it then ends a process that nobody
else needs. That process knows neither the database nor the settings.
"""

import json
import logging
import os
import resource
import subprocess
import sys
from base64 import b64decode, b64encode
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

from . import checking
from .base import LARGEST, Checked, RefusedError

logger = logging.getLogger(__name__)

MEMORY = 3 * 1024**3 // 2
"""Bytes: the largest picture that is taken is there three times while it is turned."""

SECONDS = 100
"""Of computing, and as many again of waiting for the disk."""

UNREADABLE = "Die Datei lässt sich nicht prüfen. Sie ist beschädigt, oder sie ist ausgepackt viel zu groß."

_HOME = Path(__file__).resolve().parent.parent.parent


def check(name, path, folder, kinds=checking.KINDS):
    """As `checking.check`, from which a broken or hostile file cannot get out."""
    try:
        done = subprocess.run(  # noqa: S603 (our own program; what the upload says goes in by its input)
            [sys.executable, "-m", __name__],
            input=json.dumps([name, str(path), str(folder), kinds]).encode(),
            capture_output=True,
            cwd=_HOME,
            env={},
            timeout=2 * SECONDS,
            check=True,
        )
        found = json.loads(done.stdout)
    except subprocess.SubprocessError as error:
        logger.warning("An upload could not be checked: %s %s", error, (error.stderr or b"")[-1000:])
        raise RefusedError(UNREADABLE) from error
    if "refused" in found:
        raise RefusedError(found["refused"])
    if "errno" in found:
        raise OSError(found["errno"], "An upload could not be checked")
    found |= {"path": Path(found["path"]), "preview": b64decode(found["preview"])}
    if found["frames_per_second"]:
        found["frames_per_second"] = Decimal(found["frames_per_second"])
    return Checked(**found)


def _main():
    # What is written to: of addresses alone, threads on many processors reserve far more than they use.
    _limit(resource.RLIMIT_DATA, MEMORY)
    _limit(resource.RLIMIT_CPU, SECONDS)
    _limit(resource.RLIMIT_FSIZE, 2 * LARGEST)
    _limit(resource.RLIMIT_CORE, 0)
    # Whatever a library prints goes where errors go: out goes the answer alone.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    name, path, folder, kinds = json.load(sys.stdin)
    try:
        found = asdict(checking.check(name, Path(path), Path(folder), kinds))
        found["preview"] = b64encode(found["preview"]).decode()
        answer = json.dumps(found, default=str)
    except RefusedError as error:
        answer = json.dumps({"refused": str(error)})
    except OSError as error:
        answer = json.dumps({"errno": error.errno})
    with out:
        out.write(answer)


def _limit(what, most):
    soft, hard = resource.getrlimit(what)
    bounds = [one for one in (most, soft, hard) if one != resource.RLIM_INFINITY]
    resource.setrlimit(what, (min(bounds), hard))


if __name__ == "__main__":
    _main()
