"""The decision table, held against a brute-force reading of it."""

from datetime import date
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from catalog.deciding import UNKNOWN, Rule, Table, agree, table, winners

ANSWERS = {"status": ("eu", "permit", "asylum"), "from": ("abroad", "germany"), "age": ("young", "old")}


def rule(key, target, priority=0, group="", **when):
    return Rule(key, target, {name: frozenset(values) for name, values in when.items()}, priority, group)


REGISTRATION = Table(
    (
        rule(1, "office", **{"from": ["germany"]}),
        rule(2, "Südwall", status=["eu"], **{"from": ["abroad"]}),
        rule(3, "team 38/2-1", status=["permit"], **{"from": ["abroad"]}),
        rule(4, "infopoint", priority=1, status=["asylum"]),
    ),
    ANSWERS,
)


def test_a_rule_matches_when_every_criterion_it_names_is_met():
    assert [r.target for r in winners(REGISTRATION.rules, {"status": "eu", "from": "abroad"})] == ["Südwall"]


def test_the_special_case_outranks_the_general_one():
    assert [r.target for r in winners(REGISTRATION.rules, {"status": "asylum", "from": "germany"})] == ["infopoint"]


def test_it_asks_what_splits_best_and_stops_when_decided():
    assert REGISTRATION.question({}) in ("status", "from")
    assert REGISTRATION.question({"from": "germany"}) == "status"
    assert REGISTRATION.question({"status": "asylum"}) is None
    assert REGISTRATION.question({"status": "eu"}) == "from"
    assert REGISTRATION.question({"status": "eu", "from": "abroad"}) is None


def test_a_criterion_that_no_rule_names_is_never_asked():
    assert "age" not in REGISTRATION.criteria


def test_not_knowing_leads_to_all_that_remain():
    unsure = {"status": UNKNOWN, "from": "abroad"}
    assert REGISTRATION.question(unsure) is None
    assert {r.target for r in REGISTRATION.possible(unsure)} == {"Südwall", "team 38/2-1", "infopoint"}


def test_a_rule_out_of_force_is_no_rule():
    old = Rule(1, "Jobcenter", valid_until=date(2025, 3, 31))
    new = Rule(2, "Sozialamt", valid_from=date(2025, 4, 1))
    assert [r.target for r in table([old, new], {}, date(2025, 3, 31)).rules] == ["Jobcenter"]
    assert [r.target for r in table([old, new], {}, date(2025, 4, 1)).rules] == ["Sozialamt"]


def test_a_conflict_and_a_gap_are_found():
    broken = Table((rule(1, "a", status=["eu"]), rule(2, "b", status=["eu", "permit"])), ANSWERS)
    assert [answers for answers, _ in broken.conflicts()] == [{"status": "eu"}]
    assert broken.gaps() == [{"status": "asylum"}]


def test_any_of_a_choice_group_is_no_conflict():
    assert agree([rule(1, "a", group="any"), rule(2, "b", group="any")])
    assert not agree([rule(1, "a", group="any"), rule(2, "b")])


RULES = st.lists(
    st.builds(
        Rule,
        key=st.integers(),
        target=st.sampled_from("abcd"),
        when=st.fixed_dictionaries(
            {}, optional={name: st.frozensets(st.sampled_from(values), min_size=1) for name, values in ANSWERS.items()}
        ),
        priority=st.integers(0, 2),
    ),
    max_size=6,
    unique_by=lambda r: r.key,
)
GIVEN = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from([*values, UNKNOWN]) for name, values in ANSWERS.items()}
)


def read_by_hand(rules, answers):
    """The table read line by line, without any of the code under test."""
    best, targets = None, set()
    for one in rules:
        if all(answers[name] in fitting for name, fitting in one.when.items()):
            if best is None or one.priority > best:
                best, targets = one.priority, set()
            if one.priority == best:
                targets.add(one.target)
    return frozenset(targets)


def every_case(given):
    for values in product(*ANSWERS.values()):
        case = dict(zip(ANSWERS, values, strict=True))
        if all(given.get(name, UNKNOWN) in (UNKNOWN, value) for name, value in case.items()):
            yield case


@given(rules=RULES, given_answers=GIVEN)
def test_outcomes_are_those_of_every_case_read_by_hand(rules, given_answers):
    tab = Table(tuple(rules), ANSWERS)
    assert tab.outcomes(given_answers) == {read_by_hand(rules, case) for case in every_case(given_answers)}


@given(rules=RULES, given_answers=GIVEN)
def test_possible_rules_are_those_that_decide_some_case(rules, given_answers):
    tab = Table(tuple(rules), ANSWERS)
    targets = {target for case in every_case(given_answers) for target in read_by_hand(rules, case)}
    assert {one.target for one in tab.possible(given_answers)} == targets


@given(rules=RULES, case=st.fixed_dictionaries({name: st.sampled_from(values) for name, values in ANSWERS.items()}))
def test_questions_end_with_the_outcome_of_the_case(rules, case):
    tab = Table(tuple(rules), ANSWERS)
    given_answers = {}
    for _ in ANSWERS:
        question = tab.question(given_answers)
        if question is None:
            break
        assert question not in given_answers
        given_answers[question] = case[question]
    assert tab.question(given_answers) is None
    assert tab.outcomes(given_answers) == {read_by_hand(rules, case)}


def test_criteria_that_decide_only_together_are_both_asked():
    both = Table(
        (
            rule(1, "a", status=["eu"], age=["young"]),
            rule(2, "a", status=["permit", "asylum"], age=["old"]),
            rule(3, "b", status=["eu"], age=["old"]),
            rule(4, "b", status=["permit", "asylum"], age=["young"]),
        ),
        ANSWERS,
    )
    first = both.question({})
    assert first is not None
    assert both.question({first: ANSWERS[first][0]}) not in (None, first)


@given(rules=RULES, given_answers=GIVEN)
def test_nothing_is_asked_twice_and_nothing_idle(rules, given_answers):
    tab = Table(tuple(rules), ANSWERS)
    question = tab.question(given_answers)
    if question is not None:
        assert question not in given_answers
        assert question in tab.criteria
        assert len(tab.outcomes(given_answers)) > 1
