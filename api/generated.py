"""Files made from the code and kept in the repository, so that a change of the contract shows in the diff.

`python -m api.generated` writes them; a test fails when one is stale.
"""

import hashlib
import json
import re
import textwrap
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from litestar.testing import TestClient

from api.app import create_app
from api.http.problems import PROBLEMS
from api.settings import DEFAULTS, SETTINGS, Setting
from datasets.comparison.changelog import changelog
from datasets.library.home import BUILT_IN, releases_folder
from datasets.library.regions.register import NATIONAL, register
from datasets.metadata.accuracy import accuracy_table, read_accuracy
from datasets.metadata.citation import cff
from datasets.metadata.description import describe
from datasets.releases.history import read_history
from datasets.releases.release import MANIFEST, open_release, versions
from datasets.rules.registry import RULES, Rule
from schemas.dictionary import dictionary
from schemas.jsonschema import json_schema
from schemas.tables import TABLES, Table

ROOT = BUILT_IN.parent
RELEASES = [open_release(releases_folder(BUILT_IN) / str(version)) for version in versions(releases_folder(BUILT_IN))]
ACCURACY = """# How well reports are read · 识读准确率

中文概要：下表为最近一次以人工标注衡量的结果，由 `baogao evaluate LABELS --record datasets/accuracy.json` 写出，
接口为 `/v1/coverage/accuracy`。

Measured against hand labels: `baogao evaluate LABELS --record datasets/accuracy.json` wrote every line; nothing is
typed in. n is how many there are by the labels. `held-back` is the third that no rule was made from. Rules were made
from the other labels, so that other reports are read less well. `/v1/coverage/accuracy` has the same.

"""
DATA, END_OF_DATA = "<!-- made by `make docs` from the comparison of releases -->", "<!-- end -->"
SHORT_NAME = range(2, 5)  # characters of a region's name that may stand before a firm's
SUMS_OF_RELEASES, SUMS_OF_DOWNLOADS = ROOT / "tests/golden/releases.sha256", ROOT / "tests/golden/downloads.sha256"
REFERENCE = re.compile(r'\{\s+"\$ref": ("[^"]*")\s+\}')


def short_names(*, of_counties: bool) -> str:
    """The short names of the counties of the register, or of what is above them, which a firm's name stands behind."""
    found = {
        region.short
        for code, regions in register().items()
        for region in regions
        if code != NATIONAL and code.endswith("00") != of_counties and len(region.short) in SHORT_NAME
    }
    head = "# Short names of regions, from the register. Made by `make docs`; do not edit."
    return "\n".join([head, *textwrap.wrap(" ".join(sorted(found)), 60), ""])


def accuracy() -> str:
    """The page that says how well reports are read, as last measured."""
    return ACCURACY + accuracy_table(read_accuracy())


def plain_json(content: object) -> str:
    """JSON as a diff reads best."""
    return REFERENCE.sub(r'{"$ref": \1}', json.dumps(content, ensure_ascii=False, indent=1)) + "\n"


def openapi() -> str:
    """The OpenAPI document as it is served."""
    with TestClient(create_app(BUILT_IN)) as client:
        return plain_json(client.get("/schema/openapi.json").json())


def changes_of_the_data() -> str:
    """The changelog, with its section about the releases made anew; what is said of API and code is written by hand."""
    whole = (ROOT / "CHANGELOG.md").read_text("utf-8")
    before, _, rest = whole.partition(DATA)
    _, _, after = rest.partition(END_OF_DATA)
    return f"{before}{DATA}\n\n{changelog(RELEASES, read_history(BUILT_IN))}\n{END_OF_DATA}{after}"


def cited() -> str:
    """How to cite the newest release, where GitHub and Zenodo look for it."""
    newest = RELEASES[-1]
    return cff(describe(newest, read_history(BUILT_IN).published_on(newest)))


def with_sums_of(file: Path, names: Iterable[str], read: Callable[[str], bytes]) -> str:
    """A list of checksums, with those that it lacks; one that is there is for ever, and stays."""
    listed = file.read_text("utf-8").splitlines()
    there = {line.split("  ")[1] for line in listed}
    new = [f"{hashlib.sha256(read(name)).hexdigest()}  {name}" for name in names if name not in there]
    return "\n".join([*listed, *new, ""])


def sums_of_releases() -> str:
    """The checksums of the manifests of all releases, which name those of their files."""
    manifests = [str((one.folder / MANIFEST).relative_to(ROOT)) for one in RELEASES]
    return with_sums_of(SUMS_OF_RELEASES, manifests, lambda name: (ROOT / name).read_bytes())


def sums_of_downloads() -> str:
    """The checksums of every table of every release as CSV."""
    addresses = [
        f"/v1/releases/{one.version}/{table.name}.csv"
        for one in RELEASES
        for table in TABLES
        if one.has_table(table.name)
    ]
    with TestClient(create_app(BUILT_IN)) as client:
        return with_sums_of(
            SUMS_OF_DOWNLOADS, addresses, lambda address: client.get(address).raise_for_status().content
        )


def problems() -> str:
    """The page of problems."""
    head = (
        "# Problems · 错误说明\n\nErrors are `application/problem+json` (RFC 9457). Made by `make docs`; do not edit.\n"
    )
    parts = [
        f"## {p.slug}\n\n**{p.status} {p.title}** · {p.title_zh}\n\n"
        f"{p.meaning} {p.meaning_zh}\n\n{p.remedy} {p.remedy_zh}\n"
        for p in PROBLEMS
    ]
    return "\n".join([head, *parts])


def settings() -> str:
    """The page of settings."""
    head = (
        "# Settings · 设置\n\nEach is an environment variable, and an option of `baogao serve`. What cannot work is\n"
        "refused before anything is started. Made by `make docs`; do not edit.\n\n"
        "| variable | default | |\n|---|---|---|\n"
    )
    rows = [f"| `{s.variable}` | {shown_default(s)} | {s.help} |\n" for s in SETTINGS]
    return "".join([head, *rows])


def shown_default(setting: Setting) -> str:
    """The default of a setting as the page shows it."""
    value = getattr(DEFAULTS, setting.field)
    if setting.default:
        return setting.default
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`" if value != "" else "none"


def rules() -> str:
    """The page of rules, with their examples."""
    head = "# Rules · 规则\n\nThe `rule` of a row names one of these. Made by `make docs`; do not edit.\n"
    return "\n".join([head, *map(rule_section, RULES)])


def rule_section(rule: Rule) -> str:
    """One rule."""
    lines = [f"## {rule.name}", "", f"{rule.meaning} {rule.meaning_zh} ({rule.reads})", ""]
    for example in rule.examples:
        read = "; ".join(f"{name} {measure} {value:g}" for name, measure, value in example.reads if value is not None)
        lines.append(f"- {example.text} → {read or 'nothing 无'}")
    return "\n".join([*lines, ""] if rule.examples else lines)


def schema_of(table: Table) -> str:
    """The JSON Schema of a table."""
    return plain_json(json_schema(table))


# Every generated file, and what makes what it must hold.
FILES: dict[Path, Callable[[], str]] = {
    ROOT / "docs/data-dictionary.md": dictionary,
    ROOT / "docs/rules.md": rules,
    ROOT / "docs/problems.md": problems,
    ROOT / "docs/settings.md": settings,
    ROOT / "docs/accuracy.md": accuracy,
    ROOT / "CHANGELOG.md": changes_of_the_data,
    ROOT / "CITATION.cff": cited,
    ROOT / "datasets/rules/projects/counties.txt": partial(short_names, of_counties=True),
    ROOT / "datasets/rules/projects/cities.txt": partial(short_names, of_counties=False),
    ROOT / "tests/golden/openapi.json": openapi,
    SUMS_OF_RELEASES: sums_of_releases,
    SUMS_OF_DOWNLOADS: sums_of_downloads,
    **{ROOT / f"tests/golden/schemas/{table.name}.json": partial(schema_of, table) for table in TABLES},
}


def main() -> None:
    """Write every generated file."""
    for file, make in FILES.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(make(), "utf-8")


if __name__ == "__main__":
    main()
