"""Uploads that leave nothing behind need places of their own to look at."""

import tempfile

import pytest


@pytest.fixture
def storage(tmp_path, settings):
    """The folder of an empty storage."""
    settings.MEDIA_ROOT = tmp_path / "storage"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The folder where temporary files go."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder
