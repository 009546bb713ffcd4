"""The virus scanner: no visitor gets a file that it has not seen, and what it refuses goes and stays away."""

import socket
import threading
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.forms import ValidationError
from django.urls import reverse

from documents.models import Document, DocumentKind, Edition, StoredFile
from documents.models.stored_file import Scan
from documents.uploads import virus
from documents.uploads.base import RefusedError
from documents.uploads.field import CheckedFileField
from tests.test_settings import COMPLETE, start

from .samples import names_in, typeset

pytestmark = pytest.mark.django_db

EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class Clamd:
    """A clamd that knows one virus: the text `EICAR`."""

    def __init__(self, listening, answer=None):
        self.listening = listening
        self.answer = answer
        self.chunks = []
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                chunks = []
                while size := int.from_bytes(stream.read(4), "big"):
                    chunks.append(stream.read(size))
                self.chunks = chunks
                found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in b"".join(chunks) else b"stream: OK\0"
                connection.sendall(found if self.answer is None else self.answer)

    def stop(self):
        # A close alone does not wake a thread that waits for a visitor.
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.thread.join()


@pytest.fixture
def clamd(settings):
    """`clamd()` is a running scanner that the portal uses; `clamd(answer=b"…")` one that says always the same."""
    running = []

    def start(listening=None, **options):
        listening = listening or socket.create_server(("127.0.0.1", 0))
        if listening.family == socket.AF_INET:
            settings.CLAMD_SOCKET = f"tcp://127.0.0.1:{listening.getsockname()[1]}"
        running.append(Clamd(listening, **options))
        return running[-1]

    yield start
    for one in running:
        one.stop()


@pytest.fixture
def away(settings):
    """A scanner is set up, but does not answer."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.CLAMD_SOCKET = f"tcp://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def uploaded(storage, django_capture_on_commit_callbacks):
    """`uploaded(content)` is what the field keeps, after the commit."""

    def upload(content=None):
        with django_capture_on_commit_callbacks(execute=True):
            stored = CheckedFileField().clean(SimpleUploadedFile("a.vtt", content or captions()))
        stored.refresh_from_db()
        return stored

    return upload


def captions(text="Hallo"):
    return f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}\n".encode()


INFECTED = captions(EICAR.decode())


class TestAskingClamd:
    def test_a_file_goes_in_chunks(self, clamd):
        scanner = clamd()
        assert virus.find(BytesIO(b"x" * 100_000)) == ""
        assert [len(chunk) for chunk in scanner.chunks] == [65_536, 34_464]

    def test_a_virus_has_a_name(self, clamd):
        clamd()
        assert virus.find(BytesIO(EICAR)) == "Eicar-Test-Signature"

    def test_over_a_unix_socket(self, clamd, settings, tmp_path):
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(tmp_path / "clamd.ctl"))
        listening.listen()
        settings.CLAMD_SOCKET = f"unix:{tmp_path}/clamd.ctl"
        clamd(listening)
        assert virus.find(BytesIO(EICAR)) == "Eicar-Test-Signature"

    @pytest.mark.parametrize(
        "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: OKAY\0", b"\xff" * 9000]
    )
    def test_an_answer_that_says_nothing_is_no_answer(self, clamd, answer):
        clamd(answer=answer)
        with pytest.raises(virus.ScannerError):
            virus.find(BytesIO(b"x"))

    def test_silence_ends(self, settings, monkeypatch):
        monkeypatch.setattr(virus, "ANSWERS_WITHIN", 0.1)
        with socket.create_server(("127.0.0.1", 0)) as listening:
            settings.CLAMD_SOCKET = f"tcp://127.0.0.1:{listening.getsockname()[1]}"
            with pytest.raises(virus.ScannerError, match="timed out"):
                virus.find(BytesIO(b"x"))

    @pytest.mark.parametrize("address", ["unix:/nowhere/clamd.ctl", "tcp://127.0.0.1:1"])
    def test_nobody_there(self, settings, address):
        settings.CLAMD_SOCKET = address
        with pytest.raises(virus.ScannerError):
            virus.find(BytesIO(b"x"))


class TestUploads:
    def test_without_a_scanner_nothing_waits(self, uploaded):
        stored = uploaded()
        assert (stored.scan, stored.is_servable) == (Scan.NONE, True)

    def test_a_clean_file(self, clamd, uploaded):
        clamd()
        stored = uploaded()
        assert (stored.scan, stored.is_servable) == (Scan.CLEAN, True)

    def test_nothing_is_asked_before_the_commit(self, away, storage, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks() as callbacks:
            stored = CheckedFileField().clean(SimpleUploadedFile("a.vtt", captions()))
        assert (stored.scan, len(callbacks)) == (Scan.WAITING, 1)

    def test_the_portals_own_files_need_no_scanner(self, away, tmp_path, storage):
        path = tmp_path / "a.pdf"
        path.write_bytes(typeset())
        stored = StoredFile.objects.keep(path, suffix="pdf", media_type="application/pdf", trusted=True)
        assert stored.is_servable

    def test_an_infected_file_goes_and_its_reason_stays(self, clamd, uploaded, storage):
        clamd()
        stored = uploaded(INFECTED)
        assert (stored.scan, stored.scan_note, stored.text) == (Scan.REFUSED, "Eicar-Test-Signature", "")
        assert str(stored) == "Virus gefunden: Eicar-Test-Signature, gelöscht"
        assert stored not in StoredFile.objects.servable()
        assert names_in(storage) == set()

    def test_and_is_refused_at_once_if_it_comes_again(self, clamd, uploaded, storage, settings):
        clamd()
        uploaded(INFECTED)
        settings.CLAMD_SOCKET = ""
        with pytest.raises(ValidationError) as refused:
            uploaded(INFECTED)
        assert refused.value.messages == ["Virus gefunden: Eicar-Test-Signature, gelöscht."]
        assert isinstance(refused.value.__cause__, RefusedError)
        assert names_in(storage) == set()

    def test_while_the_scanner_is_away_files_wait(self, away, uploaded):
        stored = uploaded()
        assert (stored.scan, stored.is_servable) == (Scan.WAITING, False)
        assert str(stored).endswith("wartet auf die Virenprüfung")
        assert stored not in StoredFile.objects.servable()

    def test_and_are_looked_at_when_it_is_back(self, away, uploaded, clamd, django_capture_on_commit_callbacks):
        good, bad = uploaded(), uploaded(INFECTED)
        with pytest.raises(CommandError, match="2 files still wait"):
            call_command("scan_waiting", stdout=StringIO())
        clamd()
        out = StringIO()
        call_command("scan_waiting", stdout=out)
        assert "Looked at 2 of 2 files." in out.getvalue()
        good.refresh_from_db()
        bad.refresh_from_db()
        assert (good.scan, bad.scan) == (Scan.CLEAN, Scan.REFUSED)

    def test_without_a_scanner_what_waits_goes_on_waiting(self, away, uploaded, settings):
        stored = uploaded()
        settings.CLAMD_SOCKET = ""
        with pytest.raises(CommandError, match="CLAMD_SOCKET is not set"):
            call_command("scan_waiting", stdout=StringIO())
        stored.refresh_from_db()
        assert stored.scan == Scan.WAITING

    def test_a_file_that_is_lost_goes_on_waiting(self, away, uploaded, clamd):
        stored = uploaded()
        stored.file.storage.delete(stored.file.name)
        clamd()
        with pytest.raises(CommandError, match="1 files still wait"):
            call_command("scan_waiting", stdout=StringIO())

    def test_what_was_looked_at_meanwhile_is_not_touched(self, away, uploaded):
        stored = uploaded()
        StoredFile.objects.filter(pk=stored.pk).update(scan=Scan.CLEAN)
        stored.note_scan("Late-Virus")
        stored.refresh_from_db()
        assert stored.scan == Scan.CLEAN
        assert stored.file.read()


class TestForVisitors:
    @pytest.fixture
    def edition(self, storage, tmp_path):
        path = tmp_path / "a.pdf"
        path.write_bytes(typeset())
        document = Document.objects.create(
            key="probe", kind=DocumentKind.FORM, title_de="Probe", summary_de="Kurz", published=True
        )
        stored = StoredFile.objects.keep(
            path, suffix="pdf", media_type="application/pdf", text="Zauberwort", preview=b"picture"
        )
        return Edition.objects.create(document=document, language="de", stored=stored)

    @pytest.mark.parametrize(("scan", "status"), [("none", 200), ("clean", 200), ("waiting", 404), ("refused", 404)])
    def test_only_what_is_servable_is_served(self, client, edition, scan, status):
        StoredFile.objects.filter(pk=edition.stored_id).update(scan=scan)
        assert client.get(edition.get_absolute_url()).status_code == status
        page = client.get("/de/documents/probe/").content.decode()
        assert (edition.get_absolute_url() in page) == (status == 200)

    def test_the_preview_neither(self, client, edition):
        address = reverse("preview", args=["probe", "de"])
        assert client.get(address).status_code == 200
        StoredFile.objects.filter(pk=edition.stored_id).update(scan=Scan.WAITING)
        assert client.get(address).status_code == 404

    def test_what_is_refused_cannot_be_found_by_its_text(self, client, edition):
        def is_found():
            return "/de/documents/probe/" in client.get("/de/search?q=Zauberwort").content.decode()

        assert is_found()
        StoredFile.objects.filter(pk=edition.stored_id).update(scan=Scan.WAITING)
        StoredFile.objects.get(pk=edition.stored_id).note_scan("Eicar-Test-Signature")
        assert not is_found()


@pytest.mark.parametrize("address", ["unix:clamd", "localhost:3310", "tcp://localhost", "http://x:1", "tcp://a b:3310"])
def test_an_address_that_cannot_be_one_stops_the_start(address):
    started = start(COMPLETE | {"CLAMD_SOCKET": address})
    assert started.returncode != 0
    assert "unix:/run/clamav/clamd.ctl" in started.stderr


@pytest.mark.parametrize("address", ["", "unix:/run/clamav/clamd.ctl", "tcp://clamav:3310", "tcp://[::1]:3310"])
def test_an_address_that_can_be_one_does_not(address):
    started = start(COMPLETE | {"CLAMD_SOCKET": address})
    assert started.returncode == 0, started.stderr
