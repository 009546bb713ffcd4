"""Rows as XLIFF 2.0, the exchange format of translation programs.

After https://docs.oasis-open.org/xliff/xliff-core/v2.0/xliff-core-v2.0.html; only the core. The stamp of a row stands
in its unit's `name`: programs keep that, and translators do not see it.
"""

import re

from lxml import etree

from migrado import languages

from .rows import MOST_ROWS, FileError, Row

TYPE = "application/xliff+xml"
ENDING = "xlf"

_NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NOT_XML = re.compile("([^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff])")
_LOST = "\ufffd"
_CODES = "Die Übersetzung enthält Auszeichnungen des Übersetzungsprogramms, die es im Deutschen nicht gibt."


def _name(tag):
    return f"{{{_NAMESPACE}}}{tag}"


def write(rows, language):
    """The rows as a file, in bytes. Whatever a text holds comes back as it was, control characters too."""
    names = {"version": "2.0", "srcLang": languages.SOURCE, "trgLang": language.code}
    xliff = etree.Element(_name("xliff"), names, nsmap={None: _NAMESPACE})
    file = etree.SubElement(xliff, _name("file"), id="migrado", canResegment="no")
    file.attrib.update({"srcDir": "ltr", "trgDir": language.direction, _SPACE: "preserve"})
    for row in rows:
        _write_unit(file, row)
    return etree.tostring(xliff, encoding="UTF-8", xml_declaration=True)


def _write_unit(file, row):
    unit = etree.SubElement(file, _name("unit"), id=row.id, name=row.stamp)
    unit.tail = "\n"
    notes = etree.SubElement(unit, _name("notes"))
    for category, text in (("kind", row.kind), ("entry", row.title), ("field", row.label)):
        etree.SubElement(notes, _name("note"), category=category).text = _NOT_XML.sub(_LOST, text)
    segment = etree.SubElement(unit, _name("segment"))
    _fill(etree.SubElement(segment, _name("source")), row.german)
    if row.text:
        _fill(etree.SubElement(segment, _name("target")), row.text)


def _fill(element, text):
    """Put a text into an element; what XML cannot hold becomes <cp hex="…"/>, as the standard says."""
    element.text, *rest = _NOT_XML.split(text)
    for sign, tail in zip(rest[::2], rest[1::2], strict=True):
        etree.SubElement(element, _name("cp"), hex=f"{ord(sign):04X}").tail = tail


def read(data):
    """(language code, rows) of a file. Raises `FileError` if it is no such file or names no language of ours."""
    root = _parse(data)
    if languages.match(root.get("srcLang", "")) != languages.get(languages.SOURCE):
        raise FileError("Die Ausgangssprache der Datei ist nicht Deutsch.")
    language = languages.match(root.get("trgLang", ""))
    if language is None:
        raise FileError("Die Datei nennt keine Zielsprache, die es hier gibt (trgLang).")
    units = list(root.iter(_name("unit")))
    if len(units) > MOST_ROWS:
        raise FileError(f"Die Datei hat mehr als {MOST_ROWS} Texte.")
    return language.code, [_row(unit) for unit in units]


def _parse(data):
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise FileError("Die Datei ist weder XLSX noch lesbares XLIFF. Vielleicht ist sie beschädigt.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileError("Die Datei enthält eine DOCTYPE-Angabe. Das ist in XLIFF nicht vorgesehen.")
    if root.tag != _name("xliff"):
        is_other = etree.QName(root).localname == "xliff"
        what = f"XLIFF {root.get('version', 'in einer anderen Fassung')[:20]}" if is_other else "eine andere XML-Datei"
        raise FileError(f"Gebraucht wird XLIFF 2.0; das ist {what}.")
    return root


def _row(unit):
    try:
        german, text, fault = _joined(unit, "source"), _joined(unit, "target"), ""
    except ValueError:
        german, text, fault = "", "", _CODES
    return Row(unit.get("id", ""), german, text, stamp=unit.get("name", ""), fault=fault)


def _joined(unit, side):
    """The text of all segments; "" if one is not translated. Raises ValueError for what is no text."""
    text = ""
    for part in unit.iterchildren(_name("segment"), _name("ignorable")):
        element = part.find(_name(side))
        if element is None and part.tag == _name("segment"):
            return ""
        # What lies between segments may stand for both languages.
        text += _text(part.find(_name("source")) if element is None else element)
    return text


def _text(element):
    if element is None or element.get("order"):
        raise ValueError("segments in an order of their own")
    return (element.text or "") + "".join(_inline(child) + (child.tail or "") for child in element)


def _inline(child):
    tag = etree.QName(child).localname
    if tag == "cp":
        return _sign(child.get("hex", ""))
    if tag in ("mrk", "pc"):
        return _text(child)
    if tag in ("sm", "em"):
        return ""
    raise ValueError(tag)


def _sign(code):
    """The character of a hexadecimal number; half of a pair of surrogates is none."""
    sign = chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,5}", code) else _LOST
    return _LOST if "\ud800" <= sign <= "\udfff" else sign
