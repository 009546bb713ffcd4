"""Loading content: all or nothing, again and again, never over staff's edits."""

import shutil
from dataclasses import replace
from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command

from catalog.models import GlossaryTerm, Organisation, Service, Topic
from migrado.editorial import content_files
from migrado.editorial.content import kinds
from migrado.editorial.content_files import ContentError
from migrado.editorial.loading import Loader, load_all
from migrado.editorial.models import LoadedRecord, Source
from migrado.search.querying import Query

pytestmark = pytest.mark.django_db


@pytest.fixture
def copied(tmp_path):
    """The kinds by name, on a copy of their files that a test may change."""
    copies = {}
    for kind in kinds():
        target = tmp_path / kind.path.name
        shutil.copytree(kind.path, target) if kind.path.is_dir() else shutil.copy(kind.path, target)
        copies[kind.name] = replace(kind, path=target)
    return copies


def edit(path, change):
    """Apply `change` to the parsed content of a file and write it back."""
    data = yaml.safe_load(path.read_text())
    change(data)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))


def load(copied):
    return Loader(copied.values()).load()


def test_the_shipped_content_is_what_the_database_holds():
    counts = Loader(kinds()).load()
    assert counts["created"] == counts["updated"] == counts["kept"] == counts["deleted"] == 0
    assert counts["unchanged"] == LoadedRecord.objects.exclude(kind="files").count()


def test_unchanged_files_are_not_even_read():
    assert load_all(kinds()) is None


def test_a_changed_file_changes_its_record_alone(copied):
    edit(copied["services"].path / "wohngeld.yaml", lambda data: data["de"].update(title="Wohngeld neu"))
    counts = load(copied)
    assert counts["updated"] == 1
    service = Service.objects.get(key="wohngeld")
    assert service.title_de == "Wohngeld neu"
    assert service.pk in [hit.object_id for hit in Query("Wohngeld neu", "uk").hits]


def test_what_staff_edited_stays_and_the_rest_is_updated(copied):
    Service.objects.filter(key="wohngeld").update(title_de="Von Anna")
    edit(
        copied["services"].path / "wohngeld.yaml",
        lambda data: data["de"].update(title="Aus der Datei", summary="Neu aus der Datei."),
    )
    counts = load(copied)
    service = Service.objects.get(key="wohngeld")
    assert service.title_de == "Von Anna"
    assert service.summary_de == "Neu aus der Datei."
    assert counts["kept"] == 1
    load(copied)
    assert Service.objects.get(key="wohngeld").title_de == "Von Anna"


def test_lists_that_staff_edited_stay(copied):
    service = Service.objects.get(key="wohngeld")
    service.evidence_wanted.first().delete()
    left = service.evidence_wanted.count()
    edit(copied["services"].path / "wohngeld.yaml", lambda data: data["evidence_wanted"].pop())
    assert load(copied)["kept"] == 1
    assert service.evidence_wanted.count() == left


def test_what_staff_deleted_stays_deleted(copied):
    term = LoadedRecord.objects.filter(kind="glossary").first()
    GlossaryTerm.objects.get(key=term.key).delete()
    assert load(copied)["deleted"] == 1
    assert not GlossaryTerm.objects.filter(key=term.key).exists()


def test_dry_run_changes_nothing(copied):
    edit(copied["topics"].path, lambda data: data["housing"]["de"].update(title="Anders"))
    counts = Loader(copied.values()).load(dry_run=True)
    assert counts["updated"] == 1
    assert Topic.objects.get(key="housing").title_de != "Anders"


FAULTS = {
    "unknown name": ("topics", lambda data: data["housing"].update(colour="red"), "unknown name 'colour'"),
    "unknown text": ("topics", lambda data: data["housing"]["de"].update(body="x"), "unknown text 'body'"),
    "unknown key": ("offices", lambda data: data["lea"].update(organisation="nobody"), "there is no 'nobody'"),
    "number for text": ("emergency", lambda data: data["polizei"].update(number=110), "put it in quotes"),
    "no German": ("topics", lambda data: data["housing"]["de"].pop("title"), "title_de"),
    "bad choice": ("organisations", lambda data: data["awo"].update(kind="club"), "kind"),
    "list for text": ("topics", lambda data: data["housing"]["de"].update(title=["a"]), "must be text"),
    "texts no mapping": ("topics", lambda data: data["housing"].update(de="Wohnen"), "must be a mapping"),
    "circle": (
        "topics",
        lambda data: data["housing"].update(parent="health") or data["health"].update(parent="housing"),
        "circle",
    ),
    "bad postcode": ("places", lambda data: next(iter(data.values())).update(postcode="x"), "postcode_five_digits"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_file_and_line_and_nothing_is_loaded(copied, name):
    kind, change, message = FAULTS[name]
    edit(copied["sources"].path, lambda data: next(iter(data.values())).update(supports="changed before the fault"))
    edit(copied[kind].path, change)
    with pytest.raises(ContentError) as caught:
        load(copied)
    fault = next(fault for fault in caught.value.faults if message in fault)
    path, line, _ = fault.split(":", 2)
    assert path == str(copied[kind].path)
    assert 1 <= int(line) <= len(copied[kind].path.read_text().splitlines())
    assert not Source.objects.filter(supports="changed before the fault").exists()


def test_the_line_is_the_right_one(copied):
    path = copied["topics"].path
    lines = path.read_text().splitlines()
    lines.insert(1, "  colour: red")
    path.write_text("\n".join(lines))
    with pytest.raises(ContentError) as caught:
        load(copied)
    assert caught.value.faults == [f"{path}:2: unknown name 'colour'"]


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "- a\n- b\n",
        "a: [",
        "a: b\na: c\n",
        "\x00",
        "a: !!python/object/apply:os.system [ls]",
        "1: x\n",
        "a: &x [*x]\n",
    ],
)
def test_a_file_that_is_no_content_is_a_clear_fault(copied, broken):
    path = copied["topics"].path
    path.write_text(broken)
    with pytest.raises(ContentError) as caught:
        load(copied)
    assert str(path) in caught.value.faults[0]


def test_a_file_of_the_wrong_encoding_is_a_clear_fault(copied):
    copied["topics"].path.write_bytes("housing: ä".encode("latin-1"))
    with pytest.raises(ContentError, match=r"topics\.yaml:1: cannot be read"):
        load(copied)


def test_a_record_in_the_wrong_file_is_a_fault(copied):
    folder = copied["services"].path
    (folder / "other.yaml").write_text((folder / "wohngeld.yaml").read_text())
    with pytest.raises(ContentError, match="is not the file's name"):
        load(copied)


def test_the_command_says_what_is_wrong(monkeypatch, copied):
    copied["topics"].path.write_text("housing: {")
    monkeypatch.setattr("migrado.editorial.management.commands.load_content.kinds", lambda: copied.values())
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_content", verbosity=0)


def test_exported_content_is_the_content(tmp_path):
    call_command("export_content", tmp_path, stdout=StringIO())
    for kind in kinds():
        exported = replace(kind, path=tmp_path / kind.path.relative_to(kind.path.parents[2]))
        counts = Loader([exported]).load()
        assert set(+counts) == {"unchanged"}, kind.name
        assert dict(content_files.read(exported.path)).keys() == dict(content_files.read(kind.path)).keys()


def test_parents_may_stand_after_their_children(copied):
    def reverse(data):
        items = list(data.items())
        data.clear()
        data.update(reversed(items))

    Organisation.objects.filter(parent__isnull=False).update(parent=None)
    edit(copied["organisations"].path, reverse)
    load(copied)
    assert Organisation.objects.get(key="migrado").parent is None  # staff's change stays
    assert Organisation.objects.get(key="awo")
