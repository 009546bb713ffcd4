"""Films that come with the starter content: `content/films/<key>.mp4` belongs to the video of that key."""

import shutil
import tempfile
from pathlib import Path

from .models import StoredFile, VideoSource
from .uploads.checking import check

FOLDER = Path(__file__).parent / "content" / "films"


def take(document):
    """Give a video its starter film if it has no film yet. The film is checked like any other."""
    film = FOLDER / f"{document.key}.mp4"
    if document.films.exists() or not film.exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film"
        shutil.copyfile(film, path)
        found = check(film.name, path, Path(folder))
        VideoSource.objects.create(
            document=document,
            stored=StoredFile.objects.keep(found.path, trusted=True, **found.facts),
            seconds=found.seconds,
            width=found.width,
            height=found.height,
            frames_per_second=found.frames_per_second,
        )
