"""What a machine may translate: gaps, and what a machine made from a German that has changed. Never people's texts."""

from dataclasses import dataclass
from itertools import islice

from migrado.editorial.models import State
from migrado.editorial.worklist import read_states

_UNITS_AT_ONCE = 200


@dataclass(frozen=True)
class Plan:
    """What is to do of a work list: references of objects, the German characters in them, and people's objects."""

    refs: tuple
    characters: int
    left_to_people: int


def of(selection):
    """The `Plan` of a `worklist.Selection`."""
    refs, characters, left, units = [], 0, 0, selection.units()
    while part := read_states(islice(units, _UNITS_AT_ONCE)):
        for unit in part:
            pairs = open_pairs(unit)
            if pairs and is_peoples(unit):
                left += 1
            elif pairs:
                refs.append(unit.ref)
                characters += sum(len(pair.german) for pair in pairs)
    return Plan(tuple(refs), characters, left)


def open_pairs(unit):
    """The `Pair`s to translate: all of them if the German has changed since, else those without a translation."""
    if unit.state and unit.state.is_outdated:
        return unit.pairs
    return [pair for pair in unit.pairs if not pair.text]


def is_peoples(unit):
    """Whether a person vouches for the object's texts: then its gaps are a person's too.

    An object has one state: with a gap filled by a machine, the person's texts would pass for a machine's.
    """
    if unit.state is None:
        return any(pair.text for pair in unit.pairs)
    return unit.state.state != State.MACHINE
