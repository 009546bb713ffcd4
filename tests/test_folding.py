from hypothesis import given
from hypothesis import strategies as st

from migrado.folding import fold


def test_marks_and_capitals_are_left_out():
    for typed in ("führerschein", "FÜHRERSCHEIN", "fu\u0308hrerschein"):
        assert fold(typed) == "fuhrerschein"


def test_other_scripts_keep_their_letters_and_lose_their_marks():
    assert fold("Прописка") == "прописка"
    assert fold("إقامة") == fold("اقامة")
    assert fold("Straße") == "strasse"


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)
