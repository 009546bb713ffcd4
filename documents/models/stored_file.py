import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from documents.uploads import storing
from documents.uploads.base import RefusedError

_DIGEST = 64
_LONGEST_NOTE = 200


class Scan(models.TextChoices):
    """What the virus scanner says of a file; none if there is no scanner, or the portal has made the file itself."""

    NONE = "none", "ohne Virenprüfung"
    WAITING = "waiting", "wartet auf die Virenprüfung"
    CLEAN = "clean", "virenfrei"
    REFUSED = "refused", "Virus gefunden, gelöscht"


SERVABLE = (Scan.NONE, Scan.CLEAN)


class StoredFileQuerySet(models.QuerySet):
    def servable(self):
        """Files that visitors may have."""
        return self.filter(scan__in=SERVABLE)

    def waiting(self):
        """Files that the virus scanner has not seen yet."""
        return self.filter(scan=Scan.WAITING)

    def unused(self, since=timedelta(0)):
        """Files that nobody refers to and nobody has kept for a while; those that are refused stay known."""
        unused = self.filter(stored_at__lt=timezone.now() - since).exclude(scan=Scan.REFUSED)
        for relation in self.model._meta.get_fields(include_hidden=True):
            if relation.one_to_many or relation.one_to_one:
                using = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
                unused = unused.exclude(Exists(using))
        return unused


class StoredFileManager(models.Manager.from_queryset(StoredFileQuerySet)):
    def keep(self, path, *, suffix, trusted=False, preview=b"", **facts):
        """The `StoredFile` of a file's content, made if there is none; `facts` are what was found out about it.

        What is not `trusted`, as the portal's own files are, waits for the virus scanner if there is one.
        Raises `RefusedError` if a virus was found in this content before, and `OSError` if it cannot be written.
        """
        with path.open("rb") as source:
            sha256 = hashlib.file_digest(source, "sha256").hexdigest()
        known = self._known(sha256)
        if known:
            return known
        names = storing.write(path, sha256, suffix, preview)
        scan = Scan.WAITING if settings.CLAMD_SOCKET and not trusted else Scan.NONE
        facts |= {"suffix": suffix, "size": path.stat().st_size, "scan": scan, "file": names[0], "preview": names[1]}
        try:
            stored, is_new = self.get_or_create(sha256=sha256, defaults=facts)
        except BaseException:
            storing.remove(names)
            raise
        if not is_new:
            # Another process has kept the same content meanwhile.
            storing.remove(names)
            return self._known(sha256)
        if scan == Scan.WAITING:
            _scan_on_commit(stored)
        return stored

    def _known(self, sha256):
        """The file of this content, noted as kept now: `unused` leaves it alone for a while."""
        self.filter(sha256=sha256).update(stored_at=timezone.now())
        known = self.filter(sha256=sha256).first()
        if known and known.scan == Scan.REFUSED:
            raise RefusedError(f"{known.scan_sentence}.")
        return known


def _scan_on_commit(stored):
    from documents.tasks import scan  # it needs this module

    # A queue that fails leaves the file waiting, for `manage.py scan_waiting`.
    transaction.on_commit(lambda: scan.enqueue(stored.pk), robust=True)


class StoredFile(models.Model):
    """A file as it was checked and stored, once for all who use it. Size in bytes; `text` is what the search reads.

    `stored_at` is when its content was last kept, `scan_note` the name of the virus. The row of a refused file stays,
    without the content, so that it is refused at once if it comes again.
    """

    sha256 = models.CharField("Prüfsumme", max_length=_DIGEST, unique=True, editable=False)
    file = models.FileField("Datei", max_length=200)
    preview = models.FileField("Vorschau", max_length=200, blank=True)
    suffix = models.CharField("Endung", max_length=10)
    media_type = models.CharField("Art", max_length=100)
    size = models.PositiveBigIntegerField("Größe")
    pages = models.PositiveIntegerField("Seiten", null=True, blank=True)
    text = models.TextField("Text", blank=True)
    stored_at = models.DateTimeField("Gespeichert", default=timezone.now)
    scan = models.CharField("Virenprüfung", max_length=10, choices=Scan, default=Scan.NONE)
    scan_note = models.CharField("Virus", max_length=_LONGEST_NOTE, blank=True)

    objects = StoredFileManager()

    class Meta:
        ordering = ["-stored_at"]
        verbose_name = "Datei"
        verbose_name_plural = "Dateien"

    def __str__(self):
        if self.scan == Scan.REFUSED:
            return self.scan_sentence
        name = f"{self.suffix.upper()}, {filesizeformat(self.size)}"
        return f"{name}, {self.scan_sentence}" if self.scan == Scan.WAITING else name

    @property
    def is_servable(self):
        """True if visitors may have it."""
        return self.scan in SERVABLE

    @property
    def scan_sentence(self):
        """What the scanner says of it, for staff."""
        return f"Virus gefunden: {self.scan_note}, gelöscht" if self.scan == Scan.REFUSED else self.get_scan_display()

    def note_scan(self, virus):
        """Note the name of the virus in a waiting file, "" for none; its content is deleted with the commit."""
        names = [self.file.name, self.preview.name]
        noted = {"scan": Scan.CLEAN}
        if virus:
            note = virus[:_LONGEST_NOTE]
            noted = {"scan": Scan.REFUSED, "scan_note": note, "text": "", "file": "", "preview": ""}
        with transaction.atomic():
            if not StoredFile.objects.waiting().filter(pk=self.pk).update(**noted):
                return
            if virus:
                _remove_on_commit(names)
            for edition in self.editions.all():
                # What is saved is indexed anew: only now may the search read the file, or no more.
                edition.save(update_fields=["document"])


@receiver(post_delete, sender=StoredFile)
def _remove_files(sender, instance, **kwargs):
    _remove_on_commit([instance.file.name, instance.preview.name])


def _remove_on_commit(names):
    # What cannot be removed now has no row any more: `manage.py sweep_files` finds it.
    transaction.on_commit(lambda: storing.remove(names), robust=True)
