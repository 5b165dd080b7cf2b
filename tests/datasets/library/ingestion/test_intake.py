"""Thousands of reports come in with one command: in part, again, beside bad ones, and after it was killed at any moment."""

import csv
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import main
from datasets.errors import SourceError
from datasets.library.bounds import ORIGIN, Bounds
from datasets.library.ingestion.inputs import Inputs
from datasets.library.ingestion.intake import Intake, Outcome
from datasets.library.ingestion.known import CACHE, KnownReports
from datasets.library.ingestion.loading import staging_area
from datasets.library.ingestion.statements import Index, Stated
from datasets.library.sources import Source, read_source
from tests.conftest import ROOT
from tests.originals import docx

REGION = "双台子区"
HEAD = "{region}政府工作报告\n——{year}年1月5日在{region}第四届人民代表大会第{session}次会议上\n区长 张三\n各位代表：\n"
BODY = "一、{last}年工作回顾\n地区生产总值完成{figure}亿元，增长5%。\n二、{year}年工作安排\n地区生产总值增长6%。\n"
SESSIONS = "一二三四五六七八九十"


def report(year: int, region: str = REGION, figure: int = 150) -> str:
    text = HEAD + BODY
    return text.format(region=region, year=year, last=year - 1, session=SESSIONS[year % 10], figure=figure)


def given(folder: Path, **texts: str | bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name.replace("__", ".")).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def take_in(
    home: Path, *paths: Path, index: Index | None = None, stated: Stated | None = None, **how: object
) -> list[Outcome]:
    inputs = Inputs(fetch=lambda _: b"", columns={}, passed_over={})
    intake = Intake(home, index or Index(), stated or Stated(), jobs=2, **how)  # type: ignore[arg-type]
    found = inputs.found([str(path) for path in paths])
    return list(intake.outcomes(item for one in found for item in inputs.items(one)))


def all_in(home: Path) -> list[Source]:
    """The reports of a library, each checked against its origin."""
    return [read_source(folder) for folder in sorted((home / "sources").glob("[!.]*"))]


def told(outcomes: list[Outcome]) -> dict[str, tuple[str, str | None]]:
    return {Path(one.name).name: (one.status, one.report_id) for one in outcomes}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["ingest", *map(str, arguments)])


def test_what_is_printed_is_recognised_and_kept_as_recognised(tmp_path: Path) -> None:
    folder = given(tmp_path / "in", a__txt=report(2023))
    assert told(take_in(tmp_path / "home", folder)) == {"a.txt": ("added", "211102-2023")}
    origin = read_source(tmp_path / "home/sources/211102-2023").origin
    assert (origin.title, origin.speaker, origin.speaker_title) == ("双台子区政府工作报告", "张三", "区长")
    assert (origin.session, str(origin.delivered_on)) == ("双台子区第四届人民代表大会第四次会议", "2023-01-05")
    assert origin.recognised == ["delivered_on", "region", "session", "speaker", "speaker_title", "title", "year"]
    assert (origin.region.name_en, [one.code for one in origin.parents]) == (
        "Shuangtaizi District",
        ["211100", "210000", "000000"],
    )


def test_what_is_stated_counts_and_what_differs_is_told(tmp_path: Path) -> None:
    folder = given(tmp_path / "in", a__txt=report(2023), index__csv="file,speaker,publisher\na.txt,李四,某办\n")
    index = Index()
    index.add(folder / "index.csv")
    (outcome,) = take_in(tmp_path / "home", folder / "a.txt", index=index, stated=Stated(publisher="另一办"))
    origin = read_source(tmp_path / "home/sources/211102-2023").origin
    assert (origin.speaker, origin.publisher) == ("李四", "某办")
    assert "speaker" not in origin.recognised
    assert outcome.why == ["its speaker is stated as 李四, and printed as 张三"]


@pytest.mark.slow
def test_bad_files_stop_no_other_and_each_has_its_reason(tmp_path: Path) -> None:
    bad = {f"bad{number}__pdf": b"%PDF-1.4 no" for number in range(3)}
    folder = given(
        tmp_path / "in", **bad, empty__txt="", odd__html="<html>", nul__txt=b"\0", word__docx=b"PK\x03\x04",
        **{f"good{year}__txt": report(year) for year in range(2001, 2009)},
    )  # fmt: skip
    outcomes = take_in(tmp_path / "home", folder)
    assert Counter(one.status for one in outcomes) == {"added": 8, "refused": 7}
    assert all(one.why for one in outcomes if one.status == "refused")
    assert len(all_in(tmp_path / "home")) == 8
    assert [one.name for one in (tmp_path / "home/sources").glob(".ingest-*")] == []


@pytest.mark.slow
def test_a_file_that_takes_the_process_with_it_stops_no_other(tmp_path: Path) -> None:
    slow = report(2001) + "地区生产总值增长5%。" * 150_000
    folder = given(tmp_path / "in", a__txt=slow, b__txt=report(2002), c__txt=report(2003))
    outcomes = take_in(tmp_path / "home", folder, bounds=Bounds(seconds=2))
    assert told(outcomes) == {
        "a.txt": ("refused", None),
        "b.txt": ("added", "211102-2002"),
        "c.txt": ("added", "211102-2003"),
    }
    assert "takes more than 2 seconds" in outcomes[0].why[0]


def test_a_second_run_does_nothing(tmp_path: Path) -> None:
    folder = given(
        tmp_path / "in",
        **{f"{year}__txt": report(year) for year in range(2001, 2006)},
        d__docx=docx(report(2010).splitlines()),
    )
    assert run(folder, "--home", tmp_path / "home").exit_code == 0
    before = {
        path: path.stat().st_mtime_ns
        for path in (tmp_path / "home").rglob("*")
        if path.is_file() and path.name != CACHE
    }
    again = run(folder, "--home", tmp_path / "home")
    assert again.exit_code == 0
    assert "0 came in, 6 there already, 0 doubtful, and waiting, 0 refused." in again.stdout
    assert {
        path: path.stat().st_mtime_ns
        for path in (tmp_path / "home").rglob("*")
        if path.is_file() and path.name != CACHE
    } == before


# Texts that wait, and why.
DOUBTFUL = {
    "two years": (report(2023).replace("2023年工作安排", "2021年工作安排"), "its year is not sure: 2021 by the headings, 2023 by the day of delivery"),
    "no year": ("双台子区政府工作报告\n各位代表：\n一、工作回顾\n去年增长5%。\n二、工作安排\n今年增长6%。\n", "nothing tells which year it is of"),
    "no region": (report(2023).replace(REGION, "本区"), "say region_code"),
    "a region of several places": (report(2023, "朝阳区"), "is one of 110105 北京市朝阳区, 220104 吉林省长春市朝阳区"),
    "a region that was not there yet": (report(2015).replace(REGION, "襄樊市"), "no region of 2015 is called 襄樊市, but 420600 襄樊市 (-2010), which became 襄阳市 in 2010; say region_code"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("case", DOUBTFUL)
def test_what_is_not_sure_waits_until_a_person_has_filled_in_the_table(tmp_path: Path, case: str) -> None:
    text, why = DOUBTFUL[case]
    folder = given(tmp_path / "in", a__txt=text, b__txt=report(2003))
    home = tmp_path / "home"
    shown = run(folder, "--home", home)
    assert shown.exit_code == 1
    assert why in shown.stdout
    assert [one.name for one in (home / "sources").glob("[!.]*")] == ["211102-2003"]
    with (home / "doubtful.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    row = next(row for row in rows if row["file"].endswith("a.txt"))
    assert row["status"] == "doubtful"
    with (home / "filled.csv").open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, list(row))
        table.writeheader()
        table.writerow(
            row | {"region_code": "211102", "region_name": "", "region_name_en": "", "year": "2022", "confirmed": "yes"}
        )
    again = run(folder, "--home", home, "--index", home / "filled.csv")
    assert again.exit_code == 0, again.output
    assert "1 came in, 1 there already" in again.stdout
    assert read_source(home / "sources/211102-2022").text == text


def test_a_table_that_was_filled_in_is_not_written_over_and_one_that_was_not_is_not_written_again(
    tmp_path: Path,
) -> None:
    folder = given(tmp_path / "in", a__txt=DOUBTFUL["no year"][0])
    home = tmp_path / "home"
    for _ in range(2):
        assert str(home / "doubtful.csv") in run(folder, "--home", home).stdout
    assert [one.name for one in home.glob("*.csv")] == ["doubtful.csv"]
    filled = (home / "doubtful.csv").read_text("utf-8-sig").replace("doubtful,", "mine,")
    (home / "doubtful.csv").write_text(filled, "utf-8")
    run(folder, "--home", home)
    assert sorted(one.name for one in home.glob("*.csv")) == ["doubtful-2.csv", "doubtful.csv"]
    assert (home / "doubtful.csv").read_text("utf-8") == filled


def test_what_waits_comes_first_in_the_table_and_what_is_in_last(tmp_path: Path) -> None:
    folder = given(tmp_path / "in", a__txt=report(2003, "朝阳区") + "\n", b__txt="无", c__txt=DOUBTFUL["no year"][0])
    index = tmp_path / "i.csv"
    index.write_text("file,region_code,confirmed\na.txt,211102,yes\n", "utf-8")
    shown = run(folder, "--home", tmp_path / "home", "--index", index)
    assert "1 came in, 0 there already, 1 doubtful, and waiting, 1 refused." in shown.stdout
    assert "Of those that came in, 1 have a doubt that stops nothing." in shown.stdout
    with (tmp_path / "home/doubtful.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["status"] for row in csv.DictReader(file)] == ["doubtful", "refused", "added"]
    refused = next(line for line in shown.stdout.splitlines() if line.startswith("refused: "))
    assert refused.count("b.txt") == 1


def test_an_address_that_is_none_of_the_web_is_refused_as_one_and_sought_in_no_folder(tmp_path: Path) -> None:
    shown = run("ftp://example.org/a.txt", "file:///etc/passwd", "--home", tmp_path / "home")
    assert shown.stdout.count(": only http and https addresses are read") == 2
    assert "give it back" not in shown.stdout
    assert not shown.stderr


def test_to_confirm_what_has_no_year_is_told_to_say_nothing_of_it(tmp_path: Path) -> None:
    folder = given(tmp_path / "in", a__txt=DOUBTFUL["no year"][0])
    index = tmp_path / "i.csv"
    index.write_text("file,confirmed\na.txt,yes\n", "utf-8")
    shown = run(folder, "--home", tmp_path / "home", "--index", index)
    assert "nothing tells which year it is of; fill in year: confirmed says nothing of it" in shown.stdout


REFUSED_REGIONS = [
    ("211102001", "2023", "is the code of a township"),
    ("341400", "2015", "there was none in 2015, but 341400 巢湖市"),
    ("990101", "2023", "is in no report of the library, nor in the register"),
]


@pytest.mark.parametrize(("code", "year", "why"), REFUSED_REGIONS)
def test_a_region_that_cannot_be_meant_is_told(tmp_path: Path, code: str, year: str, why: str) -> None:
    folder = given(
        tmp_path / "in",
        a__txt=report(int(year)),
        b__txt=report(2003),
        i__csv=f"file,region_code,year\na.txt,{code},{year}\n",
    )
    shown = run(folder, "--home", tmp_path / "home", "--index", folder / "i.csv")
    assert shown.exit_code != 0
    assert why in shown.output


def test_a_report_that_is_said_to_be_of_another_region_waits(tmp_path: Path) -> None:
    folder = given(tmp_path / "in", **{"211103-2023__txt": report(2023)}, b__txt=report(2003))
    shown = run(folder, "--home", tmp_path / "home")
    assert "it is said to be of 兴隆台区, but its head names 211102" in shown.stdout


def test_of_two_texts_of_a_report_the_better_one_is_offered_and_none_is_written_over(tmp_path: Path) -> None:
    better = report(2023).replace("二、", "建成学校3所。\n" * 9 + "二、")
    folder = given(tmp_path / "in", a__txt=report(2023), b__txt=better, c__txt=report(2023, figure=99))
    first, second, third = take_in(tmp_path / "home", folder)
    assert (first.status, second.status, third.status) == ("added", "doubtful", "present")
    assert "this text is the better one" in second.why[0]
    assert "this text is no better" in third.why[0]
    assert read_source(tmp_path / "home/sources/211102-2023").text == report(2023)


def test_no_two_add_to_a_library_at_once(tmp_path: Path) -> None:
    folder = given(tmp_path / "in", a__txt=report(2023))
    with staging_area(tmp_path / "home"), pytest.raises(SourceError, match="another ingest is at work"):
        take_in(tmp_path / "home", folder)
    assert told(take_in(tmp_path / "home", folder)) == {"a.txt": ("added", "211102-2023")}


def test_force_takes_in_what_is_not_like_a_report_and_what_its_text_contradicts(tmp_path: Path) -> None:
    folder = given(
        tmp_path / "in",
        a__txt=report(2023),
        b__txt="一、回顾\n无数之句。\n",
        i__csv="file,year,region\na.txt,2020,211102\nb.txt,2021,双台子区\n",
    )
    index = Index()
    index.add(folder / "i.csv")
    files = (folder / "a.txt", folder / "b.txt")
    assert told(take_in(tmp_path / "home", *files, index=index)) == {
        "a.txt": ("doubtful", "211102-2020"),
        "b.txt": ("refused", None),
    }
    assert told(take_in(tmp_path / "home", *files, index=index, force=True)) == {
        "a.txt": ("added", "211102-2020"),
        "b.txt": ("added", "211102-2021"),
    }


COMMAND = "from api.cli import main; main()"


@pytest.mark.slow
def test_an_intake_that_is_killed_at_any_moment_leaves_a_sound_library_and_goes_on(tmp_path: Path) -> None:
    years = range(1990, 2020)
    folder = given(tmp_path / "in", **{f"{year}__txt": report(year) + "全市经济在加快发展。" * 800 for year in years})
    home = tmp_path / "home"
    moments = random.Random(21)  # noqa: S311
    command = [sys.executable, "-c", COMMAND, "ingest", str(folder), "--home", str(home), "--jobs", "2"]
    for _ in range(4):
        process = subprocess.Popen(
            command,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        before = len(list(home.glob("sources/[!.]*"))) if home.exists() else 0
        end = time.monotonic() + 60
        while time.monotonic() < end and process.poll() is None:
            if len(list(home.glob("sources/[!.]*"))) > before + moments.randrange(6):
                break
            time.sleep(moments.random() / 20)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for source in home.glob("sources/[!.]*"):
            assert read_source(source).origin.year in years
    outcomes = take_in(home, folder)
    assert {one.status for one in outcomes} <= {"added", "present"}
    assert [source.origin.year for source in all_in(home)] == [*years]
    assert list(home.glob("sources/.ingest-*")) == []


def test_what_is_known_of_a_library_is_never_older_than_its_origins(tmp_path: Path) -> None:
    home = tmp_path / "home"
    take_in(home, given(tmp_path / "in", a__txt=report(2021), b__txt=report(2022)))
    assert (home / "sources" / CACHE).is_file()
    origin = home / "sources/211102-2021" / ORIGIN
    changed = origin.read_text("utf-8").replace('\ntitle = "', '\nurl = "https://example.org/a"\ntitle = "')
    origin.write_text(changed, "utf-8")
    for file in (home / "sources/211102-2022").iterdir():
        file.unlink()
    known = KnownReports(home)
    assert set(known.reports) == {"211102-2021"}
    assert known.by_address == {"https://example.org/a": "211102-2021"}


@pytest.mark.parametrize("content", [b"", b"\x93\x01\x80", b"no cache", bytes(1000)])
def test_a_cache_that_is_none_is_made_anew(tmp_path: Path, content: bytes) -> None:
    home = tmp_path / "home"
    take_in(home, given(tmp_path / "in", a__txt=report(2021)))
    (home / "sources" / CACHE).write_bytes(content)
    known = KnownReports(home)
    assert set(known.reports) == {"211102-2021"}
    known.save()
    assert (home / "sources" / CACHE).read_bytes() != content


def test_a_cache_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    take_in(home, given(tmp_path / "in", a__txt=report(2021)))
    (tmp_path / "other").write_bytes(b"x")
    (home / "sources" / CACHE).unlink()
    (home / "sources" / CACHE).symlink_to(tmp_path / "other")
    KnownReports(home).save()
    assert (tmp_path / "other").read_bytes() == b"x"


def fetched(note: Path, address: str) -> bytes:
    """What is at an address; that it was asked for is noted, for that is in another process."""
    with note.open("a", encoding="utf-8") as file:
        file.write(address)
    return report(2021).encode()


def test_an_address_that_is_in_the_library_is_not_asked_again(tmp_path: Path) -> None:
    asked: list[str] = []
    for _ in range(2):
        inputs = Inputs(fetch=partial(fetched, tmp_path / "asked"), columns={}, passed_over={})
        intake = Intake(tmp_path / "home", Index(), Stated())
        found = inputs.found(["https://example.org/a.html"])
        asked += [one.status for one in intake.outcomes(item for one in found for item in inputs.items(one))]
    assert asked == ["added", "present"]
    assert (tmp_path / "asked").read_text("utf-8") == "https://example.org/a.html"
    origin = read_source(tmp_path / "home/sources/211102-2021").origin
    assert origin.url == "https://example.org/a.html"
    assert origin.retrieved_on is not None
