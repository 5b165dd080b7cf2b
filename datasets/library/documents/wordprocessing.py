"""A Word document made plain before it is read: what is numbered, noted, drawn or set above its line becomes text.

WordprocessingML (ECMA-376) has automatic numbers, notes, equations and text boxes apart from the words they belong to,
and readers leave most of them out.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from xml.etree import ElementTree as ET

from datasets.library.documents.word_lines import UNSEEN, W, blocks
from datasets.library.documents.word_numbers import Numbering

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": M[1:-1].encode(),
}
BODY = "word/document.xml"
NOTES = ("footnote", "endnote")
MARK = re.compile(r"\s*[\[【〔(（]?(?P<number>\d{1,3}|[①-⑳])[\]】〕)）]?[.、]?\s*")


class Word:
    """The parts of a document that hold text, as trees."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = set(parts.namelist())
            self.body = parsed(parts.read(BODY)) if BODY in names else None
            self.notes = {
                kind: notes_by_id(parsed(parts.read(f"word/{kind}s.xml")), kind)
                for kind in NOTES
                if f"word/{kind}s.xml" in names
            }
            numbering = (f"word/{name}.xml" for name in ("numbering", "styles"))
            self.numbering = Numbering(*(parsed(parts.read(name)) if name in names else None for name in numbering))

    def plain(self) -> bytes:
        """The same document with everything in its body as text: numbers, notes behind the rest, equations, boxes."""
        if self.body is None:
            return self.content
        body = self.body.find(f"{W}body")
        if body is not None:
            body.extend(self.noted(body))
            number(body, self.numbering)
            for change in (choose, unbox, write_equations, write_ruby):
                change(body)
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self.content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as new:
            for name in old.namelist():
                new.writestr(name, ET.tostring(self.body) if name == BODY else old.read(name))
        return made.getvalue()

    def noted(self, body: ET.Element) -> Iterator[ET.Element]:
        """The paragraphs of the notes in the order they are referred to; marks and notes as Markdown has them."""
        taken: set[int] = set()
        for run, reference in [(one, mark) for one in body.iter(f"{W}r") for mark in one if kind_of(mark)]:
            note = self.notes.get(kind_of(reference), {}).get(reference.get(f"{W}id", ""))
            mark = custom_mark(run, reference)
            own = number_in(mark)
            chosen = own if own and own not in taken else next(n for n in range(1, len(taken) + 2) if n not in taken)
            place = list(run).index(reference)
            run.remove(reference)
            if note is None:
                continue
            taken.add(chosen)
            run.insert(place, text_element(f"[^{chosen}]"))
            yield from labelled(note, chosen, mark)

    def lines(self) -> Iterator[str]:
        """The paragraphs and rows of tables of the body, read without anything else."""
        body = None if self.body is None else self.body.find(f"{W}body")
        yield from () if body is None else blocks(body)


def parsed(part: bytes) -> ET.Element:
    """A part as a tree, in the namespaces that most documents have."""
    for strict, transitional in STRICT.items():
        part = part.replace(strict, transitional)
    return ET.fromstring(part)  # noqa: S314  # entities are bounded by expat, time and memory by the process


def notes_by_id(part: ET.Element, kind: str) -> dict[str, ET.Element]:
    """The notes of a part that are no separators."""
    return {note.get(f"{W}id", ""): note for note in part.iter(f"{W}{kind}") if note.get(f"{W}type") is None}


def kind_of(element: ET.Element) -> str:
    """Which kind of note an element refers to; empty for none."""
    return next((kind for kind in NOTES if element.tag == f"{W}{kind}Reference"), "")


def custom_mark(run: ET.Element, reference: ET.Element) -> str:
    """The mark a reference has in place of a number, taken out of its run."""
    if reference.get(f"{W}customMarkFollows", "0") in ("0", "false", "off"):
        return ""
    texts = list(run.iter(f"{W}t"))
    mark = "".join(one.text or "" for one in texts)
    for one in texts:
        one.text = ""
    return mark.strip()


def number_in(mark: str) -> int | None:
    """The number that a mark is."""
    found = MARK.fullmatch(mark)
    written = found["number"] if found else ""
    return ord(written) - 0x245F if written and not written.isdecimal() else int(written or 0) or None


def labelled(note: ET.Element, chosen: int, mark: str) -> Iterator[ET.Element]:
    """The paragraphs of a note, with its number before the first, and without the mark it has of its own."""
    first = True
    for paragraph in note.iter(f"{W}p"):
        if first:
            texts = [one for one in paragraph.iter(f"{W}t") if (one.text or "").strip()]
            if mark and texts and (texts[0].text or "").strip().startswith(mark):
                texts[0].text = (texts[0].text or "").strip().removeprefix(mark)
            insert_label(paragraph, f"[^{chosen}]: ")
        first = False
        yield paragraph


def text_element(text: str) -> ET.Element:
    """A text with its spaces kept."""
    made = ET.Element(f"{W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    made.text = text
    return made


def run_of(text: str) -> ET.Element:
    """A run of a text."""
    made = ET.Element(f"{W}r")
    made.append(text_element(text))
    return made


def insert_label(paragraph: ET.Element, label: str) -> None:
    """Put a text before all others of a paragraph."""
    paragraph.insert(1 if len(paragraph) and paragraph[0].tag == f"{W}pPr" else 0, run_of(label))


def number(body: ET.Element, numbering: Numbering) -> None:
    """Write the automatic number of each paragraph before it."""
    for paragraph in body.iter(f"{W}p"):
        if label := numbering.label(paragraph):
            insert_label(paragraph, label)


def choose(body: ET.Element) -> None:
    """Of alternatives (a drawing, and a picture for old readers) keep the first that has text."""
    for parent in list(body.iter()):
        for place, child in enumerate(list(parent)):
            if child.tag == f"{MC}AlternateContent":
                kept = next((one for one in child if next(one.iter(f"{W}t"), None) is not None), None)
                parent[place] = ET.Element(f"{W}r") if kept is None else kept


def unbox(body: ET.Element) -> None:
    """Put the paragraphs of text boxes behind the paragraph that holds the box."""
    for parent in list(body.iter()):
        for paragraph in [one for one in parent if one.tag == f"{W}p"]:
            boxes = list(paragraph.iter(f"{W}txbxContent"))
            moved = [block for box in boxes for block in list(box)]
            for box in boxes:
                box.clear()
            if moved:
                place = list(parent).index(paragraph) + 1
                parent[place:place] = moved


def write_equations(body: ET.Element) -> None:
    """Write equations as a line: fractions with a stroke, powers with a caret."""
    replace(body, f"{M}oMathPara", list)
    replace(body, f"{M}oMath", lambda equation: [run_of(formula(equation))])


def formula(element: ET.Element) -> str:
    """The text of an equation, or of a part of one."""
    parts = [formula(child) for child in element if child.tag not in UNSEEN]
    names = {f"{M}f": "/", f"{M}sSup": "^", f"{M}sSub": "_"}
    if element.tag in names:
        return names[element.tag].join(part for part in parts if part)
    return "".join([element.text or "" if element.tag in (f"{M}t", f"{W}t") else "", *parts])


def write_ruby(body: ET.Element) -> None:
    """Write characters with what stands above them in brackets behind: 叆叇（àidài）."""
    replace(body, f"{W}ruby", lambda ruby: [text_element(spoken(ruby))])


def spoken(ruby: ET.Element) -> str:
    """The base of a ruby text, and its reading."""
    base, reading = (
        "".join(one.text or "" for part in ruby.iter(f"{W}{name}") for one in part.iter(f"{W}t"))
        for name in ("rubyBase", "rt")
    )
    return f"{base}（{reading}）" if reading else base


def replace(body: ET.Element, tag: str, make: Callable[[ET.Element], list[ET.Element]]) -> None:
    """Put others in the place of every element of a kind."""
    for parent in list(body.iter()):
        for child in [one for one in parent if one.tag == tag]:
            place = list(parent).index(child)
            parent[place : place + 1] = make(child)
