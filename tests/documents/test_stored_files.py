"""Stored files: one row and one file for each content, and nothing in the storage that has no row."""

import os
import resource
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.models import Document, DocumentKind, Edition, StoredFile
from documents.models.stored_file import Scan
from documents.uploads import storing

from .samples import names_in

pytestmark = pytest.mark.django_db

FACTS = {"suffix": "pdf", "media_type": "application/pdf"}
LONG_AGO = timedelta(days=2)


class StoppedError(Exception):
    """A change that does not come to its end."""


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "a.pdf"
    made.write_bytes(b"x" * 50_000)
    return made


@pytest.fixture
def edition(path, storage):
    document = Document.objects.create(key="probe", kind=DocumentKind.FORM, title_de="Probe", summary_de="Kurz")
    return Edition.objects.create(document=document, language="de", stored=kept(path))


@pytest.fixture
def no_room():
    """No file may become larger than some bytes, as on a full disk; SQLite in memory does not mind."""
    most = resource.getrlimit(resource.RLIMIT_FSIZE)

    def allow(size):
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, most[1]))

    yield allow
    resource.setrlimit(resource.RLIMIT_FSIZE, most)


def kept(path, **facts):
    return StoredFile.objects.keep(path, **FACTS | facts)


def of(stored):
    return {stored.file.name, stored.preview.name} - {""}


def swept(*options):
    out = StringIO()
    call_command("sweep_files", *options, stdout=out)
    return out.getvalue().strip()


def test_one_content_is_kept_once(path, storage):
    stored = kept(path, preview=b"picture", pages=3)
    assert kept(path, preview=b"picture") == stored
    assert (stored.size, stored.pages) == (50_000, 3)
    assert stored.file.read() == path.read_bytes()
    assert names_in(storage) == of(stored)
    assert len(of(stored)) == 2


def test_two_processes_that_keep_the_same_content_both_get_it(path, storage, monkeypatch):
    write, first = storing.write, []

    def write_after_another(*args):
        monkeypatch.setattr(storing, "write", write)
        first.append(kept(path, preview=b"picture"))
        return write(*args)

    monkeypatch.setattr(storing, "write", write_after_another)
    assert kept(path, preview=b"picture") == first[0]
    assert names_in(storage) == of(first[0])


@pytest.mark.parametrize("size", [0, 10_000, 60_000])
def test_a_full_disk_leaves_nothing(path, storage, no_room, size):
    no_room(size)
    with pytest.raises(OSError, match="File too large"):
        kept(path, preview=b"picture" * 10_000)
    assert names_in(storage) == set()
    assert not StoredFile.objects.filter(size=50_000).exists()


def test_a_row_that_cannot_be_saved_leaves_nothing(path, storage):
    with pytest.raises(IntegrityError), transaction.atomic():
        kept(path, preview=b"picture", pages=-1)
    assert names_in(storage) == set()


def test_a_change_that_fails_leaves_nothing_but_what_was_there(path, tmp_path, storage):
    before = kept(path)
    other = tmp_path / "other.pdf"
    other.write_bytes(b"other")

    def change():
        kept(path)
        kept(other, preview=b"picture")
        raise StoppedError

    with pytest.raises(StoppedError), storing.undone_on_failure(), transaction.atomic():
        change()
    assert names_in(storage) == of(before)


def test_what_was_committed_before_a_failure_stays(path, storage):
    def change():
        with transaction.atomic():
            kept(path)
        raise StoppedError

    with pytest.raises(StoppedError), storing.undone_on_failure():
        change()
    assert names_in(storage) == of(StoredFile.objects.get(size=50_000))


def test_a_deleted_row_takes_its_files_with_it(path, storage, django_capture_on_commit_callbacks):
    stored = kept(path, preview=b"picture")
    with django_capture_on_commit_callbacks(execute=True):
        stored.delete()
        assert names_in(storage) == of(stored)
    assert names_in(storage) == set()


class TestSweeping:
    def age(self, storage):
        """Everything in the storage is two days old."""
        StoredFile.objects.update(stored_at=timezone.now() - LONG_AGO)
        then = (timezone.now() - LONG_AGO).timestamp()
        for name in names_in(storage):
            os.utime(storage / name, (then, then))

    def test_what_nobody_uses_goes(self, path, storage, edition, tmp_path, django_capture_on_commit_callbacks):
        path.write_bytes(b"unused")
        unused = kept(path, preview=b"picture")
        path.write_bytes(b"refused")
        refused = kept(path)
        StoredFile.objects.filter(pk=refused.pk).update(scan=Scan.REFUSED, file="")
        (storage / "previews" / "left-over.webp").write_bytes(b"x")
        self.age(storage)
        before = names_in(storage)
        assert "left-over files would go" in swept("--dry-run")
        assert names_in(storage) == before
        with django_capture_on_commit_callbacks(execute=True):
            assert "and 2 left-over files are gone" in swept()
        assert names_in(storage) == of(edition.stored)
        assert not StoredFile.objects.filter(pk=unused.pk).exists()
        assert StoredFile.objects.filter(pk=refused.pk).exists()

    def test_what_is_young_stays(self, path, storage, edition):
        path.write_bytes(b"unused")
        kept(path)
        (storage / "files" / "left-over.pdf").write_bytes(b"x")
        before = names_in(storage)
        swept()
        assert names_in(storage) == before

    def test_what_is_kept_again_is_young(self, path, storage):
        stored = kept(path)
        self.age(storage)
        kept(path)
        swept()
        assert StoredFile.objects.filter(pk=stored.pk).exists()

    def test_what_was_used_only_now_stays(self, path, storage, edition, monkeypatch):
        path.write_bytes(b"unused")
        stored = kept(path)
        self.age(storage)
        without_row = storing.without_row

        def use_it(names):
            Edition.objects.filter(pk=edition.pk).update(stored=stored)
            return without_row(names)

        monkeypatch.setattr(storing, "without_row", use_it)
        swept()
        assert StoredFile.objects.filter(pk=stored.pk).exists()

    def test_films_posters_and_captions_are_used(self, storage):
        used = StoredFile.objects.exclude(pk__in=StoredFile.objects.unused())
        names = {
            relation.related_model.__name__
            for relation in StoredFile._meta.get_fields(include_hidden=True)
            if relation.one_to_many
        }
        assert names == {"Edition", "VideoSource", "CaptionTrack"}
        assert {"mp4", "pdf", "vtt"} <= set(used.values_list("suffix", flat=True))
