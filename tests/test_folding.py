from hypothesis import given
from hypothesis import strategies as st

from migrado.folding import fold, fold_both


def test_umlauts_are_found_however_they_are_typed():
    found_in = fold_both("Führerschein")
    for typed in ("führerschein", "Fuhrerschein", "FUEHRERSCHEIN", "fu\u0308hrerschein"):
        assert fold(typed) in found_in


def test_other_scripts_keep_their_letters_and_lose_their_marks():
    assert fold("Прописка") == "прописка"
    assert fold("إقامة") == fold("اقامة")
    assert fold("Straße") == "strasse"


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)
