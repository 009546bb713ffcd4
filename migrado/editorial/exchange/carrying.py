"""A preview on its way through the browser, between being shown and being confirmed: signed, for one person only."""

from dataclasses import replace

from django.core import signing

from .importing import Preview, compare
from .rows import FileError, Row

LARGEST = 2_000_000
"""Bytes of a form's field: Django takes 2.5 MB of a whole form."""

_ONE_DAY = 24 * 60 * 60


def seal(preview: Preview, user):
    """The changes of a preview as a text for a hidden field, compressed.

    Raises `FileError` if they are too many for one form.
    """
    rows = [[change.row.id, change.row.stamp, change.text] for change in preview.changes]
    sealed = signing.dumps([preview.file_name, rows, preview.seen], salt=_salt(user, preview.language), compress=True)
    if len(sealed) > LARGEST:
        raise FileError("Das sind zu viele Änderungen auf einmal. Bitte teilen Sie die Datei.")
    return sealed


def unseal(sealed, user, language):
    """The `Preview` as it is now, with what was seen then. Raises `FileError` if it is none for this person."""
    try:
        file_name, rows, seen = signing.loads(sealed, salt=_salt(user, language), max_age=_ONE_DAY)
    except signing.BadSignature as error:
        raise FileError("Die Vorschau gilt nicht mehr. Bitte laden Sie die Datei noch einmal hoch.") from error
    rows = [Row(identity, "", text, stamp=stamp) for identity, stamp, text in rows]
    return replace(compare(file_name, rows, language.code), seen=seen)


def compared_again(preview):
    """The same changes held against the texts of now."""
    return compare(preview.file_name, [change.row for change in preview.changes], preview.language.code)


def _salt(user, language):
    return f"migrado.editorial.exchange {user.pk} {language.code}"
