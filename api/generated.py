"""Files made from the code and kept in the repository, so that a change of the contract shows in the diff.

`python -m api.generated` writes them; a test fails when one is stale.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from litestar.testing import TestClient

from api.app import create_app
from api.problems import PROBLEMS
from datasets.home import BUILT_IN
from datasets.rules.registry import RULES, Rule
from schemas.dictionary import dictionary
from schemas.jsonschema import json_schema
from schemas.tables import TABLES

ROOT = BUILT_IN.parent
REFERENCE = re.compile(r'\{\s+"\$ref": ("[^"]*")\s+\}')


def generated() -> Iterator[tuple[Path, str]]:
    """Every generated file, with what it must hold."""
    yield ROOT / "docs/data-dictionary.md", dictionary()
    yield ROOT / "docs/rules.md", rules()
    yield ROOT / "docs/problems.md", problems()
    yield ROOT / "tests/golden/openapi.json", openapi()
    for table in TABLES:
        yield ROOT / f"tests/golden/schemas/{table.name}.json", plain_json(json_schema(table))


def plain_json(content: object) -> str:
    """JSON as a diff reads best."""
    return REFERENCE.sub(r'{"$ref": \1}', json.dumps(content, ensure_ascii=False, indent=1)) + "\n"


def openapi() -> str:
    """The OpenAPI document as it is served."""
    with TestClient(create_app(BUILT_IN)) as client:
        return plain_json(client.get("/schema/openapi.json").json())


def problems() -> str:
    """The page of problems."""
    head = (
        "# Problems · 错误说明\n\nErrors are `application/problem+json` (RFC 9457). Made by `make docs`; do not edit.\n"
    )
    parts = [f"## {p.slug}\n\n**{p.status} {p.title}** · {p.title_zh}\n\n{p.meaning}\n\n{p.remedy}\n" for p in PROBLEMS]
    return "\n".join([head, *parts])


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


def main() -> None:
    """Write every generated file."""
    for file, content in generated():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")


if __name__ == "__main__":
    main()
