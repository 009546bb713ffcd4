"""Folding: the same word typed with or without accents, umlauts or capitals becomes the same text."""

import unicodedata

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def fold(text):
    """Lower case, compatibility forms joined, marks removed, ß as ss: "Führerschein" gives "fuhrerschein"."""
    # Compatibility forms may turn into capitals, so case is folded on both sides (Unicode, D146).
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def fold_both(text):
    """The folded text, and again with umlauts written out where it has any: "fuhrerschein fuehrerschein"."""
    lowered = unicodedata.normalize("NFC", text.casefold())
    written_out = lowered.translate(_UMLAUTS)
    return fold(text) if written_out == lowered else f"{fold(text)} {fold(written_out)}"
