"""What must never go wrong in a translation that comes from outside. A text with such a fault is refused."""

import re
from collections import Counter

from django.core.exceptions import ValidationError

LONGEST = 20_000
"""Signs of one text. What is longer is no translation of ours, and would take long to compare."""

_PLACEHOLDER = re.compile(r"\{\w*\}|%\(\w+\)[sd]|%[sd]\b")
_LINK = re.compile(r"\[[^\[\]\n]*\]\(([^()\s]*)\)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_TAG_NAME = re.compile(r"</?[A-Za-z][\w-]*")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd-\uffff]")


def faults(pair, text, column, instance):
    """Why a translation of a `texts.Pair` cannot be taken, as German sentences; empty if it can.

    `column` is the field that is to hold it, of `instance`.
    """
    if len(text) > LONGEST:
        return [f"Der Text ist länger als {LONGEST} Zeichen."]
    found = [*_placeholders(pair.german, text), *_markup(pair.german, text)]
    if _UNSEEN.search(text):
        found.append("Der Text enthält unsichtbare Steuerzeichen, Zeichen für die Schreibrichtung oder beschädigte.")
    if "\n" in text and not pair.is_long:
        found.append("Der Text hat einen Zeilenumbruch; das Feld hat nur eine Zeile.")
    try:
        column.clean(text, instance)
    except ValidationError as error:
        found += error.messages
    return found


def warnings(pair, text):
    """What somebody should look at, as German sentences."""
    found = []
    strange = set(_LINK.findall(text)) - set(_LINK.findall(pair.german))
    if strange:
        found.append(f"Diese Adresse steht nicht im Deutschen: {', '.join(sorted(strange))}")
    lines, german_lines = len(text.splitlines()), len(pair.german.strip().splitlines())
    if pair.has_lines and lines != german_lines:
        found.append(f"Die Zahl der Zeilen ist anders: im Deutschen {german_lines}, hier {lines}.")
    return found


def _placeholders(german, text):
    wanted, there = Counter(_PLACEHOLDER.findall(german)), Counter(_PLACEHOLDER.findall(text))
    for placeholder in wanted - there:
        yield f"Der Platzhalter {placeholder} fehlt."
    for placeholder in there - wanted:
        yield f"Den Platzhalter {placeholder} gibt es im Deutschen nicht."


def _markup(german, text):
    """Links, bold and tags must be there as often as in the German."""
    parts = {
        "Links [Text](Adresse)": lambda side: len(_LINK.findall(side)),
        "Zeichen ** für Fettdruck": lambda side: side.count("**"),
    }
    for name, number in parts.items():
        if number(german) != number(text):
            yield f"{name}: im Deutschen {number(german)}, in der Übersetzung {number(text)}."
    wanted, there = (Counter(_TAG_NAME.match(tag)[0] for tag in _TAG.findall(side)) for side in (german, text))
    if wanted != there:
        names = sorted(f"{name}>" for name in (wanted - there) + (there - wanted))
        yield f"Die HTML-Auszeichnung stimmt nicht: {', '.join(names)}."
