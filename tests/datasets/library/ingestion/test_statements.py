"""What a person states of reports in a table is understood as it stands, or refused with the place and what would be right."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.errors import SourceError
from datasets.library.ingestion.statements import (
    FORMULAS,
    Index,
    Stated,
    checked_code,
    escaped_formula,
    known_columns,
    unescaped_field,
)


def index(folder: Path, content: str, name: str = "index.csv") -> Index:
    (folder / name).write_text(content, "utf-8")
    made = Index()
    made.add(folder / name)
    return made


def test_an_index_states_what_its_columns_say(tmp_path: Path) -> None:
    row = "md/a.md,211103,甲区,,county,2024,题,张三,区长,2024-01-05,某地大会,网,是\n"
    head = "file,region_code,region_name,region_name_en,level,year,title,speaker,office,delivered_on,session,origin,confirmed\n"
    assert index(tmp_path, "\ufeff" + head + row).find("x/md/a.md") == Stated(
        code="211103", name="甲区", level="county", year=2024, title="题", speaker="张三", speaker_title="区长",
        delivered_on=dt.date(2024, 1, 5), session="某地大会", collection="网", confirmed=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "name", "is_found"),
    [
        ("a.md", "deep/er/a.md", True),
        ("er/a.md", "deep/er/a.md", True),
        ("r/a.md", "deep/er/a.md", False),
        ("a.md", "deep/b.md", False),
        ("archive.zip/甲/a.md", "there/archive.zip/甲/a.md", True),
        ("texts.jsonl:3", "there/texts.jsonl:3", True),
        ("https://example.org/a.md", "https://example.org/a.md", True),
        ("https://example.org/a.md", "a.md", False),
        ("211103-2024", "deep/211103-2024.html", True),
    ],
)
def test_a_row_is_about_the_file_whose_path_ends_so(tmp_path: Path, key: str, name: str, is_found: bool) -> None:
    column = "report_id" if key == "211103-2024" else "file"
    assert (index(tmp_path, f"{column},speaker\n{key},张三\n").find(name) is not None) is is_found


def test_the_longest_path_wins_and_rows_that_differ_are_refused(tmp_path: Path) -> None:
    made = index(tmp_path, "file,year\na.md,2001\nx/a.md,2002\nb.md,2003\nb.md,2004\nc.md,2005\nc.md,2005\n")
    assert made.find("y/x/a.md") == Stated(year=2002)
    assert made.find("c.md") == Stated(year=2005)
    with pytest.raises(SourceError, match=r"line 4 and .*line 5 say different things"):
        made.find("b.md")
    assert [row.used for row in made.rows] == [False, True, True, True, True, True]


def test_a_path_with_two_dots_is_from_where_the_index_is(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    made = index(tmp_path / "in", "file,year\n../md/a.md,2001\n")
    assert made.find(str(tmp_path / "md/a.md")) == Stated(year=2001)


REFUSED = [
    ("file,regoin_code\na,211103\n", r"column 'regoin_code' is not known; the nearest is 'region_code'"),
    ("file,yaer\na,2024\n", "the nearest is 'year'"),
    ("file,file\na,b\n", "two columns are 'file'"),
    ("file,path\na,b\n", "two columns are 'file'"),
    ("title\na\n", "line 2: says not which report it is about; expected a file, a url, a report_id"),
    ("file,year\na,next\n", r"line 2: .*`\$\.year`"),
    (
        "file,delivered_on\na,5 January\n",
        r"line 2: '5 January': .*`\$\.delivered_on`; expected a day such as 2024-01-23",
    ),
    ("file,region_code\na,2111\n", "region '2111': is no code of six digits"),
    ("file,region_code\na,211102001\n", "region 211102001: is the code of a township, .*211102 is its county"),
    ("file,region_code\na,211102001003\n", "is the code of a township"),
    ("file,url\na,javascript:1\n", r"`\$\.url`"),
    ("file,level\na,town\n", r"`\$\.level`"),
    ("file,year\na,2024,x\n", "line 2: has more fields than there are columns"),
    ("", "is empty"),
]


@pytest.mark.parametrize(("content", "message"), REFUSED)
def test_what_is_wrong_in_an_index_is_told_with_its_place(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        index(tmp_path, content)


def test_columns_of_other_names_are_named() -> None:
    assert known_columns(["文件", "年份"], "x", {"文件": "file", "年份": "year"}) == {"文件": "file", "年份": "year"}


@pytest.mark.parametrize("day", ["2024/1/5", "2024-01-05", "2024.1.5", "2024年1月5日", "2024/1/5 0:00:00"])
def test_days_and_numbers_are_understood_as_spreadsheets_write_them(tmp_path: Path, day: str) -> None:
    found = index(tmp_path, f"file,region_code,year,delivered_on,confirmed\na.md,0,2024.0,{day},TRUE\n").find("a.md")
    assert found == Stated(code="000000", year=2024, delivered_on=dt.date(2024, 1, 5), confirmed=True)


def test_what_is_stated_nearer_to_a_report_counts() -> None:
    nearer, further = Stated(year=2024, speaker="甲"), Stated(year=2023, publisher="乙", confirmed=True)
    assert nearer.over(further) == Stated(year=2024, speaker="甲", publisher="乙", confirmed=True)


@given(st.text(max_size=20))
def test_no_field_that_is_written_is_run_by_a_spreadsheet_and_it_is_read_again_as_it_was(field: str) -> None:
    assert not escaped_formula(field).startswith(FORMULAS)
    if not field.startswith(("'", "\t", "\r")):
        assert unescaped_field(escaped_formula(field)) == field.strip()


@given(st.text(alphabet="0123456789０x", max_size=12))
def test_a_code_is_six_digits_or_the_zeros_that_a_spreadsheet_left_and_nothing_else(code: str) -> None:
    if 0 < len(code) <= 6 and set(code) == {"0"}:
        assert checked_code(code) == "000000"
    elif len(code) == 6 and set(code) <= set("0123456789"):
        assert checked_code(code) == code
    else:
        with pytest.raises(SourceError, match="region"):
            checked_code(code)
