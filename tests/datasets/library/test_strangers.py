"""Libraries made by strangers: links, pipes and devices, origins that are none, and what they do to the reports beside."""

import os
import shutil
import tracemalloc
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from api.app import create_app
from api.cli import main
from datasets import toml
from datasets.errors import ReleaseError, SourceError
from datasets.files import is_own_folder, open_regular, read_bounded
from datasets.library.collection import read_sources
from datasets.releases.build import build
from datasets.releases.history import read_history
from datasets.releases.publishing import building
from datasets.releases.verify import verify
from tests.asking import rows
from tests.homes import ERRATUM, OTHER, TEXT, add_report, correction, next_release
from tests.hostile import ends, replace_by

GOOD, BAD = "211102-2024", "211103-2024"
UNTOUCHED = "what a build must not touch\n"


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A home with two reports, the second of which is somebody's; a file and a folder stand beside the home."""
    (tmp_path / "victim").write_text(UNTOUCHED, "utf-8")
    (tmp_path / "victims").mkdir()
    (tmp_path / "victims/kept").write_text(UNTOUCHED, "utf-8")
    home = add_report(tmp_path / "home")
    region = '\n[[parents]]\ncode = "211100"\nname = "某市"\nname_en = "Some City"\nlevel = "prefecture"\nscheme = "CN-MCA"\nvintage = 2023\n'
    return add_report(home, OTHER, "211103", corrections=region)


def untouched(home: Path) -> bool:
    """Whether what stands beside a home is as it was."""
    kept = [(home.parent / name).read_text("utf-8") for name in ("victim", "victims/kept")]
    return kept == [UNTOUCHED] * 2 and os.listdir(home.parent / "victims") == ["kept"]  # noqa: PTH208


def run(*arguments: object) -> Result:
    with ends():
        return CliRunner().invoke(main, [str(argument) for argument in arguments])


def left_out(home: Path, message: str) -> None:
    """The second report is left out of what is built, and told; the first is read; nothing beside is touched."""
    told = run("build", "--home", home)
    assert (told.exit_code, told.exception.__class__) == (1, SystemExit), told.output
    assert f"Left out: {BAD}: " in told.output
    assert message in told.output.replace("\n", "")
    assert "Reports left out: 1. The others are in release 1.0.0." in told.output
    assert [one.name for one in (home / "releases/1.0.0/texts").iterdir()] == [f"{GOOD}.txt"]
    assert untouched(home)
    problems = run("verify", "--home", home)
    assert (problems.exit_code, f"cannot be made again: {home}" in problems.output) == (1, True)


# Links, pipes and devices

PLACES = ["origin.toml", "report.txt"]
KINDS = [
    ("pipe", "is a pipe; expected a file"),
    ("folder", "is a folder; expected a file"),
    ("/dev/zero", "is a symbolic link; expected a file"),
    ("/etc/passwd", "is a symbolic link; expected a file"),
    ("../../../victim", "is a symbolic link; expected a file"),
    ("nowhere", "is a symbolic link; expected a file"),
]


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("kind", "message"), KINDS)
def test_a_report_of_what_is_no_regular_file_is_left_out(two: Path, place: str, kind: str, message: str) -> None:
    replace_by(kind, two / "sources" / BAD / place)
    left_out(two, message)


@pytest.mark.slow
def test_an_original_that_is_a_link_is_not_followed(two: Path) -> None:
    folder = two / "sources" / BAD
    (folder / "report.pdf").symlink_to("/dev/zero")
    origin = folder / "origin.toml"
    said = f'original = "report.pdf"\noriginal_sha256 = "{"0" * 64}"\n'
    origin.write_text(said + origin.read_text("utf-8"), "utf-8")
    left_out(two, "report.pdf: is a symbolic link; expected a file")


@pytest.mark.slow
@pytest.mark.parametrize("target", ["../../victims", "/etc", "211102-2024"])
def test_a_report_that_is_a_link_to_a_folder_is_left_out(two: Path, target: str) -> None:
    shutil.rmtree(two / "sources" / BAD)
    (two / "sources" / BAD).symlink_to(target)
    left_out(two, "is a symbolic link; expected a folder with origin.toml")


@pytest.mark.parametrize("name", ["sources", "releases"])
def test_a_home_whose_folders_are_links_is_refused(two: Path, name: str) -> None:
    shutil.rmtree(two / name, ignore_errors=True)
    (two / name).symlink_to("../victims")
    told = run("build", "--home", two)
    assert (told.exit_code, f"{name}: is a symbolic link" in told.output) == (1, True)
    assert untouched(two)


def test_a_home_that_is_a_link_is_the_one_that_the_user_names(two: Path) -> None:
    (two.parent / "named").symlink_to("home")
    assert run("build", "--home", two.parent / "named").exit_code == 0


# Locks and staging


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("../../victim", "is a symbolic link; expected a file"),
        ("../../nowhere", "is a symbolic link; expected a file"),
        ("pipe", "is a pipe; expected a file"),
        ("folder", "is a folder; expected a file"),
        ("/dev/null", "is a symbolic link; expected a file"),
    ],
)
def test_a_lock_that_is_none_is_refused_and_not_followed(two: Path, kind: str, message: str) -> None:
    (two / "releases").mkdir()
    lock = two / "releases/.lock"
    lock.touch()
    replace_by(kind, lock)
    told = run("build", "--home", two)
    assert (told.exit_code, f".lock: {message}" in told.output) == (1, True)
    assert untouched(two)
    assert not (two.parent / "nowhere").exists()


@pytest.mark.slow
def test_a_lock_is_never_emptied(two: Path) -> None:
    """Also not one that is another name of a file that somebody wants kept."""
    (two / "releases").mkdir()
    (two / "releases/.lock").hardlink_to(two.parent / "victim")
    assert run("build", "--home", two).exit_code == 0
    assert untouched(two)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["file", "pipe", "../../victim", "../../victims", "nowhere"])
def test_what_is_called_like_a_folder_of_a_build_blocks_none_and_is_left(two: Path, kind: str) -> None:
    (two / "releases").mkdir()
    entry = two / "releases/.staging-x"
    entry.touch()
    if kind != "file":
        replace_by(kind, entry)
    for version in ("1.0.0", "2.0.0"):
        told = run("build", "--home", two)
        assert told.exit_code == 0, told.output
        assert ".staging-x: is called like the folder of an interrupted build" in told.output.replace("\n", "")
        assert (two / "releases" / version / "manifest.json").is_file()
        add_report(two, TEXT.replace("155.5", "157.5"))
    assert os.path.lexists(entry)
    assert untouched(two)


def test_the_folder_of_a_build_that_was_killed_is_removed_and_what_it_links_to_is_not(two: Path) -> None:
    left = two / "releases/.staging-abc"
    (left / "texts").mkdir(parents=True)
    (left / "units.parquet").write_bytes(b"half")
    (left / "victims").symlink_to(two.parent / "victims")
    assert run("build", "--home", two).exit_code == 0
    assert not left.exists()
    assert untouched(two)


@pytest.mark.parametrize("kind", ["nowhere", "../victim", "folder"])
def test_nothing_is_written_over_what_has_the_name_of_a_release(two: Path, kind: str) -> None:
    (two / "releases").mkdir()
    entry = two / "releases/1.0.0"
    entry.touch()
    replace_by(kind, entry)
    told = run("build", "--home", two)
    assert (told.exit_code, "releases/1.0.0" in told.output.replace("\n", "")) == (1, True)
    assert untouched(two)


# Names in an origin

NAMES = [
    "/dev/zero",
    "/etc/passwd",
    "../../../victim",
    "../211102-2024/report.txt",
    "a/report.txt",
    "./report.txt",
    "..",
    ".",
    "",
    ".hidden",
    "report.txt\\n",
    "report.txt\\r\\nX-Evil: 1",
    "report.txt\\u0000",
    "a\\\\b",
    "x" * 300,
]


@pytest.mark.parametrize("key", ["file", "original"])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_out_of_the_folder_of_a_report_is_refused(two: Path, key: str, name: str) -> None:
    origin = two / "sources" / BAD / "origin.toml"
    said = origin.read_text("utf-8")
    said = said.replace('file = "report.txt"', f'file = "{name}"') if key == "file" else f'original = "{name}"\n' + said
    origin.write_text(said, "utf-8")
    with ends():
        (refused,) = read_sources(two / "sources").refused
    assert (refused.report_id, f"`$.{key}`" in refused.reason) == (BAD, True)


def test_a_name_in_chinese_is_one(two: Path) -> None:
    folder = two / "sources" / BAD
    (folder / "report.txt").rename(folder / "2024年政府工作报告 (全文).txt")
    origin = folder / "origin.toml"
    origin.write_text(origin.read_text("utf-8").replace("report.txt", "2024年政府工作报告 (全文).txt"), "utf-8")
    assert len(read_sources(two / "sources").readable) == 2


# Origins that are none

BOMBS = {
    "a dotted key": b"a." * 50_000 + b"a = 1",
    "a dotted table": b"[" + b"a." * 50_000 + b"a]",
    "a dotted key behind a string": b"x = {y = '''z'''', " + b"a." * 50_000 + b"a = 1}",
    "lists": b"a=" + b"[" * 100_000,
    "tables": b"a=" + b"{a=" * 30_000,
    "a long number": b"a = " + b"9" * 100_000,
    "quotes": b'a = """' + b'\\"""' * 20_000,
    "no text": b"\xff\xfe\x00",
    "nothing": b"",
    "a day that is none": b"delivered_on = 2024-02-31",
    "two megabytes": b"# " + b"x" * 2_000_000,
    "nested values": b"[[corrections]]\nset = " + b"{a=" * 15 + b"1" + b"}" * 15,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_an_origin_that_is_none_is_left_out(two: Path, bomb: bytes) -> None:
    (two / "sources" / BAD / "origin.toml").write_bytes(bomb)
    with ends():
        (refused,) = read_sources(two / "sources").refused
    assert (refused.report_id, "origin.toml: " in refused.reason) == (BAD, True)
    assert len(refused.reason) < 1000


PLAIN_KEYS = st.lists(st.from_regex(r"\A[a-z]{1,3}\Z"), min_size=1, max_size=80)
STRINGS = st.sampled_from(['"a.b"', "'c.d'", '"""e\n.f"""', "'''g\n.h'''", '"\\".\\""', "1.5", "[1.5, {x = 1}]"])


@given(st.lists(st.tuples(PLAIN_KEYS, STRINGS), max_size=5))
def test_what_is_bounded_is_read_as_python_reads_it(lines: list[tuple[list[str], str]]) -> None:
    """Strings do not count, whatever is in them; keys do."""
    content = "\n".join(f"k{n}.{'.'.join(keys)} = {value}  # a.b" for n, (keys, value) in enumerate(lines))
    if any(len(keys) > 65 for keys, _ in lines):
        with pytest.raises(ValueError, match="parts; at most 64 are read"):
            toml.decode(content.encode(), dict)
    else:
        found = toml.decode(content.encode(), dict)
        assert list(found) == [f"k{n}" for n in range(len(lines))]


@given(st.binary(max_size=300) | st.text(alphabet="a.=[]{}\"'\n#\\, 1", max_size=300).map(str.encode))
def test_whatever_an_origin_says_it_is_read_or_refused(content: bytes) -> None:
    try:
        toml.decode(content, dict)
    except ValueError as error:
        assert str(error)  # noqa: PT017  # a reason, whatever it is


# Reports that cannot be read, beside those that can


@pytest.mark.slow
def test_a_text_that_is_gone_is_left_out(two: Path) -> None:
    (two / "sources" / BAD / "report.txt").unlink()
    left_out(two, "report.txt: No such file or directory")


@pytest.mark.slow
def test_a_text_that_was_changed_is_left_out(two: Path) -> None:
    (two / "sources" / BAD / "report.txt").write_text(TEXT, "utf-8")
    left_out(two, "report.txt: sha256 is ")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xe6\x8a\xff\xff", "neither UTF-8"),
        (b"PK\x03\x04", "is a DOCX or ZIP file"),
        (("没有任何章节的文字。\n" * 9).encode(), "no section of a report was recognised"),
        (f"{TEXT}{'增' * 100_000}。\n".encode(), "gives a row of 3"),
    ],
    ids=["bytes", "zip", "no report", "a line without end"],
)
def test_a_text_that_is_no_report_is_left_out(two: Path, content: bytes, message: str) -> None:
    add_report(two, content, "211103")
    told = run("build", "--home", two)
    assert (told.exit_code, message in told.output) == (1, True), told.output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "message"),
    [
        (correction("名", "why").replace("place = ", "place = 9"), "correction (change)"),
        (
            correction("名", "why").replace('name = "名"', 'metric_id = "no_such"'),
            "its corrections break a law of releases",
        ),
    ],
)
def test_corrections_that_cannot_be_leave_out_their_report_only(two: Path, said: str, message: str) -> None:
    add_report(two, TEXT, "211103", corrections=said)
    told = run("build", "--home", two)
    assert (told.exit_code, f"Left out: {BAD}: " in told.output, message in told.output.replace("\n", "")) == (
        1,
        True,
        True,
    )
    assert [one.name for one in (two / "releases/1.0.0/texts").iterdir()] == [f"{GOOD}.txt"]


def test_a_report_that_names_a_region_otherwise_is_left_out_and_not_the_one_before(two: Path) -> None:
    zone = (
        '\n[[parents]]\ncode = "211199"\nname = "{}"\nname_en = "X"\nlevel = "county"\nscheme = "own"\nvintage = 2023\n'
    )
    for report, name in ((GOOD, "甲新区"), (BAD, "乙新区")):  # which no register has
        origin = two / "sources" / report / "origin.toml"
        origin.write_text(origin.read_text("utf-8") + zone.format(name), "utf-8")
    told = run("build", "--home", two)
    assert (told.exit_code, f"region 211199: {BAD} and {GOOD} disagree" in told.output) == (1, True), told.output


def test_when_none_is_left_nothing_is_built(two: Path) -> None:
    for report in (GOOD, BAD):
        (two / "sources" / report / "report.txt").unlink()
    with pytest.raises(SourceError, match=r"No such file or directory; and 1 more reports cannot be read"):
        build(two)
    assert not (two / "releases").exists()


def test_what_is_left_out_keeps_its_control_characters_off_the_terminal(two: Path) -> None:
    (two / "sources" / BAD).rename(two / "sources/\x1b[31mred")
    told = run("build", "--home", two)
    assert (told.exit_code, "\x1b" in told.output, "[31mred" in told.output) == (1, False, True)


def test_a_folder_whose_name_is_no_text_is_told(two: Path) -> None:
    (two / "sources" / BAD).rename(two / "sources/\udcff")
    told = run("build", "--home", two)
    assert (told.exit_code, "Left out: \\udcff: " in told.output) == (1, True), told.output


@pytest.mark.slow
def test_a_release_of_the_others_is_made_again_from_the_same(two: Path) -> None:
    (two / "sources" / BAD / "report.txt").unlink()
    built = build(two)
    assert [one.report_id for one in built.refused] == [BAD]
    problems = list(verify(built.release, two))
    assert len(problems) == 1
    assert problems[0].startswith("cannot be made again: ")
    shutil.rmtree(two / "sources" / BAD)
    assert list(verify(built.release, two)) == []


# The history


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "message"),
    [("pipe", "is a pipe; expected a file"), ("/dev/zero", "is a symbolic link"), ("../victim", "is a symbolic link")],
)
def test_a_history_that_is_no_regular_file_is_not_read_and_the_releases_are_served(
    tmp_path: Path, kind: str, message: str
) -> None:
    home = next_release(add_report(tmp_path / "home")).folder.parents[1]
    (home / "history.toml").touch()
    replace_by(kind, home / "history.toml")
    with ends():
        with pytest.raises(SourceError, match=message):
            read_history(home)
        with TestClient(create_app(home), raise_server_exceptions=False) as client:
            assert [one["version"] for one in rows(client, "/v1/releases")] == ["1.0.0"]
            assert client.get("/v1/indicators").status_code == 200


@pytest.mark.parametrize("bomb", [bomb for name, bomb in BOMBS.items() if name != "nothing"])
def test_a_history_that_is_none_is_refused(tmp_path: Path, bomb: bytes) -> None:
    (tmp_path / "history.toml").write_bytes(bomb)
    with ends(), pytest.raises(SourceError, match=r"history\.toml: "):
        read_history(tmp_path)


def test_a_history_of_the_size_of_ours_is_read(tmp_path: Path) -> None:
    errata = "".join(ERRATUM.replace("E1", f"E{n}") for n in range(1000))
    (tmp_path / "history.toml").write_text(errata, "utf-8")
    assert len(read_history(tmp_path).errata) == 1000


# Reading


@pytest.mark.parametrize("name", ["a/b/c.txt", "a/link/c.txt", "a/b/link.txt", "a/b", "nothing"])
def test_a_file_is_opened_at_its_own_place_only(tmp_path: Path, name: str) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/c.txt").write_bytes(b"content")
    (tmp_path / "a/link").symlink_to("b")
    (tmp_path / "a/b/link.txt").symlink_to("c.txt")
    if name == "a/b/c.txt":
        with open_regular(tmp_path, name) as file:
            assert file.read() == b"content"
        assert read_bounded(tmp_path, name, 7) == b"content"
        with pytest.raises(OSError, match="has more than 6 bytes"):
            read_bounded(tmp_path, name, 6)
    else:
        with pytest.raises(OSError, match=r"is a symbolic link|is a folder|No such file"):
            open_regular(tmp_path, name)


def test_of_a_file_that_is_too_large_nothing_is_read(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(1 << 40)  # a file of holes
    tracemalloc.start()
    try:
        with pytest.raises(OSError, match="has more than 67,108,864 bytes"):
            read_bounded(tmp_path, "large", 1 << 26)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_only_a_folder_is_one(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(".")
    (tmp_path / "file").touch()
    assert [is_own_folder(tmp_path / name) for name in (".", "link", "file", "nothing", "file/x")] == [
        True,
        *[False] * 4,
    ]


def test_handles_are_given_back(tmp_path: Path) -> None:
    """Whatever is refused, no file stays open: a server looks at such a folder every second."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/link").symlink_to("nowhere")
    os.mkfifo(tmp_path / "a/pipe")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for name in ("a/link", "a/pipe", "a", "a/x", "a/pipe/x"):
        for _ in range(5):
            with pytest.raises(OSError, match=r"[a-z]"):
                open_regular(tmp_path, name)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_two_builds_at_once_are_told_apart_still(two: Path) -> None:
    with building(two / "releases"), pytest.raises(ReleaseError, match="another build is running"):
        build(two)
    assert build(two).is_new
