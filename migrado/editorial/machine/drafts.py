"""One object, translated by a machine: asked for, checked, written."""

from dataclasses import dataclass, field

from django.db import transaction

from migrado.editorial import terms, texts
from migrado.editorial.models import State

from . import plan, protecting
from .providers import UnfitError


@dataclass(frozen=True)
class Draft:
    """A machine's translation: `texts` that hold, {field: text}; `faults` of the others, as German sentences."""

    texts: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)
    characters: int = 0


class Drafter:
    """Translates objects into one language by one `Provider`."""

    def __init__(self, provider, code):
        self.provider = provider
        self.official = terms.known(code)
        self.protector = protecting.Protector(self.official, protecting.names())

    def draft(self, unit):
        """The `Draft` of a unit. Raises a `ProviderError`, but for texts that the service does not take."""
        pairs = plan.open_pairs(unit)
        lines = {pair.field: self.protector.lines(pair.german) for pair in pairs}
        outgoing = [line.xml for own in lines.values() for line in own if line.xml]
        characters = sum(len(pair.german) for pair in pairs)
        try:
            answers = iter(self.provider.translate(outgoing, unit.language.code, context=unit.title))
        except UnfitError as error:
            return Draft(faults=[str(error)])
        translated, faults = {}, {}
        for name, own in lines.items():
            restored = [line.restore(next(answers)) if line.xml else (line.mark, []) for line in own]
            translated[name] = "\n".join(text for text, _ in restored).strip()
            faults[name] = [fault for _, found in restored for fault in found]
        for name, found in self._check(unit, translated).items():
            faults[name] += [fault for fault in found if fault not in faults[name]]
        return _draft(unit, pairs, translated, faults, characters)

    def _check(self, unit, translated):
        """{field: [sentences]} of what the content check finds, and of texts that the field cannot hold."""
        found = unit.faults(translated, self.official)
        for name, text in translated.items():
            longest = unit.instance._meta.get_field(name).max_length
            if longest and len(text) > longest:
                found.setdefault(name, []).append(f"ist mit {len(text)} Zeichen zu lang; {longest} passen hinein")
        return found


def _draft(unit, pairs, translated, faults, characters):
    good = {name: text for name, text in translated.items() if not faults[name]}
    # An outdated object counts as translated anew once one field is written: so all of them, or none.
    if unit.state and unit.state.is_outdated and len(good) < len(translated):
        good = {}
    sentences = [f"{pair.label}: {fault}" for pair in pairs for fault in faults[pair.field]]
    return Draft(good, sentences, characters)


def write(unit, translated, by):
    """Write a machine's texts; False if a person was quicker. Raises ValidationError if a field cannot hold its text.

    The person may have changed a text, or have vouched for it as it stands.
    """
    with transaction.atomic():
        instance = type(unit.instance)._base_manager.select_for_update().filter(pk=unit.instance.pk).first()
        if instance is None or plan.is_peoples(texts.Unit(instance, unit.language.code)):
            return False
        try:
            texts.write(unit, translated, seen=unit.seen, by=by, state=State.MACHINE)
        except texts.ConflictError:
            return False
    return True
