"""Gettext catalogues, by Babel: a fresh machine has neither xgettext nor msgfmt."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import template, to_locale

from migrado import languages

KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "_": None,
}
SOURCES = ("migrado", "catalog", "documents", "templates")

# Plural rules of the Unicode CLDR, in gettext's form; Babel's own list lacks two of our languages.
PLURALS = {
    "ar": (6, "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5)"),
    "pl": (
        4,
        "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : "
        "n!=1 && n%10>=0 && n%10<=1 || n%10>=5 && n%10<=9 || n%100>=12 && n%100<=14 ? 2 : 3)",
    ),
    "ro": (3, "(n==1 ? 0 : n==0 || n!=1 && n%100>=1 && n%100<=19 ? 1 : 2)"),
    **dict.fromkeys(
        ("ru", "uk"),
        (
            4,
            "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : "
            "n%10==0 || n%10>=5 && n%10<=9 || n%100>=11 && n%100<=14 ? 2 : 3)",
        ),
    ),
    **dict.fromkeys(("fr", "fa", "ti"), (2, "(n > 1)")),
}
TWO_FORMS = (2, "(n != 1)")


def po_path(code):
    """Where a language's catalogue lies."""
    return settings.BASE_DIR / "locale" / to_locale(code) / "LC_MESSAGES" / "django.po"


def extract(root=None):
    """A catalogue of every interface string of the code and the templates, without translations."""
    root = root or settings.BASE_DIR
    catalogue = Catalog(project="MigraDo", charset="utf-8", fuzzy=False)
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".py", ".html") and "migrations" not in path.parts:
                _extract_file(catalogue, path, path.relative_to(root).as_posix())
    return catalogue


def _extract_file(catalogue, path, name):
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        source = template.templatize(source)
    file = BytesIO(source.encode())
    for _line, function, texts, comments in extract_python(file, KEYWORDS, ["Translators:"], {}):
        messages = (texts,) if isinstance(texts, str) else texts
        context = None
        if function in ("pgettext", "npgettext"):
            context, *messages = messages
        singular, *rest = messages
        if singular:
            plural = rest[0] if function.startswith("n") and rest else None
            message = (singular, plural) if plural else singular
            catalogue.add(message, locations=[(name, None)], auto_comments=comments, context=context)


def read(code):
    """A language's catalogue as it lies on disk; an empty one if there is none."""
    path = po_path(code)
    if not path.exists():
        return _new(code)
    with path.open("rb") as file:
        catalogue = read_po(file, locale=None)
    return _shaped(catalogue, code)


def _new(code):
    return _shaped(Catalog(project="MigraDo", charset="utf-8", fuzzy=False), code)


def _shaped(catalogue, code):
    """Tell Babel the plural forms of this language."""
    catalogue._num_plurals, catalogue._plural_expr = PLURALS.get(code, TWO_FORMS)
    return catalogue


def faults(code, template_catalogue):
    """What is wrong with a language's catalogue: one sentence per missing, superfluous or malformed string."""
    present = {message.id: message for message in read(code) if message.id}
    wanted = {message.id: message for message in template_catalogue if message.id}
    forms = PLURALS.get(code, TWO_FORMS)[0]
    found = [f"{code}: no translation of {key!r}" for key in wanted if not _complete(present.get(key), forms)]
    found += [f"{code}: {key!r} is no longer used" for key in present if key not in wanted]
    for key in wanted.keys() & present.keys():
        found += [f"{code}: {key!r}: {error}" for error in present[key].check()]
    return found


def _complete(message, forms):
    if message is None or message.fuzzy:
        return False
    if message.pluralizable:
        return len(message.string) == forms and all(message.string)
    return bool(message.string)


def update(code, template_catalogue):
    """Bring a language's catalogue in step with the strings in use; translations of strings still used stay."""
    old = read(code)
    new = _new(code)
    for message in template_catalogue:
        if message.id:
            known = old.get(message.id, message.context)
            text = known.string if known and not known.fuzzy else ""
            new.add(message.id, text, message.locations, auto_comments=message.auto_comments, context=message.context)
    write(code, new)


def write(code, catalogue):
    """Write a catalogue so that equal catalogues are equal files."""
    path = po_path(code)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, omit_header=True)
    forms, rule = PLURALS.get(code, TWO_FORMS)
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {to_locale(code)}\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: nplurals={forms}; plural={rule};\\n"\n\n'
    )
    path.write_text(header + path.read_text(encoding="utf-8"), encoding="utf-8")


def compile_all():
    """Compile every language's catalogue that is newer than its compiled form; gives how many were compiled."""
    compiled = 0
    for code in languages.CODES:
        source = po_path(code)
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        part = Path(f"{target}.part")
        with part.open("wb") as file:
            write_mo(file, catalogue)
        part.replace(target)
        compiled += 1
    return compiled
