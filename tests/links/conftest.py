import pytest

from catalog.models import Link, Service
from migrado.links import registry


@pytest.fixture
def wohngeld(db, monkeypatch):
    """A service, without links at first; links of services are the only ones there are."""
    monkeypatch.setattr(registry, "_registered", [])
    registry.register(Link, "url", of="service")
    Link.objects.all().delete()
    return Service.objects.get(key="wohngeld")
