"""One database with the real content for every test; tests that write do so in a transaction that is rolled back."""

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases
from pytest_django.live_server_helper import LiveServer

from migrado.editorial.content import kinds
from migrado.editorial.loading import load_all

_REAL_DATABASE = connection.settings_dict["NAME"]


@pytest.fixture(scope="session")
def media(tmp_path_factory):
    """The folder of stored files, thrown away after the tests."""
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=folder):
        yield folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """SQLite lies in a file: the threads of the running portal would share one connection to a database in memory.

    On PostgreSQL pytest-django's own fixture stays, which gives each process of a parallel run its own database.
    """
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        # It need not outlive a power cut; and a test may fill the disk without a transaction that meets it.
        connection.settings_dict["OPTIONS"]["init_command"] += (
            "PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY; PRAGMA cache_spill=OFF;"
        )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, media):
    """The test database, with the starter content in it."""
    with django_db_blocker.unblock():
        # pytest-django makes none for a run without any test marked django_db: browser tests would meet the real one.
        own = setup_databases(0, interactive=False) if connection.settings_dict["NAME"] == _REAL_DATABASE else None
        load_all(kinds())
    yield
    if own:
        with django_db_blocker.unblock():
            teardown_databases(own, 0)


@pytest.fixture(scope="session")
def portal(django_db_setup, django_db_blocker):
    """The address of a running portal. It only reads, so the content stays for the tests after it."""
    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture(autouse=True)
def _tasks_at_once(settings):
    """Work for the background is done at once, in the test's own transaction."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
