"""What a page costs a prepaid phone: HTML and CSS in one TCP window, JavaScript small."""

import brotli
import pytest
from django.conf import settings

WINDOW = 14_600
SCRIPTS = 25_000
STATIC = settings.BASE_DIR / "static"


def compressed(data):
    return len(brotli.compress(data, quality=11))


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["de", "ar", "ti"])
@pytest.mark.parametrize(
    "path",
    [
        "",
        "services/wohnsitz-anmelden/",
        "services/wohngeld/",
        "documents/",
        "documents/erste-zwei-wochen/",
        "documents/jobcenter-hauptantrag/",
        "documents/finden-in-einer-minute/",
    ],
)
def test_html_and_css_fit_one_tcp_window(client, code, path):
    html = client.get(f"/{code}/{path}").content
    css = (STATIC / "css" / "migrado.css").read_bytes()
    assert compressed(html) + compressed(css) <= WINDOW


def test_all_javascript_is_small():
    scripts = [*(STATIC / "js").glob("*.js"), *(STATIC / "vendor").glob("*.js")]
    assert scripts
    assert sum(compressed(script.read_bytes()) for script in scripts) <= SCRIPTS


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "services/", "services/wohngeld/"])
def test_nothing_blocks_rendering_but_the_one_css_file(client, path):
    html = client.get(f"/de/{path}").content.decode()
    head = html[: html.index("</head>")]
    blocking = [tag for tag in head.split("<link ")[1:] if 'rel="stylesheet"' in tag and 'media="print"' not in tag]
    assert len(blocking) == 1
    assert all("defer" in tag.split(">")[0] for tag in head.split("<script ")[1:])
