"""Which office is responsible: a decision table, evaluated without a database.

A rule matches when, for each criterion it names, the visitor's answer is among its answers. Of the rules that match,
those of the highest priority decide. What a visitor has not answered, or does not know, is open: then every possible
answer is tried, and what they all agree on is certain.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import product

UNKNOWN = "unknown"
"""The answer "I don't know": the criterion is not asked again and stays open."""


@dataclass(frozen=True)
class Rule:
    """One line of the table. `when` maps a criterion to the answers that fit; `target` is the place that decides.

    Targets of which any one may be chosen carry the same `choice_group`. A rule holds from `valid_from` to
    `valid_until`, both included.
    """

    key: Hashable
    target: Hashable
    when: Mapping[str, frozenset[str]] = field(default_factory=dict)
    priority: int = 0
    choice_group: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    def holds(self, on):
        """True if the rule is in force on this day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on <= self.valid_until
        )

    def matches(self, answers):
        """True if the answers, one for each criterion, fit the rule."""
        return all(answers.get(criterion) in fitting for criterion, fitting in self.when.items())


def winners(rules, answers):
    """The rules that decide for these answers: those that match with the highest priority. Empty for a gap."""
    matching = [rule for rule in rules if rule.matches(answers)]
    highest = max((rule.priority for rule in matching), default=0)
    return [rule for rule in matching if rule.priority == highest]


def agree(rules):
    """True if the rules name one target, or targets of which any may be chosen."""
    if len({rule.target for rule in rules}) <= 1:
        return True
    groups = {rule.choice_group for rule in rules}
    return len(groups) == 1 and groups != {""}


@dataclass(frozen=True)
class Table:
    """The rules of one service that are in force, and the answers there are to each criterion, in their order."""

    rules: tuple[Rule, ...]
    answers: Mapping[str, tuple[str, ...]]

    @cached_property
    def criteria(self):
        """The criteria that any rule names, in the order in which they are asked."""
        named = {criterion for rule in self.rules for criterion in rule.when}
        return tuple(criterion for criterion in self.answers if criterion in named)

    def completions(self, given):
        """Every way to complete the given answers: one mapping of all criteria each."""
        choices = [
            (given[criterion],) if given.get(criterion, UNKNOWN) != UNKNOWN else self.answers[criterion]
            for criterion in self.criteria
        ]
        for values in product(*choices):
            yield dict(zip(self.criteria, values, strict=True))

    def outcomes(self, given):
        """The different sets of targets that the answers still allow; an empty set stands for a gap."""
        return {frozenset(rule.target for rule in winners(self.rules, answers)) for answers in self.completions(given)}

    def possible(self, given):
        """The rules that decide for at least one completion, in their order."""
        deciding = {rule.key for answers in self.completions(given) for rule in winners(self.rules, answers)}
        return [rule for rule in self.rules if rule.key in deciding]

    def question(self, given):
        """The criterion that splits what is still possible best, or None if nothing would change any more."""
        if len(self.outcomes(given)) <= 1:
            return None
        useful = [name for name in self.criteria if name not in given and self._matters(name, given)]
        return min(useful, key=lambda name: self._remaining(name, given), default=None)

    def _matters(self, criterion, given):
        """True if, for some answers to all other criteria, this one's answer changes who decides."""
        return any(
            len(self.outcomes({**others, criterion: UNKNOWN})) > 1
            for others in self.completions({**given, criterion: self.answers[criterion][0]})
        )

    def _remaining(self, criterion, given):
        """How many outcomes are left after asking, on average over the answers."""
        left = [len(self.outcomes({**given, criterion: answer})) for answer in self.answers[criterion]]
        return sum(left) / len(left)

    def conflicts(self):
        """(answers, rules) of every combination on which rules of the same priority disagree."""
        found = []
        for answers in self.completions({}):
            deciding = winners(self.rules, answers)
            if not agree(deciding):
                found.append((answers, deciding))
        return found

    def gaps(self):
        """The answers of every combination that nobody decides."""
        return [answers for answers in self.completions({}) if not winners(self.rules, answers)]


def table(rules, answers, on):
    """The table of the rules in force on this day."""
    return Table(tuple(rule for rule in rules if rule.holds(on)), answers)
