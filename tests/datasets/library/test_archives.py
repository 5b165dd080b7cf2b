"""Archives that strangers made: their files are read, and nothing they do reaches further."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from datasets.errors import SourceError
from datasets.library import archives
from datasets.library.archives import Member, members
from datasets.library.inputs import Found, Inputs
from datasets.library.staging import Unread
from tests.originals import MEGABYTE

TEXT = "甲区政府工作报告\n".encode()


def zipped(file: Path, names: dict[str, bytes], *, mode: int = 0o100644, flags: int = 0) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in names.items():
            part = zipfile.ZipInfo(name)
            part.external_attr, part.compress_type = mode << 16, zipfile.ZIP_DEFLATED
            made.writestr(part, content)
    if flags:
        content = bytearray(file.read_bytes())
        for start in (content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8):
            content[start] |= flags
        file.write_bytes(content)
    return file


def tarred(file: Path, *parts: tuple[tarfile.TarInfo, bytes], mode: str = "w") -> Path:
    with tarfile.open(file, mode) as made:  # type: ignore[call-overload]
        for part, content in parts:
            part.size = len(content)
            made.addfile(part, io.BytesIO(content))
    return file


def part(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, link
    return made


@pytest.mark.parametrize("packed", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_file_is_read_however_it_is_packed(tmp_path: Path, packed: str) -> None:
    suffix = packed.partition(":")[2]
    file = tarred(
        tmp_path / f"a.tar{'.' * bool(suffix)}{suffix}", (part("甲/a.txt"), TEXT), (part("b.txt"), b"2"), mode=packed
    )
    assert list(members(file)) == [Member("甲/a.txt", TEXT), Member("b.txt", b"2")]


def test_a_zip_file_is_read_with_the_names_it_has(tmp_path: Path) -> None:
    assert list(members(zipped(tmp_path / "a.zip", {"甲/a.txt": TEXT, "b.txt": b"2"}))) == [
        Member("甲/a.txt", TEXT),
        Member("b.txt", b"2"),
    ]


def test_names_in_an_encoding_of_china_are_read(tmp_path: Path) -> None:
    file = zipped(tmp_path / "a.zip", {"xxxx.txt": TEXT})
    file.write_bytes(file.read_bytes().replace(b"xxxx", "甲乙".encode("gb18030")))
    assert [member.name for member in members(file)] == ["甲乙.txt"]


ESCAPES = ["../a.txt", "/etc/a.txt", "a/../../b.txt", "..\\a.txt", "C:/a.txt", "a\n.txt"]


@pytest.mark.parametrize("name", ESCAPES)
def test_names_that_lead_out_of_an_archive_are_not_read(tmp_path: Path, name: str) -> None:
    for file in (zipped(tmp_path / "a.zip", {name: TEXT}), tarred(tmp_path / "a.tar", (part(name), TEXT))):
        (member,) = members(file)
        assert member.content == b""
        assert member.why


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_in_a_tar_file_are_not_read(tmp_path: Path, kind: bytes) -> None:
    file = tarred(tmp_path / "a.tar", (part("a.txt", kind, "/etc/passwd"), b""), (part("b.txt"), TEXT))
    assert list(members(file)) == [Member("a.txt", why="it is no regular file"), Member("b.txt", TEXT)]


def test_links_and_encrypted_files_in_a_zip_file_are_not_read(tmp_path: Path) -> None:
    assert [one.why for one in members(zipped(tmp_path / "a.zip", {"a.txt": b"/etc/passwd"}, mode=0o120777))] == [
        "it is a link"
    ]
    assert [one.why for one in members(zipped(tmp_path / "b.zip", {"a.txt": TEXT}, flags=1))] == ["it is encrypted"]


def test_a_file_that_unpacks_to_more_than_a_report_has_is_not_read_and_the_next_is(tmp_path: Path) -> None:
    bomb = bytes(65 * MEGABYTE)
    expected = [Member("a.txt", why="it has more than 64 MB"), Member("b.txt", TEXT)]
    assert list(members(zipped(tmp_path / "a.zip", {"a.txt": bomb, "b.txt": TEXT}))) == expected
    assert (
        list(members(tarred(tmp_path / "a.tgz", (part("a.txt"), bomb), (part("b.txt"), TEXT), mode="w:gz"))) == expected
    )


def test_an_archive_that_unpacks_without_end_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "UNPACKED", 3 * MEGABYTE)
    many = {f"{n}.txt": bytes(MEGABYTE) for n in range(5)}
    for file in (
        zipped(tmp_path / "a.zip", many),
        tarred(tmp_path / "a.tgz", *((part(n), c) for n, c in many.items()), mode="w:gz"),
    ):
        with pytest.raises(SourceError, match="unpacks to more than"):
            list(members(file))


def test_an_archive_of_very_many_files_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MEMBERS", 3)
    with pytest.raises(SourceError, match="has more than 3 files"):
        list(members(zipped(tmp_path / "a.zip", {f"{n}.txt": b"1" for n in range(5)})))
    monkeypatch.setattr(archives, "LISTED", 100)
    with pytest.raises(SourceError, match="its list of files has more than"):
        list(members(tmp_path / "a.zip"))


def test_a_header_that_would_fill_the_memory_is_not_read(tmp_path: Path) -> None:
    header = tarfile.TarInfo("a")
    header.type, header.size = tarfile.XHDTYPE, 7 << 30
    with gzip.open(tmp_path / "a.tgz", "wb") as made:
        made.write(header.tobuf(tarfile.USTAR_FORMAT) + bytes(2 * MEGABYTE))
    with pytest.raises(SourceError, match=r"header of more than 64 MB|unpacks to more"):
        list(members(tmp_path / "a.tgz"))


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-30])


SPOILT: dict[str, Callable[[Path], None]] = {
    "nothing": lambda file: file.write_bytes(b"") and None,
    "another file": lambda file: file.write_bytes(TEXT * 100) and None,
    "half of it": cut,
}


@pytest.mark.parametrize("spoil", SPOILT)
@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tgz"])
def test_what_is_no_archive_is_told_and_stops_nothing(tmp_path: Path, spoil: str, suffix: str) -> None:
    file = tmp_path / f"a{suffix}"
    content = TEXT * 1000
    if suffix == ".zip":
        zipped(file, {"a.txt": content})
    else:
        tarred(file, (part("a.txt"), content), mode="w:gz" if suffix == ".tgz" else "w")
    SPOILT[spoil](file)
    found = list(Inputs(fetch=bytes).items(Found(str(file), is_named=True)))
    if spoil == "half of it" and suffix == ".tar":  # blocks of zeros are behind the last file
        return
    assert any(isinstance(one, Unread) and str(file) in one.why for one in found), found
