"""Which links are looked at, what is remembered of them, and the command and the task that do it."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import timezone

from catalog.models import Link as ServiceLink
from catalog.models import Organisation, Service
from migrado.links import registry, running, tasks
from migrado.links.checking import Finding, Result
from migrado.links.models import DAY, TURN, WEEK, Link, State, Turn
from migrado.pages.models import Page

pytest_plugins = "tests.links.web"
pytestmark = pytest.mark.usefixtures("wohngeld")

MONDAY = datetime(2026, 3, 2, 3, tzinfo=UTC)
WORKS = Finding(Result.WORKS, 200)
GONE = Finding(Result.FAILED, 404, "Weg.")
REFUSED = Finding(Result.UNSURE, 403, "Abgelehnt.")
UNREACHABLE = Finding(Result.FAILED, None, "Nicht erreichbar.", answered=False)


@pytest.fixture
def use(wohngeld):
    """Puts addresses into the service."""

    def use(*urls):
        ServiceLink.objects.bulk_create(ServiceLink(service=wohngeld, url=url) for url in urls)

    return use


class FakeChecker:
    """Finds what `findings` say of an address; `asked` are the addresses it was asked about."""

    def __init__(self, findings=None):
        self.findings, self.asked = findings or {}, []

    def check(self, url):
        self.asked.append(url)
        return self.findings.get(url, WORKS)


def run(findings=None, **options):
    checker = FakeChecker(findings)
    return running.run(checker=checker, **options), checker.asked


class TestWhatIsRemembered:
    @pytest.fixture
    def link(self):
        return Link.objects.create(url="https://a.example/")

    def note(self, link, *findings):
        """Note findings, each with its day; gives the link as it is stored then."""
        for day, finding in findings:
            link.note(finding, MONDAY + timedelta(days=day))
        return Link.objects.get(pk=link.pk)

    def test_a_link_that_works(self, link):
        link = self.note(link, (0, WORKS))
        assert (link.state, link.code, link.why, link.checked_at) == (State.WORKS, 200, "", MONDAY)

    def test_one_failure_breaks_nothing(self, link):
        link = self.note(link, (0, WORKS), (1, GONE))
        assert (link.state, link.failures, link.first_failed_at) == (State.UNSURE, 1, MONDAY + timedelta(days=1))
        assert link.why == "Weg. Wird noch einmal geprüft."

    def test_failing_on_two_days_does(self, link):
        link = self.note(link, (0, GONE), (1, GONE))
        assert (link.state, link.why, link.first_failed_at) == (State.BROKEN, "Weg.", MONDAY)

    def test_the_day_is_that_of_dortmund(self, link):
        late = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
        link.note(GONE, late)
        link.note(GONE, late + timedelta(hours=1))
        assert link.state == State.BROKEN

    def test_failing_three_times_on_one_day_does(self, link):
        assert self.note(link, (0, GONE), (0.01, GONE)).state == State.UNSURE
        assert self.note(link, (0.02, GONE)).state == State.BROKEN

    def test_a_failure_that_passes_is_forgotten(self, link):
        link = self.note(link, (0, GONE), (1, WORKS), (2, GONE))
        assert (link.state, link.failures, link.first_failed_at) == (State.UNSURE, 1, MONDAY + timedelta(days=2))

    def test_a_broken_link_that_works_again(self, link):
        link = self.note(link, (0, GONE), (1, GONE), (2, WORKS))
        assert (link.state, link.failures, link.first_failed_at, link.why) == (State.WORKS, 0, None, "")

    def test_a_server_that_refuses_never_breaks_a_link(self, link):
        link = self.note(link, *((day, REFUSED) for day in range(10)))
        assert (link.state, link.failures, link.first_failed_at) == (State.UNSURE, 0, None)

    def test_a_refusal_between_two_failures_proves_nothing(self, link):
        assert self.note(link, (0, GONE), (1, REFUSED)).state == State.UNSURE
        assert self.note(link, (2, GONE)).state == State.BROKEN

    def test_a_page_that_has_moved(self, link):
        link = self.note(link, (0, Finding(Result.MOVED, 200, "Umgezogen.", "https://b.example/")))
        assert (link.state, link.target) == (State.MOVED, "https://b.example/")
        assert self.note(link, (1, WORKS)).target == ""

    def test_number_and_time_of_failures_belong_together(self, link):
        with pytest.raises(IntegrityError):
            Link.objects.update(failures=1)


class TestWhatIsDue:
    def make(self, name, **values):
        return Link.objects.create(url=f"https://{name}.example/", **values)

    def due(self):
        return [link.url.split("/")[2].partition(".")[0] for link in Link.objects.due(MONDAY)]

    def test_working_links_weekly_failing_ones_daily(self):
        second = timedelta(seconds=1)
        failing = {"failures": 2, "first_failed_at": MONDAY - WEEK, "state": State.BROKEN}
        self.make("fresh", checked_at=MONDAY - WEEK + second, state=State.WORKS)
        self.make("old", checked_at=MONDAY - WEEK, state=State.WORKS)
        self.make("broken-today", checked_at=MONDAY - DAY + second, **failing)
        self.make("broken", checked_at=MONDAY - DAY, **failing)
        assert self.due() == ["old", "broken"]

    def test_a_nightly_run_may_be_a_little_earlier_than_the_last(self):
        self.make("a", checked_at=MONDAY - timedelta(days=7) + timedelta(minutes=30))
        assert self.due() == ["a"]

    def test_what_is_asked_for_goes_first_then_what_is_new(self):
        self.make("old", checked_at=MONDAY - 2 * WEEK)
        self.make("new")
        self.make("wanted", checked_at=MONDAY, is_wanted=True)
        self.make("older", checked_at=MONDAY - 3 * WEEK)
        assert self.due() == ["wanted", "new", "older", "old"]


class TestARun:
    def test_knows_what_stands_somewhere_and_forgets_what_does_not(self, use):
        use("https://a.example/", "https://b.example/", "https://a.example/")
        summary, asked = run()
        assert (summary.new, summary.removed, summary.found) == (2, 0, {State.WORKS: 2})
        assert sorted(asked) == ["https://a.example/", "https://b.example/"]
        ServiceLink.objects.filter(url="https://b.example/").delete()
        summary, asked = run()
        assert (summary.new, summary.removed, asked) == (0, 1, [])
        assert [link.url for link in Link.objects.all()] == ["https://a.example/"]

    def test_asks_only_web_pages(self, use):
        use("mailto:a@b.example", "ftp://a.example/", "javascript:alert(1)", "")
        assert run()[1] == []

    def test_knows_no_address_that_is_too_long(self):
        registry.register(Page, "body", find=registry.in_markdown)
        page = Page.objects.first()
        page.body_de = f"[a](https://a.example/{'x' * registry.LONGEST}) [b](https://b.example/)"
        page.save()
        assert "https://b.example/" in run()[1]
        assert not Link.objects.filter(url__startswith="https://a.example/").exists()

    def test_looks_at_200_links_and_leaves_the_rest(self, use):
        use(*(f"https://h{number}.example/" for number in range(running.MOST + 5)))
        summary, asked = run()
        assert (summary.checked, len(asked), summary.left) == (running.MOST, running.MOST, 5)
        assert run()[0].checked == 5

    def test_looks_at_everything_when_told_so(self, use):
        use(*(f"https://h{number}.example/" for number in range(running.MOST + 5)))
        run()
        summary, asked = run(everything=True)
        assert (summary.checked, len(set(asked)), len(asked)) == (running.MOST + 5, running.MOST + 5, running.MOST + 5)

    def test_leaves_a_link_due_whose_host_wants_patience(self, use):
        use("https://a.example/", "https://b.example/")
        summary, asked = run({"https://a.example/": None})
        assert (summary.checked, summary.left, len(asked)) == (1, 1, 2)
        assert Link.objects.get(url="https://a.example/").state == State.WAITING

    def test_does_what_staff_ask_for_meanwhile(self, use):
        use("https://a.example/", "https://b.example/")
        run()
        Link.objects.filter(url="https://a.example/").update(is_wanted=True)
        wanted = Link.objects.filter(url="https://b.example/")
        _, asked = run(progress=lambda summary: wanted.update(is_wanted=summary.checked < 2))
        assert asked == ["https://a.example/", "https://b.example/"]
        assert not Link.objects.filter(is_wanted=True).exists()

    def test_goes_alone(self, use):
        use("https://a.example/")
        Turn.take(timezone.now())
        with pytest.raises(running.BusyError):
            run()
        assert "on its way" in tasks.check.func()
        Turn.objects.update(until=timezone.now() - timedelta(seconds=1))
        assert run()[0].checked == 1

    def test_ends_when_another_has_taken_its_turn(self, use):
        use("https://a.example/", "https://b.example/")
        with pytest.raises(running.BusyError):
            run(progress=lambda summary: Turn.objects.update(runner="other", until=timezone.now() + TURN))
        assert Link.objects.exclude(checked_at=None).count() == 1
        assert Turn.objects.get().runner == "other"

    def test_gives_its_turn_back_after_an_error(self, use):
        use("https://a.example/")
        with pytest.raises(TypeError):
            run({"https://a.example/": UNREACHABLE}, progress=lambda summary: None / 1)
        assert run()[0].checked == 1


class TestANetworkThatIsDown:
    URLS = [f"https://{name}.example/" for name in "abcd"]

    def test_is_not_the_links_fault(self, use):
        use(*self.URLS)
        run()
        Link.objects.update(is_wanted=True)
        summary, _ = run(dict.fromkeys(self.URLS, UNREACHABLE))
        assert (summary.is_offline, summary.checked, summary.left) == (True, 0, 4)
        assert set(Link.objects.values_list("state", "failures")) == {(State.WORKS, 0)}
        assert "is this network down" in tasks.describe(summary)

    def test_is_not_assumed_when_one_host_answers(self, use):
        use(*self.URLS)
        summary, _ = run(dict.fromkeys(self.URLS[:3], UNREACHABLE))
        assert not summary.is_offline
        assert Link.objects.filter(failures=1).count() == 3

    def test_is_not_assumed_when_a_link_answers_that_was_not_due(self, use):
        use(*self.URLS)
        run()
        Link.objects.exclude(url=self.URLS[3]).update(is_wanted=True, state=State.BROKEN)
        summary, asked = run(dict.fromkeys(self.URLS[:3], UNREACHABLE))
        assert asked == self.URLS
        assert not summary.is_offline
        assert Link.objects.filter(failures=1).count() == 3

    def test_is_not_assumed_for_a_host_or_two(self, use):
        urls = ["https://a.example/1", "https://a.example/2", "https://b.example/"]
        use(*urls)
        summary, _ = run(dict.fromkeys(urls, UNREACHABLE))
        assert not summary.is_offline
        assert Link.objects.filter(failures=1).count() == 3


class TestWhereLinksStand:
    def test_in_plain_fields_of_the_record_that_staff_open(self, use, wohngeld):
        use("https://a.example/", "https://a.example/")
        registry.register(Organisation, "url")
        organisation = Organisation.objects.first()
        Organisation.objects.filter(pk=organisation.pk).update(url="https://a.example/")
        refs = registry.uses(["https://a.example/", "https://no.example/"])
        assert refs == {
            "https://a.example/": [(Service, wohngeld.pk), (Organisation, organisation.pk)],
            "https://no.example/": [],
        }
        assert registry.records(refs["https://a.example/"]) == {
            (Service, wohngeld.pk): wohngeld,
            (Organisation, organisation.pk): organisation,
        }

    def test_in_the_markdown_of_every_language(self):
        registry.register(Page, "body", find=registry.in_markdown)
        page = Page.objects.first()
        page.body_uk = "Дивіться [тут](https://a.example/b?c=d)"
        page.save()
        assert "https://a.example/b?c=d" in registry.addresses()
        assert registry.uses(["https://a.example/b?c=d"]) == {"https://a.example/b?c=d": [(Page, page.pk)]}

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("[a](https://a.example/) und <https://b.example/>", ["https://a.example/", "https://b.example/"]),
            ("Auf https://a.example/x, oder (http://b.example).", ["https://a.example/x", "http://b.example"]),
            ("- [a][1]\n\n[1]: https://a.example/ 'Titel'", ["https://a.example/"]),
            ("`https://code.example`\n\n    https://code.example", []),
            ("[a](javascript:alert(1))", []),
            ("ohne", []),
        ],
    )
    def test_in_a_markdown_text(self, text, found):
        assert registry.in_markdown(text) == found

    def test_costs_the_same_however_many_there_are(self, use, django_assert_num_queries):
        use(*(f"https://h{number}.example/" for number in range(50)))
        with django_assert_num_queries(2):
            refs = registry.uses([f"https://h{number}.example/" for number in range(50)])
            registry.records([ref for found in refs.values() for ref in found])
        assert all(refs.values())


class TestTheCommand:
    def call(self, **options):
        out = StringIO()
        call_command("check_links", stdout=out, **options)
        return out.getvalue()

    def test_looks_here_and_now(self, web, use):
        use(f"{web.url}/fine", f"{web.url}/moved", f"{web.url}/gone", f"{web.url}/robots")
        out = self.call(now=True)
        assert "Checked 4 links: 1 moved, 2 unsure, 1 works. New: 4, no longer used: 0, left for later: 0." in out
        assert "none was due" in self.call(now=True)

    def test_names_what_is_broken(self, web, use):
        use(f"{web.url}/gone")
        for _ in range(2):
            assert "broken:" not in self.call(now=True, all=True)
        assert f"broken: {web.url}/gone (404)" in self.call(now=True, all=True)

    def test_lets_the_worker_look(self, web, use):
        use(f"{web.url}/fine")
        assert "worker" in self.call()
        assert Link.objects.get().state == State.WORKS
        web.requests.clear()
        self.call()
        assert web.requests == []
        self.call(all=True)
        assert web.requests

    def test_says_when_another_is_on_its_way(self):
        Turn.take(timezone.now())
        with pytest.raises(CommandError, match="Another check"):
            self.call(now=True)

    def test_fails_without_a_network(self, use, monkeypatch):
        use(*(f"https://{name}.example/" for name in "abc"))
        monkeypatch.setattr(
            running, "Checker", lambda pause: FakeChecker(dict.fromkeys(registry.addresses(), UNREACHABLE))
        )
        with pytest.raises(CommandError, match="network down"):
            self.call(now=True)
