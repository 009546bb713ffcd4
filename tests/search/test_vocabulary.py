import pytest

from migrado.search.vocabulary import Vocabulary

WORDS = ["wohngeld", "wohnung", "wohnungssuche", "kindergeld", "anmeldung", "anmeldungen", "pass", "bass", "haus"]


@pytest.fixture
def vocabulary():
    return Vocabulary([(word, number) for number, word in enumerate(WORDS, start=1)], holders={7: 5, 8: 1})


def found(neighbours):
    return [near.surface for near in neighbours]


def test_similar_finds_parts_of_compounds_and_inflections(vocabulary):
    assert found(vocabulary.similar("anmeldung"))[0] == "anmeldung"
    assert "anmeldungen" in found(vocabulary.similar("anmeldung"))
    assert "wohnung" in found(vocabulary.similar("wohnungs"))


def test_similar_says_how_much(vocabulary):
    likeness = {near.surface: near.likeness for near in vocabulary.similar("anmeldung")}
    assert likeness["anmeldung"] == pytest.approx(1)
    assert 0.35 <= likeness["anmeldungen"] < 1


def test_one_error_in_a_short_word_and_two_in_a_long_one(vocabulary):
    assert found(vocabulary.close("hasu")) == ["haus"]
    assert found(vocabulary.close("huas")) == ["haus"]
    assert found(vocabulary.close("ahsu")) == []
    assert found(vocabulary.close("wonhgeldd")) == ["wohngeld"]


def test_of_two_equally_near_words_the_more_frequent_comes_first(vocabulary):
    assert found(vocabulary.close("zass")) == ["pass", "bass"]
    near, far = vocabulary.close("zass")
    assert near.likeness > far.likeness


def test_only_the_nearest_distance_counts(vocabulary):
    assert found(vocabulary.close("wohngelds")) == ["wohngeld"]


def test_beginnings_shortest_first(vocabulary):
    assert found(vocabulary.starting("wohn")) == ["wohnung", "wohngeld", "wohnungssuche"]
    assert vocabulary.starting("x") == []


@pytest.mark.parametrize("word", ["", "x" * 60, "🙂", "ж"])
def test_odd_words_find_nothing(vocabulary, word):
    assert vocabulary.similar(word) == []
    assert vocabulary.close(word) == []


def test_an_empty_vocabulary_finds_nothing():
    empty = Vocabulary([])
    assert empty.similar("haus") == empty.close("haus") == empty.starting("h") == []
