"""The finder: from the answers in a query string to the office that is responsible, and the next question.

Nothing is stored: the state of the finder is the address of the page.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.utils import timezone

from catalog.deciding import UNKNOWN, agree, table
from catalog.models import Answer, District, Postcode, Role


@dataclass(frozen=True)
class Option:
    """One thing to touch: an answer (None for "I don't know") and the query string that gives it."""

    answer: Answer | None
    query: str


class Finder:
    """What the answers in `query` (a QueryDict) mean for a service with its details prefetched."""

    def __init__(self, service, query, code, on=None):
        self.service = service
        self.query = query
        self.code = code
        self.rules = [rule for rule in service.responsibilities.all() if rule.role == Role.DECIDES]
        self.table = table([rule.as_rule() for rule in self.rules], self._answer_keys, on or timezone.localdate())
        self.ignored = []
        self.given = {}
        self.districts = self._districts()
        for criterion in self.table.criteria:
            self._read(criterion)

    @cached_property
    def criteria(self):
        """Criterion key to criterion, of the criteria that any rule names, in the order of asking."""
        named = {answer.criterion.key: answer.criterion for rule in self.rules for answer in rule.when.all()}
        return dict(sorted(named.items(), key=lambda item: (item[1].order, item[0])))

    @cached_property
    def answers(self):
        """Criterion key to its possible answers. One query."""
        if not self.criteria:
            return {}
        named = {answer.pk for rule in self.rules for answer in rule.when.all()}
        found = {key: [] for key in self.criteria}
        for answer in Answer.objects.for_reader(self.code, "criterion").filter(criterion__key__in=self.criteria):
            if not answer.criterion.per_service or answer.pk in named:
                found[answer.criterion.key].append(answer)
        return found

    @property
    def _answer_keys(self):
        return {criterion: tuple(answer.key for answer in answers) for criterion, answers in self.answers.items()}

    def _read(self, criterion):
        """Take the answer to one criterion from the query; what makes no sense goes to `ignored`."""
        values = self.query.getlist(criterion)
        if criterion == "district" and len(self.districts) == 1 and not values:
            values = [self.districts[0]]
        if not values:
            return
        value = self._meant(criterion, values[-1])
        if value is None:
            self.ignored.append(values[-1][:60])
        else:
            self.given[criterion] = value
        self.ignored += [other[:60] for other in values[:-1] if other != values[-1]]

    def _meant(self, criterion, value):
        """The key of the answer that a value of the query names; a number names the answer whose range holds it."""
        if value == UNKNOWN or value in self._answer_keys[criterion]:
            return value
        if value.isascii() and value.isdigit() and len(value) <= 4:
            for answer in self.answers[criterion]:
                if answer.from_number is not None and answer.from_number <= int(value) <= (answer.to_number or 9999):
                    return answer.key
        return None

    def _districts(self):
        """The keys of the districts in which the visitor's postcode lies; empty without one."""
        code = self.query.get("postcode", "").strip()[:20]
        if "district" not in self.table.criteria or not code:
            return []
        is_code = re.fullmatch("[0-9]{5}", code)
        postcode = Postcode.objects.filter(code=code).select_related("main_district").first() if is_code else None
        if postcode is None:
            self.ignored.append(code)
            return []
        also = District.objects.filter(also_postcodes=postcode).values_list("key", flat=True)
        return [postcode.main_district.key, *also]

    @cached_property
    def question(self):
        """The criterion to ask next, or None."""
        key = self.table.question(self.given)
        return self.criteria[key] if key else None

    @property
    def asks_postcode(self):
        """True if the question is one that a postcode answers."""
        return self.question is not None and self.question.key == "district" and not self.districts

    @property
    def options(self):
        """The answers to the question; a postcode in several districts leaves these districts."""
        answers = self.answers[self.question.key]
        if self.question.key == "district" and self.districts:
            answers = [answer for answer in answers if answer.key in self.districts]
        return [Option(answer, self._query(**{self.question.key: answer.key})) for answer in answers]

    @property
    def unknown(self):
        """The option "I don't know"."""
        return Option(None, self._query(**{self.question.key: UNKNOWN}))

    @property
    def answered(self):
        """(criterion, option) of what has been answered; the option's query takes the answer back."""
        by_key = {answer.key: answer for answers in self.answers.values() for answer in answers}
        return [
            (self.criteria[criterion], Option(by_key.get(value), self._query(**{criterion: None, "postcode": None})))
            for criterion, value in self.given.items()
        ]

    @cached_property
    def results(self):
        """The responsibilities that may decide, as far as the answers tell."""
        keys = {rule.key for rule in self.table.possible(self.given)}
        return [rule for rule in self.rules if rule.pk in keys]

    @property
    def others(self):
        """The responsibilities that do not decide for these answers: the neighbouring offices."""
        shown = {rule.pk for rule in self.results}
        return [rule for rule in self.rules if rule.pk not in shown]

    @property
    def is_gap(self):
        """True if nobody in the data decides for some of what is still possible, and nothing is left to ask."""
        return self.question is None and frozenset() in self.table.outcomes(self.given)

    @property
    def is_choice(self):
        """True if any of the results will do."""
        shown = {rule.pk for rule in self.results}
        return agree([rule for rule in self.table.rules if rule.key in shown])

    @property
    def is_personal(self):
        """True if the address of the page holds answers."""
        return bool(self.given or self.districts)

    @property
    def status(self):
        """The residence status that was answered, or None."""
        value = self.given.get("status") or self.query.get("status")
        return value if value and value != UNKNOWN else None

    @property
    def hidden(self):
        """(name, value) of the answers that a form must carry along."""
        return list(self.given.items())

    def _query(self, **changes):
        answers = {**self.given, **changes}
        if "postcode" not in changes and self.districts:
            answers.setdefault("postcode", self.query["postcode"])
        return urlencode({name: value for name, value in answers.items() if value is not None})

    def evidence(self):
        """What to bring in this case: everything but what another residence status needs."""
        wanted = self.service.evidence_wanted.all()
        if self.status is None:
            return list(wanted)
        return [use for use in wanted if not _statuses(use) or self.status in _statuses(use)]


def _statuses(use):
    return {answer.key for answer in use.residence_status.all()}
