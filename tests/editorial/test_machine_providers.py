"""DeepL through its official client, against a server that speaks its protocol and can fail in every way."""

import socket

import pytest

from migrado import languages
from migrado.editorial.machine import providers
from migrado.editorial.machine.providers import BusyError, QuotaError, RefusedError, UnfitError

from .deepl_stand_in import KEY

pytest_plugins = "tests.editorial.deepl_stand_in"
pytestmark = pytest.mark.usefixtures("repeats_soon")


@pytest.fixture
def provider(stand_in):
    return providers.DeepL(KEY, stand_in.url)


def test_texts_come_back_in_their_order(provider, stand_in):
    texts = [f'Antrag {number} beim <x id="0">Jobcenter</x>' for number in range(120)]
    translated = provider.translate(texts, "pl")
    assert [text.split()[1] for text in translated] == [str(number) for number in range(120)]
    assert all('<x id="0">Jobcenter</x>' in text and "Antrag" not in text for text in translated)
    assert [len(body["text"]) for body in stand_in.translations] == [50, 50, 20]


def test_a_request_says_what_deepl_must_know(provider, stand_in):
    provider.translate(["Hallo"], "en", context="Wohngeld beantragen")
    sent = stand_in.translations[0]
    assert (sent["source_lang"], sent["target_lang"]) == ("DE", "EN-GB")
    assert (sent["tag_handling"], sent["tag_handling_version"], sent["ignore_tags"]) == ("xml", "v2", ["x"])
    assert sent["formality"] == "prefer_more"
    assert sent["context"] == "Wohngeld beantragen"


def test_long_texts_stay_below_the_largest_request(provider, stand_in):
    assert len(provider.translate(["ü" * 5_000] * 7, "fr")) == 7
    assert len(stand_in.translations) == 3


def test_a_text_too_long_for_any_request_is_unfit(provider):
    with pytest.raises(UnfitError, match="413"):
        provider.translate(["a" * 140_000], "fr")


def test_nothing_to_translate_asks_nothing(provider, stand_in):
    assert provider.translate([], "fr") == []
    assert stand_in.requests == []


def test_which_languages_deepl_can():
    assert set(languages.CODES) - set(providers.DeepL.targets) == {"de", "de-simple", "ti"}


@pytest.mark.parametrize("code", ["ti", "de-simple", "de"])
def test_a_language_that_deepl_cannot_is_not_asked_for(provider, stand_in, code):
    with pytest.raises(RefusedError, match="kann diese Sprache nicht"):
        provider.translate(["Hallo"], code)
    assert stand_in.requests == []


def test_every_language_of_the_list_is_taken(provider):
    for code in providers.DeepL.targets:
        assert provider.translate(["Hallo Welt"], code) != ["Hallo Welt"]


def test_a_language_that_deepl_no_longer_knows(provider, stand_in):
    stand_in.always = "400"
    with pytest.raises(UnfitError):
        provider.translate(["Hallo"], "fr")
    stand_in.always = ""
    provider.targets = (*provider.targets, "ti")
    with pytest.raises(RefusedError, match="kann diese Sprache nicht"):
        provider.translate(["Hallo"], "ti")


def test_a_wrong_key(stand_in):
    provider = providers.DeepL("wrong", stand_in.url)
    with pytest.raises(RefusedError, match="DEEPL_AUTH_KEY") as caught:
        provider.translate(["Hallo"], "fr")
    assert "wrong" not in str(caught.value)
    with pytest.raises(RefusedError):
        provider.usage()


def test_no_characters_left(provider, stand_in):
    stand_in.limit = 10
    assert provider.translate(["Hallo"], "fr")
    with pytest.raises(QuotaError):
        provider.translate(["Guten Tag"], "fr")
    assert provider.usage() == (5, 10)


@pytest.mark.parametrize("trouble", ["429", "500", "503", "drop", "hang"])
def test_trouble_that_passes_is_not_noticed(provider, stand_in, trouble):
    stand_in.trouble = [trouble]
    assert len(provider.translate(["Hallo"], "fr")) == 1
    assert len(stand_in.requests) == 2


@pytest.mark.parametrize("trouble", ["429", "500", "502", "503", "529", "drop", "drop midway", "hang"])
def test_trouble_that_stays_means_another_time(provider, stand_in, trouble):
    stand_in.always = trouble
    with pytest.raises(BusyError):
        provider.translate(["Hallo"], "fr")
    with pytest.raises(BusyError):
        provider.usage()


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "<html>Bitte melden Sie sich an</html>",
        "[]",
        "{}",
        "null",
        '"text"',
        '{"translations": null}',
        '{"translations": 5}',
        '{"translations": [null]}',
        '{"translations": ["text"]}',
        '{"translations": [{"text": "Bonjour"}]}',
        '{"translations": [{"text": "Bonjour", "billed_characters": "many"}]}',
    ],
)
def test_an_answer_that_is_none_means_another_time(provider, stand_in, answer):
    stand_in.always = f"body:{answer}"
    with pytest.raises(BusyError, match="keine verständliche Antwort"):
        provider.translate(["Hallo"], "fr")


@pytest.mark.parametrize("text", ["null", '""', "5", "{}"])
def test_a_text_that_is_none_is_unfit(provider, stand_in, text):
    stand_in.always = f'body:{{"translations": [{{"text": {text}, "billed_characters": 5}}]}}'
    with pytest.raises(UnfitError):
        provider.translate(["Hallo"], "fr")


def test_fewer_translations_than_texts_are_unfit(provider, stand_in):
    stand_in.always = "fewer"
    with pytest.raises(UnfitError, match="nicht alle"):
        provider.translate(["Hallo", "Welt"], "fr")


def test_xml_that_is_none_is_unfit(provider):
    with pytest.raises(UnfitError, match="400"):
        provider.translate(["<x>Hallo"], "fr")


def test_nobody_listens():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(BusyError, match="nicht zu erreichen"):
        providers.DeepL(KEY, address).translate(["Hallo"], "fr")


@pytest.mark.parametrize("address", ["no address", "http://", "ftp://127.0.0.1/"])
def test_an_address_that_is_none(address):
    with pytest.raises(providers.ProviderError):
        providers.DeepL(KEY, address).translate(["Hallo"], "fr")


def test_an_address_with_a_path(stand_in):
    with pytest.raises(RefusedError, match="Adresse"):
        providers.DeepL(KEY, f"{stand_in.url}/elsewhere").translate(["Hallo"], "fr")
    assert stand_in.requests[0][0] == "/elsewhere/v2/translate"


def test_usage_that_is_not_said(provider, stand_in):
    stand_in.always = "body:{}"
    assert provider.usage() is None


def test_without_a_key_there_is_no_service(settings):
    settings.DEEPL_AUTH_KEY = " "
    assert providers.configured() is None
    del settings.DEEPL_AUTH_KEY
    assert providers.configured() is None


def test_the_settings_name_the_service(stand_in):
    assert providers.configured().usage() == (0, 500_000)
