"""Translations as files: nothing is lost on the way, nothing wrong comes in, and all of it is written or none."""

import re
import struct
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook, load_workbook
from translate.storage.xliff2 import Xliff2File

from catalog.models import Service
from migrado import languages
from migrado.editorial import states, texts
from migrado.editorial.exchange import importing, xliff, xlsx
from migrado.editorial.exchange.rows import FileError, Row, rows_of, stamp
from migrado.editorial.models import State, TranslationState
from migrado.editorial.worklist import Selection

UK = languages.get("uk")
FORMATS = [xliff, xlsx]
NASTY = [
    "=1+1",
    "+49 231",
    "-2",
    "@SUM(A1)",
    "#N/A",
    "  leading and trailing \t\n",
    "a\r\nb\rc\n\nd",
    "]]>&amp;<b>&lt;</b>",
    "\"quotes\" 'and' „more“",
    "اَلْعَرَبِيَّةُ \u200f(2)\u200e \u202b…\u202c",
    "می\u200cخواهم",
    "e\u0301 ñ 👩\u200d👩\u200d👧",
    "a\x00b\x0bc\x1f\x7f\x85\u2028\ufffe\uffff",
    "_x0041_ _x005F_ _x000B_ _x005F_x000B_x0041_",
    "007",
    "TRUE",
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(NASTY)
ROWS = st.lists(st.builds(Row, id=st.just("catalog.service.1.title"), german=TEXTS, text=TEXTS), min_size=1, max_size=4)


# A busy machine is no fault.
unhurried = hypothesis_settings(deadline=None)


class _XmlNamespace(etree.Resolver):
    """The two attributes that the schema takes from elsewhere, so that no test asks the network."""

    def resolve(self, url, public_id, context):
        schema = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
            targetNamespace="http://www.w3.org/XML/1998/namespace">
            <xs:attribute name="lang" type="xs:language"/><xs:attribute name="space" type="xs:NCName"/></xs:schema>"""
        return self.resolve_string(schema, context) if url.endswith("xml.xsd") else None


@pytest.fixture(scope="module")
def schema():
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_XmlNamespace())
    return etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "xliff_core_2.0.xsd", parser))


def with_table_of_texts(data):
    """An XLSX as Excel writes it: cells hold the numbers of texts."""
    table, out = [], BytesIO()

    def numbered(cell):
        table.append(cell[2].replace("<is>", "<si>").replace("</is>", "</si>"))
        return f'{cell[1]} t="s"><v>{len(table) - 1}</v></c>'

    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist()):
            text = old.read(name).decode()
            if name.startswith("xl/worksheets/"):
                text = re.sub(r'(<c [^>]*?) t="inlineStr">(<is>.*?</is>)</c>', numbered, text, flags=re.DOTALL)
            if name == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
                override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
                text = text.replace("</Types>", override)
            new.writestr(name, text)
        namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        new.writestr("xl/sharedStrings.xml", f'<sst xmlns="{namespace}">{"".join(table)}</sst>')
    assert table
    return out.getvalue()


class TestRoundTrip:
    @pytest.mark.parametrize("form", FORMATS)
    @pytest.mark.parametrize("code", states.TRANSLATIONS)
    def test_nothing_odd_is_lost(self, form, code):
        rows = [Row(f"catalog.service.{number}.title", text, text, "a-b") for number, text in enumerate(NASTY)]
        assert form.read(form.write(rows, languages.get(code))) == (code, rows)

    @pytest.mark.parametrize("form", FORMATS)
    @unhurried
    @given(rows=ROWS)
    def test_no_text_at_all_is_lost(self, form, rows):
        assert form.read(form.write(rows, UK)) == ("uk", rows)

    @unhurried
    @given(rows=ROWS)
    def test_xliff_is_valid(self, schema, rows):
        told = [replace(row, kind=row.german, title=row.text, label="\x0b", stamp=stamp("", "")) for row in rows]
        schema.assertValid(etree.fromstring(xliff.write(told[:1], UK)))

    @unhurried
    @given(rows=ROWS)
    def test_excel_holds_text_only(self, rows):
        book = load_workbook(BytesIO(xlsx.write(rows, UK)))
        cells = [cell for line in book.active.iter_rows(min_row=2) for cell in line if cell.value is not None]
        assert {cell.data_type for cell in cells} == {"s"}
        assert {cell.number_format for cell in cells} == {"@"}
        risky = [cell for cell in cells if cell.value[0] in "=+-@"]
        assert all(cell.quotePrefix for cell in risky)

    def test_excel_refuses_to_cut_a_text(self):
        with pytest.raises(FileError, match="XLIFF"):
            xlsx.write([Row("catalog.service.1.title", "x" * 32_768, "")], UK)

    @unhurried
    @given(rows=ROWS)
    def test_excel_as_excel_itself_saves_it(self, rows):
        """Excel keeps texts in a table of their own, where openpyxl undoes a part of the escaping."""
        # A text that looks like an escaped control character is beyond rescue there.
        rows = [row for row in rows if "x005F_" not in row.german + row.text]
        rows.append(Row("catalog.service.1.title", "_x0041_", "a\x0bb"))
        assert xlsx.read(with_table_of_texts(xlsx.write(rows, UK))) == ("uk", rows)

    def test_another_translation_program_reads_and_writes_our_xliff(self):
        row = Row("catalog.service.1.title", "Zeile 1\n  <b>Zeile</b> & 2", "", "a-b")
        store = Xliff2File.parsestring(xliff.write([row, row], UK))
        assert (store.sourcelanguage, store.targetlanguage) == ("de", "uk")
        assert [(unit.getid(), unit.source) for unit in store.units] == [(row.id, row.german)] * 2
        store.units[0].target = "Рядок 1\n  <b>Рядок</b> & 2"
        assert xliff.read(bytes(store)) == ("uk", [replace(row, text="Рядок 1\n  <b>Рядок</b> & 2"), row])

    def test_excel_columns_may_move(self):
        book = load_workbook(BytesIO(xlsx.write([Row("a.b.1.c", "Deutsches", "Текст", "s")], UK)))
        book.active.move_range("A1:G2", cols=2)
        book.active["A1"], book.active["A2"] = "Bemerkung", "gut"
        out = BytesIO()
        book.save(out)
        assert xlsx.read(out.getvalue()) == ("uk", [Row("a.b.1.c", "Deutsches", "Текст", "s")])


def unit_of(segments):
    return f"""<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="de-DE" trgLang="uk-UA">
        <file id="f"><unit id="a.b.1.c" name="s">{segments}</unit></file></xliff>""".encode()


class TestWhatTranslationProgramsDo:
    def test_segments_are_joined(self):
        data = unit_of(
            "<segment><source>Eins.</source><target>Один.</target></segment><ignorable><source> </source></ignorable>"
            "<segment><source>Zwei.</source><target>Два.</target></segment>"
        )
        assert xliff.read(data) == ("uk", [Row("a.b.1.c", "Eins. Zwei.", "Один. Два.", "s")])

    def test_a_half_translated_text_is_none(self):
        data = unit_of("<segment><source>A</source><target>А</target></segment><segment><source>B</source></segment>")
        assert xliff.read(data)[1][0].text == ""

    def test_comments_and_marks_are_no_text(self):
        target = 'Текст <mrk id="m1" type="term">один</mrk><!-- so --><sm id="m2"/>.<em startRef="m2"/>'
        data = unit_of(f"<segment><source>Text</source><target>{target}</target></segment>")
        assert xliff.read(data)[1][0].text == "Текст один."

    @pytest.mark.parametrize("target", ['<target>x <ph id="1"/></target>', '<target order="2">x</target>'])
    def test_what_cannot_be_read_is_said_for_the_row(self, target):
        row = xliff.read(unit_of(f"<segment><source>Text</source>{target}</segment>"))[1][0]
        assert "Übersetzungsprogramms" in row.fault

    @pytest.mark.parametrize("code", ["D800", "110000", "FFFFFFFF", "", "zz"])
    def test_characters_that_are_none(self, code):
        data = unit_of(f'<segment><source>x</source><target><cp hex="{code}"/></target></segment>')
        assert xliff.read(data)[1][0].text == "\ufffd"


def sheet(*lines):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


HEADER = ["Kennung", "Deutsch", "Ukrainisch [uk]", "Prüfsumme (nicht ändern)"]


@pytest.mark.parametrize("value", ["=1+1", 12, 1.5, True, "#N/A"])
def test_a_cell_that_is_no_text_is_refused(value):
    rows = xlsx.read(sheet(HEADER, ["a.b.1.c", "x", value, "s"]))[1]
    assert "als Text" in rows[0].fault


def repacked(data, **parts):
    """An XLSX with some of its parts put in the place of others."""
    out, names = BytesIO(), {"sheet": "xl/worksheets/sheet1.xml", "book": "xl/workbook.xml"}
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        changed = {names[part]: content for part, content in parts.items()}
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
    return out.getvalue()


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {one} "{f"&{other};" * 10}">' for one, other in zip("bcdefghij", "abcdefghi", strict=True)
)
XLIFF = xliff.write([Row("catalog.service.1.title", "Deutsch", "Текст", "s")], UK)
XLSX = sheet(HEADER, ["catalog.service.1.title", "Deutsch", "Текст", "s"])
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
BOMB = repacked(XLSX, sheet=SHEET.format(" " * 30_000_000))
HOSTILE = {
    "nothing": b"",
    "noise": b"\x00\xff\xfe\x01" * 50,
    "a text": "Übersetzung".encode(),
    "a picture": b"\x89PNG\r\n\x1a\n",
    "half an XLIFF": XLIFF[: len(XLIFF) // 2],
    "half an XLSX": XLSX[: len(XLSX) // 2],
    "an empty archive": b"PK\x05\x06" + bytes(18),
    "an archive of something else": repacked(XLSX, book="<x/>"),
    "a broken sheet": repacked(XLSX, sheet="<worksheet><row>"),
    "no headings": sheet(["a", "b"]),
    "an empty sheet": sheet(),
    "no column of the language": sheet([*HEADER[:2], "Übersetzung", HEADER[3]]),
    "an unknown language's column": sheet([*HEADER[:2], "Klingonisch [tlh]", HEADER[3]]),
    "headings alone": sheet(HEADER),
    "a bomb": BOMB,
    "a bomb that lies about its size": BOMB.replace(
        struct.pack("<L", len(SHEET) - 2 + 30_000_000), struct.pack("<L", 9)
    ),
    "too many rows": repacked(XLSX, sheet=SHEET.format('<row><c t="str"><v>x</v></c></row>' * 20_002)),
    "entities in a sheet": repacked(XLSX, sheet=f"{ENTITIES}]>" + SHEET.format("<row><c><v>&j;</v></c></row>")),
    "entities in a workbook": repacked(XLSX, book=f'{ENTITIES}]><workbook a="&j;">&j;</workbook>'),
    "entities": XLIFF.replace(b"<xliff", f"{ENTITIES}]><xliff".encode()).replace(b"Deutsch", b"&j;"),
    "entities in an attribute": XLIFF.replace(b"<xliff", f"{ENTITIES}]><xliff".encode()).replace(b'"s"', b'"&j;"'),
    "a file of the server": XLIFF.replace(
        b"<xliff", b'<!DOCTYPE xliff [<!ENTITY x SYSTEM "file:///etc/passwd">]><xliff'
    ).replace(b"Deutsch", b"&x;"),
    "a DTD": XLIFF.replace(b"<xliff", b'<!DOCTYPE xliff SYSTEM "http://127.0.0.1/x.dtd"><xliff'),
    "a wrong encoding": XLIFF.replace(b"UTF-8", b"ASCII"),
    "an unknown encoding": XLIFF.replace(b"UTF-8", b"UTF-99"),
    "XLIFF 1.2": b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file/></xliff>',
    "HTML": b"<html><body/></html>",
    "no units": unit_of("").replace(b"unit", b"note"),
    "from English": XLIFF.replace(b'srcLang="de"', b'srcLang="en"'),
    "without a language": XLIFF.replace(b'trgLang="uk"', b""),
    "into an unknown language": XLIFF.replace(b'trgLang="uk"', b'trgLang="tlh"'),
    "into Arabic": XLIFF.replace(b'trgLang="uk"', b'trgLang="ar"'),
    "into German": XLIFF.replace(b'trgLang="uk"', b'trgLang="de"'),
    "too many units": unit_of("").replace(b'<unit id="a.b.1.c" name="s"></unit>', b"<unit/>" * 20_001),
    "too large": b"x" * 10_000_001,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_is_none_gives_a_sentence(data):
    with pytest.raises(FileError, match=r"^[A-ZÄÖÜ].*\.$|\)\.$") as error:
        importing.preview("datei", data, "uk")
    assert "passwd" not in str(error.value)


def test_the_server_keeps_its_files_to_itself():
    with pytest.raises(FileError, match="DOCTYPE"):
        xliff.read(HOSTILE["a file of the server"])


@unhurried
@given(data=st.binary(max_size=200), place=st.integers(0, 2000), form=st.sampled_from([XLIFF, XLSX]))
def test_a_damaged_file_is_read_or_refused(data, place, form):
    damaged = form[:place] + data + form[place + len(data) :]
    try:
        code, rows = (xlsx if damaged.startswith(b"PK") else xliff).read(damaged)
    except FileError:
        return
    assert code in languages.CODES
    assert all(isinstance(row.text, str) for row in rows)


@pytest.fixture
def wohngeld():
    return Service.objects.get(key="wohngeld")


@pytest.fixture
def anna():
    return get_user_model().objects.create_user("anna")


def exported(service, code="uk"):
    """{field: row} of a service, as a file would hold them."""
    unit = texts.Unit(service, code)
    rows = rows_of(Selection(code, "all", "catalog.service"))
    return {row.field: row for row in rows if row.ref == unit.ref}


def preview(*rows, code="uk", form=xliff):
    return importing.preview("datei.xlf", form.write(rows, languages.get(code)), code)


def state(service, code):
    return TranslationState.objects.of(Service).get(object_id=service.pk, language=code)


def change_german(service, **fields):
    for field, text in fields.items():
        setattr(service, f"{field}_de", text)
    service.save()


@pytest.mark.django_db
class TestPreview:
    @pytest.mark.parametrize(("form", "code"), [(xliff, "uk"), (xliff, "de-simple"), (xlsx, "ar")])
    def test_a_whole_language_out_and_in_changes_nothing(self, form, code, django_assert_max_num_queries):
        with django_assert_max_num_queries(25):
            rows = rows_of(Selection(code, "all"))
        with django_assert_max_num_queries(25):
            found = importing.preview("x", form.write(rows, languages.get(code)), code)
        assert (found.changes, found.empty) == ([], 0)
        assert found.unchanged == len(rows) > 2000

    def test_missing_texts_only(self, wohngeld):
        wohngeld.cost_uk = ""
        wohngeld.save()
        rows = rows_of(Selection("uk", "missing"))
        assert {row.ref for row in rows} == {f"catalog.service.{wohngeld.pk}"}
        assert [row.field for row in rows if not row.text] == ["cost"]

    def test_new_changed_unchanged_empty(self, wohngeld):
        wohngeld.cost_uk = ""
        wohngeld.save()
        rows = exported(wohngeld)
        found = preview(
            replace(rows["cost"], text="  Безкоштовно.\r\n"),
            replace(rows["title"], text="Інша назва Wohngeld"),
            replace(rows["summary"], text=""),
            rows["who"],
        )
        assert found.summary == "1 Text neu, 1 geändert, 1 unverändert, 1 leer"
        assert {change.pair.field: change.text for change in found.accepted} == {
            "cost": "Безкоштовно.",
            "title": "Інша назва Wohngeld",
        }

    def test_stale_german(self, wohngeld):
        rows = exported(wohngeld)
        change_german(wohngeld, summary=wohngeld.summary_de + " Neu.")
        found = preview(replace(rows["summary"], text="Новий"), replace(rows["title"], text="Wohngeld 2"), rows["who"])
        assert [change.faults for change in found.refused] == [["Der deutsche Text hat sich seit dem Export geändert."]]
        assert [change.pair.field for change in found.accepted] == ["title"]

    def test_what_was_not_touched_never_undoes_newer_work(self, wohngeld):
        rows = exported(wohngeld)
        wohngeld.title_uk = "Новіша назва"
        wohngeld.save()
        assert preview(rows["title"]).changes == []
        both = preview(replace(rows["title"], text="Назва бюро (Wohngeld)"))
        assert "auch hier geändert" in both.accepted[0].warnings[-1]

    @pytest.mark.parametrize(
        "identity", ["x", "auth.user.1.password", "catalog.service.{}.slug", "catalog.service.0.title"]
    )
    @pytest.mark.parametrize("number", ["{}", "9" * 18, "9" * 40, "٣", "-1", "1.0"])
    def test_unknown_texts(self, identity, number, wohngeld):
        row = replace(exported(wohngeld)["title"], id=identity.format(number.format(wohngeld.pk)), text="Нове")
        for form in FORMATS:
            assert preview(row, form=form).refused[0].faults == ["Diesen Text gibt es nicht, oder nicht mehr."]

    def test_a_deleted_object(self, wohngeld):
        row = replace(exported(wohngeld)["title"], text="Нове")
        wohngeld.delete()
        assert "nicht mehr" in preview(row).refused[0].faults[0]

    def test_a_text_that_stands_twice(self, wohngeld):
        row = exported(wohngeld)["title"]
        found = preview(replace(row, text="Перший"), replace(row, text="Другий"))
        assert [change.faults for change in found.refused] == [["Dieser Text steht mehrmals in der Datei."]] * 2

    def test_a_lost_stamp(self, wohngeld):
        found = preview(replace(exported(wohngeld)["title"], text="Нове", stamp=""))
        assert "Prüfsumme" in found.refused[0].faults[0]

    @pytest.mark.parametrize(
        ("german", "text", "fault"),
        [
            ("{name} zahlt", "платить", "{name} fehlt"),
            ("%(name)s zahlt", "платить", "%(name)s fehlt"),
            ("%s und %s", "%s", "%s fehlt"),
            ("Wer zahlt", "{хто} платить", "{хто} gibt es im Deutschen nicht"),
            ("Zum [Amt](https://a.de)", "До [служби] (https://a.de)", "Links"),
            ("Das ist **wichtig**", "Це **важливо", "Fettdruck"),
            ("Das ist <b>wichtig</b>", "Це <b>важливо<b>", "</b>"),
            ("Ohne Auszeichnung", "<script>alert(1)</script>", "<script>"),
            ("Text", "Те\u202eкст", "Schreibrichtung"),
            ("Text", "Те\x0bкст", "Steuerzeichen"),
            ("Text", "Те\ufffdкст", "beschädigte"),
            ("Text", "ж" * 20_001, "20000"),
        ],
    )
    @pytest.mark.parametrize("form", FORMATS)
    def test_what_is_refused(self, form, wohngeld, german, text, fault):
        change_german(wohngeld, summary=german)
        found = preview(replace(exported(wohngeld)["summary"], text=text), form=form)
        assert fault in " ".join(found.refused[0].faults)
        assert found.accepted == []

    @pytest.mark.parametrize(
        ("german", "text"),
        [
            ("{name} zahlt %s", "%s платить {name}"),
            ("Zum [Amt](https://a.de) oder **gleich** <i>hin</i>", "<i>До</i> [служби](https://a.de) **або**"),
            ("5 % sind < 7 und > 3", "5 % це < 7 і > 3"),
            ("Text", "נ\u200fא می\u200cخواهم"),
        ],
    )
    def test_what_is_not(self, wohngeld, german, text):
        change_german(wohngeld, summary=german)
        assert preview(replace(exported(wohngeld)["summary"], text=text)).refused == []

    def test_too_long_for_its_field(self, wohngeld):
        found = preview(replace(exported(wohngeld)["title"], text="ж" * 500))
        assert "höchstens" in found.refused[0].faults[0]

    def test_a_line_break_in_a_field_of_one_line(self, wohngeld):
        found = preview(replace(exported(wohngeld)["title"], text="Wohngeld\nдва"))
        assert "Zeilenumbruch" in found.refused[0].faults[0]

    def test_warnings(self, wohngeld):
        change_german(wohngeld, summary="Das kostet 12 Euro, [hier](https://a.de) steht mehr darüber.")
        found = preview(
            replace(exported(wohngeld)["summary"], text="Das kostet 13 Euro, [hier](https://b.de) steht mehr darüber.")
        )
        warned = " ".join(found.accepted[0].warnings)
        assert found.refused == []
        assert "im Deutschen steht 12" in warned
        assert "Schrift" in warned
        assert "https://b.de" in warned

    def test_lists_keep_their_lines(self):
        row = exported(Service.objects.filter(steps_de__contains="\n").first())["steps"]
        found = preview(replace(row, text=row.text + "\n• ще один"))
        assert "Zahl der Zeilen" in " ".join(found.accepted[0].warnings)

    def test_a_part_of_an_outdated_object(self, wohngeld):
        change_german(wohngeld, summary=wohngeld.summary_de + " Neu.")
        rows = exported(wohngeld)
        title = replace(rows["title"], text="Нова назва (Wohngeld)")
        alone, with_others = preview(title), preview(*(rows | {"title": title}).values())
        assert "gilt danach als aktuell" in alone.accepted[0].warnings[-1]
        assert not any("aktuell" in warning for warning in with_others.accepted[0].warnings)


@pytest.mark.django_db
class TestApply:
    @pytest.mark.parametrize("form", FORMATS)
    def test_writes_notes_logs_and_is_found_at_once(self, form, client, wohngeld, anna):
        client.get("/uk/services/wohngeld/")
        rows = exported(wohngeld)
        found = preview(replace(rows["title"], text="Допомога qwertz (Wohngeld)"), *list(rows.values())[1:], form=form)
        assert importing.apply(found, anna) == 1
        assert (state(wohngeld, "uk").state, state(wohngeld, "uk").by) == (State.HUMAN, anna)
        assert state(wohngeld, "ru").state == State.MACHINE
        assert "Допомога qwertz" in client.get("/uk/services/wohngeld/").content.decode()
        assert "Допомога qwertz" in client.get("/uk/search", {"q": "qwertz"}).content.decode()
        entry = LogEntry.objects.get()
        assert (entry.change_message, entry.user, entry.object_id) == (
            "Übersetzung Ukrainisch importiert",
            anna,
            str(wohngeld.pk),
        )

    def test_reviewed(self, wohngeld, anna):
        found = preview(replace(exported(wohngeld)["title"], text="Інша назва"))
        importing.apply(found, anna, State.REVIEWED)
        assert (state(wohngeld, "uk").state, state(wohngeld, "uk").by) == (State.REVIEWED, anna)

    def test_an_outdated_text_is_current_again(self, wohngeld, anna):
        change_german(wohngeld, summary=wohngeld.summary_de + " Neu.")
        importing.apply(preview(replace(exported(wohngeld)["summary"], text="Нове")), anna)
        assert wohngeld not in states.outdated(Service, "uk")
        assert wohngeld in states.outdated(Service, "ar")

    def test_many_objects_in_few_queries(self, anna, django_assert_max_num_queries):
        rows = rows_of(Selection("uk", "all", "catalog.topic"))
        found = preview(*(replace(row, text=row.text + " 2") for row in rows))
        with django_assert_max_num_queries(60 + 8 * len(found.seen)):
            assert importing.apply(found, anna) == len(found.seen) > 5
        assert LogEntry.objects.count() == len(found.seen)

    def test_nothing_with_a_refused_row(self, wohngeld, anna):
        rows = exported(wohngeld)
        found = preview(replace(rows["title"], text="Добре"), replace(rows["summary"], text="{зле}"))
        with pytest.raises(FileError):
            importing.apply(found, anna)
        wohngeld.refresh_from_db()
        assert wohngeld.title_uk == rows["title"].text

    @pytest.mark.parametrize("meanwhile", ["translated", "german", "deleted"])
    def test_a_change_meanwhile_writes_nothing_at_all(self, wohngeld, anna, meanwhile):
        other = Service.objects.exclude(pk=wohngeld.pk).first()
        rows = [replace(exported(service)["title"], text="Нове ім'я") for service in (wohngeld, other)]
        found, before = preview(*rows), other.title_uk
        if meanwhile == "deleted":
            wohngeld.delete()
        else:
            setattr(wohngeld, {"translated": "summary_uk", "german": "summary_de"}[meanwhile], "Інше")
            wohngeld.save()
        with pytest.raises(texts.ConflictError):
            importing.apply(found, anna)
        other.refresh_from_db()
        assert (other.title_uk, state(other, "uk").state) == (before, State.MACHINE)
        assert not LogEntry.objects.exists()
