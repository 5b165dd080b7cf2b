"""Draw every golden picture of a page again, over the built-in releases: `python -m tests.api.web.draw_pages`."""

import sys

from playwright.sync_api import sync_playwright

from datasets.library.home import BUILT_IN
from tests.api.web.pictures_of_pages import FOLDER, SCENES, screen, seen, written
from tests.api.web.test_browser import CHROMIUM
from tests.asking import serving


def main() -> None:
    """Draw them, and say how large they are."""
    FOLDER.mkdir(exist_ok=True)
    with serving(BUILT_IN) as (site, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for scene in SCENES:
            with screen(browser, scene) as tab:
                tab.goto(site + scene.address)
                content = written(seen(tab, scene))
            (FOLDER / f"{scene.name}.png").write_bytes(content)
            sys.stdout.write(f"{scene.name}.png: {len(content):,} bytes\n")
        browser.close()


if __name__ == "__main__":
    main()
