"""What was published and what was found wrong, as a feed that programs follow: Atom (RFC 4287)."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET  # only written, never read

from msgspec import Struct

from datasets.metadata.description import CREATOR, LICENCE_URL, TITLE, TITLE_ZH
from datasets.releases.history import Erratum, History
from datasets.releases.release import MANIFEST, Release

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
IDS = UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")  # of ISO object identifiers (RFC 9562, 6.6)


class Entry(Struct, frozen=True):
    """Something that happened on a day. `name` tells it from all others of its feed.

    `page` is where people read of it, `place` where programs do.
    """

    name: str
    title: str
    text: str
    day: dt.date
    page: str
    place: str
    kind: str
    file: str = ""


def atom(releases: Sequence[Release], history: History, site: str, place: str) -> bytes:
    """The feed of some releases, newest first, and of the errata; `place` is where it is served on `site`.

    Its ids follow from the first release, so that they stay whatever the server is called.
    """
    whose = uuid5(IDS, hashlib.sha256((releases[-1].folder / MANIFEST).read_bytes()).hexdigest())
    entries = sorted(entries_of(releases, history), key=lambda entry: entry.day, reverse=True)
    ET.register_namespace("", NAMESPACE)
    feed = ET.Element(f"{{{NAMESPACE}}}feed", {"xml:lang": "en"})
    add(feed, "id", whose.urn)
    add(feed, "title", f"{TITLE} · {TITLE_ZH}")
    add(feed, "updated", moment(entries[0].day))
    add(feed, "rights", f"CC BY 4.0 {LICENCE_URL}")
    add(feed, "link", rel="self", type=MEDIA_TYPE, href=site + place)
    add_places(feed, f"{site}/releases", f"{site}/v1/releases")
    add(add(feed, "author"), "name", CREATOR)
    for entry in entries:
        write_entry(add(feed, "entry"), entry, whose, site)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def entries_of(releases: Iterable[Release], history: History) -> Iterator[Entry]:
    """What happened: each release, and each erratum on the day it was found, or corrected."""
    days = {}
    for release in releases:
        version, note = str(release.version), history.releases.get(str(release.version))
        day = history.published_on(release) or dt.date.fromisoformat(release.manifest.created_on)
        days[version] = day
        text = f"{note.explained} {note.explained_zh}" if note else f"Release {version}. 版本{version}。"
        place = f"/v1/releases/{version}"
        title = f"Release {version} · 版本 {version}"
        page = f"/releases/{version}"
        yield Entry(f"release {version}", title, text, day, page, place, "release", f"{place}/bundle.zip")
    for erratum in history.errata:
        day = max(erratum.found_on, days.get(erratum.corrected_in or "", erratum.found_on))
        title = f"Erratum {erratum.id}, {erratum.table} · 勘误 {erratum.id}"
        text = erratum_text(erratum)
        yield Entry(f"erratum {erratum.id}", title, text, day, "/releases#errata", "/v1/errata", "erratum")


def erratum_text(erratum: Erratum) -> str:
    """An erratum in both languages."""
    since = f"{erratum.first} to {erratum.last}" if erratum.first != erratum.last else erratum.first
    corrected = f"Corrected in {erratum.corrected_in}." if erratum.corrected_in else "Not yet corrected."
    return f"{erratum.what} {erratum.what_zh} In release {since}. {corrected}"


def write_entry(element: ET.Element, entry: Entry, whose: UUID, site: str) -> None:
    """One entry."""
    add(element, "id", uuid5(whose, entry.name).urn)
    add(element, "title", entry.title)
    add(element, "updated", moment(entry.day))
    add(element, "category", term=entry.kind)
    add_places(element, site + entry.page, site + entry.place)
    if entry.file:
        add(element, "link", rel="enclosure", type="application/zip", href=site + entry.file)
    add(element, "summary", entry.text)


def add_places(parent: ET.Element, page: str, place: str) -> None:
    """Where the same is told: on a page, which feed readers open, and as JSON."""
    add(parent, "link", rel="alternate", type="text/html", href=page)
    add(parent, "link", rel="alternate", type="application/json", href=place)


def add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    """An element more. A character that XML has no place for becomes one that says so."""
    element = ET.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    element.text = text and NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    return element


def moment(day: dt.date) -> str:
    """A day as RFC 3339 has moments: releases know no more."""
    return f"{day}T00:00:00Z"
