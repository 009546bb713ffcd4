import pytest

from migrado import languages


def test_fifteen_languages_each_once():
    assert len(languages.CODES) == len(set(languages.CODES)) == 15


def test_every_chain_ends_in_german_and_stays_in_the_registry():
    for language in languages.LANGUAGES:
        assert language.chain[0] == language.code
        assert language.chain[-1] == "de"
        assert set(language.chain) <= set(languages.CODES)


@pytest.mark.parametrize(
    ("tag", "code"),
    [("uk-UA", "uk"), ("ku", "kmr"), ("AR", "ar"), ("de-simple", "de-simple"), ("de-AT", "de"), ("prs-AF", "fa")],
)
def test_a_browser_tag_finds_its_language(tag, code):
    assert languages.match(tag).code == code


def test_a_tag_of_no_language_of_ours_finds_none():
    assert languages.match("ja-JP") is None
    assert languages.match("") is None


def test_wishes_come_best_first_without_repeats():
    header = "ja, en;q=0.5, uk-UA;q=0.9, uk;q=0.8, ar;q=0"
    assert [language.code for language in languages.wished(header)] == ["uk", "en"]


@pytest.mark.parametrize("header", ["", ";;;,,,", "uk;q=x", "*" * 10_000, "uk;q=nan;q=1"])
def test_a_broken_header_does_no_harm(header):
    assert all(language in languages.LANGUAGES for language in languages.wished(header))
