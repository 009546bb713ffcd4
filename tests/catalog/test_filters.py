from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from catalog.forms import ServiceFilterForm
from catalog.models import Organisation, Service

pytestmark = pytest.mark.django_db


def found(query):
    form = ServiceFilterForm(QueryDict(query))
    return {service.key for service in form.filter(Service.objects.published())}


def test_no_filter_shows_everything():
    assert len(found("")) == Service.objects.count() == 118


def test_a_word_of_a_german_term_finds_its_service():
    assert "wohnsitz-anmelden" in found("q=meldebestätigung")
    assert "wohnsitz-anmelden" in found("q=Meldebestaetigung")


def test_a_word_that_nobody_knows_takes_nothing_away():
    assert found("q=Rundfunkbeitrag+xyzzy") == found("q=Rundfunkbeitrag")
    assert found("q=xyzzy") == set()


def test_the_best_comes_first():
    form = ServiceFilterForm(QueryDict("q=Kindergeld"))
    assert form.filter(Service.objects.published()).first().key == "kindergeld"


@pytest.mark.parametrize("code", ["uk", "ar", "ti"])
def test_a_title_of_the_readers_language_finds_its_service(code):
    service = Service.objects.get(key="kindergeld")
    title = getattr(service, f"title_{code}")
    assert "kindergeld" in found(urlencode({"q": title}))


def test_topic():
    services = found("topic=health")
    assert services
    assert set(Service.objects.filter(key__in=services).values_list("topic__key", flat=True)) == {"health"}


def test_a_status_shows_what_is_for_everybody_and_what_is_for_it():
    services = Service.objects.filter(key__in=found("status=asylum_applicant"))
    for service in services.prefetch_related("residence_status"):
        statuses = {answer.key for answer in service.residence_status.all()}
        assert not statuses or "asylum_applicant" in statuses
    assert services.filter(residence_status=None).exists()
    assert services.exclude(residence_status=None).exists()


def test_city_and_others_divide_all_services():
    city, others = found("city=yes"), found("city=no")
    assert city
    assert others
    assert not city & others
    assert len(city | others) == 118


def test_organisation_counts_its_offices_too():
    amt38 = found("organisation=amt38")
    assert "aufenthaltstitel-erst" in amt38


def test_only_deciding_organisations_can_be_chosen():
    choices = set(ServiceFilterForm(QueryDict("")).fields["organisation"].queryset)
    assert Organisation.objects.get(key="amt38") in choices
    for organisation in choices:
        assert Service.objects.decided_by(organisation).exists()


def test_filters_combine():
    assert found("topic=residence&city=yes") == found("topic=residence") & found("city=yes")


def test_unknown_values_are_left_out_and_named(client):
    response = client.get("/en/services/", {"topic": "nonsense", "city": "maybe", "status": "duldung"})
    form = response.context["form"]
    assert [value for _, value in form.ignored] == ["nonsense", "maybe"]
    assert set(form.chosen) == {"status"}
    assert b"nonsense" in response.content


def test_a_chip_takes_back_one_filter_and_keeps_the_rest():
    form = ServiceFilterForm(QueryDict("topic=health&status=duldung&page=3&junk=1"))
    chips = {chip.label: chip.query for chip in form.chips}
    assert sorted(chips.values()) == ["status=duldung", "topic=health"]


def test_script_in_a_query_is_shown_as_text(client):
    response = client.get("/de/services/", {"q": "<script>alert(1)</script>", "topic": "<b>x"})
    assert b"<script>alert" not in response.content
    assert b"&lt;b&gt;x" in response.content


def test_the_page_number_may_be_anything(client):
    for number in ("0", "-1", "x", "9" * 200, "2.5", ""):
        assert client.get("/de/services/", {"page": number}).status_code == 200


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.dictionaries(
        st.sampled_from(["q", "topic", "status", "city", "organisation", "page", "x"]),
        st.text(st.characters(codec="utf-8"), max_size=300),
    )
)
def test_no_query_breaks_the_list(client, values):
    response = client.get("/ar/services/?" + urlencode(values))
    assert response.status_code == 200


def test_very_long_queries_are_cut_not_refused(client):
    response = client.get("/de/services/", {"q": "Wohngeld " * 20_000})
    assert response.status_code == 200
    assert len(response.context["form"].chosen["q"]) <= 200


def test_an_empty_result_leads_on(client):
    html = client.get("/en/services/", {"q": "qqqqqq"}).content.decode()
    assert "/en/topics/health/" in html
    assert "/en/offices/migrado-friedensplatz/" in html
