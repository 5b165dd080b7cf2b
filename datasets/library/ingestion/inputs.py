"""What may be reports among files, folders, archives, tables of texts and addresses: an item each, in a fixed order."""

import glob
import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path, PurePath

from msgspec import Struct

from datasets.errors import SourceError
from datasets.library.documents.originals import read_original
from datasets.library.ingestion.archives import is_archive, members
from datasets.library.ingestion.staging import Item, Unread
from datasets.library.ingestion.statements import Stated, is_address
from datasets.library.ingestion.text_tables import SHORTEST, NoTextsError, is_table, texts_in

SUFFIXES = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".shtml", ".xhtml", ".docx", ".pdf")
WILD = "*?["


class Found(Struct, frozen=True):
    """A file or an address that was given, or is in a folder that was."""

    name: str
    is_named: bool  # and not only in a folder


class Inputs(Struct):
    """How what is given is read: `fetch` reads an address, `columns` says what columns are that are called otherwise.

    `passed_over` counts the files of folders and archives that can be no reports, by their suffix.
    """

    fetch: Callable[[str], bytes]
    columns: Mapping[str, str] = {}
    passed_over: dict[str, int] = {}

    def found(self, given: list[str]) -> list[Found | Unread]:
        """All files and addresses there are; archives and tables count as one each."""
        listed: list[Found | Unread] = []
        for name in given:
            path = Path(name)
            if is_address(name):
                listed.append(Found(name, is_named=True))
            elif path.is_dir():
                listed += (Found(one, is_named=False) for one in self.files_in(path))
            elif set(WILD) & set(name) and not path.exists():
                matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207  # as given, absolute or not
                listed += self.found(matches) if matches else [Unread(name, "no file matches it")]
            else:
                listed.append(Found(name, is_named=True))
        return listed

    def files_in(self, folder: Path) -> Iterator[str]:
        """The files of a folder and of those in it that may be reports, or hold them. Links are not followed."""
        for place, folders, files in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(files):
                path = Path(place) / name
                if name.startswith(".") or path.is_symlink() or not path.is_file():
                    self.pass_over("links and hidden files")
                elif name.lower().endswith(SUFFIXES) or is_archive(name) or is_table(name):
                    yield str(path)
                else:
                    self.pass_over(path.suffix.lower() or name)

    def pass_over(self, kind: str) -> None:
        """Count a file that can be no report."""
        self.passed_over[kind] = self.passed_over.get(kind, 0) + 1

    def items(self, found: Found | Unread) -> Iterator[Item | Unread]:
        """The items of a file or an address, or why there are none."""
        if isinstance(found, Unread):
            yield found
        elif is_address(found.name):
            yield Item(found.name, partial(self.fetch, found.name), Stated(url=found.name))
        elif is_archive(found.name):
            yield from self.with_errors(found, self.in_archive(found.name))
        elif is_table(found.name):
            shortest = 0 if found.is_named else SHORTEST
            yield from self.with_errors(found, texts_in(Path(found.name), self.columns, shortest))
        else:
            yield Item(found.name, partial(read_original, Path(found.name)))

    def with_errors(self, found: Found, items: Iterator[Item | Unread]) -> Iterator[Item | Unread]:
        """Items, and behind them what stopped their reading."""
        try:
            yield from items
        except NoTextsError as error:
            if found.is_named:
                yield Unread(found.name, str(error))
            else:
                self.pass_over("tables without texts")
        except (SourceError, OSError) as error:
            yield Unread(found.name, str(error))

    def in_archive(self, name: str) -> Iterator[Item | Unread]:
        """The files of an archive that may be reports."""
        for member in members(Path(name)):
            inside = f"{name}/{member.name}"
            if member.why:
                yield Unread(inside, member.why)
            elif PurePath(member.name).name.startswith("."):
                self.pass_over("links and hidden files")
            elif not member.name.lower().endswith(SUFFIXES):
                self.pass_over(PurePath(member.name).suffix.lower() or member.name)
            else:
                yield Item(inside, partial(bytes, member.content))
