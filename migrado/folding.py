"""Folding: the same word typed with or without accents, umlauts or capitals becomes the same text."""

import unicodedata


def fold(text):
    """Lower case, compatibility forms joined, marks removed, ß as ss: "Führerschein" gives "fuhrerschein"."""
    # Compatibility forms may turn into capitals, so case is folded on both sides (Unicode, D146).
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
