"""A report comes in, and what is none is told from it: by script, words, structure, length, figures, and its own title."""

from pathlib import Path

import pytest

from benchmarks.corpus import reports
from datasets.errors import SourceError
from datasets.library.ingestion.loading import Stated, ingest
from datasets.library.likeness import why_not_a_report
from datasets.reading.document import Document
from tests.conftest import ROOT

CORPUS = ROOT.parent / "shared/corpus"
STATED = Stated(code="211199", year=2024, name="甲区", name_en="Some District")
ECONOMY = "去年全区经济平稳发展，地区生产总值增长5.2%，一般公共预算收入完成12.6亿元，新建项目36个，社会事业全面进步，人民生活改善。\n"
AHEAD = "今年要扩大有效投资，推进工业项目建设，城镇新增就业3000人，办好民生实事10件，抓好安全生产工作。\n"
BODY = f"一、2023年工作回顾\n{ECONOMY * 20}二、2024年工作安排\n{AHEAD * 20}"
STORY = "夜里的风很大，她一个人坐在窗边听雨，想起小时候跟着外婆去河边看鱼的那个下午，心里好了一些。"
SPEECH = "各位代表：\n现在，我代表区人民政府，向大会报告工作，请予审议。\n"
ARE_REPORTS = {
    "with a title": f"甲区政府工作报告\n{BODY}",
    "with a speech": SPEECH + BODY,
    "a short one with the headings of one": "甲区政府工作报告\n各位代表：\n一、2023年工作回顾\n地区生产总值完成155.5亿元。\n二、2024年工作安排\n地区生产总值增长6%。\n",
    "on a page with menus": f"首页\n统计公报\n预算公开\n2024年政府工作报告\n{SPEECH}{BODY}",
    "that speaks of the plan and the budget": f"甲区政府工作报告\n{SPEECH}{BODY}请一并审议计划执行情况、预算执行情况和预算草案的报告。\n",
}
ARE_NONE = {
    "a word": ("hello", "only 0% of its characters are Chinese"),
    "JSON": ('{"error":"not found"}', "only 0% of its characters are Chinese"),
    "a program": ("def main():\n    print('政府工作报告')\n" * 50, "of its characters are Chinese"),
    "a page that is gone": ("404\n页面不存在\n您访问的页面不存在或已删除，5秒后返回首页。\n", "only 24 Chinese characters"),
    "a captcha": ("安全验证\n请完成下方验证后继续访问\n拖动滑块完成拼图，共2步\n", "Chinese characters, and no sections"),
    "a table": ("地区,2022,2023\n" + "甲区,155.5,163.2\n" * 400, "of its characters are Chinese"),
    "a story": (f"一、2023年工作回顾\n{STORY * 40}", "hardly a word of it is of development"),
    "a law": ("甲区营商环境条例\n" + "".join(f"第{n}条 政府应当支持企业发展，建设项目2个工作日办结。\n" for n in "一二三四五六七八九十") * 8, "it has articles"),
    "a statistical bulletin": (f"甲区2023年国民经济和社会发展统计公报\n{BODY}", "it calls itself a statistical bulletin"),
    "a bulletin without its title": (f"一、综合\n{ECONOMY * 40}二、农业\n{ECONOMY * 20}", "it has none of the words"),
    "a report on the plan": (f"关于甲区2023年国民经济和社会发展计划执行情况与2024年计划草案的报告\n各位代表：\n{BODY}", "it calls itself a report on the plan"),
    "one that has lost its title": (f"各位代表：\n受区人民政府委托，现将计划情况报告如下，请予审议。\n{BODY}", "that a department gives for a government"),
    "one that gives thanks for a government": (
        f"关于甲区2023年国民经济和社会发展计划执行情况的报告\n{BODY[:300]}在此，我代表区人民政府，向各位代表表示感谢。\n{BODY}",
        "it calls itself a report on the plan",
    ),
    "a report on the budget": (f"甲区2023年预算执行情况和2024年预算草案的报告\n各位代表：\n{BODY}", "it calls itself a report on the budget"),
    "the accounts": (f"关于甲区2023年财政决算的报告\n{BODY}", "it calls itself a report on the budget"),
    "a report of a court": (f"甲区人民法院工作报告\n各位代表：\n{BODY}", "it calls itself a report of a court"),
    "of a procuratorate, without a title": (f"各位代表：\n现在，我代表区人民检察院，向大会报告工作，请予审议。\n{BODY}", "it is a report of a court or a procuratorate"),
    "of a court, by its words": ("各位代表：\n" + "全区法院审结案件1200件，执结800件，法官人均办案300件，服务经济社会发展，保障人民权益。\n" * 40, "it has the words of a court"),
    "a report of a standing committee": (f"甲区人大常委会工作报告\n各位代表：\n{BODY}", "it calls itself a report of a standing committee"),
    "a report of a party committee": (f"同志们：\n现在，我代表中共甲区委员会向大会作报告。\n{BODY}", "it is a report of a party committee"),
    "news of a report": (f"一图读懂《政府工作报告》\n政府工作报告解读\n{BODY}", "it calls itself news of a report"),
    "a few lines of news": ("区长在会上作政府工作报告。\n" + ECONOMY * 3, "Chinese characters, and no sections"),
    "promises without a figure": ("各位代表：\n" + "坚持发展经济，改善人民生活，推进社会建设，抓好政府工作。\n" * 80, "it has no figures"),
}  # fmt: skip


def reason(text: str) -> str | None:
    return why_not_a_report(Document(text, "211103-2024", year=2024))


@pytest.mark.parametrize("case", ARE_REPORTS)
def test_a_report_is_taken_for_one(case: str) -> None:
    assert reason(ARE_REPORTS[case]) is None


@pytest.mark.parametrize("case", ARE_NONE)
def test_what_is_no_report_is_told_from_one_with_the_reason(case: str) -> None:
    text, why = ARE_NONE[case]
    assert why in str(reason(text))


def test_the_built_in_report_is_one(document: Document) -> None:
    assert why_not_a_report(document) is None


def test_what_is_no_report_comes_in_by_force_alone_and_is_doubted_then(tmp_path: Path) -> None:
    file = tmp_path / "given"
    file.write_text(ARE_NONE["a statistical bulletin"][0], "utf-8")
    refusal = r"given: does not look like .*it calls itself a statistical bulletin .*; --force takes it nevertheless$"
    with pytest.raises(SourceError, match=refusal):
        ingest(tmp_path / "home", file, STATED)
    assert not (tmp_path / "home/sources/211199-2024").exists()
    new = ingest(tmp_path / "home", file, STATED, force=True)
    assert any(doubt.startswith("it does not look like a government work report") for doubt in new.doubts)


# Delivered in the place of a report on work: on a programme for farming, and on the plan.
OTHER_REPORTS = {"000000-1960", "000000-1980"}


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of reports is not beside this repository")
def test_real_reports_are_taken_for_reports() -> None:
    texts = list(reports(CORPUS))[::40]
    refused = {name for name, _, text in texts if why_not_a_report(Document(text, name, year=int(name[-4:])))}
    assert len(texts) > 30
    assert refused <= OTHER_REPORTS
