"""The parts of whole reports: every form of heading, and none; what must not open a part."""

import re

import pytest

from datasets.reading.document import Document
from datasets.reading.lines import readable
from datasets.rules import parts as rules
from datasets.rules.calendar import PLAN_ENDS
from tests.five_year_plans import LAST_YEARS

HAIL = "各位代表：\n现在，我代表市人民政府向大会报告工作，请予审议。\n"
DONE = (
    "全市地区生产总值完成155亿元，比上年增长8%，财政收入突破10亿元。建成标准厂房5万平方米，引进项目30个，新增就业2万人。\n"
    "城乡面貌明显改善。新建改造道路20公里，完成老旧小区改造12个，办理民生实事10件，群众满意度不断提升。\n"
    "在此，我代表市人民政府，向全市人民表示衷心的感谢和崇高的敬意！\n"
)
WRONG = "在肯定成绩的同时，我们也清醒地认识到，发展中还存在不少困难和问题：经济总量不大，结构不优，动能不足。对此，我们将认真加以解决。\n"
TO_DO = (
    "今年全市经济社会发展的主要预期目标是：地区生产总值增长7%左右，新增就业3万人。\n"
    "加快建设先进制造业基地，大力培育龙头企业，力争新增规上企业20家以上。深入推进招商引资，确保引进项目40个。\n"
    "着力保障和改善民生。加强城市管理，建设口袋公园10个，抓好老旧小区改造，让群众生活更加美好。\n"
)
AIMS = (
    "到2025年，全市地区生产总值达到300亿元，年均增长7%，常住人口城镇化率达到65%以上。\n"
    "坚持创新驱动，建设区域性科技创新中心，高新技术企业数量翻一番。\n"
)
LAST = "各位代表，蓝图已经绘就，奋斗正当其时。让我们更加紧密地团结起来，为实现全年目标而努力奋斗！\n"


def parts_of(text: str, year: int = 2021) -> list[str]:
    """The parts of a text in order, each once in a row."""
    found: list[str] = []
    for paragraph in Document(text, "990100-2021", year=year).paragraphs:
        if paragraph.part not in found[-1:]:
            found.append(paragraph.part)
    return found


USUAL = ["front", "review", "problems", "plan", "closing"]
HEADINGS = (
    ("一、2020年工作回顾", "二、2021年工作安排"),
    ("**一、2020年工作回顾**", "**二、2021年工作安排**"),
    ("# 2020年工作回顾", "# 2021年工作安排"),
    ("2020年工作回顾", "二、2021年主要工作"),
    ("去年工作", "工作任务"),
    ("一、过去一年工作", "二、主要工作任务"),
    ("一、2020年的主要工作", "二、2021年的主要工作"),
    ("一、关于2020年的政府工作", "二、关于2021年工作"),
    ("一、2020年和今年以来工作回顾", "二、扎实做好2021年工作"),
    ("一、攻坚克难，过去一年成绩来之不易", "二、乘势而上，奋力开创发展新局面"),
    ("一、二〇二〇年工作回顾", "二、二〇二一年政府工作"),
    ("一、回首2020，我们迈出坚实步伐", "二、着眼2021，奋力实现美好愿景"),
)


@pytest.mark.parametrize(("back", "ahead"), HEADINGS)
def test_headings_of_every_form_open_review_and_plan(back: str, ahead: str) -> None:
    assert parts_of(f"{HAIL}{back}\n{DONE}{WRONG}{ahead}\n{TO_DO}{LAST}") == USUAL


def test_a_report_without_headings_is_told_by_its_sentences() -> None:
    text = f"{HAIL}过去一年，我们坚持稳中求进。\n{DONE}{WRONG}2021年是开局之年，做好今年工作意义重大。\n{TO_DO}{LAST}"
    assert parts_of(text) == USUAL


def test_a_heading_run_into_its_paragraph_opens_its_part() -> None:
    text = f"{HAIL}**一、2020年工作回顾**过去一年，{DONE}{WRONG}二、2021年工作安排。今年是关键之年，{TO_DO}{LAST}"
    assert parts_of(text) == USUAL


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("二、今后五年的目标任务", 2021),
        ("二、“十四五”时期经济社会发展的总体要求", 2021),
        ("二、未来五年奋斗目标", 2022),
        ("二、新一届政府的目标任务", 2022),
        ("二、关于“十四五”规划纲要（草案）的说明", 2021),
    ],
)
def test_aims_for_years_to_come_are_the_outlook(heading: str, year: int) -> None:
    text = f"{HAIL}一、过去五年工作回顾\n{DONE}{WRONG}{heading}\n{AIMS}三、{year}年工作安排\n{TO_DO}{LAST}"
    assert parts_of(text, year) == ["front", "review", "problems", "outlook", "plan", "closing"]


def test_one_section_may_hold_what_was_done_and_the_aims_of_the_next_plan() -> None:
    text = f"{HAIL}一、“十三五”成就和“十四五”目标\n过去五年，\n{DONE}{WRONG}“十四五”时期的主要目标是：\n{AIMS}二、2021年重点工作\n{TO_DO}{LAST}"
    assert parts_of(text) == ["front", "review", "problems", "outlook", "plan", "closing"]


def test_a_review_in_the_voice_of_a_plan_stays_a_review() -> None:
    urged = "（三）着力打造先进制造业基地。坚持项目为王，加快建设产业园区，大力培育龙头企业，深入推进招商引资。\n"
    assert parts_of(f"{HAIL}一、2020年工作回顾\n{DONE}{urged * 4}{WRONG}二、2021年工作安排\n{TO_DO}{LAST}") == USUAL


def test_a_plan_that_describes_what_will_be_stays_a_plan() -> None:
    items = (
        "——综合实力显著增强。地区生产总值达到170亿元，规上企业突破200家。\n——城乡面貌明显改善。森林覆盖率达到40%。\n"
    )
    assert (
        parts_of(f"{HAIL}一、2020年工作回顾\n{DONE}{WRONG}二、2021年工作安排\n{TO_DO}{items * 3}{TO_DO}{LAST}") == USUAL
    )


def test_the_front_of_a_markdown_file_is_no_part_of_the_report() -> None:
    text = f"---\nsource: https://example.org/2020/1\ntitle: 2021年政府工作报告\n---\n\n某市市长 某某\n\n{HAIL}一、2020年工作回顾\n{DONE}{WRONG}二、2021年工作安排\n{TO_DO}"
    assert parts_of(text) == USUAL[:-1]


def test_a_report_that_greets_nobody_starts_with_its_first_heading() -> None:
    text = f"某市2021年政府工作报告\n**一、2020年工作回顾**\n{DONE}各位代表！成绩来之不易。\n{WRONG}**二、2021年工作安排**\n{TO_DO}{LAST}"
    assert parts_of(text) == USUAL


def test_a_part_is_surer_where_its_heading_says_so() -> None:
    told = Document(f"{HAIL}一、2020年工作回顾\n{DONE}{WRONG}二、2021年工作安排\n{TO_DO}{LAST}", "x", year=2021)
    sure = {paragraph.part: paragraph.sure for paragraph in told.paragraphs if paragraph.kind == "heading"}
    assert all(one is not None and one > 0.9 for part, one in sure.items() if part in ("review", "plan"))
    assert "looks_ahead" in next(p.signals for p in told.paragraphs if told.text.startswith("二、", p.start))


MARKED = "**一、2020年工作回顾**\n**——经济稳定增长**。**地区生产总值**完成155亿元，增长**8%**。\n> 新增**就业**2万人。\n<!-- 注 -->\n"


def test_marks_of_markdown_are_no_words_and_move_nothing() -> None:
    text = readable(MARKED)
    assert len(text) == len(MARKED)
    assert not re.search(r"[*>]|<!--", text)
    document = Document(HAIL + MARKED, "990100-2021", year=2021)
    heading = next(p for p in document.paragraphs if "回顾" in document.text[p.start : p.end])
    assert (heading.kind, document.section(heading)) == ("heading", "一、2020年工作回顾")
    assert document.source[heading.start : heading.end] == "一、2020年工作回顾"


def test_every_five_year_plan_has_its_years() -> None:
    assert LAST_YEARS == PLAN_ENDS


def test_signals_are_made_of_facts_that_exist_and_each_has_a_reason() -> None:
    years = {"year_now", "year_past", "year_later", "plan_past", "plan_ahead", "plan_running"}
    opens = {
        "year_opens_now",
        "year_opens_past",
        "years_ahead",
        "plan_past_opens",
        "plan_ahead_opens",
        "plan_running_opens",
    }
    for signals, facts in (
        (rules.HEADING_SIGNALS, rules.HEADING_FACTS),
        (rules.LINE_SIGNALS, (*rules.LINE_FACTS, *rules.LINE_END_FACTS)),
    ):
        known = {fact.name for fact in facts} | (years if signals is rules.HEADING_SIGNALS else opens)
        assert all(one.needs | one.unless <= known and one.because for one in signals)
        assert len({one.name for one in signals}) == len(signals)
