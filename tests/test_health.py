import pytest
from django.db import DatabaseError


def test_the_process_lives_without_a_database(client):
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_ready_when_the_database_answers(client):
    assert client.get("/readyz").status_code == 200


def test_not_ready_when_it_does_not(client, monkeypatch):
    def refuse():
        raise DatabaseError

    monkeypatch.setattr("migrado.health.connection.cursor", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_broken_view_shows_a_page_and_asks_the_database_nothing(client, monkeypatch, django_assert_num_queries):
    def fail(*args):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("catalog.views.home.Topic.objects.published", fail)
    client.raise_request_exception = False
    with django_assert_num_queries(0):
        response = client.get("/uk/")
    assert response.status_code == 500
    assert b'<html lang="uk"' in response.content
