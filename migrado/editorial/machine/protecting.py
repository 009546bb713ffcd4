"""What no machine may change in a text: taken out of its reach before, put back and counted after.

A text goes out line by line, as an XML fragment. What must stay stands in `<x id="…">`, what a Markdown link shows in
`<l id="…">`, so that it is translated and the address is not.
"""

import re
from dataclasses import dataclass
from xml.sax.saxutils import escape, unescape

from migrado.editorial import terms

_registered = []

_STAYS = re.compile(
    r"""
    [\w.+-]+@[\w-]+(?:\.[\w-]+)+                                      # e-mail
    | (?:https?://|www\.)[^\s<>()]*[^\s<>().,;:!?"'“”»]               # web address
    | \b[\w-]+(?:\.[\w-]+)*\.(?:de|eu|org|com|net|info)\b(?:/[^\s<>()]*[^\s<>().,;:!?"'“”»])?
    | (?<![\w+])(?=\+?(?:[ /-]*\d){6})(?:\+\d{1,3}[ /-]?|0)\d+(?:[ /-]+\d+)*\b   # telephone
    | §§?\ ?\d+[a-z]?\b                                               # paragraph of a law
    | \bSGB\ [IVX]+\b
    | \b(?=\w*[a-zäöüß])[A-ZÄÖÜ]\w*[A-ZÄÖÜ]\b                         # short name of a law, such as AufenthG
    | \{\w*\} | %\(\w+\)[sd] | %[sd]\b                                # placeholder
    | \bMigraDo\b
    """,
    re.VERBOSE,
)
_LINK = re.compile(r"\[(?P<shown>[^\[\]\n]+)\]\((?P<address>[^()\s]+)\)")
_MARK = re.compile(r"\s*(?:(?:\#{1,6}|[-*+>])\s+)*")
_ENDING = re.compile(r"(?:s|es|n|en|e|er|em|ern)\b")
_TAKES_S = re.compile(r"(?:ung|heit|keit|schaft|ion|tät)$")
_CONTROLS = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_X = re.compile(r'<x id="(\d{1,6})"\s*(?:/>|>.*?</x>)', re.DOTALL)
_L = re.compile(r'<l id="(\d{1,6})"\s*>(.*?)</l>', re.DOTALL)
_ENTITIES = {"&quot;": '"', "&apos;": "'", "&#39;": "'"}
_STRANGE = "enthält eine Auszeichnung, die im Deutschen nicht steht"


def register(model, field):
    """Let a field of every record of a model be a name that stays as it is, such as that of an organisation."""
    _registered.append((model, field))


def names():
    """All registered names."""
    found = {name for model, field in _registered for name in model._base_manager.values_list(field, flat=True)}
    return found - {"", None}


@dataclass(frozen=True)
class Line:
    """One line of a German text: `mark` is what Markdown puts in front; `xml` goes to the machine, if there is any.

    `pieces` are what must stay, by their numbers; that of a link is its address.
    """

    mark: str
    xml: str = ""
    pieces: tuple = ()

    def restore(self, answer):
        """(text, faults): the translation as text, and what it has lost or got too much of, as German sentences."""
        numbers = [int(number) for number, *_ in (*_X.findall(answer), *_L.findall(answer))]
        faults = [f"„{piece}“ fehlt" for number, piece in enumerate(self.pieces) if number not in numbers]
        faults += [f"„{piece}“ steht doppelt" for number, piece in enumerate(self.pieces) if numbers.count(number) > 1]
        if answer.count("**") != self.xml.count("**"):
            faults.append("die Hervorhebung mit ** stimmt nicht")
        text = _L.sub(lambda link: f"[{link[2]}]({self._piece(link[1])})", answer)
        text = _X.sub(lambda piece: self._piece(piece[1]), text)
        if re.search(r"</?[A-Za-z]", text) or any(number >= len(self.pieces) for number in numbers):
            faults.append(_STRANGE)
        text = re.sub(r"[ \t\r\n]+", " ", unescape(text, _ENTITIES)).strip()
        return self.mark + text, faults

    def _piece(self, number):
        return escape(self.pieces[int(number)]) if int(number) < len(self.pieces) else ""


class Protector:
    """Protects German texts: official terms that stay German, names, and what is no language at all."""

    def __init__(self, official, known_names=()):
        self.official = [term for term in official if term.stays]
        longest_first = sorted(known_names, key=lambda name: (-len(name), name))
        self.names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)")

    def lines(self, german):
        """The `Line`s of a text."""
        lines = _CONTROLS.sub("", german).split("\n")
        return [self._line(line, is_all=len(lines) == 1) for line in lines]

    def _line(self, line, is_all):
        mark = _MARK.match(line).group()
        content = line[len(mark) :].strip()
        pieces, xml, at = [], "", 0
        for link in _LINK.finditer(content):
            xml += self._protect(content[at : link.start()], pieces)
            pieces.append(link["address"])
            xml += f'<l id="{len(pieces) - 1}">{self._protect(link["shown"], pieces)}</l>'
            at = link.end()
        xml += self._protect(content[at:], pieces, is_all=is_all and at == 0)
        return Line(mark, xml, tuple(pieces))

    def _protect(self, text, pieces, *, is_all=False):
        """The text as XML. What must stay is wrapped, and added to `pieces`."""
        xml, at = "", 0
        for start, end, stays, goes_on in self._spans(text, is_all):
            xml += f'{escape(text[at:start])}<x id="{len(pieces)}">{escape(stays)}</x>'
            pieces.append(stays)
            at = end
            if goes_on:  # "Wohngeldantrag" goes out as "Wohngeld-Antrag"
                xml += f"-{escape(text[end].upper())}"
                at += 1
        return xml + escape(text[at:])

    def _spans(self, text, is_all):
        """(start, end, what stays, whether the word goes on) of all that must stay, in order, never overlapping."""
        found = [
            (*match.span(), match.group(), False)
            for pattern in (_STAYS, self.names)
            for match in pattern.finditer(text)
        ]
        for start, end, term in terms.spans(text, self.official):
            # A text that is the word alone is a title: readers are shown the word itself beside it.
            if not is_all or end - start < len(text):
                found.append(_with_ending(text, start, end, term.german))
        at = 0
        for span in sorted(found, key=lambda span: (span[0], -span[1])):
            if span[0] >= at:
                yield span
                at = span[1] + span[3]


def _with_ending(text, start, end, word):
    """The span of a term: its ending goes ("Jobcenters"), and the s before more of a word ("Duldungsstelle")."""
    ending = _ENDING.match(text, end)
    if ending:
        return start, ending.end(), word, False
    if _TAKES_S.search(word) and re.match(r"s\w", text[end:]):
        end += 1
    return start, end, word, text[end : end + 1].isalpha()
