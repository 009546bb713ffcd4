"""Twice the rows, the same number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Office, Service

pytestmark = pytest.mark.django_db

PAGES = [
    "/uk/",
    "/uk/services/",
    "/uk/services/?topic=housing",
    "/uk/topics/housing/",
    "/uk/offices/",
    "/uk/glossary/",
    "/uk/search?q=Kindergeld",
]


def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as context:
        assert client.get(url).status_code == 200
    return len(context)


def double(model):
    for record in list(model.objects.all()):
        record.pk = None
        record.key = f"{record.key}-two"
        record.save()


@pytest.mark.parametrize("url", PAGES)
def test_twice_the_records_cost_no_more_queries(client, url):
    client.get(url)  # a process reads its vocabularies once
    before = queries(client, url)
    double(Service)
    double(Office)
    assert queries(client, url) == before
