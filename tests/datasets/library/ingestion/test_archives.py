"""Archives that strangers made: their files are read, and nothing they do reaches further."""

import gzip
import io
import struct
import tarfile
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.errors import SourceError
from datasets.library.ingestion import archives
from datasets.library.ingestion.archives import Member, members
from datasets.library.ingestion.inputs import Found, Inputs
from datasets.library.ingestion.staging import Unread
from tests.hostile import ends
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


def test_a_folder_that_was_packed_from_inside_is_read(tmp_path: Path) -> None:
    file = tarred(tmp_path / "a.tar", (part(".", tarfile.DIRTYPE), b""), (part("./a.txt"), TEXT))
    assert list(members(file)) == [Member("./a.txt", TEXT)]


@pytest.mark.parametrize(("name", "mode"), [("甲/", 0), ("甲/", 0o100644), ("甲", 0o040755), ("甲/", 0o040755)])
def test_a_folder_of_a_zip_file_is_no_file_of_it_however_it_is_marked(tmp_path: Path, name: str, mode: int) -> None:
    assert list(members(zipped(tmp_path / "a.zip", {name: b""}, mode=mode))) == []


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
    with pytest.raises(SourceError, match="has a list or a header of more than"):
        list(members(tmp_path / "a.zip"))


def record(name: str, value: str) -> bytes:
    """A record of a header of PAX: how long it is, itself included, and what it says."""
    line = f" {name}={value}\n".encode()
    digits = next(n for n in (1, 2, 3) if len(str(len(line) + n)) == n)
    return b"%d%s" % (len(line) + digits, line)


def header(kind: bytes, size: int = 0, name: str = "a.txt") -> bytes:
    """A header of a TAR file."""
    made = part(name, kind)
    made.size = size
    return made.tobuf(tarfile.USTAR_FORMAT)


def block(content: bytes) -> bytes:
    """Content as it stands in a TAR file."""
    return content + bytes(-len(content) % 512)


SPARSE = bytearray(header(tarfile.GNUTYPE_SPARSE))
SPARSE[482] = 1  # and more is said in the block behind
SPARSE[148:156] = b"%06o\0 " % tarfile.calc_chksums(bytes(SPARSE))[0]
HEADERS = {
    "one that says it has gigabytes": header(tarfile.XHDTYPE, 7 << 30) + bytes(2 * MEGABYTE),
    "more of them for one file than it has": (
        (header(tarfile.XGLTYPE, MEGABYTE) + record("comment", "x" * 90).ljust(MEGABYTE, b"\0")) * 30
    ),
    "a name of a thousand headers": (header(tarfile.GNUTYPE_LONGNAME, 2) + block(b"a\0")) * 5000,
    "one that leads back": (
        header(tarfile.REGTYPE, 512)
        + bytes(512)
        + header(tarfile.XHDTYPE, 15)
        + block(record("size", "-9999"))
        + header(tarfile.REGTYPE)
    ),
    "places of a sparse file without end": bytes(SPARSE)
    + (b"00000000001\0" * 42 + b"\1" + bytes(7)) * (3 * MEGABYTE // 512),
    "a number that is none": header(tarfile.XHDTYPE, 15)
    + block(record("size", "x" * 5))
    + header(tarfile.REGTYPE, 3)[:200],
}


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".tar", ".tgz"])
@pytest.mark.parametrize("headers", HEADERS)
def test_headers_that_would_take_memory_or_time_without_end_are_not_read(
    tmp_path: Path, headers: str, suffix: str
) -> None:
    file = tmp_path / f"a{suffix}"
    file.write_bytes(HEADERS[headers] if suffix == ".tar" else gzip.compress(HEADERS[headers]))
    tracemalloc.start()
    try:
        with pytest.raises(SourceError, match=str(file)):
            list(members(file))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 80 * MEGABYTE


def test_a_dictionary_that_would_fill_the_memory_is_not_made(tmp_path: Path) -> None:
    file = tarred(tmp_path / "a.txz", (part("a.txt"), TEXT), mode="w:xz")
    assert list(members(file)) == [Member("a.txt", TEXT)]
    content = bytearray(file.read_bytes())
    start, end = 12, 12 + content[12] * 4  # the header of the first block (the .xz file format, 3.1)
    content[content.index(b"\x21\x01", start) + 2] = 38  # a dictionary of 2 GB
    content[end : end + 4] = zlib.crc32(content[start:end]).to_bytes(4, "little")
    file.write_bytes(content)
    with pytest.raises(SourceError, match="Memory usage limit"):
        list(members(file))


def test_a_member_that_cannot_be_unpacked_stops_no_other(tmp_path: Path) -> None:
    file = zipped(tmp_path / "a.zip", {"a.txt": TEXT * 100, "b.txt": TEXT})
    content = bytearray(file.read_bytes())
    content[45:49] = b"\xff\xff\xff\xff"  # of the first, as it is packed
    file.write_bytes(content)
    spoilt, good = members(file)
    assert (spoilt.content, spoilt.why is not None and "cannot be unpacked" in spoilt.why) == (b"", True)
    assert good == Member("b.txt", TEXT)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_that_unpacks_to_any_size_at_once_is_not_read(tmp_path: Path, method: int) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", method) as made:
        made.writestr("a.txt", bytes(MEGABYTE))
        made.writestr("b.txt", TEXT, zipfile.ZIP_DEFLATED)
    packed, good = members(tmp_path / "a.zip")
    assert (packed.content, packed.why) == (b"", "it is packed by another method than deflate")
    assert good == Member("b.txt", TEXT)


def test_a_list_whose_size_only_its_second_record_says_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end of a ZIP file has the size of the list twice, for files of more than 4 GB; readers take the second."""
    file = zipped(tmp_path / "a.zip", {f"{n}.txt": b"1" for n in range(5)})
    content = file.read_bytes()
    at = content.rindex(b"PK\x05\x06")
    size, place = struct.unpack("<LL", content[at + 12 : at + 20])
    second = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 5, 5, size, place)
    end = content[at : at + 12] + struct.pack("<L", 10) + content[at + 16 :]
    file.write_bytes(content[:at] + second + struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1) + end)
    assert len(list(members(file))) == 5
    monkeypatch.setattr(archives, "LISTED", 100)
    with pytest.raises(SourceError, match="has a list or a header of more than"):
        list(members(file))


def test_a_name_is_printed_in_the_encoding_it_has_and_none_is_without_end(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w", format=tarfile.GNU_FORMAT, encoding="gb18030") as made:
        for name in ("甲乙.txt", "丙" * 1001):
            made.addfile(part(name))
    named, longer = members(tmp_path / "a.tar")
    assert named.name == "甲乙.txt"
    assert (len(longer.name), longer.why) == (1000, "its name has more than 1,000 characters")


@given(st.sampled_from([".zip", ".tar", ".tgz", ".txz"]), st.data())
def test_whatever_is_wrong_with_an_archive_is_told(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: st.DataObject
) -> None:
    file = tmp_path_factory.mktemp("spoilt") / f"a{suffix}"
    if suffix == ".zip":
        zipped(file, {f"甲{n}.txt": TEXT * n for n in range(3)})
    else:
        parts = [(part(f"{'甲' * 40}{n}.txt"), TEXT * n) for n in range(3)]
        tarred(file, *parts, mode={".tar": "w", ".tgz": "w:gz", ".txz": "w:xz"}[suffix])
    content = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        spoilt = data.draw(st.sampled_from([b"", b"\0", b"\xff", b"\xff" * 8, b"00000000", b"-0000001", b"77777777"]))
        content[at : at + max(1, len(spoilt))] = spoilt
    file.write_bytes(content)
    with suppress(SourceError), ends():
        list(members(file))


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
