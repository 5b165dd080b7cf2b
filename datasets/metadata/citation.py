"""How to cite a release: a sentence, BibTeX, CSL-JSON (citationstyles.org), CITATION.cff (Citation File Format 1.2)."""

import json
from typing import Any

from datasets.metadata.description import ABSTRACT, CREATOR, KEYWORDS, Edition


def citation(of: Edition, title: str = "", address: str = "") -> str:
    """The sentence, after DataCite: creator (year): title. Type. Address. A query has its own title and address."""
    return (
        f"{CREATOR} ({of.published_on.year}): {title or of.title} [data set]. Published on {of.published_on}. "
        f"{address or of.address}"
    )


def addressed(name: str, address: str) -> dict[str, str]:
    """The field with an address; none, where the server does not know its name: a path leads nowhere elsewhere."""
    return {name: address} if "://" in address else {}


def key(of: Edition) -> str:
    """What a bibliography calls it."""
    return f"baogao-{of.version}"


def bibtex(of: Edition, title: str = "", address: str = "") -> str:
    """The entry for BibLaTeX, which has `@dataset`; BibTeX reads it as `@misc`."""
    fields = {
        "author": f"{{{CREATOR}}}",
        "title": title or of.title,
        "year": str(of.published_on.year),
        "date": str(of.published_on),
        "version": of.version,
        "publisher": CREATOR,
        **addressed("url", address or of.address),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@dataset{{{key(of)},", *lines, "}", ""])


def csl(of: Edition, title: str = "", address: str = "") -> list[dict[str, Any]]:
    """The item as citation managers (Zotero, Pandoc) read it."""
    day = of.published_on
    return [
        {
            "id": key(of),
            "type": "dataset",
            "title": title or of.title,
            "author": [{"literal": CREATOR}],
            "issued": {"date-parts": [[day.year, day.month, day.day]]},
            "version": of.version,
            "publisher": CREATOR,
            **addressed("URL", address or of.address),
            "abstract": ABSTRACT,
        }
    ]


def cff(of: Edition) -> str:
    """The file that GitHub and Zenodo read. Its values are JSON strings, which are YAML too."""
    fields: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this data, please cite the release it is from.",
        "type": "dataset",
        "title": of.title,
        "abstract": ABSTRACT,
        "authors": [{"name": CREATOR}],
        "version": of.version,
        "date-released": str(of.published_on),
        "license": of.licence,
        "keywords": list(KEYWORDS),
        **addressed("url", of.address),
    }
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())
