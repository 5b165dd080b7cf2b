"""What a person corrects in the reading of one report: lines of its `origin.toml`, each with a reason.

Rules are for the language; a correction is for one document. It names the place it is about and the characters that
stand there, and is refused when they are others.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, Literal

import msgspec
from msgspec import Struct, inspect, structs

from datasets.errors import CheckError
from datasets.extract.projects.attributes import key_of
from datasets.extract.report import Extraction
from datasets.reading.document import Document
from datasets.reading.text import fold
from datasets.rules.registry import QUARANTINES
from schemas.figures import Figure
from schemas.indicators import Indicator
from schemas.inspection import columns_of
from schemas.located import CURATED, PLACE, Located
from schemas.projects import Project
from schemas.targets import Target
from schemas.vocabulary import Reason

ROWS: dict[str, type[Struct]] = {"indicators": Indicator, "targets": Target, "projects": Project}
LETTERS = {"indicators": "i", "targets": "t", "projects": "p"}
Name = Literal["indicators", "targets", "projects"]
NOT_LISTED = re.compile(r"Invalid enum value .* - at `\$(?:\.corrections\[\d+\])?\.(?P<name>\w+)`", re.DOTALL)
SET_BY_PLACE = {*Located.__struct_fields__, *PLACE, "figure_start", "figure_end", "value_text"}


class Correction(Struct, kw_only=True, forbid_unknown_fields=True):
    """One correction.

    `change` sets columns of a row, `drop` takes a row out, `add` puts one in, `reason` says why a numeral is no figure.
    `place` is the figure (of a project: its name), `text` the characters there; `because` is for the reader.
    """

    action: Literal["change", "drop", "add", "reason"]
    place: int
    text: str
    because: str
    table: Name = "indicators"
    quote: str | None = None
    reason: Reason | None = None
    set: dict[str, Any] = {}


class TermTranslation(Struct, kw_only=True, forbid_unknown_fields=True):
    """The English of one note, by the editors; `term` is the term it was made from."""

    number: int
    term: str
    term_en: str
    definition_en: str


def translated(extraction: Extraction, report_id: str, translations: Iterable[TermTranslation]) -> Extraction:
    """The notes with their English. Raises CheckError for a translation of a term that does not stand there."""
    entries = {entry.id: entry for entry in extraction.glossary}
    numbered = {entry.number: entry for entry in reversed(extraction.glossary)}  # some notes have no number
    for given in translations:
        entry = numbered.get(given.number)
        if entry is None or entry.term != given.term:
            found = f"is {entry.term!r}" if entry else "does not exist"
            raise CheckError(f"{report_id}: translation of note {given.number}: it {found}, not {given.term!r}")
        english = {"term_en": given.term_en, "definition_en": given.definition_en, "translation": "editorial"}
        entries[entry.id] = structs.replace(entry, **english)
    return structs.replace(extraction, glossary=list(entries.values()))


def curate(
    extraction: Extraction, document: Document, corrections: Iterable[Correction], reviewed: frozenset[str]
) -> Extraction:
    """The reading of a report as a person corrected it; `reviewed` names the tables that were read through.

    Raises CheckError for a correction that does not fit the text or the rows.
    """
    tables = {name: list(getattr(extraction, name)) for name in extraction.__struct_fields__}
    for correction in corrections:
        refuse_unfounded(document, correction)
        ACTIONS[correction.action](tables, document, correction)
    for name in reviewed:
        tables[name] = [structs.replace(row, review="reviewed") for row in tables[name]]
    return Extraction(**tables)


def refuse_unfounded(document: Document, correction: Correction) -> None:
    """Raise CheckError when a correction does not say why, or other characters stand at its place."""
    if not correction.because.strip():
        raise fault(document, correction, "has no because; expected why, in words for whoever reads the row")
    if not correction.text:
        raise fault(document, correction, "has no text; expected the characters that stand there")
    end = correction.place + len(correction.text)
    found = document.source[correction.place : end]
    if found != correction.text:
        raise fault(document, correction, f"the text there is {found!r}, not {correction.text!r}")


def fault(document: Document, correction: Correction, reason: str) -> CheckError:
    """What is wrong with a correction."""
    return CheckError(f"{document.report_id}: correction ({correction.action}) at {correction.place}: {reason}")


def row_at(tables: dict[str, list[Any]], document: Document, correction: Correction) -> int:
    """The index of the row a correction is about."""
    wanted = document.row_id(LETTERS[correction.table], correction.place)
    for index, row in enumerate(tables[correction.table]):
        if row.id == wanted:
            return index
    rules = {figure.rule for figure in tables["figures"] if figure.char_start == correction.place}
    hint = "".join(f"; it was left out ({rule}): add it as it should be" for rule in rules & {*QUARANTINES})
    raise fault(document, correction, f"{correction.table} has no row {wanted}{hint}")


def change(tables: dict[str, list[Any]], document: Document, correction: Correction) -> None:
    """Set columns of a row."""
    index = row_at(tables, document, correction)
    row = tables[correction.table][index]
    if not correction.set:
        raise fault(document, correction, "sets nothing; expected columns of the row")
    refuse_other_columns(document, correction)
    given = {**structs.asdict(row), **correction.set, "rule": CURATED, "because": correction.because}
    keys = keyed(document, given) if correction.table == "projects" else {}
    tables[correction.table][index] = fitting(document, correction, {**given, **keys, **correction.set})


def refuse_other_columns(document: Document, correction: Correction) -> None:
    """Raise CheckError for a correction that sets what its row has no column for, or what follows from its place."""
    columns = set(ROWS[correction.table].__struct_fields__)
    if unknown := sorted(set(correction.set) - columns):
        near = get_close_matches(unknown[0], columns - SET_BY_PLACE, 1)
        hint = f", such as {near[0]}" if near else ""
        raise fault(document, correction, f"sets {', '.join(unknown)}; expected columns of {correction.table}{hint}")
    if given := sorted(set(correction.set) & SET_BY_PLACE):
        raise fault(document, correction, f"sets {', '.join(given)}, which follows from place, text, quote and because")


def fitting(document: Document, correction: Correction, given: dict[str, Any]) -> Any:
    """The row with these columns. Raises CheckError when they do not fit the schema of its table."""
    try:
        return msgspec.convert(given, ROWS[correction.table])
    except msgspec.ValidationError as error:
        raise fault(document, correction, with_choices(str(error), ROWS[correction.table])) from None


def with_choices(message: str, of: type[Struct]) -> str:
    """What msgspec says of a value that is not in its list, with the list; other messages as they are."""
    found = NOT_LISTED.search(message)
    column = next((one for one in columns_of(of) if found and one.name == found["name"]), None)
    if column is None or not isinstance(column.type, inspect.LiteralType):
        return message
    return f"{message}; expected one of {', '.join(map(str, column.type.values))}"


def drop(tables: dict[str, list[Any]], document: Document, correction: Correction) -> None:
    """Take a row out; the ledger says why its numerals are no figures. No target moves from a row that is gone."""
    row = tables[correction.table].pop(row_at(tables, document, correction))
    tables["targets"][:] = [
        structs.replace(one, baseline_id=None) if one.baseline_id == row.id else one for one in tables["targets"]
    ]
    used = [index for index, figure in enumerate(tables["figures"]) if figure.row_id == row.id]
    if correction.table == "projects":  # what described it is open again, if nobody says what it is
        correction = structs.replace(correction, reason=correction.reason or "unresolved")
    enter(tables, document, correction, used, None)


def add(tables: dict[str, list[Any]], document: Document, correction: Correction) -> None:
    """Put a row in, instead of one that was read there; its provenance follows from the quote around its place."""
    if correction.quote is None:
        raise fault(document, correction, "has no quote; expected the characters the row is read from")
    refuse_other_columns(document, correction)
    start = document.source.rfind(correction.quote, 0, correction.place + len(correction.quote))
    if start < 0 or not start <= correction.place < start + len(correction.quote):
        raise fault(document, correction, f"its quote {correction.quote!r} does not stand around it")
    row_id = document.row_id(LETTERS[correction.table], correction.place)
    given = {
        **document.located(start, start + len(correction.quote), CURATED),
        "id": row_id,
        "because": correction.because,
        **correction.set,
    }
    if correction.table == "projects":
        given = {"year": document.year_of(document.paragraph_at(start)), **keyed(document, given), **given}
    else:
        figure = {"figure_start": correction.place, "figure_end": correction.place + len(correction.text)}
        given |= {"value_text": correction.text, **figure}
        if given.get("year") is not None:
            given.setdefault("period", str(given["year"]))
    tables[correction.table][:] = [row for row in tables[correction.table] if row.id != row_id]
    tables[correction.table].append(fitting(document, correction, given))
    if correction.table != "projects":
        enter(tables, document, correction, numeral_at(tables, document, correction), row_id)


def keyed(document: Document, given: dict[str, Any]) -> dict[str, Any]:
    """The keys that follow from the name and the phase of a project."""
    name, phase = str(given.get("name", "")), given.get("phase")
    family, rule, score = key_of(document.report_id.partition("-")[0], fold(name))
    key = ":".join(filter(None, (family, phase)))
    return {"project_key": key, "family_key": family, "key_rule": rule, "key_score": score}


def reason(tables: dict[str, list[Any]], document: Document, correction: Correction) -> None:
    """Say why a numeral is no figure."""
    enter(tables, document, correction, numeral_at(tables, document, correction), None)


def numeral_at(tables: dict[str, list[Any]], document: Document, correction: Correction) -> list[int]:
    """The index of the entry of the ledger at the place of a correction. Raises CheckError when there is none."""
    for index, figure in enumerate(tables["figures"]):
        if figure.char_start == correction.place:
            return [index]
    raise fault(document, correction, "there is no numeral there")


def enter(
    tables: dict[str, list[Any]],
    document: Document,
    correction: Correction,
    entries: Iterable[int],
    row_id: str | None,
) -> None:
    """Enter a correction in the ledger: the row that uses some numerals, or why none does."""
    if row_id is None and correction.reason is None:
        raise fault(document, correction, "has no reason for the ledger")
    for index in entries:
        tables["figures"][index] = entered(tables["figures"][index], correction, row_id)


def entered(figure: Figure, correction: Correction, row_id: str | None) -> Figure:
    """An entry of the ledger, corrected."""
    table = correction.table if row_id else None
    return structs.replace(
        figure,
        table=table,
        row_id=row_id,
        reason=None if row_id else correction.reason,
        rule=CURATED,
        because=correction.because,
    )


ACTIONS = {"change": change, "drop": drop, "add": add, "reason": reason}
