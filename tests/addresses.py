"""The visitors' pages, one address for each template, and all of them."""

from django.apps import apps

TEMPLATES = {
    "home": "",
    "search": "search?q=Kindergeld",
    "search of one kind": "search?q=Pass&kind=evidence",
    "search narrowed": "search?q=Geld&topic=money&status=refugee_recognised",
    "search corrected": "search?q=Wonhgeld",
    "search without words": "search",
    "search empty": "search?q=qqqqqqq",
    "search told": "search/missed/",
    "find": "find/",
    "find topic": "find/?topic=residence",
    "topics": "topics/",
    "topic": "topics/housing/",
    "services": "services/",
    "services filtered": "services/?topic=health&status=ukraine_24&city=no",
    "services ignored": "services/?topic=nonsense&status=%00",
    "services empty": "services/?q=qqqqqq",
    "service": "services/wohngeld/",
    "service asking": "services/wohnsitz-anmelden/",
    "service answered": "services/wohnsitz-anmelden/?from=abroad&status=eu_eea_swiss",
    "service ignored": "services/wohnsitz-anmelden/?status=nonsense&from=abroad&from=dortmund",
    "service sensitive": "services/gewaltschutz-frauen/",
    "counter card": "services/wohngeld/card/?have=mietvertrag",
    "offices": "offices/?district=hoerde",
    "offices open": "offices/?open=now",
    "office with hours": "offices/fuehrerscheinstelle/",
    "office": "offices/migrado-friedensplatz/",
    "organisation": "organisations/migrado/",
    "glossary": "glossary/",
    "glossary term": "glossary/duldung/",
    "emergency": "emergency/",
    "documents": "documents/",
    "documents filtered": "documents/?kind=form&language=ar&topic=money",
    "documents ignored": "documents/?kind=nonsense&language=xx",
    "documents empty": "documents/?q=qqqqqq",
    "leaflet": "documents/meine-termine/",
    "form": "documents/wohngeld-antrag/",
    "video": "documents/finden-in-einer-minute/",
    "page": "about/",
    "not found": "services/there-is-none/",
}
"""Name to path below the language."""


def all_paths():
    """The path, below the language, of every page of every published record."""
    paths = [
        "",
        "search",
        "search?q=Kindergeld",
        "search?q=qqqqqqq",
        "search/missed/",
        "find/",
        "topics/",
        "services/",
        "offices/",
        "glossary/",
        "documents/",
        "emergency/",
        "about/",
    ]
    sections = {
        "topics": "catalog.Topic",
        "services": "catalog.Service",
        "offices": "catalog.Office",
        "organisations": "catalog.Organisation",
        "glossary": "catalog.GlossaryTerm",
        "documents": "documents.Document",
        "about": "pages.Page",
    }
    for section, label in sections.items():
        keys = apps.get_model(label).objects.filter(published=True).values_list("key", flat=True)
        paths += [f"{section}/{key}/" for key in keys]
        if section == "topics":
            paths += [f"find/?topic={key}" for key in keys]
        if section == "services":
            paths += [f"services/{key}/card/" for key in keys]
    return paths
