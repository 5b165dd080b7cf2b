"""Files, folders, patterns and tables of texts: every report in them is found, in one order, and nothing else is."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from datasets.library.ingestion.inputs import Found, Inputs
from datasets.library.ingestion.staging import Item, Unread
from datasets.library.ingestion.statements import Stated


def inputs(**columns: str) -> Inputs:
    return Inputs(fetch=str.encode, columns=columns, passed_over={})  # type: ignore[arg-type]


def all_of(read: Inputs, *given: Path | str) -> list[Item | Unread]:
    return [item for found in read.found([str(one) for one in given]) for item in read.items(found)]


def test_a_folder_is_read_with_all_below_it_and_links_are_not_followed(tmp_path: Path) -> None:
    for name in ("b/2.md", "b/1.txt", "a.HTML", "c/d/3.docx", "x.jpg", ".hidden.txt", ".git/4.txt", "noname"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    (tmp_path / "link.txt").symlink_to("/etc/passwd")
    (tmp_path / "b/loop").symlink_to(tmp_path)
    read = inputs()
    names = [Path(one.name).relative_to(tmp_path).as_posix() for one in all_of(read, tmp_path)]
    assert names == ["a.HTML", "b/1.txt", "b/2.md", "c/d/3.docx"]
    assert read.passed_over == {"links and hidden files": 2, "noname": 1, ".jpg": 1}


def test_a_pattern_is_what_it_matches(tmp_path: Path) -> None:
    for name in ("a1.txt", "a2.txt", "b/a3.txt", "a[1].txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    assert [one.name for one in inputs().found([f"{tmp_path}/a?.txt"])] == [f"{tmp_path}/a1.txt", f"{tmp_path}/a2.txt"]
    assert len(inputs().found([f"{tmp_path}/**/a*.txt"])) == 4
    assert inputs().found([f"{tmp_path}/a[1].txt"]) == [Found(f"{tmp_path}/a[1].txt", is_named=True)]
    assert inputs().found([f"{tmp_path}/z*"]) == [Unread(f"{tmp_path}/z*", "no file matches it")]


ROW = {"text": "甲区政府工作报告", "year": 2024, "Region_Code": "211103", "office": "区长", "votes": [1]}


@pytest.mark.parametrize("suffix", [".jsonl", ".csv"])
def test_a_table_of_texts_states_what_is_beside_each(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"texts{suffix}"
    csv = "text,year,Region_Code,office,votes\n甲区政府工作报告,2024,211103,区长,1\n"
    file.write_text(csv if suffix == ".csv" else json.dumps(ROW) + "\n\n" + json.dumps(ROW), "utf-8")
    item, *others = all_of(inputs(), file)
    assert isinstance(item, Item)
    assert (item.name, item.read()) == (f"{file}:{2 if suffix == '.csv' else 1}", "甲区政府工作报告".encode())
    assert item.stated == Stated(code="211103", year=2024, speaker_title="区长")
    assert [one.name for one in others] == ([] if suffix == ".csv" else [f"{file}:3"])


def test_columns_of_a_table_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("原文,年\n甲,2024\n", "utf-8")
    (item,) = all_of(inputs(原文="text", 年="year"), tmp_path / "t.csv")
    assert isinstance(item, Item)
    assert (item.read(), item.stated.year) == ("甲".encode(), 2024)


# Lines of a table and what is told of it; what is before them came in.
WRONG: list[tuple[str, Any, int, str]] = [
    ("t.jsonl", '{"text": "甲"}\n{"text": ', 1, "Input data was truncated"),
    ("t.jsonl", '{"text": "甲"}\n[]\n', 1, "Expected `object`"),
    ("t.jsonl", '{"text": 1}\n', 0, "t.jsonl:1: has no text"),
    ("t.jsonl", '{"text": "甲", "year": "x"}\n', 0, r"$.year"),
    ("t.jsonl", '{"year": 2024}\n', 0, "has no column of texts"),
    ("t.jsonl", '{"text": "甲"}\n{"text": ' + "[" * 100_000, 1, "nests too deep"),
    ("t.jsonl", '{"text": ' + '{"a":' * 50_000 + "1" + "}" * 50_001, 0, "nests too deep"),
    ("t.jsonl", '{"text": "甲"}\n{"year": 2024}\n', 1, "t.jsonl:2: has no column of texts"),
    ("t.jsonl", '{"text": "甲", "year": 1e999}\n', 0, "out of range"),
    ("t.csv", "正文,内容\n甲,乙\n", 0, "two columns may be text; name one of them: --column text=NAME"),
    ("t.csv", "text,address,source\n甲,a,b\n", 0, "two columns may be url"),
    ("t.csv", "text\n" + "政府工作" * 1_000_001 + "\n", 0, "field larger than field limit"),
    ("t.csv", "year,title\n2024,x\n", 0, "give the file with --index"),
    ("t.csv", "text,year\n", 0, "t.csv: has no row"),
    ("t.csv", "", 0, "t.csv: is empty"),
    ("t.jsonl", "\n\n", 0, "t.jsonl: has no row"),
    ("t.csv", 'text\n"甲\n', 0, "t.csv, line 1: unexpected end of data"),
    ("t.csv", "text,year\n甲,2024,x\n", 0, "more fields than there are columns"),
]


@pytest.mark.parametrize(("name", "content", "before", "message"), WRONG)
def test_what_is_wrong_in_a_table_is_told_with_its_line(
    tmp_path: Path, name: str, content: str, before: int, message: str
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    *good, bad = all_of(inputs(), tmp_path / name)
    assert len(good) == before
    assert isinstance(bad, Unread)
    assert message in bad.why


def test_a_column_of_the_name_itself_counts_before_others(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("内容,Text,source,url,年,year\n乙,甲,c,https://example.org/,2024,1\n", "utf-8")
    (item,) = all_of(inputs(年="year"), tmp_path / "t.csv")
    assert isinstance(item, Item)
    assert (item.read().decode(), item.stated.url, item.stated.year) == ("甲", "https://example.org/", 2024)


@pytest.mark.parametrize("content", ["file,year\na.md,2024\n", "text,year\n"], ids=["no texts", "no rows"])
def test_a_table_without_texts_in_a_folder_is_passed_over_and_counted(tmp_path: Path, content: str) -> None:
    (tmp_path / "index.csv").write_text(content, "utf-8")
    read = inputs()
    assert all_of(read, tmp_path) == []
    assert read.passed_over == {"tables without texts": 1}


def test_of_an_archive_what_may_be_a_report_is_read_and_the_rest_is_counted(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        for name in ("甲/a.txt", "甲/.b.txt", "c.jpg", "inner.zip", "../d.txt"):
            made.writestr(name, "甲")
    read = inputs()
    item, unread = all_of(read, tmp_path)
    assert isinstance(item, Item)
    assert (item.name, item.read()) == (f"{tmp_path}/a.zip/甲/a.txt", "甲".encode())
    assert isinstance(unread, Unread)
    assert (unread.name, unread.why) == (f"{tmp_path}/a.zip/../d.txt", "its name leads out of the archive")
    assert read.passed_over == {"links and hidden files": 1, ".jpg": 1, ".zip": 1}


def test_an_address_is_fetched_when_it_is_read() -> None:
    (item,) = all_of(inputs(), "https://example.org/a.html")
    assert isinstance(item, Item)
    assert (item.read(), item.stated.url) == (b"https://example.org/a.html", "https://example.org/a.html")


def test_a_wrong_row_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text(
        '{"text": "甲"}\n{\n{"text": "乙", "year": 1}\n{"text": "丙", "year": "x"}\n{"text": "丁"}\n', "utf-8"
    )
    found = all_of(inputs(), tmp_path / "t.jsonl")
    assert [one.name.rpartition(":")[2] for one in found if isinstance(one, Unread)] == ["2", "3", "4"]
    assert [one.read().decode() for one in found if isinstance(one, Item)] == ["甲", "丁"]
