"""How uploads come in: to disk, from staff only, and not further than they may."""

import logging
from contextlib import suppress
from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

from .base import LARGEST, NO_ROOM, TOO_LARGE

logger = logging.getLogger(__name__)


class RefusedUpload(UploadedFile):
    """An upload of which nothing was kept; `refusal` says why, as a German sentence."""

    def __init__(self, name, size, refusal):
        super().__init__(BytesIO(), name, size=size)
        self.refusal = refusal


class StaffUploadHandler(TemporaryFileUploadHandler):
    """Writes the files of staff to disk, never into memory; no page asks a visitor for a file, so they are passed over.

    A file that is too large, or has no room, is not written further but read to its end: the rest of the form comes
    after it, and the page can say what is wrong without losing what was typed.
    """

    def new_file(self, *args, **kwargs):
        user = getattr(self.request, "user", None)
        if not (user and user.is_staff):
            raise SkipFile
        super().new_file(*args, **kwargs)
        self.refusal = ""

    def receive_data_chunk(self, raw_data, start):
        if self.refusal:
            return
        if start + len(raw_data) > LARGEST:
            self._refuse(TOO_LARGE)
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self._refuse(NO_ROOM, error)

    def file_complete(self, file_size):
        if not self.refusal:
            try:
                return super().file_complete(file_size)
            except OSError as error:
                self._refuse(NO_ROOM, error)
        return RefusedUpload(self.file_name, file_size, self.refusal)

    def _refuse(self, refusal, error=None):
        self.refusal = refusal
        if error:
            logger.error("An upload could not be written: %s", error)
        with suppress(OSError):
            self.file.close()
