"""The shard of a report: its rows, what is searched in them, and its text, which follow from the report alone."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping

import pyarrow as pa
from msgspec import Struct

from datasets import json
from datasets.errors import BaogaoError
from datasets.extract.quarantine import quarantine_notes
from datasets.extract.report import Extraction
from datasets.library.collection import Refusal
from datasets.library.regions.register import doubts_of_region
from datasets.library.sources import Source
from datasets.reading.confidence import PUBLISHED, TOLD, Parts, doubts
from datasets.releases.catalogue import Reading, read
from datasets.releases.index.search_index import ENTRIES, POSTINGS, part_of
from datasets.releases.integrity.weights import Weight, weight_of
from datasets.releases.release import PlainRows
from datasets.releases.shards.cache import Shard, arrow_rows, encoded, key_of
from datasets.releases.shards.dependencies import reader_sha256
from schemas.arrow import arrow_schema
from schemas.located import Row
from schemas.tables import BY_NAME

TABLES_OF_REPORT = ("reports", *Extraction.__struct_fields__)
TEXT = pa.schema([pa.field("text", pa.string(), False)])
SCHEMAS: Mapping[str, pa.Schema] = {
    **{name: arrow_schema(BY_NAME[name].row) for name in TABLES_OF_REPORT},
    "text": TEXT,
    "entries": ENTRIES,
    "postings": POSTINGS,
}


class About(Struct, frozen=True):
    """What is asked of a report without a look at its rows."""

    weights: dict[str, Weight]
    unresolved: int
    doubts: list[str]

    @property
    def rows(self) -> dict[str, int]:
        """How many rows each of its tables has."""
        return {name: weight.rows for name, weight in self.weights.items()}


def report_key(source: Source) -> str:
    """The key of what follows from a source."""
    return key_of_report(source, text_sha256(source))


def key_of_report(source: Source, text: str) -> str:
    """The key of what follows from a source, by the checksum of its text: from its id and origin, and what reads it."""
    return key_of("report", source.report_id, text, source.origin_sha256, reader_sha256())


def text_sha256(source: Source) -> str:
    """The checksum of the text of a source."""
    return hashlib.sha256(source.text.encode()).hexdigest()


def report_shard(source: Source) -> bytes | Refusal:
    """The shard of a source, or why it cannot be read."""
    try:
        return shard_of(source, read(source))
    except BaogaoError as error:
        return Refusal(source.report_id, str(error))


def shard_of(source: Source, reading: Reading) -> bytes:
    """The shard of what was read. Raises CheckError for a row that its columns cannot hold."""
    rows: dict[str, list[Row]] = {
        "reports": [reading.report],
        **{name: getattr(reading.extraction, name) for name in Extraction.__struct_fields__},
    }
    tables = {name: arrow_rows(name, rows[name]) for name in TABLES_OF_REPORT}
    plain = {name: table.to_pylist() for name, table in tables.items()}
    part = part_of(plain)
    about = About(
        weights={name: weight_of(table) for name, table in tables.items()},
        unresolved=sum(figure["reason"] == "unresolved" for figure in plain["figures"]),
        doubts=list(doubts_in(plain)),
    )
    text = pa.table({"text": [source.text]}, TEXT)
    more = {"text": text, "entries": part.entries, "postings": part.postings}
    return encoded(report_key(source), {**tables, **more}, about)


def about_report(shard: Shard) -> About:
    """What the shard of a report says of it."""
    return json.decode(shard.about, About)


def doubts_in(tables: PlainRows) -> Iterator[str]:
    """What is odd about the parts of a report, and which of its rows were left out."""
    (report,) = tables["reports"]
    lengths: Counter[str] = Counter()
    for row in tables["paragraphs"]:
        if row["part"] in TOLD:
            lengths[row["part"]] += row["char_end"] - row["char_start"]
    used = Counter(row["part"] for row in tables["figures"] if row["table"] is not None)
    sure = {key: report[f"{key}_confidence"] for key in ("parts", *PUBLISHED)}
    yield from doubts(Parts(lengths, sure, used))
    yield from quarantine_notes(row["rule"] for row in tables["figures"])
    yield from doubts_of_region(report["region_code"], report["region_name"], report["year"])
