"""What stands above a report is told as it is printed, and what is not printed is not told."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.reading.document import Document
from datasets.reading.front_matter import front_matter
from datasets.reading.heads import read_head
from datasets.reading.plan_year import agreed, plan_years

BODY = "\n各位代表：\n现在，我代表市人民政府向大会报告工作，请予审议。\n一、2023年工作回顾\n"
DAY = dt.date(2024, 1, 5)
# What is printed above the salutation, and what is read of it: title, place, congress and session, day, speaker, office.
HEADS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "lines": ("甲山市政府工作报告\n——2024年1月5日在甲山市第十五届人民代表大会第四次会议上\n甲山市市长 张三丰", ("甲山市政府工作报告", "甲山市", (15, 4), DAY, "张三丰", "市长")),
    "a name of two characters that is spaced": ("**政府工作报告**\n\n**2024年1月5日**\n\n**在甲山市第十五届人民代表大会第四次会议上**\n\n**甲山市人民政府市长 张 三**", ("政府工作报告", "甲山市", (15, 4), DAY, "张三", "市长")),
    "no blank between office and name": ("——2024年1月5日在乙水县第一届人民代表大会第一次会议上\n县长李四光", (None, "乙水县", (1, 1), DAY, "李四光", "县长")),
    "an acting mayor": ("2024年1月5日在甲山市第十五届人民代表大会第四次会议上\n代市长 王五", (None, "甲山市", (15, 4), DAY, "王五", "代市长")),
    "a session over two lines": ("2024年1月5日在甲山市第十五届人民代表大会\n第四次会议上", (None, "甲山市", (15, 4), DAY, None, None)),
    "a day in Chinese numerals, with another letter for zero": ("二Ο二四年一月五日在甲山市第十五届人民代表大会第四次会议上\n市长 赵六", (None, "甲山市", (15, 4), DAY, "赵六", "市长")),
    "full-width digits": ("２０２４年１月５日在甲山市第十五届人民代表大会第四次会议上", (None, "甲山市", (15, 4), DAY, None, None)),
    "a day and a speaker in brackets": ("甲山市政府工作报告（2024年1月5日 钱七）", ("甲山市政府工作报告", "甲山市", None, DAY, "钱七", None)),
    "a session called for short": ("——2024年1月5日在市十五届人大四次会议上\n孙八", (None, None, (15, 4), DAY, "孙八", None)),
    "a name of several parts": ("——2024年1月5日在丙原自治州第十五届人民代表大会第四次会议上\n自治州州长 阿里·买买提", (None, "丙原自治州", (15, 4), DAY, "阿里·买买提", "州长")),
    "a chairman": ("自治区主席　周九", (None, None, None, None, "周九", "自治区主席")),
    "the nation": ("政府工作报告\n——2024年3月5日在第十四届全国人民代表大会第二次会议上\n国务院总理　\n吴　十", ("政府工作报告", "中华人民共和国", (14, 2), dt.date(2024, 3, 5), "吴十", "总理")),
    "a sentence that tells who spoke": ("2024年1月5日在甲山市第十五届人民代表大会第四次会议上甲山市市长郑一同志作政府工作报告。", (None, "甲山市", (15, 4), DAY, "郑一", "市长")),
    "an office before the session": ("——2024年1月5日市长 冯二在甲山市第十五届人民代表大会第四次会议上", (None, "甲山市", (15, 4), DAY, "冯二", "市长")),
    "a line below a picture": (
        "——2024年1月5日在甲山市第十五届人民代表大会第四次会议上\n<!-- 市长卫四代表市政府向大会作政府工作报告。 -->",
        (None, "甲山市", (15, 4), DAY, "卫四", "市长"),
    ),
    "a region whose name has 日 in it": ("2024年1月5日日出市第十五届人民代表大会第四次会议通过", (None, "日出市", (15, 4), DAY, None, None)),
    "a region whose name starts with 于": ("——2024年1月5日在于河县第九届人民代表大会第四次会议上", (None, "于河县", (9, 4), DAY, None, None)),
    "an office without a name": ("甲山市2024年政府工作报告\n市人民政府代市长", ("甲山市2024年政府工作报告", "甲山市", None, None, None, "代市长")),
    "menus of a page": ("下载\n打印\n收藏\n2024年甲山市政府工作报告\n来源：甲山日报\n时间：2024-02-09\n市长 陈三", ("2024年甲山市政府工作报告", "甲山市", None, None, "陈三", "市长")),
    "no day that a calendar has": ("——2024年2月31日在甲山市第十五届人民代表大会第四次会议上", (None, "甲山市", (15, 4), None, None, None)),
    "a name of five characters": ("自治区代主席 乌兰图雅格", (None, None, None, None, "乌兰图雅格", "自治区代主席")),
    "a deputy, who has another post": ("甲山市委常委、常务副市长 沈 五", (None, None, None, None, "沈五", "常务副市长")),
    "a blank that became another character": ("**代市长? 韩六**", (None, None, None, None, "韩六", "代市长")),
    "a dash between office and name": ("市长——杨七", (None, None, None, None, "杨七", "市长")),
    "a day behind the speaker": ("甲山省省长 朱八（2024年1月5日）", (None, "甲山省", None, DAY, "朱八", "省长")),
    "a speaker in the brackets of the session": ("（2024年1月5日在甲山市第十五届人民代表大会第四次会议上 秦九）", (None, "甲山市", (15, 4), DAY, "秦九", None)),
    "who gave a speech": ("（2024年1月5日在甲山市第十五届人民代表大会第四次会议上 代市长尤十讲话）", (None, "甲山市", (15, 4), DAY, "尤十", "代市长")),
    "an office behind its name and a day": ("——2024年1月5日许一一市长在甲山市第十五届人民代表大会第四次会议的政府工作报告", ("许一一市长在甲山市第十五届人民代表大会第四次会议的政府工作报告", "甲山市", (15, 4), DAY, "许一一", "市长")),
    "a line below a picture that tells no office": ("1月5日，何二二在市十五届人大四次会议上作政府工作报告。甲山日报记者 摄", (None, None, (15, 4), None, "何二二", None)),
    "a day over two lines": ("2024年1月\n5日在甲山市第十五届人民代表大会第四次会议上", (None, "甲山市", (15, 4), DAY, None, None)),
    "a title without the day behind it": ("甲山市政府工作报告（2024年1月吕三三）", ("甲山市政府工作报告", "甲山市", None, None, "吕三三", None)),
    "a year inside the title": ("甲山省人民政府2024年工作报告", ("甲山省人民政府2024年工作报告", "甲山省", None, None, None, None)),
    "menus about a mayor": ("市长信箱\n市长热线电话\n市长活动\n市长简介\n2024年甲山市政府工作报告", ("2024年甲山市政府工作报告", "甲山市", None, None, None, "市长")),
    "nothing": ("", (None, None, None, None, None, None)),
}  # fmt: skip


@pytest.mark.parametrize("case", HEADS)
def test_a_head_is_read_as_it_is_printed(case: str) -> None:
    printed, told = HEADS[case]
    head = read_head(printed + BODY)
    session = (head.session.congress, head.session.session) if head.session else None
    place = next(iter(head.places), None)
    assert (head.title, place, session, head.delivered_on, head.speaker, head.office) == told


def test_the_day_of_a_page_is_the_day_it_was_published_and_not_that_of_delivery() -> None:
    head = read_head("甲山市政府工作报告\n发布时间：2024年01月09日 来源：政府办\n" + BODY)
    assert (head.published_on, head.delivered_on) == (dt.date(2024, 1, 9), None)


def test_what_the_body_says_is_not_read_as_a_head() -> None:
    head = read_head(BODY + "2024年1月5日在甲山市第十五届人民代表大会第四次会议上\n市长 张三\n")
    assert (head.session, head.delivered_on, head.speaker) == (None, None, None)


def test_front_matter_tells_title_and_address() -> None:
    text = (
        '---\nsource: https://www.example.gov.cn/a.html\ntitle: "2 0 2 4 年 甲山市政府工作报告"\ntags:\n  - x\n---\n'
        + BODY
    )
    head = read_head(text)
    assert (head.title, head.title_year, head.places) == ("2024年甲山市政府工作报告", 2024, ("甲山市",))
    assert head.front_matter["url"] == "https://www.example.gov.cn/a.html"


@pytest.mark.parametrize("text", ["--- a\nb: c\n---\n", "a\n---\nb: c\n---\n", "---\nb: c\n", "", "---\n" * 3 + "x"])
def test_what_is_no_front_matter_is_text(text: str) -> None:
    assert front_matter(text)[0] == {}


# The parts of a report that tell its year, and the year.
YEARS = [
    ("2024年甲山市政府工作报告", "一、2023年主要工作\n旧。\n二、2024年工作安排\n新。", 2024),
    ("甲山市政府工作报告", "一、2023年主要工作\n旧。\n二、2024年重点工作\n新。", 2024),
    ("——2023年12月28日在甲山市第十五届人民代表大会第四次会议上", "一、回顾\n旧。\n二、打算\n新。", 2024),
    ("——2024年9月5日在甲山市第十五届人民代表大会第四次会议上", "一、回顾\n旧。\n二、打算\n新。", None),
    ("2023年甲山市政府工作报告", "一、2023年主要工作\n旧。\n二、2024年工作安排\n新。", None),
    ("2024年甲山市政府工作报告", "一、2023年主要工作完成情况\n去年完成投资。\n二、打算\n新。", 2024),
    ("2025年甲山市政府工作报告", "一、2023年主要工作完成情况\n去年完成投资。\n二、打算\n新。", None),
    ("甲山市政府工作报告", "一、2023年主要工作完成情况\n去年完成投资。\n二、打算\n新。", None),
    ("甲山市政府工作报告", "一、2023年主要工作\n旧。\n二、2024年重点工作\n新。\n三、2035年主要目标\n远。", 2024),
    ("甲山市政府工作报告", "一、回顾\n旧。\n二、打算\n新。", None),
]


@pytest.mark.parametrize(("above", "body", "year"), YEARS)
def test_the_year_of_a_report_is_what_its_parts_agree_on(above: str, body: str, year: int | None) -> None:
    text = f"{above}\n各位代表：\n{body}\n"
    assert agreed(plan_years(read_head(text), Document(text, "x"))) == year


PIECES = st.sampled_from(
    ["甲市", "第", "十", "届", "人民代表大会", "次会议", "2024年", "1月", "5日", "在", "市长", "·", "（", "）", "\n", "---\n", "a: b\n", " ", "各位代表", "政府工作报告", "代"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=400))
def test_any_text_has_a_head_whose_words_are_in_it(text: str) -> None:
    head = read_head(text)
    bare = "".join(text.split())
    for word in filter(None, (head.speaker, *(place for place in head.places if place != "中华人民共和国"))):
        assert set(word) <= set(bare) | {"·"}
