"""An upload is checked in a process of its own: what it does there harms nobody else."""

import errno
import sys
import zlib
from decimal import Decimal
from pathlib import Path

import pytest

from documents.uploads import apart, checking
from documents.uploads.base import RefusedError

from .samples import a_film, typeset
from .test_uploads import drawn


@pytest.fixture
def check(tmp_path):
    def run(name, content, **more):
        path, folder = tmp_path / "upload", tmp_path / "out"
        path.write_bytes(content)
        folder.mkdir(exist_ok=True)
        return apart.check(name, path, folder, **more)

    return run


@pytest.mark.parametrize(("name", "content"), [("a.pdf", typeset), ("a.mp4", a_film)])
def test_it_finds_the_same(check, tmp_path, name, content):
    found = check(name, content())
    assert found == checking.check(name, tmp_path / "upload", tmp_path / "out")
    assert isinstance(found.path, Path)
    assert found.preview
    assert found.frames_per_second in (None, Decimal(25))


def test_it_refuses_the_same(check):
    with pytest.raises(RefusedError, match=r"^Erlaubt ist nur VTT\.$"):
        check("a.pdf", typeset(), kinds=("vtt",))


def test_a_full_disk_stays_a_full_disk(check, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "checked.pdf").symlink_to("/dev/full")
    with pytest.raises(OSError, match="could not be checked") as failed:
        check("a.pdf", typeset())
    assert failed.value.errno == errno.ENOSPC


def test_what_unpacks_without_end_meets_its_end(check, caplog):
    with pytest.raises(RefusedError) as refused:
        check("a.pdf", drawn(_endless()))
    assert str(refused.value) == apart.UNREADABLE
    assert "could not be checked" in caplog.text


def test_what_takes_too_long_is_refused(check, monkeypatch, tmp_path):
    slow = tmp_path / "python"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(slow))
    monkeypatch.setattr(apart, "SECONDS", 0.1)
    with pytest.raises(RefusedError) as refused:
        check("a.pdf", typeset())
    assert str(refused.value) == apart.UNREADABLE


def _endless():
    """Four gigabytes of spaces, packed: blocks of one megabyte, each of which begins anew."""
    packer = zlib.compressobj()
    head = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + 4096 * block
