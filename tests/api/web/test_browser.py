"""The pages in a real browser: nothing goes wrong, nothing is asked elsewhere, nothing is wider than the screen."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from datasets.library.home import BUILT_IN
from tests.api.web.test_pages import PAGES, address_of
from tests.asking import serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ACCESSIBLE = [  # each template at least once
    *("/", "/reports", "/reports/211102-2024", "/reports/211102-2024?show=figures", "/rows/211102-2024.i566"),
    *("/rows/211102-2024.i2782/history", "/tables/targets", "/tables/paragraphs?q=增长", "/regions", "/regions/211102"),
    *("/metrics/gdp", "/compare", "/compare?region_code__in=211102&year__in=2023,2024", "/phrases", "/phrases?q=增长"),
    *("/coverage", "/glossary", "/releases", "/releases/7.0.0", "/releases/6.0.0/diff/7.0.0"),
    *("/problems", "/problems/bad-cursor", "/rows/nothing"),
]
SEEN = [("zh", "light", 1440), ("en", "dark", 360)]  # each language and each scheme once: words have no colours
WIDTHS = (360, 768, 1440, 2000)
SIDEWAYS = "document.documentElement.scrollWidth - window.innerWidth"
SHOWN = [
    "/",
    "/reports/211102-2024",
    "/rows/211102-2024.i566",
    "/tables/targets",
    "/regions/211102",
    "/metrics/gdp",
    "/compare?region_code__in=211102&year__in=2023,2024",
    "/phrases?q=增长",
    "/releases/6.0.0/diff/7.0.0",
    "/releases/7.0.0",
    "/rows/211102-2024.i2782/history",
]
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving(BUILT_IN) as (address, _):
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """A page of the browser without JavaScript, which notes what goes wrong and what is asked for."""
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.wrong, tab.asked = [], []
    tab.on("console", lambda said: tab.wrong.append(said.text))
    tab.on("response", lambda answer: tab.wrong.append(answer.url) if answer.status >= 400 else None)
    tab.on("request", lambda request: tab.asked.append(request.url))
    yield tab
    context.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_goes_wrong_and_no_other_host_is_asked(tab: Any, site: str, language: str) -> None:
    for page in [*PAGES, *SHOWN]:
        assert tab.goto(site + address_of(page, language)).ok, page
    assert tab.wrong == []
    assert [address for address in tab.asked if not address.startswith(site)] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_the_screen(browser: Any, site: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    tab = context.new_page()
    for page in SHOWN:
        for language in ("zh", "en"):
            tab.goto(site + address_of(page, language))
            assert tab.evaluate(SIDEWAYS) <= 0, (page, language)
    context.close()


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


def test_a_form_asks_what_was_filled_in(tab: Any, site: str) -> None:
    tab.goto(f"{site}/tables/targets?lang=en")
    tab.fill("main input[name=metric_id]", "gdp")
    tab.click("main form button")
    assert tab.locator("main table >> nth=0").locator("tbody tr").count() == 1
    tab.fill("header input[name=q]", "地区生产总值")
    tab.press("header input[name=q]", "Enter")
    assert tab.locator("main table >> nth=0").locator("tbody tr").count() >= 2


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


@pytest.mark.parametrize("page", ACCESSIBLE)
def test_no_page_has_a_barrier(reader: tuple[Any, str], site: str, page: str) -> None:
    tab, language = reader
    tab.goto(site + address_of(page, language))
    assert barriers(tab) == []


def test_barriers_are_noticed(reader: tuple[Any, str], site: str) -> None:
    tab, language = reader
    tab.goto(f"{site}/releases?lang={language}")
    tab.evaluate("document.documentElement.removeAttribute('lang')")
    tab.evaluate("document.querySelector('main').innerHTML += '<img src=\"/assets/x\"><input>'")
    tab.evaluate("document.querySelector('h1').style.color = '#888'; document.body.style.background = '#999'")
    names = {found.partition(":")[0] for found in barriers(tab)}
    assert {"color-contrast", "html-has-lang", "image-alt", "label"} <= names
