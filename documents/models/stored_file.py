import hashlib

from django.core.files.base import ContentFile, File
from django.db import models

_DIGEST = 64


def stored_path(stored, name):
    """Where a file lies: under the digest of its content, so that it is never overwritten."""
    return f"files/{stored.sha256[:2]}/{stored.sha256}.{stored.suffix}"


def preview_path(stored, name):
    """Where the picture of a file's first page lies."""
    return f"previews/{stored.sha256[:2]}/{stored.sha256}.webp"


class StoredFileManager(models.Manager):
    def keep(self, path, **facts):
        """The `StoredFile` of a file's content, made if there is none; `facts` are what was found out about it."""
        with path.open("rb") as source:
            sha256 = hashlib.file_digest(source, "sha256").hexdigest()
        known = self.filter(sha256=sha256).first()
        if known:
            return known
        preview = facts.pop("preview", b"")
        stored = self.model(sha256=sha256, size=path.stat().st_size, **facts)
        with path.open("rb") as source:
            stored.file.save("file", File(source), save=False)
        if preview:
            stored.preview.save("preview", ContentFile(preview), save=False)
        stored.save()
        return stored


class StoredFile(models.Model):
    """A file as it was checked and stored, once for all who use it. Size in bytes; `text` is what the search reads."""

    sha256 = models.CharField("Prüfsumme", max_length=_DIGEST, unique=True, editable=False)
    file = models.FileField("Datei", upload_to=stored_path, max_length=200)
    preview = models.FileField("Vorschau", upload_to=preview_path, max_length=200, blank=True)
    suffix = models.CharField("Endung", max_length=10)
    media_type = models.CharField("Art", max_length=100)
    size = models.PositiveBigIntegerField("Größe")
    pages = models.PositiveIntegerField("Seiten", null=True, blank=True)
    text = models.TextField("Text", blank=True)
    stored_at = models.DateTimeField("Gespeichert", auto_now_add=True)

    objects = StoredFileManager()

    class Meta:
        ordering = ["-stored_at"]
        verbose_name = "Datei"
        verbose_name_plural = "Dateien"

    def __str__(self):
        return f"{self.suffix.upper()}, {self.size} Bytes, {self.sha256[:12]}"
