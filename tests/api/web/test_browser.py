"""The pages in a real browser: nothing goes wrong, nothing is asked elsewhere, nothing is wider than the screen."""

import shutil
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
from litestar.testing import TestClient

from api.app import create_app
from api.web import pages
from api.web.pages import filled
from api.web.views import problems
from datasets.library.home import BUILT_IN
from datasets.releases.build import build
from tests.api.web.conftest import REPORTS
from tests.api.web.pictures_of_pages import FOLDER, MOST, SCENES, Scene, read, screen, seen, unlike, written
from tests.api.web.test_originals import kept
from tests.api.web.test_pages import PAGES, address_of
from tests.asking import serving
from tests.homes import add_report, short_report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ACCESSIBLE = [  # each template at least once
    *(
        "/",
        "/reports",
        "/reports/211102-2024",
        "/reports/211102-2024?show=figures",
        "/reports/211102-2024?original=text",
    ),
    *("/rows/211102-2024.i566", "/rows/211102-2024.i2782/history", "/reports/211102-2024?show=doubtful"),
    *("/tables", "/tables/targets", "/tables/paragraphs?q=增长", "/regions", "/regions/211102", "/metrics/gdp"),
    *("/compare", "/compare?region_code__in=211102&year__in=2023,2024", "/phrases", "/phrases?q=增长"),
    *("/search", "/search?q=双台子 gdp", "/search?q=双台子 2023 承诺", "/search?q=没有这样的词"),
    *("/coverage", "/glossary", "/releases", "/releases/7.0.0", "/releases/6.0.0/diff/7.0.0"),
    *("/problems", "/problems/bad-cursor"),
]
WRONG = ["/rows/nothing", "/nothing", "/reports/211102-2024?original=page"]  # addresses that name nothing
PARTS = {"frame.html", "page.html", "bare.html", "parts.html", "promises.html"}  # templates that others are made of
SEEN = [("zh", "light", 1440), ("en", "dark", 360)]  # each language and each scheme once: words have no colours
WIDTHS = (360, 768, 1440, 2000)
SIDEWAYS = "document.documentElement.scrollWidth - window.innerWidth"
EVERY = [*dict.fromkeys([*PAGES, *ACCESSIBLE])]
LIBRARY = [  # pages that say more over several reports and an original
    *(
        "/",
        "/regions",
        "/regions/211102",
        "/metrics/gdp",
        "/coverage",
        "/search?q=双台子 2023 承诺",
        "/search?q=双台子 gdp",
    ),
    *("/compare?region_code__in=211102,211103&year__in=2023,2024", "/tables/outcomes", "/tables/undertakings"),
    *("/reports/211102-2024?original=page", "/reports/211102-2024?original=text"),
]
ELSEWHERE = b'<!doctype html><meta charset="utf-8"><p>\xe6\x8a\xa5\xe5\x91\x8a<img src="https://example.org/x.png">'
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
pytestmark = [  # the browser and its server alone take more than a second
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine"),
]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving(BUILT_IN) as (address, _):
        yield address


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of three reports, one of which has an original that asks elsewhere."""
    home = tmp_path_factory.mktemp("several")
    for code, year, did, plans in REPORTS:
        more = kept(ELSEWHERE) if (code, year) == ("211102", 2024) else ""
        add_report(home, short_report(year, did, plans), code, year=year, more=more)
    (home / "sources/211102-2024/report.bin").write_bytes(ELSEWHERE)
    build(home)
    with serving(home) as (address, _):
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """A page of the browser without JavaScript, which notes what goes wrong and what is asked for.

    What the policy of a page forbids is never sent.
    """
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.wrong, tab.asked = [], []
    tab.on("console", lambda said: tab.wrong.append(said.text))
    tab.on("response", lambda answer: tab.wrong.append(answer.url) if answer.status >= 400 else None)
    tab.on("request", lambda request: tab.asked.append(request.url))
    tab.on("requestfailed", lambda request: tab.asked.remove(request.url) if request.failure == "csp" else None)
    yield tab
    context.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_goes_wrong_and_no_other_host_is_asked(tab: Any, site: str, language: str) -> None:
    for page in EVERY:
        assert tab.goto(site + address_of(page, language)).ok, page
    assert tab.wrong == []
    for page in WRONG:
        assert not tab.goto(site + address_of(page, language)).ok, page
        assert tab.evaluate("document.styleSheets.length") == 1, page
    assert [address for address in tab.asked if not address.startswith(site)] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_other_host_is_asked_and_nothing_is_wide_over_several_reports(tab: Any, several: str, language: str) -> None:
    for page in LIBRARY:
        assert tab.goto(several + address_of(page, language)).ok, page
        assert wide(tab) == [], page
    assert [address for address in tab.asked if not address.startswith(several)] == []
    assert [one for one in tab.wrong if "example.org" not in one] == []  # which the policy of an original forbids


def wide(tab: Any) -> list[int]:
    """The widths of a screen that a page is wider than."""
    found = []
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 800})
        found += [width] if tab.evaluate(SIDEWAYS) > 0 else []
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_is_wider_than_the_screen(tab: Any, site: str, language: str) -> None:
    for page in [*EVERY, *WRONG]:
        tab.goto(site + address_of(page, language))
        assert wide(tab) == [], page


def test_a_figure_leads_to_its_note_and_the_note_back_and_to_its_row(tab: Any, site: str) -> None:
    tab.goto(f"{site}/reports/211102-2024?lang=zh#i566")
    tab.click("mark#i566 a")
    assert tab.url.endswith("#ni566")
    tab.click("#ni566 a >> nth=0")
    assert tab.url.endswith("#i566")
    tab.click("#ni566 a >> nth=1")
    assert tab.url == f"{site}/rows/211102-2024.i566?lang=zh"
    tab.go_back()
    assert tab.url.endswith("#i566")


OVERLAPS = """() => {
  const lists = [...document.querySelectorAll(".notes")].map(list => [...list.children]);
  const upon = (one, other) => [...one.children].some(child => [...other.children].some(
    next => child.getBoundingClientRect().bottom - 1 > next.getBoundingClientRect().top));
  return lists.flatMap(notes => notes.slice(1).filter((note, n) => upon(notes[n], note))).length;
}"""


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_no_note_stands_upon_another(tab: Any, site: str, width: int, media: str) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.emulate_media(media=media)
    for language in ("zh", "en"):
        tab.goto(f"{site}/reports/211102-2024?lang={language}")
        assert tab.evaluate(OVERLAPS) == 0, language


def test_a_form_asks_what_was_filled_in(tab: Any, site: str) -> None:
    tab.goto(f"{site}/tables/targets?lang=en")
    tab.fill("main input[name=metric_id]", "gdp")
    tab.click("main form button")
    assert tab.locator("main table >> nth=0").locator("tbody tr").count() == 1
    tab.fill("header input[name=q]", "地区生产总值")
    tab.press("header input[name=q]", "Enter")
    assert tab.locator("main .hits li").count() >= 2


@pytest.fixture(scope="module", params=SEEN, ids=lambda seen: "-".join(map(str, seen)))
def reader(request: pytest.FixtureRequest, browser: Any) -> Iterator[tuple[Any, str]]:
    """A page of the browser in a scheme and of a width, and the language it is read in."""
    language, scheme, width = request.param
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    context.set_default_timeout(120_000)  # axe-core looks at every mark of a report
    yield context.new_page(), language
    context.close()


def barriers(tab: Any) -> list[str]:
    """What keeps people from using a page, as axe-core finds it (WCAG 2 A and AA, and its best practices)."""
    found = axe.Axe().run(tab).response["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("page", [*ACCESSIBLE, *WRONG])
def test_no_page_has_a_barrier(reader: tuple[Any, str], site: str, page: str) -> None:
    tab, language = reader
    tab.goto(site + address_of(page, language))
    assert barriers(tab) == []


@pytest.mark.parametrize("page", LIBRARY)
def test_no_page_over_several_reports_has_a_barrier(reader: tuple[Any, str], several: str, page: str) -> None:
    tab, language = reader
    tab.goto(several + address_of(page, language))
    assert barriers(tab) == []


def test_every_template_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    made: set[str] = set()

    def noted(template: str, content: dict[str, Any]) -> str:
        made.add(template)
        return filled(template, content)

    for module in (pages, problems):
        monkeypatch.setattr(module, "filled", noted)
    with TestClient(create_app(BUILT_IN)) as asked:
        for page in [*ACCESSIBLE, *WRONG]:
            asked.get(page, headers={"accept": "text/html"})
    assert made == {file.name for file in pages.TEMPLATES.iterdir()} - PARTS


def test_barriers_are_noticed(reader: tuple[Any, str], site: str) -> None:
    tab, language = reader
    tab.goto(f"{site}/releases?lang={language}")
    tab.evaluate("document.documentElement.removeAttribute('lang')")
    tab.evaluate("document.querySelector('main').innerHTML += '<img src=\"/assets/x\"><input>'")
    tab.evaluate("document.querySelector('h1').style.color = '#888'; document.body.style.background = '#999'")
    names = {found.partition(":")[0] for found in barriers(tab)}
    assert {"color-contrast", "html-has-lang", "image-alt", "label"} <= names


# How pages look


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_page_looks_as_it_did(browser: Any, site: str, scene: Scene) -> None:
    with screen(browser, scene) as tab:
        tab.goto(site + scene.address)
        picture = seen(tab, scene)
    golden = (FOLDER / f"{scene.name}.png").read_bytes()
    assert len(golden) < 20_000
    found = unlike(picture, read(golden))
    assert found < MOST, (
        "look at the page; if it is as meant: python -m tests.api.web.draw_pages (needs fonts-noto-cjk)"
    )


GREY = ":root { --done: #444; --promised: #444; --built: #444; --meant: #444 }"


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("home", ".example { display: none }"),
        ("home", GREY),
        ("report", ".notes { display: none }"),
        ("report", ".outline { display: none }"),
        ("report", ".reader { display: block }"),
        ("report", GREY),
        ("report-phone-dark", ":root { --paper: #fff }"),
        ("row", GREY),
        ("table", ".filters { display: none }"),
        ("table", "main { padding-left: 9rem }"),
        ("region", ".list > li { display: block }"),
    ],
)
def test_a_page_that_is_broken_is_noticed(browser: Any, site: str, name: str, broken: str) -> None:
    (scene,) = [one for one in SCENES if one.name == name]
    with screen(browser, scene) as tab:
        tab.goto(site + scene.address)
        tab.add_style_tag(content=broken)
        assert unlike(seen(tab, scene), read((FOLDER / f"{name}.png").read_bytes())) > MOST


def test_a_picture_is_read_as_it_was_written() -> None:
    picture = [[(0, 1, 2), (255, 254, 253)], [(9, 9, 9), (7, 0, 7)], [(1, 2, 3), (4, 5, 6)]]
    assert read(written(picture)) == picture


# Keyboard and paper

FOCUSED = """() => {
  const on = document.activeElement, box = on.getBoundingClientRect(), style = getComputedStyle(on);
  const seen = box.width > 1 && box.right > 0 && box.bottom > 0 && box.top < innerHeight;
  return {
    place: [...document.querySelectorAll("*")].indexOf(on), tag: on.tagName, kind: on.className,
    isSeen: seen && style.outlineStyle !== "none", isInMain: document.querySelector("main").contains(on),
  };
}"""


@pytest.mark.parametrize("page", ["/", "/reports/211102-2024", "/tables/targets", "/regions/211102"])
def test_the_keyboard_reaches_everything_in_the_order_it_stands(browser: Any, site: str, page: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    tab.goto(site + address_of(page, "en"))
    last = -1
    for n in range(40):
        tab.keyboard.press("Tab")
        focused = tab.evaluate(FOCUSED)
        assert focused["isSeen"], (n, focused)
        assert focused["place"] > last, (n, focused)
        assert (focused["kind"] == "skip") == (n == 0)
        last = focused["place"]
    context.close()


def test_the_first_link_leads_past_the_menu(browser: Any, site: str) -> None:
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"{site}/tables/targets?lang=zh")
    for key in ("Tab", "Enter", "Tab"):
        tab.keyboard.press(key)
    assert tab.url.endswith("#main")
    assert tab.evaluate(FOCUSED)["isInMain"]
    context.close()


@pytest.mark.parametrize(
    ("page", "current"),
    [("/reports", ["page"]), ("/reports/211102-2024", ["true"]), ("/tables/targets", ["page"]), ("/problems", [])],
)
def test_the_menu_says_where_one_is(tab: Any, site: str, page: str, current: list[str]) -> None:
    tab.goto(site + address_of(page, "en"))
    links = tab.locator("header nav a[aria-current]")
    assert [links.nth(n).get_attribute("aria-current") for n in range(links.count())] == current


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_printed_report_has_its_text_and_its_notes_on_few_pages(browser: Any, site: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)
    tab = context.new_page()
    tab.goto(f"{site}/reports/211102-2024?lang=zh")
    notes = [text.strip() for text in tab.locator(".notes li > :first-child").all_inner_texts()]
    tab.emulate_media(media="print", color_scheme=scheme)
    paper = tab.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    assert paper == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert not tab.locator("header").is_visible()
    document = pypdfium2.PdfDocument(tab.pdf(format="A4"))
    context.close()
    assert len(document) < 14
    printed = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    assert "二、2024年工作安排" in printed
    assert [note for note in notes if "".join(note.split()) not in printed] == []
