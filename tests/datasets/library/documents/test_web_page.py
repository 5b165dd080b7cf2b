"""Of a web page the main part is read, below its title: twelve pages built differently, and what could mislead."""

from pathlib import Path

import pytest

from datasets.library.documents.originals import read_text
from tests.pages import BODY, FOOT, FULL, MENU, NEWS, PAGES, TITLE, p, page

FILE = Path("page.html")


def lines(html: str) -> list[str]:
    """The lines of a page."""
    return [line.strip("　 ") for line in read_text(html.encode(), FILE).text.splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read_as_its_title_and_its_text(name: str) -> None:
    of = PAGES[name]
    assert lines(of.html) == [of.title, *of.lines]


MISLEADING = {
    "a title in the menu": (
        f"<div><a>{TITLE}</a></div><h1>{TITLE}</h1><div class=txt>{p(FULL)}</div>",
        [TITLE, *FULL],
    ),
    "a path that ends in the title": (
        f"<div>当前位置：首页 &gt; {TITLE}</div><div class=bt>{TITLE}</div><div>{p(FULL)}</div>",
        [TITLE, *FULL],
    ),
    "a title inside of the text": (f"<div><p align=center>{TITLE}</p>{p(FULL)}</div><div>{FOOT}</div>", [TITLE, *FULL]),
    "the front outside of the text": (
        f"<h1>{TITLE}</h1><h2>{FULL[0]}</h2><div>来源：云溪日报</div><div>{p(FULL[1:])}</div>",
        [TITLE, *FULL],
    ),
    "a text in a part that is called a position": (f"<h1>{TITLE}</h1><div class=position-relative>{p(FULL)}</div>", [TITLE, *FULL]),
    "a text in two parts": (f"<h1>{TITLE}</h1><div>{p(FULL[:7])}</div><div>{p(FULL[7:])}</div><ul>{MENU}</ul>", [TITLE, *FULL]),
    "a row for each line": (
        f"<h1>{TITLE}</h1><table>{''.join(f'<tr><td>{line}</td></tr>' for line in FULL)}</table><ul>{NEWS}</ul>",
        [TITLE, *FULL],
    ),
    "a text in lines of its own": (f"<h1>{TITLE}</h1><pre>{chr(10).join('    ' + line for line in FULL)}</pre>", [TITLE, *FULL]),
    "a text twice, for two kinds of screens": (
        f"<div class=pc><h1>{TITLE}</h1><div><div>{p(FULL)}</div></div></div><div class=mobile style='display:none'><div>{p(FULL)}</div></div>",
        [TITLE, *FULL],
    ),
    "a text that is hidden until it is shown": (f"<h1>{TITLE}</h1><div style='display:none'>{p(FULL)}</div>", [TITLE, *FULL]),
    "notes as Word has them": (
        f"<div><h1>{TITLE}</h1><div class=WordSection1>{p(FULL[:-1])}<p>{FULL[-1]}<a href='#_ftn1' name='_ftnref1'>[1]</a></p></div></div>"
        "<div><hr><div id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a> 三茶统筹：茶文化、茶产业、茶科技统筹发展。</p></div></div>",
        [TITLE, *FULL[:-1], FULL[-1] + "[1]", "[1] 三茶统筹：茶文化、茶产业、茶科技统筹发展。"],
    ),
    "raised marks of notes before figures, and a power": (
        f"<h1>{TITLE}</h1><div>{p(FULL)}<p>实施“四好”工程<sup>3</sup>45项，增长5.2%<sup><a href='#fn4'>4</a></sup>，面积8km<sup>2</sup>。</p></div>"
        "<section><ol><li id='fn3'><p>指建好、管好、护好。<a href='#r3' role='doc-backlink'>↩︎</a></p></li>"
        "<li id='fn4'><p>按可比价格。</p></li></ol></section>",
        [TITLE, *FULL, "实施“四好”工程[^3]45项，增长5.2%[^4]，面积8km2。", "[^3]: 指建好、管好、护好。", "[^4]: 按可比价格。"],
    ),
    "links in the text": (
        f"<h1>{TITLE}</h1><div>{p(BODY[:3])}<p>过去一年，<a href=1>云溪茶产业</a>稳步发展，成效明显。</p>{p(BODY[3:])}</div>",
        [TITLE, *BODY[:3], "过去一年，云溪茶产业稳步发展，成效明显。", *BODY[3:]],
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("case", MISLEADING)
def test_what_misleads_does_not(case: str) -> None:
    body, expected = MISLEADING[case]
    assert lines(page("<title>云溪市人民政府</title>", body)) == expected


def test_a_page_with_hardly_a_sentence_is_read_whole() -> None:
    assert lines("<html><body><ul><li>首页</li></ul><p>建成学校3所。</p></body></html>") == ["首页", "建成学校3所。"]


def test_the_title_of_the_head_is_taken_where_the_page_shows_none() -> None:
    assert lines(page(f"<title>{TITLE}_云溪市人民政府</title>", p(FULL))) == [TITLE, *FULL]


def test_sentences_that_are_left_out_are_a_doubt() -> None:
    found = read_text(PAGES["newspaper"].html.encode(), FILE)
    assert found.doubts == ["96 characters of sentences stand outside of the main part of the page, and are left out"]
    assert read_text(PAGES["trs"].html.encode(), FILE).doubts == []
