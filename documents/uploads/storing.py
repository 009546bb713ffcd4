"""Where kept files lie, and how they go again: neither a file nor a preview without a row stays in the storage.

Each row has files of its own, under a name that no other row can have: removing them never harms another row, even if
two processes keep the same content at once.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.crypto import get_random_string

FOLDERS = ("files", "previews")

_written = ContextVar("written", default=None)


def write(path, sha256, suffix, preview):
    """Write a file and the picture of its first page; gives both names, "" for no picture.

    Raises `OSError` if that fails; then neither stays.
    """
    own = f"{sha256[:2]}/{sha256}-{get_random_string(8).lower()}"
    names = [f"files/{own}.{suffix}", f"previews/{own}.webp" if preview else ""]
    try:
        with path.open("rb") as source:
            default_storage.save(names[0], File(source))
        if preview:
            default_storage.save(names[1], ContentFile(preview))
    except BaseException:
        remove(names)
        raise
    if _written.get() is not None:
        _written.get().extend(names)
    return names


def remove(names):
    """Remove files from the storage; what is not there is left alone."""
    for name in names:
        if name:
            default_storage.delete(name)


@contextmanager
def undone_on_failure():
    """Around a transaction: if it fails, the files that were written inside go too."""
    token = _written.set([])
    try:
        yield
    except BaseException:
        remove(without_row(_written.get()))
        raise
    finally:
        _written.reset(token)


def without_row(names):
    """Those of these files that no row in the database has."""
    stored = apps.get_model("documents", "StoredFile").objects.all()
    names = [name for name in names if name]
    known = stored.filter(file__in=names).values_list("file", flat=True)
    pictures = stored.filter(preview__in=names).values_list("preview", flat=True)
    return sorted(set(names) - {*known, *pictures})


def all_names():
    """The names of all files in the storage."""
    for folder in FOLDERS:
        yield from _names_in(folder)


def _names_in(folder):
    if default_storage.exists(folder):
        folders, files = default_storage.listdir(folder)
        yield from (f"{folder}/{name}" for name in files)
        for inner in folders:
            yield from _names_in(f"{folder}/{inner}")
