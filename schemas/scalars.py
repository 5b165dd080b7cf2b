"""Column types. A column that two tables share is defined here, once."""

import datetime as dt
from typing import Annotated

from msgspec import Meta

from schemas.described import described

# Where a row was read
RowId = Annotated[
    str,
    Meta(min_length=1),
    described(
        "Id of the row, the same in every release that has it: report id, letter of the table, offset.",
        "行标识，在各版本中保持不变：报告标识、表字母与偏移量。",
        "211102-2024.i759",
    ),
]
ReportId = Annotated[
    str,
    Meta(pattern="^[0-9]{6}-[0-9]{4}$"),
    described(
        "Id of the report: code of the region and the year the plan is for.",
        "报告标识：区划代码与计划年份。",
        "211102-2024",
    ),
]
Section = Annotated[
    str,
    described(
        "Headings the characters stand under, outermost first, joined by ` / `.",
        "所在各级标题，由外到内，以“ / ”相连。",
        "一、2023年工作回顾 / 一年来，我们千方百计聚动能、稳增长，经济运行回升向好",
    ),
]
ParagraphNumber = Annotated[
    int,
    Meta(ge=1),
    described("Number of the paragraph in the report, from 1.", "段落序号，从1开始。", 12, arrow="int32"),
]
CharStart = Annotated[
    int,
    Meta(ge=0),
    described(
        "Where the quote starts in the stored text, in Unicode code points from 0.",
        "引文在原文中的起点（Unicode码点，从0开始）。",
        740,
        unit="code point",
        arrow="int32",
    ),
]
CharEnd = Annotated[
    int,
    Meta(ge=0),
    described(
        "Where the quote ends in the stored text (exclusive).",
        "引文在原文中的终点（不含）。",
        762,
        unit="code point",
        arrow="int32",
    ),
]
Quote = Annotated[
    str,
    Meta(min_length=1),
    described(
        "The characters the row was read from, exactly as stored.",
        "该行所依据的原文，逐字不改。",
        "地区生产总值完成155.5亿元",
    ),
]
RuleName = Annotated[
    str,
    Meta(min_length=1),
    described(
        "Name of the rule that read the row, or `curated`.", "读取该行的规则名，或curated（人工订正）。", "level"
    ),
]

Because = Annotated[
    str,
    described(
        "Why a person corrected the row, or entered it so in the ledger; null when the rules alone read it.",
        "人工订正的理由；仅由规则读取的行为空。",
        "the clause names what is counted only in its predicate",
    ),
]

# Quantities
MetricId = Annotated[
    str, described("Id in the metric registry; null for the long tail.", "指标登记表中的标识；未登记时为空。", "gdp")
]
Name = Annotated[
    str,
    Meta(min_length=1),
    described(
        "What is measured, in the words of the report, completed from a shared head.",
        "所衡量的事物，用报告原词，并补全并列共用的部分。",
        "地区生产总值",
    ),
]
NameEn = Annotated[str, described("English name, for what a registry knows.", "英文名称（仅限已登记者）。", "GDP")]
Value = Annotated[
    float,
    described("The figure in `unit`, as printed; a fall is negative.", "以unit计的数值，按原文；下降为负。", 155.5),
]
UnitText = Annotated[str, described("Unit as printed.", "原文单位。", "亿元")]
ValueText = Annotated[str, Meta(min_length=1), described("The characters of the figure.", "数字的原文。", "155.5")]
ValueHigh = Annotated[
    float, described("Upper end of a range whose lower end is `value`.", "区间的上限（下限为value）。", 5.5)
]
BaseValue = Annotated[
    float, described("The figure in `base_unit`.", "以base_unit计的数值。", 15_550_000_000.0, unit="base_unit")
]
BaseUnit = Annotated[
    str,
    described(
        "Unit that values of one kind are converted to; % and percentage points stay apart.",
        "换算后的基本单位；%与百分点不混用。",
        "CNY",
    ),
]
IsEstimated = Annotated[bool, described("Governed by 预计 (expected).", "是否为“预计”数。", True)]
IsPreliminary = Annotated[bool, described("Marked 初步核算 (preliminary).", "是否为“初步核算”数。", False)]
Year = Annotated[
    int,
    Meta(ge=1900, le=2100),
    described("Year the statement is about.", "陈述所指年份。", 2023, unit="year", arrow="int16"),
]
Period = Annotated[
    str,
    described(
        "Span of time: a year, years, a quarter or a month.", "所指时段：年、多年、季度或月。", "2023", "1998-2002"
    ),
]
Scope = Annotated[
    str,
    described(
        "Place or body the figure is about: the reporting government's area, or the narrower thing stated.",
        "数字所指范围：报告政府辖区，或文中更小的范围。",
        "双台子区",
    ),
]
IsHeadline = Annotated[
    bool,
    described(
        "Stands in the paragraph that sums up the economy or lists the main goals.",
        "是否位于主要经济指标或主要预期目标段。",
        True,
    ),
]
FigureStart = Annotated[
    int,
    Meta(ge=0),
    described(
        "Where the bare figure (or relation) starts.",
        "数字（或关系）本身的起点。",
        748,
        unit="code point",
        arrow="int32",
    ),
]
FigureEnd = Annotated[
    int,
    Meta(ge=0),
    described(
        "Where the bare figure (or relation) ends (exclusive).",
        "数字（或关系）本身的终点（不含）。",
        753,
        unit="code point",
        arrow="int32",
    ),
]
Reference = Annotated[
    str,
    described("What a relation without a figure refers to.", "无数字关系所参照的对象。", "同步于经济增长"),
]
BaselineId = Annotated[
    str,
    described("Indicator of the same report the target moves from.", "同一报告中作为起点的指标。", "211102-2024.i759"),
]
OutcomeId = Annotated[
    str,
    described(
        "Indicator of a later report that states the outcome.", "后续报告中说明完成情况的指标。", "211102-2025.i801"
    ),
]

# Projects
ProjectKey = Annotated[
    str,
    Meta(min_length=1),
    described(
        "The same for every statement about one undertaking.",
        "同一项目各处陈述共用的键。",
        "211102:鲁华泓锦环烯烃共聚物:二期",
    ),
]
FamilyKey = Annotated[
    str,
    Meta(min_length=1),
    described(
        "The same for all phases of one undertaking: `project_key` without the phase.",
        "同一项目各期共用的键，即不含期次的project_key。",
        "211102:鲁华泓锦环烯烃共聚物",
    ),
]
KeyScore = Annotated[
    float,
    Meta(ge=0, le=1),
    described("How sure it is that one key means one undertaking.", "同键即同一项目的把握。", 1.0),
]
ProjectName = Annotated[
    str,
    Meta(min_length=1),
    described("Name, in the words of the report.", "项目名称，用报告原词。", "鲁华泓锦环烯烃共聚物"),
]
Phase = Annotated[str, described("Phase, as printed.", "期次，按原文。", "二期")]
Owner = Annotated[
    str, described("Company or body that undertakes it, when the text says.", "文中写明的承担单位。", "鹏鹞生物")
]
Investment = Annotated[
    float, Meta(ge=0), described("Total investment in `investment_unit`.", "总投资，以investment_unit计。", 5.2)
]
InvestmentUnit = Annotated[str, described("Unit of the investment as printed.", "投资额原文单位。", "亿元")]
InvestmentBase = Annotated[
    float, Meta(ge=0), described("Total investment in yuan.", "总投资（元）。", 520_000_000.0, unit="CNY")
]
ProjectQuantity = Annotated[
    float, Meta(ge=0), described("How many things the project covers.", "项目包含的数量。", 7.0)
]
Examples = Annotated[list[str], described("Things the report names as examples.", "文中列举的例子。", ["团结"])]
BatchCount = Annotated[
    int,
    Meta(ge=1),
    described(
        "N of “X等N个项目”: size of the group the project is named from.", "“X等N个项目”中的N。", 36, arrow="int32"
    ),
]
Capacity = Annotated[
    str,
    Meta(min_length=1),
    described("What the works will make or carry, as printed.", "项目的产能、装机等规模，按原文。", "600万千瓦"),
]

# Glossary
NoteNumber = Annotated[
    int, Meta(ge=0), described("Number of the note as printed.", "注释编号，按原文。", 1, arrow="int16")
]
Term = Annotated[
    str, Meta(min_length=1), described("The term, quotes kept as printed.", "词条，引号按原文保留。", "四源")
]
Definition = Annotated[
    str,
    Meta(min_length=1),
    described("The explanation, verbatim.", "解释，逐字不改。", "工业源、移动源、扬尘源、生活源。"),
]
TermEn = Annotated[str, Meta(min_length=1), described("The term in English.", "词条英文。", "four sources")]
DefinitionEn = Annotated[
    str,
    Meta(min_length=1),
    described(
        "The explanation in English.",
        "解释英文。",
        "Sources of pollution: industry, transport, dust and households.",
    ),
]
Label = Annotated[str, Meta(min_length=1), described("Part of the term that is explained.", "被解释的部分。", "一圈")]
Meaning = Annotated[
    str, Meta(min_length=1), described("What the part means, verbatim.", "该部分的含义，逐字不改。", "沈阳现代化都市圈")
]
Items = Annotated[list[str], described("Members the definition lists.", "解释中列举的各项。", ["工业源", "移动源"])]
GlossaryId = Annotated[str, described("The glossary entry.", "所属词条。", "211102-2024.g13")]
MentionForm = Annotated[str, Meta(min_length=1), described("The term as it is written here.", "此处的写法。", "四源")]
IsExact = Annotated[
    bool, described("Written exactly as the entry, apart from quotes.", "除引号外是否与词条完全一致。", True)
]

# Figures
NumeralValue = Annotated[
    float, described("The number it reads as; null when it is not one number.", "读出的数值；不成一个数时为空。", 155.5)
]
UsedBy = Annotated[str, described("Row that uses the numeral.", "采用该数字的行。", "211102-2024.i759")]

# Reports and registries
RegionCode = Annotated[
    str,
    Meta(pattern="^[0-9]{6}$"),
    described("Code of the region, text of six digits.", "区划代码，六位文本。", "211102"),
]
RegionName = Annotated[str, Meta(min_length=1), described("Name in Chinese.", "中文名称。", "双台子区")]
RegionNameEn = Annotated[str, described("Name in English.", "英文名称。", "Shuangtaizi District")]
ReportYear = Annotated[
    int,
    Meta(ge=1949, le=2100),
    described("Year the plan of the report is for.", "报告所作计划的年份。", 2024, unit="year", arrow="int16"),
]
IsoCode = Annotated[
    str,
    Meta(pattern="^CN-[A-Z]{2}$"),
    described("Code of a province in ISO 3166-2; null for others.", "省级ISO 3166-2代码；其他为空。", "CN-LN"),
]
ValidFrom = Annotated[
    int,
    Meta(ge=1949, le=2100),
    described(
        "Year the region began under this code and name; null for before 1980, or not known.",
        "以此代码和名称开始的年份；1980年以前或不详时为空。",
        1986,
        unit="year",
        arrow="int16",
    ),
]
ValidTo = Annotated[
    int,
    Meta(ge=1949, le=2100),
    described(
        "Year the region ended under this code and name; null while it is there.",
        "以此代码和名称终止的年份；存续时为空。",
        2019,
        unit="year",
        arrow="int16",
    ),
]
Became = Annotated[
    list[str],
    described(
        "Codes it went on as when it ended: with another name or code, merged, or divided.",
        "终止后延续的代码（更名、改码、并入或分设）。",
        ["370100"],
    ),
]
FormerCodes = Annotated[list[str], described("Codes the region had before.", "曾用区划代码。", ["422100"])]
FormerNames = Annotated[
    list[str], described("Chinese names it had before under this code.", "同一代码的曾用名。", ["襄樊市"])
]
CodeScheme = Annotated[str, described("List the code is from.", "代码所属体系。", "CN-MCA")]
CodeVintage = Annotated[
    int,
    Meta(ge=1949, le=2100),
    described("Year of the list the code is from.", "代码表年份。", 2023, unit="year", arrow="int16"),
]
ParentCode = Annotated[
    str, Meta(pattern="^[0-9]{6}$"), described("Code of the region above.", "上级区划代码。", "211100")
]
Title = Annotated[str, Meta(min_length=1), described("Title as printed.", "标题，按原文。", "2024年 政府工作报告")]
Url = Annotated[str, described("Address the text was published at.", "发布网址。", "https://example.gov.cn/report")]
Publisher = Annotated[str, described("Body that published the page.", "发布单位。", "双台子区人民政府")]
SiteName = Annotated[
    str, described("Name of the site, as the page states it.", "页面所示网站名称。", "双台子区人民政府")
]
SiteCode = Annotated[str, described("Government site code (网站标识码), text.", "网站标识码，文本。", "2111020001")]
Session = Annotated[
    str,
    described(
        "Congress and session it was delivered to; null when not legible.",
        "所作报告的届次会议；无法辨认时为空。",
        "第十四届人民代表大会第三次会议",
    ),
]
DeliveredOn = Annotated[dt.date, described("Day it was delivered.", "作报告日期。", "2023-12-28")]
PublishedOn = Annotated[dt.date, described("Day it was published.", "发布日期。", "2024-01-23")]
Speaker = Annotated[str, described("Who delivered it.", "报告人。", "盖世功")]
SpeakerTitle = Annotated[str, described("Office of the speaker.", "报告人职务。", "区长")]
Sha256 = Annotated[
    str,
    Meta(pattern="^[0-9a-f]{64}$"),
    described(
        "SHA-256 of the source file.",
        "源文件的SHA-256。",
        "8f604efa03e75b4d1e064edefc4e5801ea9cbb44259322186f602172dfbc1fbc",
    ),
]
Licence = Annotated[str, described("What applies to the text.", "原文适用的许可说明。", "official document")]
CharLength = Annotated[
    int, Meta(ge=1), described("Length of the text.", "原文长度。", 14494, unit="code point", arrow="int32")
]
ParagraphCount = Annotated[int, Meta(ge=1), described("Paragraphs in the text.", "段落数。", 125, arrow="int32")]
PartConfidence = Annotated[
    float,
    Meta(ge=0, le=1),
    described(
        "How sure the part is that its text was given, from 0.5 (another is as likely) to 1; null when there is none.",
        "部分划分的把握，0.5（另一划分同样可能）至1；无此部分时为空。",
        0.98,
    ),
]
Notes = Annotated[
    list[str],
    described("What a person found garbled or missing.", "人工发现的残缺之处。", ["the session is not legible"]),
]
RegistryId = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*$"), described("Id in the registry.", "登记标识。", "gdp")]
Aliases = Annotated[list[str], described("Other Chinese and English ways to write it.", "其他中英文写法。", ["GDP"])]
ExplanationZh = Annotated[
    str, Meta(min_length=1), described("What it is, in Chinese.", "中文释义。", "一定时期内生产活动的最终成果。")
]
ExplanationEn = Annotated[
    str, Meta(min_length=1), described("What it is, in English.", "英文释义。", "Value of all final output in a year.")
]
WrittenUnit = Annotated[
    str, Meta(min_length=1), described("The unit as reports write it.", "报告中的单位写法。", "亿元")
]
Factor = Annotated[
    float,
    Meta(gt=0),
    described("How many `base_unit` one of it is.", "折合base_unit的倍数。", 100_000_000.0, unit="base_unit"),
]
