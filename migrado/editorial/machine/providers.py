"""Services that translate. DeepL is asked through its official client."""

import json
import logging
from abc import ABC, abstractmethod

import deepl
from django.conf import settings

from migrado import languages

logger = logging.getLogger(__name__)

TEXTS_AT_ONCE = 50
"""DeepL takes at most so many texts in one request."""

BYTES_AT_ONCE = 100_000
"""DeepL takes 128 KiB in one request, JSON and all."""

_VARIANTS = {"en": deepl.Language.ENGLISH_BRITISH}
_SUPPORTED = {value for value in vars(deepl.Language).values() if isinstance(value, str)}


class ProviderError(Exception):
    """A service did not translate; the message is a German sentence for staff."""


class QuotaError(ProviderError):
    """No characters are left until the service's next period."""


class BusyError(ProviderError):
    """The service does not answer, or not in its own words: another time it may."""


class RefusedError(ProviderError):
    """The service takes nothing from us: a wrong key, a wrong address, a language it does not know."""


class UnfitError(ProviderError):
    """The service does not translate these texts; others it may."""


class Provider(ABC):
    """What a service for translations can do. Texts are XML fragments; what stands in `<x>` stays as it is."""

    name = ""
    targets = ()
    """The codes of the languages that it translates German into."""

    @abstractmethod
    def translate(self, texts, code, context=""):
        """The translations of the texts, as many and in the same order. `context` says in German what they are about.

        Raises a `ProviderError`.
        """

    @abstractmethod
    def usage(self):
        """(characters used, characters allowed) in this period; None if nothing is said. Raises a `ProviderError`."""


class DeepL(Provider):
    """DeepL by its official client, which repeats by itself what fails for a moment."""

    name = "DeepL"
    # Not asked of DeepL: its list of languages leaves out those with codes of three letters, which it translates.
    targets = tuple(
        code for code in languages.CODES if code != languages.SOURCE and _VARIANTS.get(code, code) in _SUPPORTED
    )

    def __init__(self, key, server_url=""):
        address = f"{server_url.rstrip('/')}/" if server_url else None
        self._client = deepl.DeepLClient(key, server_url=address, send_platform_info=False)

    def translate(self, texts, code, context=""):
        """See `Provider`. Long lists go in several requests."""
        if code not in self.targets:
            raise RefusedError("DeepL kann diese Sprache nicht.")
        return [text for part in _parts(texts) for text in self._request(part, code, context)]

    def _request(self, texts, code, context):
        results = _asked(
            self._client.translate_text,
            texts,
            source_lang=languages.SOURCE,
            target_lang=_VARIANTS.get(code, code),
            formality=deepl.Formality.PREFER_MORE,
            context=context or None,
            tag_handling="xml",
            tag_handling_version="v2",
            ignore_tags=["x"],
        )
        if not results:
            raise BusyError("DeepL hat keine verständliche Antwort gegeben.")
        if len(results) != len(texts) or not all(isinstance(result.text, str) and result.text for result in results):
            raise UnfitError("DeepL hat nicht alle Texte übersetzt.")
        return [result.text for result in results]

    def usage(self):
        """See `Provider`."""
        characters = _asked(self._client.get_usage).character
        return (characters.count, characters.limit) if characters.valid else None


def configured():
    """The `Provider` that the settings name, or None."""
    key = getattr(settings, "DEEPL_AUTH_KEY", "").strip()
    return DeepL(key, getattr(settings, "DEEPL_SERVER_URL", "")) if key else None


def _parts(texts):
    """The texts in lists that DeepL takes at once. A text that is too long alone goes alone: DeepL will say so."""
    part, size = [], 0
    for text in texts:
        length = len(json.dumps(text)) + 2  # the client sends ASCII: an "ü" takes six bytes
        if part and (len(part) == TEXTS_AT_ONCE or size + length > BYTES_AT_ONCE):
            yield part
            part, size = [], 0
        part.append(text)
        size += length
    if part:
        yield part


def _asked(call, *args, **options):
    """What a method of DeepL's client gives; its exceptions as ours."""
    try:
        return call(*args, **options)
    except deepl.QuotaExceededException as error:
        raise QuotaError("Das Kontingent bei DeepL ist verbraucht.") from error
    except deepl.AuthorizationException as error:
        raise RefusedError("DeepL nimmt den Schlüssel nicht an. Bitte prüfen Sie DEEPL_AUTH_KEY.") from error
    except deepl.DeepLException as error:
        logger.warning("DeepL: %s", error)
        raise _translated(error) from error
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        # The client trusts that an answer has DeepL's form.
        logger.warning("DeepL: an answer in another form: %r", error)
        raise BusyError("DeepL hat keine verständliche Antwort gegeben.") from error


def _translated(error):
    status = error.http_status_code or 0
    if isinstance(error, deepl.TooManyRequestsException):
        return BusyError("DeepL ist überlastet.")
    if isinstance(error, deepl.ConnectionException):
        return BusyError("DeepL ist nicht zu erreichen.")
    if status >= 500:
        return BusyError(f"DeepL hat eine Störung (Fehler {status}).")
    if status in (400, 413) and "target_lang" not in str(error):
        return UnfitError(f"DeepL hat die Texte abgelehnt (Fehler {status}).")
    if status == 400:
        return RefusedError("DeepL kann diese Sprache nicht.")
    return RefusedError(f"Die Adresse von DeepL stimmt nicht{f' (Fehler {status})' if status else ''}.")
