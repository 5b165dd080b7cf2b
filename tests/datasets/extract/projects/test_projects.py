"""Undertakings: who builds what, at which stage, for how much."""

import pytest

from datasets.extract.projects.attributes import category_of
from datasets.extract.projects.owners import owner_of
from datasets.extract.report import Extraction, extract
from datasets.reading.document import Document

Row = tuple[str, str]

CASES: list[tuple[str, str, list[Row]]] = [
    # groups of projects, told by some of their members
    ("review", "总投资11亿元三力中科MMA新材料(一期)等一批重点项目顺利实施。", [("三力中科MMA新材料", "under_construction")]),
    ("review", "华润水泥二期、桂人堂金花茶精深加工等26项重点技改项目竣工投产。", [("华润水泥二期", "in_production"), ("桂人堂金花茶精深加工", "in_production")]),
    ("plan", "推动双台子热力清洁智慧供热等签约项目落地开工、精细化工中试基地等续建项目加快建设。", [("双台子热力清洁智慧供热", "started"), ("精细化工中试基地", "continuing")]),
    # programmes of works, told by examples and a number
    ("review", "推进团结等7个老旧小区改造，完成庆平等2个老旧小区改造。", [("老旧小区改造", "advancing"), ("老旧小区改造", "completed")]),
    ("plan", "实施辽河中路等2个泵站、国土资源等7个老旧小区改造。", [("泵站", "planned"), ("老旧小区改造", "planned")]),
    ("plan", "新建辽河湿地体育公园和“正大”等3个口袋公园。", [("辽河湿地体育公园", "planned"), ("口袋公园", "planned")]),
    # names with their verb before or behind, alone or in a list
    ("review", "辽河康养服务中心开业运营，市中医医院新院区投入使用。", [("辽河康养服务中心", "opened"), ("市中医医院新院区", "opened")]),
    ("review", "引进全区首家心理医院——安济心理医院。", [("安济心理医院", "landed")]),
    ("review", "鹏鹞生物二代生物柴油项目实现当年签约、当年建设、当年竣工、当年投产。", [("鹏鹞生物二代生物柴油", "in_production")]),
    ("review", "钢铁基地、生态铝基地、核电二期顺利推进。", [("钢铁基地", "advancing"), ("生态铝基地", "advancing"), ("核电二期", "advancing")]),
    ("review", "金台铁路、义乌疏港高速建成通车。", [("金台铁路", "completed"), ("义乌疏港高速", "completed")]),
    ("review", "辽河流域山水林田湖草沙一体化保护和修复工程全面完工。", [("辽河流域山水林田湖草沙一体化保护和修复工程", "completed")]),
    ("plan", "盘活大润发双台子店，打通延堤北街断头路。", [("大润发双台子店", "to_revitalise"), ("延堤北街断头路", "to_complete")]),
    ("plan", "加快辽河养老产业示范区建设。", [("辽河养老产业示范区", "under_construction")]),
    # heads and tails that members share
    ("plan", "开工建设东山—西河、南浦—北台城际铁路。", [("东山—西河城际铁路", "started"), ("南浦—北台城际铁路", "started")]),
    ("plan", "推进东山、西河机场改扩建和南浦通用机场建设。", [("东山机场改扩建", "advancing"), ("西河机场改扩建", "advancing"), ("南浦通用机场", "advancing")]),
    ("plan", "加快轨道交通4号线及支线、2号线延伸线建设。", [("轨道交通4号线及支线", "under_construction"), ("轨道交通2号线延伸线", "under_construction")]),
    ("review", "东环与北环互通工程加快推进。", [("东环与北环互通工程", "advancing")]),
    # verbs before, behind and amid the names, and ones no table has
    ("review", "在新城实施了东山大道拓宽改造、西河大道南延伸段等一批城市道路项目。", [("东山大道拓宽改造", "under_construction"), ("西河大道南延伸段", "under_construction")]),
    ("review", "东山矿业初步建成年产30万吨锂矿生产线。", [("年产30万吨锂矿生产线", "completed")]),
    ("review", "东山工业园、西河物流园等项目别开生面。", [("东山工业园", "advancing"), ("西河物流园", "advancing")]),
    ("review", "东山铁路西河至南浦段正式运行，东山高速主体工程全部完工。", [("东山铁路西河至南浦段", "opened"), ("东山高速", "under_construction")]),
    ("plan", "高质量高效率建设东山水库，建成西河大桥、开工南浦隧道。", [("东山水库", "planned"), ("西河大桥", "to_complete"), ("南浦隧道", "started")]),
    ("review", "市中医院新院区、中心血站建成投用。", [("市中医院新院区", "opened"), ("中心血站", "opened")]),
    ("review", "东山精品钢基地一期640万吨产能落地。", [("东山精品钢基地一期", "landed")]),
    # 项目 before 建设 and what is said of it, counts with what describes them, levels in a noun, a predicate of its own clause
    ("review", "东山铁路、南浦大桥等13个投资50亿元以上重大项目建设扎实推进。", [("东山铁路", "advancing"), ("南浦大桥", "advancing")]),
    ("plan", "推动东山铁路、南浦大桥等189个、年度投资约322亿元的重点项目建设。", [("东山铁路", "advancing"), ("南浦大桥", "advancing")]),
    ("plan", "推进东山铁路、南浦大桥等三大类超200个重大产业项目建设。", [("东山铁路", "advancing"), ("南浦大桥", "advancing")]),
    ("plan", "加快建设东山铁路、南浦大桥等国家、省、市重点项目。", [("东山铁路", "under_construction"), ("南浦大桥", "under_construction")]),
    ("plan", "加快东山铁路、南浦大桥等进度。", [("东山铁路", "advancing"), ("南浦大桥", "advancing")]),
    ("plan", "支持和岩沃生物、沃晟电子等项目投产。", [("和岩沃生物", "to_complete"), ("沃晟电子", "to_complete")]),
    ("plan", "统筹河套老城区改造和东水、西水组团开发。", [("东水组团开发", "planned"), ("西水组团开发", "planned")]),
    ("review", "东山铁路，顺利通车。", [("东山铁路", "completed")]),
    ("review", "总投资31亿元的东山玻璃产业园项目，当年开工、当年投产。", [("东山玻璃产业园", "in_production")]),
    ("review", "投资5亿元的东山水电站项目在竞争中胜出，列入国家规划。", [("东山水电站", "planned")]),
    ("review", "东山铁路，走在全省前列。", []),
    ("review", "沃晟电子、海岳药业搬迁进展顺利。", [("沃晟电子搬迁", "advancing"), ("海岳药业搬迁", "advancing")]),
    ("review", "推动东山电子与双汇合作项目、双汇饲料项目落地。", [("双汇饲料", "landed")]),
    ("review", "东山铁路、双汇饲料提交上市申报材料。", []),
    ("plan", "推进东山核电3、4号机组建设。", [("东山核电3号机组", "advancing"), ("东山核电4号机组", "advancing")]),
    ("plan", "谋划总投资2万亿元的动态项目库。", []),
    # verbs that lists of works were seen with, and what only names them
    ("plan", "加速沃岳互娱二期、东山产业园等项目建设。", [("沃岳互娱二期", "advancing"), ("东山产业园", "advancing")]),
    ("review", "新引进东山产业园、西河医院等项目33个。", [("东山产业园", "landed"), ("西河医院", "landed")]),
    ("review", "东山铁路、南浦大桥等工程实现年度目标。", [("东山铁路", "under_construction"), ("南浦大桥", "under_construction")]),
    ("review", "免费开放东山博物馆、西河纪念馆。", [("东山博物馆", "opened"), ("西河纪念馆", "opened")]),
    ("review", "东山港完成货物吞吐量3亿吨。", []),
    ("plan", "依托东山研究院、西河中心。", []),
    ("plan", "以东山铁路、西河大桥为重点。", []),
    ("review", "打通了一批“断头路”。", []),
    ("review", "东山园区获批国家级“绿色工业园区”。", []),
    ("plan", "实施党风廉政建设工程、文明创建工程。", []),
    ("review", "“六二”对口支援工程取得新进展。", []),
    # kinds of works with examples, and marks of notes
    ("plan", "抓好东山、西河等5个总装机180万千瓦的光伏项目前期工作。", [("光伏项目", "advancing")]),
    ("plan", "实施东山邻里中心（32）、青年公寓等重点项目。", [("东山邻里中心", "planned"), ("青年公寓", "planned")]),
    # shapes of lists: numbers, lines of two names, apposed counts, firms and what is done to both, 等 without a noun
    ("plan", "推进轨道交通1、4、6号线建设。", [("轨道交通1号线", "advancing"), ("轨道交通4号线", "advancing"), ("轨道交通6号线", "advancing")]),
    ("review", "东港港区7#、9#泊位建成并投入使用。", [("东港港区7#泊位", "opened"), ("东港港区9#泊位", "opened")]),
    ("plan", "确保东石、石武等客运专线建成通车。", [("东石客运专线", "to_complete"), ("石武客运专线", "to_complete")]),
    ("plan", "确保双江大桥、盐宿、宿淮高速公路等重点工程如期建成。", [("双江大桥", "to_complete"), ("盐宿高速公路", "to_complete"), ("宿淮高速公路", "to_complete")]),
    ("plan", "推进南湖站、汉阳站等铁路项目建设。", [("南湖站", "advancing"), ("汉阳站", "advancing")]),
    ("plan", "对措山水库、卡孜水库两座病险水库进行加固。", [("措山水库", "planned"), ("卡孜水库", "planned")]),
    ("review", "对西石灌区进行了改造。", [("西石灌区", "completed")]),
    ("plan", "启动海岳化工、麒麓化工搬迁。", [("海岳化工搬迁", "started"), ("麒麓化工搬迁", "started")]),
    ("plan", "南二环快速联通工程、仓盛路等竣工通车。", [("南二环快速联通工程", "to_complete"), ("仓盛路", "to_complete")]),
    ("plan", "建设松岭江等主要江河堤防加固、东部两江三期工程。", [("主要江河堤防加固", "planned"), ("东部两江三期工程", "planned")]),
    ("plan", "加快瓦石湖蓄洪区一、二期工程建设。", [("瓦石湖蓄洪区一、二期工程", "under_construction")]),
    ("plan", "推进六岳化工渣场及循环水综合治理项目。", [("六岳化工渣场及循环水综合治理", "advancing")]),
    ("plan", "加快东山高等专科学校建设。", [("东山高等专科学校", "under_construction")]),
    ("review", "完成庆平等2个老旧小区改造。", [("老旧小区改造", "completed")]),
    # streets and places whose names begin or end with words that verbs do, too
    ("plan", "打通古城西路、成功大道。", [("古城西路", "to_complete"), ("成功大道", "to_complete")]),
    ("review", "中江桥建成通车。", [("中江桥", "completed")]),
    ("plan", "抓好和田天然气一期、塔城集中供热二期等工程建设。", [("和田天然气一期", "advancing"), ("塔城集中供热二期", "advancing")]),
    ("plan", "有序推动四湖流域综合治理项目。", [("四湖流域综合治理", "advancing")]),
    ("plan", "开工G334文旅大通道改造升级项目。", [("G334文旅大通道改造升级", "started")]),
    ("plan", "力争石东城际铁路及早开工，东岭退水明渠3月底开工。", [("石东城际铁路", "started"), ("东岭退水明渠", "started")]),
    ("plan", "开工大石峡、邕川等水利枢纽项目。", [("大石峡水利枢纽", "started"), ("邕川水利枢纽", "started")]),
    ("plan", "加快兰岭至张西三四线、天岭和平岩机场等项目前期工作。", [("兰岭至张西三四线", "advancing"), ("天岭机场", "advancing"), ("平岩机场", "advancing")]),
    ("plan", "推进阜岭120万千瓦、哈岭120万千瓦抽水蓄能电站建设。", [("阜岭120万千瓦抽水蓄能电站", "advancing"), ("哈岭120万千瓦抽水蓄能电站", "advancing")]),
    ("plan", "加快芦岭水库、金钩水库建设进度，全面开工建设东岭机场。", [("芦岭水库", "advancing"), ("金钩水库", "advancing"), ("东岭机场", "started")]),
    ("plan", "完成临岭高速主体工程，二号航站楼春运前投入使用。", [("临岭高速", "to_complete"), ("二号航站楼", "to_complete")]),
    ("plan", "推动枫岭快速路北段提升改造工程，建设市公共卫生中心。", [("枫岭快速路北段提升改造工程", "advancing"), ("市公共卫生中心", "planned")]),
    ("review", "王岭水库实现低水位通水，沿岭公路一期工程路基全线贯通。", [("王岭水库", "completed"), ("沿岭公路一期工程", "completed")]),
    ("plan", "抓紧建设水利、化肥、汽车、美岭机场等重大项目，推进市中心建设。", [("美岭机场", "under_construction")]),
    ("plan", "加快750千伏输变电工程建设，加快形成“米”字形高铁枢纽，实施补短板“十大工程”。", []),
    ("plan", "支持东岭石化800万吨、西岭石化600万吨炼油改扩建。", [("东岭石化800万吨炼油改扩建", "advancing"), ("西岭石化600万吨炼油改扩建", "advancing")]),
    ("plan", "推进轨交6、7号线和二环路改造，开通运行地铁1号线南延线。", [("轨交6号线", "advancing"), ("轨交7号线", "advancing"), ("二环路改造", "advancing"), ("地铁1号线南延线", "to_complete")]),
    ("review", "东环铁路、160万吨造纸、三岭绕城高速等项目加快建设。", [("东环铁路", "under_construction"), ("160万吨造纸", "under_construction"), ("三岭绕城高速", "under_construction")]),
    ("plan", "推动如通湖城际铁路、中国—东盟金融城建设。", [("如通湖城际铁路", "advancing"), ("中国—东盟金融城", "advancing")]),
    ("plan", "推动东岭园区、西河开发区联动发展。", []),
    ("review", "建成“陇电入鲁”工程。", [("“陇电入鲁”工程", "completed")]),
    ("review", "弓长老工业区搬迁改造工程获得国家支持。", [("弓长老工业区搬迁改造工程", "advancing")]),
    # a firm's name tells an undertaking: alone in a list of projects, with what it makes, with a product and 项目 behind
    ("plan", "支持三晟机器人、诺普电子等项目建设。", [("三晟机器人", "advancing"), ("诺普电子", "advancing")]),
    ("plan", "推进沃晟高端数控机床、诺沃新材料项目建设。", [("沃晟高端数控机床", "advancing"), ("诺沃新材料", "advancing")]),
    ("plan", "推进丽晟多晶硅、诺晟锂电正极材料等建设。", [("丽晟多晶硅", "advancing"), ("诺晟锂电正极材料", "advancing")]),
    ("plan", "加快诺晟科技、沃普生物等一批科技含量高、市场前景好的优质项目建设。", [("诺晟科技", "under_construction"), ("沃普生物", "under_construction")]),
    ("plan", "纺织化纤产业重点加快东岭化纤、西岭服装城等项目建设。", [("东岭化纤", "under_construction"), ("西岭服装城", "under_construction")]),
    ("review", "建成东岭材料研究中心、北岭开放实验室等公共服务平台。", [("东岭材料研究中心", "completed"), ("北岭开放实验室", "completed")]),
    ("review", "中科院沈阳先进制造技术产业园开工建设。", [("中科院沈阳先进制造技术产业园", "started")]),
    ("plan", "动建双岭高速、民俗展示馆。", [("双岭高速", "started"), ("民俗展示馆", "started")]),
    ("plan", "确保济岭高速、德岭铁路竣工运营，建成并投入运营轨道交通7号线。", [("济岭高速", "to_complete"), ("德岭铁路", "to_complete"), ("轨道交通7号线", "to_complete")]),
    ("plan", "推进天岭机场迁建、秦岭至三阳川隧道等项目的基础工作。", [("天岭机场迁建", "advancing"), ("秦岭至三阳川隧道", "advancing")]),
    ("plan", "加快建设东岭至南浦、东岭至西河、环城等高速公路。", [("东岭至南浦高速公路", "under_construction"), ("东岭至西河高速公路", "under_construction"), ("环城高速公路", "under_construction")]),
    ("plan", "围绕服务业实施东岭国际物流城、金斗产业城等项目。", [("东岭国际物流城", "planned"), ("金斗产业城", "planned")]),
    ("plan", "开工建设东岭工人文化宫、妇女儿童活动中心。", [("东岭工人文化宫", "started"), ("妇女儿童活动中心", "started")]),
    ("plan", "力促诺晟电缆、朱岭光伏发电等尽快开工。", [("诺晟电缆", "started"), ("朱岭光伏发电", "started")]),
    ("plan", "建成徐岭港区东防波堤、赣岭港区防波堤二期工程。", [("徐岭港区东防波堤", "to_complete"), ("赣岭港区防波堤二期工程", "to_complete")]),
    ("plan", "确保一期供水工程建成投运，并开工建设二期工程。", []),
    # lines before a route, widened roads, groups in quotes, what goes with works, two predicates, works told by their cost
    ("plan", "做好东渝、新渝岭、大村至遵岭铁路前期工作。", [("东渝铁路", "advancing"), ("新渝岭铁路", "advancing"), ("大村至遵岭铁路", "advancing")]),
    ("plan", "推进东宁、东巢芜高速公路“四改八”工程。", [("东宁高速公路“四改八”工程", "advancing"), ("东巢芜高速公路“四改八”工程", "advancing")]),
    ("plan", "实施下沙港扩容、东洲港改造，加快圭岭高速等项目续建。", [("下沙港扩容", "planned"), ("东洲港改造", "planned"), ("圭岭高速", "continuing")]),
    ("review", "江岭路、圭峰大道等一批“断头路”完工通车。", [("江岭路", "completed"), ("圭峰大道", "completed")]),
    ("review", "南岭公路等19个久拖不决工程顺利销号。", [("南岭公路", "completed")]),
    ("plan", "加快建设西岭快线二期、圭岭大桥扩建工程及配套设施。", [("西岭快线二期", "under_construction"), ("圭岭大桥扩建工程", "under_construction")]),
    ("plan", "推动邯岭高纯电子气体等一批战略性新兴产业项目投产达效。", [("邯岭高纯电子气体", "to_reach_full_output")]),
    ("plan", "确保上岭东、德岭两个500千伏变电站建成投运。", [("500千伏变电站", "to_complete")]),
    ("plan", "争取东岭至南浦、东岭至西河等快速客运铁路纳入国家规划。", [("东岭至南浦快速客运铁路", "planned"), ("东岭至西河快速客运铁路", "planned")]),
    ("review", "通岭湖城际铁路完成工可批复并开工，102国道德岭段改建建成通车。", [("通岭湖城际铁路", "started"), ("102国道德岭段改建", "completed")]),
    ("review", "五台山、大同机场开工建设，南浦高铁全线铺轨。", [("五台山机场", "started"), ("大同机场", "started"), ("南浦高铁", "under_construction")]),
    ("review", "总投资15亿元的东岭康养城当年签约当年开工。", [("东岭康养城", "started")]),
    ("review", "开通人才“绿色通道”，塑造优美天际线。", []),
    # no undertakings
    ("plan", "推动东岭新区与西河经济开发区融合发展，建立重点项目储备库、招商线索生成库。", []),
    ("plan", "集聚中国建设银行东岭中心等功能性机构。", []),
    ("plan", "推动产业园建设功能完备、环境优美、品质突出的东部新城。", []),
    ("plan", "完善天津连接雄安新区的交通网络，打造区域铁路枢纽、航空枢纽。", []),
    ("plan", "支持人畜饮水、农村沼气、草原围栏等“六小”工程建设。", []),
    ("plan", "大力实施“造地增粮富民”工程，新建80公里碧道。", []),
    ("plan", "打造区域性教育中心、文化中心、消费中心，实施亲情乡情延续工程。", []),
    ("plan", "推进东山—西河合作项目，实施2025年老旧小区改造。", []),
    ("review", "实现村村有卫生室、镇镇有卫生院、县县有二级医院。", []),
    ("review", "东岭、西河旅游区晋级国家4A级旅游景区，禁止投肥养殖。", []),
    ("review", "东山铁路被列为示范，（六）项目投资取得新进展。", []),
    ("plan", "新建5所义务教育学校、22所公办幼儿园，实施重点项目163个。", []),
    ("plan", "实施小学生课后服务工程，推进“造福工程”，开展人居环境整治。", []),
    ("review", "高速公路通车里程达500公里，东山园区、西河新区入选国家级示范区。", []),
    ("plan", "深化与东山大学附属医院战略合作，打造区域性医疗中心。", []),
    ("plan", "全年新开工项目33个、续建项目42个。", []),
    ("plan", "实施城市更新行动，建设现代化产业体系，打造高水平开放平台。", []),
    ("review", "成功举办第四届辽河湿地国际灯会，获评全国文明城市。", []),
    ("plan", "深化国资国企改革，推动国有平台公司提档升级，深入实施新时代立德树人工程。", []),
    ("plan", "推动科莱恩等低效企业提质增效，加快建设“五个中心”。", []),
]  # fmt: skip


@pytest.mark.parametrize(("part", "text", "rows"), CASES, ids=[text for _, text, _ in CASES])
def test_a_statement_is_read_so(part: str, text: str, rows: list[Row]) -> None:
    projects = extract(Document(text, "210000-2024", year=2024, part=part)).projects  # type: ignore[arg-type]
    assert [(row.name, row.status) for row in projects] == rows


def test_a_group_and_a_programme_give_their_numbers() -> None:
    text = "鲁华泓锦环烯烃共聚物(二期)36个优质项目签约落地。完成魏家泵站等3座泵站及管网提升改造。"
    group, programme = extract(Document(text, "211102-2024", year=2024, part="review")).projects
    assert (group.phase, group.batch_count, group.status) == ("二期", 36, "signed")
    assert (programme.quantity, programme.examples, programme.category) == (3, ["魏家泵站"], "water")


def test_what_describes_a_project_belongs_to_it() -> None:
    text = "一期总投资686亿元的防城港钢铁基地项目和装机600万千瓦、总投资近700亿元的红沙核电项目获批。"
    extraction = extract(Document(text, "450600-2009", year=2009, part="review"))
    assert [(p.name, p.investment, p.investment_unit) for p in extraction.projects] == [
        ("防城港钢铁基地", 686, "亿元"),
        ("红沙核电", 700, "亿元"),
    ]
    assert extraction.indicators == []
    steel, nuclear = (project.id for project in extraction.projects)
    assert [(f.quote, f.row_id) for f in extraction.figures if f.reason == "project_attribute" and f.row_id] == [
        ("一", steel),
        ("686", steel),
        ("600", nuclear),
        ("700", nuclear),
    ]


def test_a_sum_has_its_bound_and_a_capacity_its_own_column() -> None:
    text = "总投资超30亿元的东山水电站开工建设。投资4000万元建设西河大桥。抓好东山、南浦等5个总装机180万千瓦的光伏项目前期工作。"
    projects = extract(Document(text, "210000-2024", year=2024, part="plan")).projects
    assert [(p.name, p.investment, p.investment_unit, p.investment_comparator, p.capacity) for p in projects] == [
        ("东山水电站", 30, "亿元", "gt", None),
        ("西河大桥", 4000, "万元", "eq", None),
        ("光伏项目", None, None, None, "180万千瓦"),
    ]


OWNERS = [
    ("天津食品集团产业基地", "天津食品集团"),  # 集团 and 公司 tell a firm whatever stands before them
    ("稀土公司萃取生产线升级改造", "稀土公司"),
    ("甄原坊乳品公司奶粉生产", "甄原坊乳品公司"),
    ("大型企业集团总部基地", None),
    ("友搏制药产业园", "友搏制药"),  # such an end no trade of a place has
    ("独山子石化产业园", None),
    ("兰州石化产业园", None),  # of the place, though a firm is called so
    ("兰州石化百万吨乙烯", "兰州石化"),
    ("松下港区", None),
    ("青溪新能源电池产业园", None),  # a place and a trade
    ("松下电池", "松下"),
    ("圆通湖北总部", "圆通"),
    ("鲁岳泓锦环烯烃共聚物", "鲁岳泓锦"),
    ("连云港盛虹炼化一体化", "盛虹"),  # the city, not the district 连云
    ("江秀两万辆客车", "江秀"),
    ("华璟超细线路板", "华璟"),
    ("奥林匹克公园", None),
    ("东山武钢江北码头", "武钢"),
    ("东山药业中成药", "东山药业"),
    ("章山新材料产业园", None),
    ("江北国际科技创新中心", None),
    ("独山石化工业园区", None),
    ("东星科技", "东星科技"),
    ("生态食品", None),
    ("贝加兰年产5万吨饮料", "贝加兰"),
    ("东山县年产5万吨饮料", None),
    ("中环快速路", None),
    ("集通铁路电气化改造", None),
    ("吴江纺织循环经济产业园", None),
    ("东山光电子信息产业园", None),
    ("岷山机械搬迁改造", "岷山机械"),
    ("东风雷诺武汉工厂", "东风雷诺"),
    ("凤岭老窖技改扩能", "凤岭老窖"),
    ("攸岭县煤电一体化", None),
    ("比特大陆区块链研究中心", "比特大陆"),
    ("辽宁汽车高分子材料创新中心", None),
    ("国家能源转型示范区", None),
    ("祁岭生物质发电", None),
    # a coined name before what it makes, before how much, alone with its end, behind a county; a city is part of it
    ("晟嘉锂电负极材料", "晟嘉"),
    ("沃普40万吨硅氧烷", "沃普"),
    ("宏晟电子", "宏晟电子"),
    ("诺晟光电二期", "诺晟光电"),
    ("芯沃一期", "芯沃"),
    ("泗县沃康智能织造", "沃康"),
    ("合肥沃光光学薄膜", "合肥沃光"),
    ("凯瑞生物产业园", "凯瑞"),
    ("越秀集团生猪养殖", "越秀集团"),
    ("江南大学东山研究院", "江南大学"),
    ("万达广场", "万达"),
    ("双台子热力智慧供热", "双台子热力"),
    ("瑞声科技", "瑞声科技"),
    ("汇源新生态乳业", "汇源"),
    # no firms: qualities, processes, materials, places, verbs, schools as such
    ("高纯石英材料", None),
    ("石墨烯膜生产线", None),
    ("梨树年产6000吨木糖", None),
    ("平定新能源电池小镇", None),
    ("古平二期高速公路", None),
    ("界岭28万千瓦风电", None),
    ("河南理工大学", None),
    ("节能化改造", None),
    ("关停化工企业搬迁", None),
    ("海平高速", None),
    ("神华集团发电", "神华集团"),
    ("大唐汉方颗粒", "大唐汉方"),
    ("中环南线", None),
    ("东坪生物医药产业园", None),
    ("宁东化工医药基地", None),
    # a body before its branch, an old plant before what is done to it
    ("东山同济医院西河分院", "东山同济医院"),
    ("西河先进技术研究院东山分院", "西河先进技术研究院"),
    ("东山研究院和西河实验室", None),
    ("市人民医院", None),
    ("东山卷烟厂易地技改", "东山卷烟厂"),
    ("华北制药生物发酵基地", "华北制药"),  # a part of the country with an end that only firms have
    ("华北生物发酵基地", None),
    ("博世沃医药物流配送中心", "博世沃"),  # a known one that only begins a coined one
    ("博世汽车部件", "博世"),
    ("聚氯乙烯", None),
    ("杭州中环", None),
    ("高新区沃晟电子信息产业园", "沃晟"),  # behind a zone without a name
    ("三江源国家大数据基地", None),  # 三江 is no county there
]


@pytest.mark.parametrize(("name", "owner"), OWNERS)
def test_an_owner_is_a_firm_or_a_body(name: str, owner: str | None) -> None:
    assert owner_of(name) == owner


def test_what_begins_with_a_size_is_of_the_owner_named_before_it() -> None:
    text = "推进隆基3GW单晶电池、15GW单晶硅棒等项目建设。"
    projects = extract(Document(text, "210000-2024", year=2024, part="plan")).projects
    assert [(p.name, p.owner) for p in projects] == [("隆基3GW单晶电池", "隆基"), ("15GW单晶硅棒", "隆基")]


OWNERS_IN_LISTS = [
    ("推进双汇饲料、六禾鸡肉精深加工、东坪水库等项目。", ["双汇", "六禾", None]),  # beside a firm, but no reservoir
    ("推进六禾鸡肉精深加工、东坪隧道等项目。", [None, None]),
    ("引进六禾鸡肉精深加工等一批亿元以上工业项目。", ["六禾"]),  # a group of industry
    ("推进恒瑞、豪森等重点项目。", ["恒瑞", "豪森"]),  # two characters of firms that are known
    ("推进银光公司绿色产业链、双汇全产业链等项目。", ["银光公司", "双汇"]),  # a chain of trades of a firm is works
    ("推进阿岩创二期、双汇饲料、金泰克种植牙等项目。", ["阿岩创", "双汇", "金泰克"]),  # a phase, a name firms like
    ("推进高强钢一期、双汇饲料等项目。", [None, "双汇"]),
    ("推进万达广场、莱茵春天等商业综合体。", ["万达", None]),
    ("推动国有平台公司、跨国公司提档升级。", []),
    ("引进岩店集团、双汇饲料等项目。", ["岩店集团", "双汇"]),  # 集团 tells a firm whatever characters are before it
    ("推进OPPO、VIVO智能手机、双汇饲料等项目。", ["OPPO", "VIVO", "双汇"]),
    ("引进公募基金公司、双汇饲料等项目。", ["双汇"]),
    ("推进PX扩能、双汇饲料等项目。", [None, "双汇"]),  # letters are a product as often
    # a name that is no word of the language, before one that is, beside works of firms, or of projects and no road
    ("推进浒璃节能炉具、双汇饲料等项目。", ["浒璃", "双汇"]),
    ("推进浒璃中科MMA新材料、双汇饲料等项目。", ["浒璃中科", "双汇"]),
    ("推进苯二酚催化加氢、双汇饲料等项目。", [None, "双汇"]),
    ("推进浒璃节能炉具、东坪水库等项目。", [None, None]),
    ("推进浒璃塑编布制造、双汇饲料等项目。", ["浒璃", "双汇"]),  # no word tells where it ends
    ("推进浒璃家居产业园、双汇饲料等项目。", ["浒璃", "双汇"]),
    ("推进闽赣家居产业园、双汇饲料等项目。", [None, "双汇"]),  # of two provinces
    ("推进聚变装置、双汇饲料等项目。", [None, "双汇"]),
    ("推进隔热制品、双汇饲料等项目。", [None, "双汇"]),
    ("推进双汇饲料等项目，加快浒璃家居产业园等项目。", ["双汇", "浒璃"]),  # one sentence
    ("加快浒璃家居产业园等项目。", [None]),
    # in a group of firms' works a name may be all there is
    ("推进浒璃、沃岳等12个工业项目。", ["浒璃", "沃岳"]),
    ("推进双汇、浒璃等全产业链项目。", ["双汇", "浒璃"]),
    ("推进浒璃产业链扩能等亿元产业项目。", ["浒璃"]),
    ("推进东坪、西岭等12个工业园。", [None]),
    ("推进浒璃节能炉具等一批延链补链项目。", ["浒璃"]),
    ("投资12亿元的沃岳光电和投资15亿元的沃晟智能装备成功落户。", ["沃岳光电", "沃晟"]),
    ("推进浒川节能炉具制造、双汇饲料等项目。", ["浒川", "双汇"]),  # a character that places have, too
    ("推进浒川商贸城、双汇饲料等项目。", [None, "双汇"]),
    ("推进浒业3万吨塑编布、双汇饲料等项目。", ["浒业", "双汇"]),  # how much of it
    ("推进浒璃220千伏输变电、双汇饲料等项目。", [None, "双汇"]),
    ("推进浒璃高平装备城、双汇饲料等项目。", ["浒璃", "双汇"]),  # before a region
    ("推进佳福浒等一批项目。", ["佳福浒"]),
    # one sense in all of a report
    ("引进浒璃集团。建设浒璃家居产业园。", ["浒璃"]),
    ("整治浒璃镇。建设浒璃家居产业园，双汇饲料、浒璃地毯等项目投产。", [None, "双汇", None]),
]


@pytest.mark.parametrize(("text", "owners"), OWNERS_IN_LISTS)
def test_coined_names_are_firms_where_the_works_around_them_are_of_firms(text: str, owners: list[str | None]) -> None:
    projects = extract(Document(text, "210000-2024", year=2024, part="plan")).projects
    assert [p.owner for p in projects] == owners


FUNDED = [
    ("重点推进嘉岳科技投资2.8亿元的年产4万吨木糖醇、奥岭科技投资1.5亿元的年产5万吨海藻糖等项目。",
     [("年产4万吨木糖醇", 2.8, "嘉岳科技"), ("年产5万吨海藻糖", 1.5, "奥岭科技")]),
    ("抓好投资6.3亿元的青岭饮料厂搬迁、5.7亿元的福岳稻米产业园等3个项目。", [("青岭饮料厂搬迁", 6.3, None), ("福岳稻米产业园", 5.7, None)]),
    ("建设总投资 58亿元的荒石抽水蓄能电站。", [("荒石抽水蓄能电站", 58, None)]),
    ("建设总投资120亿元人民币的精细化工一体化项目。", [("精细化工一体化", 120, None)]),
    ("实施总投资1.3万亿元的市级重点项目。", []),
    # who pays and how much before the verb; what has a sum of its own is one, whatever its name
    ("沃岳公司投资近46亿元实施绿色智慧钢厂改造，东山电厂投资14亿元实施节能环保改造。", [("绿色智慧钢厂改造", 46, "沃岳公司"), ("节能环保改造", 14, None)]),
    ("开工建设总投资86.6亿元的抽水蓄能电站。", [("抽水蓄能电站", 86.6, None)]),
    ("开工建设抽水蓄能电站。", []),
    ("投资6亿元实施主城区雨污分流改造。", [("主城区雨污分流改造", 6, None)]),
    ("特别是总投资180亿元的沃岳打印机项目、总投资200亿元的双汇饲料项目。", [("沃岳打印机", 180, "沃岳"), ("双汇饲料", 200, "双汇")]),
    # a sum before several names that have none is that of all
    ("推进投资305亿元的东山高速改扩建和西河高速新建项目。", [("东山高速改扩建", None, None), ("西河高速新建", None, None)]),
    ("推进总投资90亿元的东山铁路、南浦大桥等51个项目。", [("东山铁路", None, None), ("南浦大桥", None, None)]),
    ("推进总投资9亿元的东山铁路等一批项目。", [("东山铁路", 9, None)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), FUNDED)
def test_a_sum_before_a_name_is_its_investment_and_tells_who_pays(
    text: str, told: list[tuple[str, float, str | None]]
) -> None:
    projects = extract(Document(text, "210000-2024", year=2024, part="plan")).projects
    assert [(p.name, p.investment, p.owner) for p in projects] == told


BUILT_BY = [
    ("由东山集团投资建设的西河产业园、南浦集团承建的西河大桥开工。", [("西河产业园", "东山集团"), ("西河大桥", "南浦集团")]),
    ("引进东山集团建设西河物流园，支持沃晟科技建设西河新材料产业园。", [("西河物流园", "东山集团"), ("西河新材料产业园", "沃晟科技")]),
    ("由东山县承建的西河大桥开工。", [("西河大桥", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), BUILT_BY)
def test_who_is_said_to_build_works_owns_them_if_it_is_a_firm(text: str, told: list[tuple[str, str | None]]) -> None:
    projects = extract(Document(text, "210000-2024", year=2024, part="plan")).projects
    assert [(p.name, p.owner) for p in projects] == told


TOTALS = [
    ("开工建设临江大桥，总投资3.2亿元，预计明年建成。", [("临江大桥", 3.2, "eq")], "project_attribute"),
    ("加快建设城南污水处理厂项目，计划总投资超5亿元。", [("城南污水处理厂", 5, "gt")], "project_attribute"),
    ("实施青山等7个老旧小区改造，总投资1.2亿元。", [("老旧小区改造", 1.2, "eq")], "project_attribute"),
    ("总投资超1.9亿元，启动建设临江大桥项目。", [("临江大桥", 1.9, "gt")], "project_attribute"),
    ("投资1.9亿元，启动建设临江大桥项目。", [("临江大桥", 1.9, "eq")], None),
    ("完成投资1.9亿元，启动建设临江大桥项目。", [("临江大桥", None, None)], None),
    (
        "投资12亿元，实施双江铁路改造、临江大桥扩建等工程。",
        [("双江铁路改造", None, None), ("临江大桥扩建", None, None)],
        None,
    ),
    ("推进双江铁路、临江大桥建设，总投资35亿元。", [("双江铁路", None, None), ("临江大桥", None, None)], None),
    ("推进双江铁路等重点项目，总投资35亿元。", [("双江铁路", None, None)], None),
    ("开工建设临江大桥。总投资3.2亿元。", [("临江大桥", None, None)], None),
    ("开工建设临江大桥，完成投资3.2亿元。", [("临江大桥", None, None)], None),
]


@pytest.mark.parametrize(("text", "told", "reason"), TOTALS)
def test_a_total_in_the_clause_behind_is_of_the_only_project_before_it(
    text: str, told: list[tuple[str, float | None, str | None]], reason: str | None
) -> None:
    read = extract(Document(text, "210000-2024", year=2024, part="plan"))
    assert [(p.name, p.investment, p.investment_comparator) for p in read.projects] == told
    assert all(text[p.char_start : p.char_end] == p.quote for p in read.projects)
    assert read.figures[-1].reason == reason


FIELDS = [
    ("东山临港工业区", "industry"),
    ("东山采茶剧团搬迁", "culture_sport_tourism"),
    ("东山“一带一路”综合试验区", "commerce"),
    ("东山“一带一路”大数据产业园", "digital"),
    ("东山数字经济产业园", "digital"),
    ("东山港保税物流中心", "commerce"),
    ("东山污水处理厂", "water"),
    ("东山产业智慧实训基地", "education"),
    ("东山生态公园博物馆", "culture_sport_tourism"),
    ("东山绿道", "environment"),
    ("东山新城", "other"),
    ("70万吨氧化钙", "industry"),  # no word tells it, but how much is made
    ("东山180万千瓦", "energy"),
    ("东山2万头集群", "agriculture"),
    ("浒璃风电装备制造", "industry"),
    ("东山水利水电枢纽", "water"),
]


@pytest.mark.parametrize(("name", "category"), FIELDS)
def test_the_word_nearest_to_the_end_tells_the_field(name: str, category: str) -> None:
    assert category_of(name) == category


def test_what_a_firm_builds_is_of_industry_where_no_word_tells_its_field() -> None:
    text = "推进浒璃科技二期、浒璃商贸城二期、东山同济医院西河分院等项目，推进东山新城项目。"
    read = extract(Document(text, "210000-2024", year=2024, part="plan"))
    fields = {project.name: project.category for project in read.projects}
    assert fields == {
        "浒璃科技二期": "industry",
        "浒璃商贸城二期": "commerce",
        "东山同济医院西河分院": "health",
        "东山新城": "other",
    }


def test_phases_are_one_family_and_different_undertakings(extraction: Extraction) -> None:
    family = [p for p in extraction.projects if p.name == "鲁华泓锦环烯烃共聚物"]
    assert {p.family_key for p in family} == {"211102:鲁华泓锦环烯烃共聚物"}
    assert [p.project_key for p in family] == ["211102:鲁华泓锦环烯烃共聚物:二期", "211102:鲁华泓锦环烯烃共聚物:一期"]


def test_statements_about_one_undertaking_are_tied_and_say_how(extraction: Extraction) -> None:
    base = [p for p in extraction.projects if p.project_key == "211102:精细化工中试基地"]
    assert [(p.name, p.key_rule, p.key_score) for p in base] == [
        ("精细化工中试基地", "name", 1.0),
        ("国家级精细化工中试基地", "core", 0.9),
    ]


def test_programmes_of_one_kind_are_not_tied(extraction: Extraction) -> None:
    keys = [p.project_key for p in extraction.projects if p.name == "老旧小区改造"]
    assert keys == ["211102:团结老旧小区改造", "211102:庆平老旧小区改造", "211102:国土资源老旧小区改造"]


def test_every_name_stands_at_its_place(extraction: Extraction, source: object) -> None:
    text = source.text  # type: ignore[attr-defined]
    for project in extraction.projects:
        place = int(project.id.rpartition("p")[2])
        assert text[place : place + len(project.name)] == project.name
        assert project.char_start <= place < project.char_end
