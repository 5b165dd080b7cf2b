"""Closed lists. A value that is not in its list stops a release."""

from typing import Annotated, Literal

from schemas.described import described

Level = Annotated[
    Literal["national", "province", "prefecture", "county", "township"],
    described(
        "Level of the government.",
        "政府层级。",
        "county",
        labels={
            "national": ("State Council", "国务院"),
            "province": ("province, autonomous region or municipality", "省级"),
            "prefecture": ("prefecture-level city", "地级"),
            "county": ("county, county-level city or district", "县级"),
            "township": ("town, township or street", "乡级"),
        },
    ),
]
Part = Annotated[
    Literal["front", "review", "problems", "outlook", "plan", "closing", "notes", "chrome"],
    described(
        "Part of the report the characters stand in.",
        "所在部分。",
        "review",
        labels={
            "front": ("title, speaker and salutation", "标题与称谓"),
            "review": ("what was done", "工作回顾"),
            "problems": ("difficulties the report admits", "困难和问题"),
            "outlook": ("aims for several years to come", "今后几年的目标任务"),
            "plan": ("what is promised", "工作安排"),
            "closing": ("closing words", "结束语"),
            "notes": ("notes that explain terms", "名词解释"),
            "chrome": ("text of the web page around the report", "网页框架文字"),
        },
    ),
]
ParagraphKind = Annotated[
    Literal["chrome", "title", "heading", "body", "note"],
    described(
        "What the line is.",
        "段落类型。",
        "body",
        labels={
            "chrome": ("web page text around the report", "网页框架文字"),
            "title": ("title, delivery note or speaker", "标题、会议或报告人"),
            "heading": ("heading of a section", "小标题"),
            "body": ("text of the report", "正文"),
            "note": ("explanation of a term", "注释"),
        },
    ),
]
Measure = Annotated[
    Literal["level", "growth", "share", "rate", "rank", "change"],
    described(
        "Kind of figure.",
        "数字的类型。",
        "growth",
        labels={
            "level": ("a quantity", "数量"),
            "growth": ("change in percent or as a multiple", "增长率"),
            "share": ("part of a whole", "占比"),
            "rate": ("another percentage", "比率"),
            "rank": ("place in an order", "位次"),
            "change": ("absolute or percentage-point change", "增减量"),
        },
    ),
]
Basis = Annotated[
    Literal["year_on_year", "annual_average", "cumulative", "multiple"],
    described(
        "What a change is measured against; null when the report does not say.",
        "增减的比较基准；报告未说明时为空。",
        "year_on_year",
        labels={
            "year_on_year": ("against the same period a year before", "同比"),
            "annual_average": ("average a year over the period", "年均"),
            "cumulative": ("over the whole period", "累计"),
            "multiple": ("as a multiple of the earlier value", "倍数"),
        },
    ),
]
Comparator = Annotated[
    Literal["eq", "ge", "le", "gt", "lt", "approx"],
    described(
        "How the value is bound. For a fall, the bound is about its size.",
        "数值的界限；下降时指降幅的界限。",
        "ge",
        labels={
            "eq": ("exactly", "等于"),
            "ge": ("at least", "以上、不低于"),
            "le": ("at most", "以内、不高于"),
            "gt": ("more than", "超过、突破、余"),
            "lt": ("less than", "低于、不到"),
            "approx": ("about", "左右、约、近"),
        },
    ),
]
Strength = Annotated[
    Literal["expected", "striving", "committed"],
    described(
        "How firmly the government binds itself.",
        "目标的约束程度。",
        "expected",
        labels={
            "expected": ("an expected goal", "预期"),
            "striving": ("strives for it", "力争"),
            "committed": ("says it will be done", "承诺"),
        },
    ),
]
ProjectStatus = Annotated[
    Literal[
        "signed",
        "landed",
        "planned",
        "started",
        "under_construction",
        "continuing",
        "completed",
        "in_production",
        "opened",
        "revitalised",
        "to_complete",
        "to_reach_full_output",
        "to_revitalise",
        "advancing",
    ],
    described(
        "Stage of the project the report states.",
        "报告所述的项目阶段。",
        "signed",
        labels={
            "signed": ("contract signed", "签约"),
            "landed": ("secured for the place", "落地"),
            "planned": ("planned", "计划"),
            "started": ("construction started or to start", "开工"),
            "under_construction": ("being built", "在建"),
            "continuing": ("continued from earlier years", "续建"),
            "completed": ("built", "建成、竣工"),
            "in_production": ("producing", "投产"),
            "opened": ("open and in use", "开业、投用"),
            "revitalised": ("idle asset in use again", "盘活"),
            "to_complete": ("to be finished", "计划竣工"),
            "to_reach_full_output": ("to reach full output", "计划达效"),
            "to_revitalise": ("idle asset to be used again", "计划盘活"),
            "advancing": ("being advanced, stage not stated", "推进"),
        },
    ),
]
KeyRule = Annotated[
    Literal["name", "core", "line"],
    described(
        "What the key was made from.",
        "键的来历。",
        "name",
        labels={
            "name": ("the name as printed", "名称原文"),
            "core": ("the name without words that tell nothing apart", "去掉无区分作用的词后的名称"),
            "line": ("a line named after its ends, the same in every region", "以起讫地命名的线路，各地共用"),
        },
    ),
]
ProjectCategory = Annotated[
    Literal[
        "industry", "energy", "transport", "water", "agriculture", "housing", "urban_renewal", "environment", "health",
        "education", "elderly_care", "culture_sport_tourism", "commerce", "research", "digital", "social_service",
        "other",
    ],
    described(
        "Field of the project, from the words of its name.",
        "项目领域，依名称用词判断。",
        "industry",
        labels={
            "industry": ("manufacturing and industry", "工业"),
            "energy": ("energy and heating", "能源供热"),
            "transport": ("roads, rail, ports", "交通"),
            "water": ("water and drainage", "水利与排水"),
            "agriculture": ("farming and rural works", "农业农村"),
            "housing": ("housing and resettlement", "住房与安置"),
            "urban_renewal": ("renewal of towns", "城市更新"),
            "environment": ("environment and parks", "生态环境"),
            "health": ("health", "医疗卫生"),
            "education": ("education", "教育"),
            "elderly_care": ("care for the elderly", "养老"),
            "culture_sport_tourism": ("culture, sport, tourism", "文体旅游"),
            "commerce": ("trade and services", "商贸服务"),
            "research": ("research and pilot plants", "科研中试"),
            "digital": ("digital and data", "数字化"),
            "social_service": ("community services", "社会服务"),
            "other": ("other", "其他"),
        },
    ),
]  # fmt: skip
Reason = Annotated[
    Literal[
        "date", "session_ordinal", "name", "heading", "page_chrome", "contact", "glossary", "project_attribute",
        "threshold", "rhetorical", "unresolved",
    ],
    described(
        "Why no row uses the numeral; null when a row does.",
        "该数字未被任何行采用的原因；已采用时为空。",
        "date",
        labels={
            "date": ("a date, a year or a span of time", "日期、年份或时段"),
            "session_ordinal": ("number of a congress, session or edition", "届次"),
            "name": ("part of a name", "名称的一部分"),
            "heading": ("number of a heading or list item", "标题或列表序号"),
            "page_chrome": ("web page text around the report", "网页框架文字"),
            "contact": ("telephone or hotline number", "电话、热线号码"),
            "glossary": ("inside the notes that explain terms", "名词解释之内"),
            "project_attribute": ("describes one named project only", "仅说明某一项目"),
            "threshold": ("a limit that defines a group", "划定范围的门槛"),
            "rhetorical": ("a word or figure of speech, not a count", "词语或修辞，非数量"),
            "unresolved": ("not understood yet", "尚未识别"),
        },
    ),
]  # fmt: skip
Script = Annotated[
    Literal["arabic", "chinese", "mixed"],
    described(
        "Characters the numeral is written in.",
        "数字的书写形式。",
        "arabic",
        labels={
            "arabic": ("digits, half or full width", "阿拉伯数字，半角或全角"),
            "chinese": ("Chinese numerals", "汉字数字"),
            "mixed": ("both", "混写"),
        },
    ),
]
Translation = Annotated[
    Literal["editorial"],
    described(
        "Where the English is from; null when there is none.",
        "英文来源；无英文时为空。",
        "editorial",
        labels={"editorial": ("translated by the editors of this data set, not official", "本数据集编辑所译，非官方")},
    ),
]
FiguresTable = Annotated[
    Literal["indicators", "targets", "projects"],
    described(
        "Table whose row uses the numeral.",
        "采用该数字的表。",
        "indicators",
        labels={
            "indicators": ("indicators", "指标"),
            "targets": ("targets", "目标"),
            "projects": ("projects", "项目"),
        },
    ),
]
Review = Annotated[
    Literal["machine", "reviewed"],
    described(
        "Whether a person has checked the row.",
        "是否经人工核对。",
        "machine",
        labels={"machine": ("read by rule only", "仅由规则读取"), "reviewed": ("checked by a person", "已人工核对")},
    ),
]
Dimension = Annotated[
    Literal[
        "money", "ratio", "point", "multiple", "count", "area", "length", "mass", "volume", "energy", "power",
        "concentration", "duration", "rank", "occasion", "per_mille",
    ],
    described(
        "What a unit measures. Values of different dimensions are never added up.",
        "计量的量纲；不同量纲的数值不相加。",
        "money",
        labels={
            "money": ("money", "金额"),
            "ratio": ("percent", "百分比"),
            "point": ("percentage points", "百分点"),
            "multiple": ("times", "倍数"),
            "count": ("things counted", "数量"),
            "area": ("area", "面积"),
            "length": ("length", "长度"),
            "mass": ("mass", "质量"),
            "volume": ("volume", "体积"),
            "energy": ("energy", "能量"),
            "power": ("power", "功率"),
            "concentration": ("concentration", "浓度"),
            "duration": ("length of time", "时长"),
            "rank": ("place in an order", "位次"),
            "occasion": ("occasions", "次数"),
            "per_mille": ("per mille", "千分比"),
        },
    ),
]  # fmt: skip
Direction = Annotated[
    Literal["higher", "lower", "neutral"],
    described(
        "Which direction governments count as better.",
        "政府通常认为的向好方向。",
        "higher",
        labels={"higher": ("higher", "越高越好"), "lower": ("lower", "越低越好"), "neutral": ("neither", "无偏好")},
    ),
]
