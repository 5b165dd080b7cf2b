"""The documents that describe a release, by the names they are served and bundled under.

They are made when asked for, not stored in releases: a release never changes, and standards do.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from msgspec import Struct

from datasets.metadata.citation import bibtex, cff, citation, csl
from datasets.metadata.croissant import croissant
from datasets.metadata.csvw import csvw, csvw_of_table
from datasets.metadata.datapackage import datapackage
from datasets.metadata.dcat import dcat
from datasets.metadata.description import Description
from datasets.metadata.readme import readme
from datasets.metadata.schemaorg import schemaorg
from schemas.tables import TABLES

JSON = "application/json"
JSON_LD = "application/ld+json"
PLAIN = "text/plain"


class Document(Struct, frozen=True):
    """A document: its name, its media type, what it is, what makes it, and the one table it is about, if it is."""

    name: str
    media_type: str
    meaning: str
    meaning_zh: str
    make: Callable[[Description], Any]
    table: str | None = None

    def content(self, of: Description) -> bytes:
        """The document for a release; what is not text is JSON."""
        made = self.make(of)
        if isinstance(made, str):
            return made.encode()
        return msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n"


DOCUMENTS = (
    Document("datapackage.json", JSON, "Data Package v2", "数据包描述", datapackage),
    Document("croissant.json", JSON_LD, "Croissant 1.1", "Croissant 描述", croissant),
    Document("dcat.jsonld", JSON_LD, "DCAT 3, DCAT-AP 3", "DCAT 目录记录", dcat),
    Document("schemaorg.jsonld", JSON_LD, "schema.org Dataset", "schema.org 数据集", schemaorg),
    Document("csvw.json", JSON, "CSV on the Web, all tables", "CSVW 描述（全部表）", csvw),
    *(
        Document(
            f"csvw/{table.name}.json",
            JSON,
            f"CSV on the Web, {table.title.lower()}",
            f"CSVW 描述（{table.title_zh}）",
            partial(csvw_of_table, name=table.name),
            table.name,
        )
        for table in TABLES
    ),
    Document("CITATION.cff", "application/yaml", "Citation File Format 1.2", "引用文件", cff),
    Document("citation.bib", "application/x-bibtex", "BibTeX", "BibTeX 引用", bibtex),
    Document("citation.json", "application/vnd.citationstyles.csl+json", "CSL-JSON", "CSL-JSON 引用", csl),
    Document("citation.txt", PLAIN, "Citation in a sentence", "引用文字", lambda of: citation(of) + "\n"),
    Document("README.md", "text/markdown", "What the bundle holds", "说明", readme),
)  # fmt: skip


def documents_of(of: Description) -> list[Document]:
    """The documents that describe a release: not those of tables that came after it."""
    tables = {resource.table.name for resource in of.resources}
    return [document for document in DOCUMENTS if document.table is None or document.table in tables]


BY_NAME = {document.name: document for document in DOCUMENTS}
