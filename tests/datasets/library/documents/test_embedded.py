"""What a page or a document says of itself is told, and what says nothing of a report is not."""

import io
import zipfile
from pathlib import Path

import pytest

from datasets.library.documents.embedded import embedded
from tests.originals import docx

PAGE = "<!DOCTYPE html><html><head><meta charset={charset}>{head}</head><body><p>甲区</p></body></html>"
GOVERNMENT = (
    '<title>甲区政府工作报告_某网</title><META NAME="ArticleTitle" CONTENT="2024年甲区政府工作报告">'
    '<meta name="PubDate" content="2024-01-23 09:12"><meta name=ContentSource content="甲区政府办">'
    '<meta name="SiteName" content="甲区人民政府"><meta name="SiteIDCode" content="2111020001"/>'
    '<meta name="Url" content="https://www.example.gov.cn/a.html"><meta name="keywords" content="x">'
)
TOLD = {
    "title": "2024年甲区政府工作报告",
    "published_on": "2024-01-23 09:12",
    "publisher": "甲区政府办",
    "site_name": "甲区人民政府",
    "site_code": "2111020001",
    "url": "https://www.example.gov.cn/a.html",
}


def page(head: str, charset: str = "utf-8") -> bytes:
    return PAGE.format(head=head, charset=charset).encode("gb18030" if charset == "gbk" else charset)


@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_a_page_of_a_government_tells_of_its_report(charset: str) -> None:
    assert embedded(page(GOVERNMENT, charset), Path("a.html")) == TOLD


HEADS = [
    ("<title>首页_某网</title>", {}),
    ('<title>甲区政府工作报告</title><meta name="ArticleTitle" content="通知">', {"title": "甲区政府工作报告"}),
    ('<meta name="ArticleTitle" content="通知"><meta name="PubDate" content="">', {}),
    ('<meta property="og:title" content="甲区政府工作报告">', {"title": "甲区政府工作报告"}),
    ("<meta name=PubDate content=2024-01-23><meta name=PubDate content=2020-01-01>", {"published_on": "2024-01-23"}),
    ("<meta><meta name><meta content=x><title>", {}),
    ("<meta name=source content=" + "甲" * 5000 + ">", {"publisher": "甲" * 300}),
]


@pytest.mark.parametrize(("head", "told"), HEADS)
def test_what_says_nothing_of_a_report_is_not_told(head: str, told: dict[str, str]) -> None:
    assert embedded(page(head), Path("a.html")) == told


def document(title: str) -> bytes:
    core = f"<cp:coreProperties><dc:title>{title}</dc:title><dc:creator>录入员</dc:creator></cp:coreProperties>"
    return docx(["甲区"], parts=[("docProps/core.xml", core)])


def test_the_title_of_a_word_document_is_told_and_who_typed_it_is_not() -> None:
    assert embedded(document("甲区政府工作报告&amp;附件"), Path("a.docx")) == {"title": "甲区政府工作报告&附件"}
    assert embedded(document("新建文档"), Path("a.docx")) == {}


def spoilt() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("docProps/core.xml", "<dc:title>甲区政府工作报告</dc:title>")
    return made.getvalue()[:-20]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"%PDF-1.4", "甲区政府工作报告".encode(), docx(["甲"]), spoilt()]
)
def test_a_file_that_tells_nothing_tells_nothing(content: bytes) -> None:
    assert embedded(content, Path("a")) == {}
