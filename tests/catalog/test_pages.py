"""What a page says of a record."""

import datetime

import pytest
from django.contrib.auth import get_user_model

from catalog.models import Caution, EmergencyNumber, Office, Service

pytestmark = pytest.mark.django_db


def html(client, path):
    return client.get(path).content.decode()


def test_the_german_terms_stand_on_the_page_in_every_language(client):
    page = html(client, "/ar/services/wohnsitz-anmelden/")
    assert '<bdi class="plate" lang="de" dir="ltr">Anmeldung</bdi>' in page


def test_a_missing_translation_stands_in_its_own_language_with_a_note(client):
    Service.objects.filter(key="wohngeld").update(steps_ar="", steps_en="First step")
    page = html(client, "/ar/services/wohngeld/")
    assert '<ol class="steps" lang="en" dir="ltr">' in page
    assert '<bdi lang="en">English</bdi>' in page


def test_unconfirmed_facts_are_marked_until_staff_have_checked(client):
    service = Service.objects.get(key="fuehrungszeugnis")
    assert 'class="unsure"' in html(client, "/en/services/fuehrungszeugnis/")
    service.checked_at = datetime.date(2026, 11, 20)
    service.checked_by = get_user_model().objects.create_user("anna")
    service.save()
    page = html(client, "/en/services/fuehrungszeugnis/")
    assert "20.11.2026" in page
    assert "Not yet checked" not in page


def test_hours_are_never_shown_as_open(client):
    for office in Office.objects.exclude(hours=""):
        page = html(client, f"/en/offices/{office.key}/")
        assert "not confirmed" in page
        assert "open-state--open" not in page


def test_an_office_without_a_phone_says_so(client):
    office = Office.objects.filter(phone="").first()
    page = html(client, f"/en/offices/{office.key}/")
    assert "not known yet" in page
    assert 'href="tel:' not in page


def test_cautions_stand_on_their_services_but_those_for_staff_do_not(client):
    caution = Caution.objects.for_visitors().exclude(services=None).first()
    service = caution.services.first()
    assert caution.title_en in html(client, f"/en/services/{service.key}/")
    for hidden in Caution.objects.filter(staff_only=True):
        for service in hidden.services.all():
            assert hidden.title_en not in html(client, f"/en/services/{service.key}/")


def test_the_counter_card_is_german_and_lists_what_was_ticked(client):
    service = Service.objects.get(key="wohngeld")
    evidence = [use.evidence for use in service.evidence_wanted.all()]
    page = html(client, f"/uk/services/wohngeld/card/?have={evidence[0].key}&have=nonsense")
    assert "Ukrainisch" in page
    assert service.title_de in page
    have, lack = page.split("Das habe ich dabei")[1].split("Das habe ich noch nicht")
    assert evidence[0].german in have
    assert evidence[1].german in lack
    assert "nonsense" not in page


def test_unpublished_records_are_nowhere(client):
    Service.objects.filter(key="wohngeld").update(published=False)
    assert client.get("/de/services/wohngeld/").status_code == 404
    assert client.get("/de/services/wohngeld/card/").status_code == 404
    assert "/de/services/wohngeld/" not in html(client, "/de/topics/housing/")


def test_numbers_that_save_a_life_come_first_and_large(client):
    page = html(client, "/de/emergency/")
    assert page.index("tel:112") < page.index("tel:116117")
    assert EmergencyNumber.objects.filter(level="life").count() == 2


def test_the_page_of_a_sensitive_service_can_be_left_quickly(client):
    assert 'class="leave"' in html(client, "/en/services/gewaltschutz-frauen/")
    assert 'class="leave"' not in html(client, "/en/services/wohngeld/")


def test_no_address_of_the_womens_refuge_is_published(client):
    refuge = Office.objects.get(key="frauenhaus-telefon")
    assert refuge.place is None
    assert "<address>" not in html(client, "/de/offices/frauenhaus-telefon/")
