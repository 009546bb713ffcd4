"""Files over HTTP against curl, an HTTP client that nobody here wrote: whole, in parts, only if changed."""

import io
import shutil
import subprocess

import pytest
from django.urls import reverse

from documents import serving
from documents.models import CaptionTrack, Document, Edition, StoredFile, VideoSource

pytestmark = pytest.mark.django_db

CURL = shutil.which("curl") or "curl"
needs_curl = pytest.mark.skipif(not shutil.which("curl"), reason="no curl here")


@pytest.fixture
def film():
    return VideoSource.objects.select_related("stored", "document").first()


@pytest.fixture
def curl(portal, tmp_path):
    """`curl(path, *options)` gives the status, the headers in small letters and the body."""

    def ask(path, *options):
        body = tmp_path / "body"
        command = [CURL, "--silent", "--show-error", "--dump-header", "-", "--output", str(body), *options]
        run = subprocess.run([*command, portal + path], capture_output=True, text=True, check=True)  # noqa: S603 (ours)
        heads = run.stdout
        first, *lines = heads.strip().splitlines()
        headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines if line)}
        return int(first.split()[1]), headers, body.read_bytes() if body.exists() else b""

    return ask


def bytes_of(stored):
    with stored.file.open("rb") as source:
        return source.read()


@needs_curl
def test_a_whole_file(curl, film):
    status, headers, body = curl(film.get_absolute_url())
    assert status == 200
    assert body == bytes_of(film.stored)
    assert headers["accept-ranges"] == "bytes"
    assert headers["content-type"] == "video/mp4"
    assert headers["etag"] == f'"{film.stored.sha256}"'
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("sandbox")
    assert headers["content-disposition"] == f'inline; filename="{film.document.key}.mp4"'


@needs_curl
@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("0-0", slice(0, 1)),
        ("100-199", slice(100, 200)),
        ("5000-", slice(5000, None)),
        ("-300", slice(-300, None)),
        ("10-99999999999", slice(10, None)),
    ],
)
def test_a_part(curl, film, asked, part):
    whole = bytes_of(film.stored)
    status, headers, body = curl(film.get_absolute_url(), "--range", asked)
    assert status == 206
    assert body == whole[part]
    start, end, _ = part.indices(len(whole))
    assert headers["content-range"] == f"bytes {start}-{end - 1}/{len(whole)}"
    assert int(headers["content-length"]) == len(body)


@needs_curl
def test_a_download_is_taken_up_where_it_broke_off(curl, film, tmp_path):
    whole = bytes_of(film.stored)
    (tmp_path / "body").write_bytes(whole[:70_000])
    status, _, body = curl(film.get_absolute_url(), "--continue-at", "-")
    assert status == 206
    assert body == whole


@needs_curl
@pytest.mark.parametrize("asked", [f"{10**12}-", "-0"])
def test_a_part_that_is_not_there(curl, film, asked):
    status, headers, _ = curl(film.get_absolute_url(), "--header", f"Range: bytes={asked}")
    assert status == 416
    assert headers["content-range"] == f"bytes */{film.stored.size}"


@needs_curl
@pytest.mark.parametrize(
    "asked",
    ["bytes=9-3", "bytes=0-1,5-6", "lines=1-2", "bytes=", "bytes=a-b", "bytes=1-2;x", "bytes=" + "9" * 5000 + "-"],
)
def test_what_nobody_understands_gets_the_whole_file(curl, film, asked):
    status, _, body = curl(film.get_absolute_url(), "--header", f"Range: {asked}")
    assert status == 200
    assert len(body) == film.stored.size


@needs_curl
@pytest.mark.parametrize("seen", ['"{}"', 'W/"{}"', '"other", "{}"', "*"])
def test_a_file_that_is_known_is_not_sent_again(curl, film, seen):
    status, headers, body = curl(
        film.get_absolute_url(), "--header", f"If-None-Match: {seen.format(film.stored.sha256)}"
    )
    assert (status, body) == (304, b"")
    assert headers["etag"] == f'"{film.stored.sha256}"'


@needs_curl
def test_a_part_of_another_version_is_the_whole_file(curl, film):
    options = ["--range", "0-9", "--header"]
    status, _, body = curl(film.get_absolute_url(), *options, 'If-Range: "another"')
    assert (status, len(body)) == (200, film.stored.size)
    status, _, body = curl(film.get_absolute_url(), *options, f'If-Range: "{film.stored.sha256}"')
    assert (status, len(body)) == (206, 10)


@needs_curl
@pytest.mark.parametrize("options", [(), ("--range", "100-199")])
def test_files_are_not_compressed_once_more(curl, film, options):
    _, headers, body = curl(film.get_absolute_url(), "--header", "Accept-Encoding: gzip, br", *options)
    assert "content-encoding" not in headers
    assert headers["etag"] == f'"{film.stored.sha256}"'
    assert body == bytes_of(film.stored)[100:200] if options else bytes_of(film.stored)


@needs_curl
def test_only_the_head(curl, film):
    status, headers, _ = curl(film.get_absolute_url(), "--head")
    assert status == 200
    assert int(headers["content-length"]) == film.stored.size


def test_a_part_is_read_in_chunks_and_the_file_is_closed(film, rf, monkeypatch):
    monkeypatch.setattr(serving, "CHUNK", 1000)
    response = serving.serve(rf.get("/", headers={"Range": "bytes=0-9999"}), film.stored, "film.mp4")
    assert [len(chunk) for chunk in response.streaming_content] == [1000] * 10
    assert not film.stored.file.closed
    response.close()
    assert film.stored.file.closed


@pytest.fixture
def bucket(monkeypatch):
    """A storage in a bucket."""
    import boto3
    from moto import mock_aws
    from storages.backends.s3 import S3Storage

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    with mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="migrado")
        yield S3Storage(bucket_name="migrado", region_name="us-east-1", file_overwrite=False)


def test_a_file_in_a_bucket_is_sent_in_parts_without_fetching_the_rest(bucket, film, rf, monkeypatch):
    content = bytes_of(film.stored)
    monkeypatch.setattr(StoredFile._meta.get_field("file"), "storage", bucket)
    stored = StoredFile.objects.get(pk=film.stored_id)
    bucket.save(stored.file.name, io.BytesIO(content))
    whole = serving.serve(rf.get("/"), stored, "film.mp4")
    assert (whole.status_code, b"".join(whole.streaming_content)) == (200, content)
    stored = StoredFile.objects.get(pk=film.stored_id)
    part = serving.serve(rf.get("/", headers={"Range": "bytes=70000-79999"}), stored, "film.mp4")
    assert part.status_code == 206
    assert part["Content-Range"] == f"bytes 70000-79999/{len(content)}"
    assert b"".join(part.streaming_content) == content[70000:80000]
    assert stored.file.file._file is None, "the file as a whole was fetched"


def test_nginx_sends_where_it_is_there(client, film, settings):
    settings.SENDFILE = "nginx"
    response = client.get(film.get_absolute_url())
    assert response.content == b""
    assert response["X-Accel-Redirect"] == f"/protected/{film.stored.file.name}"
    assert response["Content-Type"] == "video/mp4"
    assert response["ETag"] == f'"{film.stored.sha256}"'


def test_every_kind_of_file_has_its_address(client, film):
    track = CaptionTrack.objects.select_related("document").get(document=film.document, language="ar")
    edition = Edition.objects.select_related("document").filter(language="uk").first()
    addresses = {
        track.get_absolute_url(): "text/vtt",
        edition.get_absolute_url(): "application/pdf",
        film.poster_url: "image/webp",
        reverse("preview", args=[edition.document.key, "uk"]): "image/webp",
        reverse("document_qr", args=[edition.document.key]): "image/svg+xml",
    }
    for address, media_type in addresses.items():
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["Content-Type"] == media_type


def test_beside_a_link_the_help_sheet_is_shown(client):
    form = Document.objects.get(key="kindergeld-antrag")
    Edition.objects.create(document=form, language="de", url="https://www.arbeitsagentur.de/")
    address = reverse("preview", args=[form.key, "de"])
    assert address in client.get(f"/de/documents/{form.key}/").content.decode()
    assert client.get(address)["Content-Type"] == "image/webp"


@pytest.mark.parametrize(
    "path",
    [
        "documents/there-is-none/de.pdf",
        "documents/meine-termine/de.docx",
        "documents/meine-termine/xx.pdf",
        "documents/meine-termine/help/de.pdf",
        "documents/meine-termine/preview/xx.webp",
        "documents/meine-termine/film/1.mp4",
        "documents/finden-in-einer-minute/film/999999.mp4",
        "documents/finden-in-einer-minute/film/99999999999999999999999.mp4",
        "documents/finden-in-einer-minute/film/999999/poster.webp",
        "documents/finden-in-einer-minute/captions/xx.vtt",
        "documents/there-is-none/qr.svg",
    ],
)
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(f"/de/{path}").status_code == 404


def test_files_of_an_unpublished_document_are_not_there(client, film):
    address, poster = film.get_absolute_url(), film.poster_url
    film.document.published = False
    film.document.save()
    assert client.get(address).status_code == 404
    assert client.get(poster).status_code == 404


def test_a_file_that_the_storage_has_lost_is_not_found(client):
    edition = Edition.objects.select_related("document", "stored").filter(language="de", made_from__gt="").first()
    StoredFile.objects.filter(pk=edition.stored_id).update(file="files/00/gone.pdf")
    assert client.get(edition.get_absolute_url()).status_code == 404
