"""One database with the real content for every test; tests that write do so in a transaction that is rolled back."""

import pytest

from migrado.editorial.content import kinds
from migrado.editorial.loading import load_all


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database, with the starter content in it."""
    with django_db_blocker.unblock():
        load_all(kinds())


@pytest.fixture(autouse=True)
def _tasks_at_once(settings):
    """Work for the background is done at once, in the test's own transaction."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
