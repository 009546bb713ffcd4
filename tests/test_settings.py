"""Settings start with a clear sentence or not at all."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

COMPLETE = {
    "DEBUG": "0",
    "SECRET_KEY": "a-long-and-random-text",
    "ALLOWED_HOSTS": "portal.example",
    "SITE_URL": "https://portal.example",
    "DATABASE_URL": "sqlite://:memory:",
}


def start(environment):
    """Import the settings in a process of their own, with this environment alone."""
    code = "import django; from django.conf import settings; settings.DEBUG; print(settings.SITE_URL)"
    return subprocess.run(  # noqa: S603 (our own code)
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "migrado.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_complete_environment_starts():
    started = start(COMPLETE)
    assert started.returncode == 0, started.stderr
    assert started.stdout.strip() == "https://portal.example"


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL"])
def test_a_missing_variable_stops_the_start_and_names_itself(name):
    # An empty variable counts as missing, and hides the one in .env.
    started = start(COMPLETE | {name: ""})
    assert started.returncode != 0
    assert f"{name} is not set" in started.stderr


def test_the_secret_key_may_stand_in_a_file(tmp_path):
    file = tmp_path / "key"
    file.write_text("from-a-file\n")
    started = start(COMPLETE | {"SECRET_KEY": "", "SECRET_KEY_FILE": str(file)})
    assert started.returncode == 0, started.stderr


def test_the_real_environment_wins_over_the_env_file():
    assert start(COMPLETE | {"SITE_URL": "https://other.example"}).stdout.strip() == "https://other.example"
