"""English names of regions: better known ones from a table, else Pinyin with the kind of region."""

import re

from pypinyin import lazy_pinyin, load_single_dict

# fmt: off
KNOWN = {
    "中华人民共和国": "China", "内蒙古自治区": "Inner Mongolia", "广西壮族自治区": "Guangxi", "西藏自治区": "Tibet",
    "宁夏回族自治区": "Ningxia", "新疆维吾尔自治区": "Xinjiang", "陕西省": "Shaanxi", "香港特别行政区": "Hong Kong",
    "澳门特别行政区": "Macao", "台湾省": "Taiwan", "黑龙江省": "Heilongjiang",
    "神农架林区": "Shennongjia Forestry District", "六枝特区": "Liuzhi Special District", "盘县特区": "Panxian Special District",
    "万山特区": "Wanshan Special District", "浦东新区": "Pudong New Area", "滨海新区": "Binhai New Area", "两江新区": "Liangjiang New Area",
    "沈北新区": "Shenbei New District", "新区": "New District", "城区": "Urban District", "郊区": "Suburban District", "矿区": "Mining District",
    "市区": "Urban District", "市郊区": "Suburban District", "新市区": "Xinshi District",
    "西沙群岛": "Xisha Islands", "南沙群岛": "Nansha Islands", "中沙群岛的岛礁及其海域": "Islands and Waters of Zhongsha",
    "井冈山": "Jinggangshan", "畹町镇": "Wanding Town", "大柴旦行政委员会": "Da Qaidam Administrative Committee",
    "乌拉盖管委会": "Ulgai Administrative Zone",
    "西双版纳傣族自治州": "Xishuangbanna Dai Autonomous Prefecture", "龙胜各族自治县": "Longsheng Various Nationalities Autonomous County",
    "隆林各族自治县": "Longlin Various Nationalities Autonomous County", "防城各族自治县": "Fangcheng Various Nationalities Autonomous County",
    "河南蒙古族自治县": "Henan Mongol Autonomous County",
    "兴安盟": "Hinggan League", "喀喇沁左翼蒙古族自治县": "Harqin Left Wing Mongol Autonomous County",
    "达尔罕茂明安联合旗": "Darhan Muminggan United Banner", "四子王旗": "Siziwang Banner", "正蓝旗": "Xulun Hoh Banner",
    "镶黄旗": "Xianghuang Banner", "正镶白旗": "Zhengxiangbai Banner",
}
STEMS = {  # names of other languages as they are written, and readings that a dictionary of characters gets wrong
    "哈尔滨": "Harbin", "齐齐哈尔": "Qiqihar", "呼和浩特": "Hohhot", "呼伦贝尔": "Hulunbuir", "鄂尔多斯": "Ordos", "巴彦淖尔": "Bayannur",
    "乌兰察布": "Ulanqab", "锡林郭勒": "Xilingol", "阿拉善": "Alxa", "哲里木": "Jirim", "伊克昭": "Ih Ju", "昭乌达": "Ju Ud",
    "锡林浩特": "Xilinhot", "乌兰浩特": "Ulanhot", "二连浩特": "Erenhot", "满洲里": "Manzhouli", "扎兰屯": "Zalantun", "牙克石": "Yakeshi",
    "额尔古纳": "Ergun", "霍林郭勒": "Holingol", "白云鄂博": "Bayan Obo", "海拉尔": "Hailar", "科尔沁": "Horqin", "阿尔山": "Arxan",
    "土默特": "Tumed", "喀喇沁": "Harqin", "察哈尔": "Qahar", "巴林": "Bairin", "苏尼特": "Sonid", "新巴尔虎": "New Barag",
    "陈巴尔虎": "Old Barag", "乌拉特": "Urad", "杭锦": "Hanggin", "鄂托克": "Otog", "准格尔": "Jungar", "达拉特": "Dalad", "乌审": "Uxin",
    "伊金霍洛": "Ejin Horo", "克什克腾": "Hexigten", "翁牛特": "Ongniud", "敖汉": "Aohan", "阿鲁科尔沁": "Ar Horqin", "库伦": "Hure",
    "奈曼": "Naiman", "扎鲁特": "Jarud", "扎赉特": "Jalaid", "阿荣": "Arun", "阿巴嘎": "Abag", "东乌珠穆沁": "East Ujimqin",
    "西乌珠穆沁": "West Ujimqin", "太仆寺": "Taibus", "额济纳": "Ejin", "莫力达瓦": "Morin Dawa", "前郭尔罗斯": "Qian Gorlos",
    "杜尔伯特": "Dorbod", "梅里斯": "Meilisi", "阿巴哈纳尔": "Abahanar",
    "乌鲁木齐": "Urumqi", "克拉玛依": "Karamay", "吐鲁番": "Turpan", "哈密": "Hami", "喀什": "Kashgar", "和田": "Hotan", "阿克苏": "Aksu",
    "阿勒泰": "Altay", "塔城": "Tacheng", "伊犁": "Ili", "博尔塔拉": "Bortala", "巴音郭楞": "Bayingolin", "克孜勒苏": "Kizilsu",
    "昌吉": "Changji", "石河子": "Shihezi", "阿拉尔": "Aral", "图木舒克": "Tumxuk", "五家渠": "Wujiaqu", "库尔勒": "Korla",
    "伊宁": "Yining", "霍尔果斯": "Khorgas", "阿拉山口": "Alashankou", "阿图什": "Artux", "库车": "Kuqa", "塔什库尔干": "Taxkorgan",
    "和布克赛尔": "Hoboksar", "察布查尔": "Qapqal", "巴里坤": "Barkol", "木垒": "Mori", "焉耆": "Yanqi", "可克达拉": "Kokdala",
    "若羌": "Ruoqiang", "尉犁": "Yuli", "博乐": "Bole", "莎车": "Shache", "疏勒": "Shule", "策勒": "Qira", "于田": "Yutian",
    "拉萨": "Lhasa", "日喀则": "Shigatse", "昌都": "Chamdo", "林芝": "Nyingchi", "山南": "Shannan", "那曲": "Nagqu", "阿里": "Ngari",
    "甘孜": "Garze", "阿坝": "Ngawa", "迪庆": "Diqing", "果洛": "Golog", "香格里拉": "Shangri-La", "格尔木": "Golmud", "德令哈": "Delingha",
    "延边": "Yanbian", "大兴安岭": "Daxing'anling",
    "六安": "Lu'an", "六合": "Luhe", "蚌埠": "Bengbu", "亳州": "Bozhou", "亳": "Bo", "台州": "Taizhou", "丽水": "Lishui", "丽江": "Lijiang", "厦门": "Xiamen",
    "重庆": "Chongqing", "长治": "Changzhi", "长沙": "Changsha", "长春": "Changchun", "乐清": "Yueqing", "乐亭": "Laoting", "乐陵": "Laoling",
    "蔚": "Yu", "涡阳": "Guoyang", "枞阳": "Zongyang", "歙": "She", "黟": "Yi", "莘": "Shen", "单": "Shan", "任": "Ren", "任丘": "Renqiu",
    "任城": "Rencheng", "任泽": "Renze", "洪洞": "Hongtong", "铅山": "Yanshan", "番禺": "Panyu", "东莞": "Dongguan", "莞": "Guan", "儋州": "Danzhou", "儋": "Dan",
    "犍为": "Qianwei", "荥经": "Yingjing", "荥阳": "Xingyang", "会理": "Huili", "会泽": "Huize", "会东": "Huidong", "会宁": "Huining",
    "会同": "Huitong", "会昌": "Huichang", "吴堡": "Wubu", "柞水": "Zhashui", "宕昌": "Tanchang", "都江堰": "Dujiangyan", "都匀": "Duyun", "都安": "Du'an",
    "宁都": "Ningdu", "华阴": "Huayin", "华": "Hua", "尉氏": "Weishi", "浚": "Xun", "郏": "Jia", "睢": "Sui", "柘城": "Zhecheng", "泌阳": "Biyang",
    "渑池": "Mianchi", "繁峙": "Fanshi", "盂": "Yu", "解州": "Xiezhou", "隰": "Xi", "曲沃": "Quwo", "曲靖": "Qujing", "曲阜": "Qufu", "曲周": "Quzhou",
    "曲阳": "Quyang", "阳曲": "Yangqu", "东阿": "Dong'e", "阿城": "Acheng", "堂邑": "Tangyi", "高密": "Gaomi", "莒": "Ju", "牟平": "Muping", "中牟": "Zhongmu",
    "桦甸": "Huadian", "珲春": "Hunchun", "桦川": "Huachuan", "磐石": "Panshi", "大城": "Daicheng", "井陉": "Jingxing", "行唐": "Xingtang",
    "藁城": "Gaocheng", "蠡": "Li", "万全": "Wanquan", "涿": "Zhuo", "长汀": "Changting", "长乐": "Changle", "长泰": "Changtai", "长葛": "Changge",
    "昌乐": "Changle", "将乐": "Jiangle", "平乐": "Pingle", "尤溪": "Youxi", "柘荣": "Zherong", "大埔": "Dabu", "揭西": "Jiexi", "蓝山": "Lanshan",
    "侗": "Dong", "株洲": "Zhuzhou", "攸": "You", "醴陵": "Liling", "郴州": "Chenzhou", "耒阳": "Leiyang", "汨罗": "Miluo", "酃": "Ling",
    "枝江": "Zhijiang", "秭归": "Zigui", "郧": "Yun", "圳": "Zhen", "筠连": "Junlian", "珙": "Gong", "邛崃": "Qionglai", "郫": "Pi", "郫都": "Pidu",
    "什邡": "Shifang", "綦江": "Qijiang", "涪陵": "Fuling", "垫江": "Dianjiang", "盱眙": "Xuyi", "邳": "Pi", "睢宁": "Suining", "浒": "Hu",
    "鄞": "Yin", "嵊州": "Shengzhou", "嵊": "Sheng", "嵊泗": "Shengsi", "缙云": "Jinyun", "台江": "Taijiang", "天台": "Tiantai", "仙居": "Xianju", "鄱阳": "Poyang", "波阳": "Poyang",
    "婺源": "Wuyuan", "弋阳": "Yiyang", "勐海": "Menghai", "耿马": "Gengma", "漾濞": "Yangbi", "峨山": "Eshan", "玛沁": "Maqin", "洱源": "Eryuan",
    "宁蒗": "Ninglang", "瓮安": "Weng'an", "岑巩": "Cengong", "册亨": "Ceheng", "栾川": "Luanchuan", "洛南": "Luonan", "吴起": "Wuqi", "鄠邑": "Huyi",
    "盩厔": "Zhouzhi", "朝阳": "Chaoyang", "北碚": "Beibei", "荷泽": "Heze", "扎囊": "Zhanang", "扎达": "Zanda", "仡佬": "Gelao", "龙陵": "Longling", "石柱": "Shizhu",
    "沈阳": "Shenyang", "沈丘": "Shenqiu", "沈河": "Shenhe", "寻甸": "Xundian", "盖州": "Gaizhou", "盖": "Gai", "长子": "Zhangzi", "长武": "Changwu", "长岛": "Changdao",
    "康巴什": "Kangbashi", "通什": "Tongshi", "乌什": "Wushi", "曾都": "Zengdu", "闵行": "Minhang", "龙圩": "Longxu", "庞家堡": "Pangjiapu", "马尾": "Mawei",
    "穆棱": "Muling", "绥棱": "Suiling", "丹棱": "Danling", "红寺堡": "Hongsibu", "泊头": "Botou", "若尔盖": "Zoige", "阿克塞": "Aksay", "八宿": "Baxoi",
    "朝天": "Chaotian", "称多": "Chindu", "大洼": "Dawa", "陆丰": "Lufeng", "陆河": "Luhe", "洮南": "Taonan", "漯河": "Luohe", "华容": "Huarong", "浏阳": "Liuyang",
    "贾汪": "Jiawang", "贲": "Ben", "厝": "Cuo", "费": "Fei", "句容": "Jurong", "郓城": "Yuncheng", "鄄城": "Juancheng", "冠": "Guan", "晋": "Jin",
}
PEOPLES = {
    "哈萨克": "Kazakh", "柯尔克孜": "Kyrgyz", "塔吉克": "Tajik", "锡伯": "Xibe", "蒙古": "Mongol", "鄂伦春": "Oroqen", "鄂温克": "Ewenki", "达斡尔": "Daur",
    "回": "Hui", "壮": "Zhuang", "维吾尔": "Uyghur", "藏": "Tibetan", "苗": "Miao", "侗": "Dong", "布依": "Buyei", "土家": "Tujia", "土": "Tu", "彝": "Yi",
    "哈尼": "Hani", "傣": "Dai", "白": "Bai", "景颇": "Jingpo", "傈僳": "Lisu", "朝鲜": "Korean", "羌": "Qiang", "满": "Manchu", "瑶": "Yao", "黎": "Li",
    "畲": "She", "佤": "Va", "拉祜": "Lahu", "布朗": "Blang", "纳西": "Naxi", "普米": "Pumi", "独龙": "Derung", "怒": "Nu", "水": "Sui", "仡佬": "Gelao",
    "仫佬": "Mulao", "毛南": "Maonan", "撒拉": "Salar", "保安": "Bonan", "东乡": "Dongxiang", "裕固": "Yugur",
}
KINDS = (  # endings of names, and what they are in English
    ("自治州", "Autonomous Prefecture"), ("自治县", "Autonomous County"), ("自治旗", "Autonomous Banner"), ("地区", "Prefecture"),
    ("盟", "League"), ("旗", "Banner"), ("县", "County"), ("工农区", "Worker-Peasant District"), ("矿区", "Mining District"), ("区", "District"),
)
SHORT = {"中华人民共和国": "中国", "新疆维吾尔自治区": "新疆", "内蒙古自治区": "内蒙古", "东乡族自治县": "东乡", "鄂温克族自治旗": "鄂温克", "鄂伦春自治旗": "鄂伦春"}
SIDES = {"左翼": "Left Wing", "右翼": "Right Wing", "左": "Left", "右": "Right", "前": "Front", "后": "Rear", "中": "Middle"}
ZONES = (
    ("高新技术产业开发区", "High-tech Industrial Development Zone"), ("高技术产业开发区", "High-tech Industrial Development Zone"),
    ("高新技术产业园区", "High-tech Industrial Park"), ("高新技术开发区", "High-tech Development Zone"), ("经济技术开发区", "Economic and Technological Development Zone"),
    ("经济开发区", "Economic Development Zone"), ("工业园区", "Industrial Park"), ("化工园区", "Chemical Industry Park"), ("现代产业园区", "Modern Industrial Park"),
    ("现代产业园", "Modern Industrial Park"), ("创意园区", "Creative Park"), ("综合保税区", "Comprehensive Bonded Zone"), ("航空港经济综合实验区", "Airport Economy Zone"),
    ("城乡一体化示范区", "Urban-Rural Integration Demonstration Zone"), ("转型综合改革示范区", "Transformation and Reform Demonstration Zone"), ("示范区", "Demonstration Zone"),
    ("综合物流产业聚集区", "Logistics Industry Cluster"), ("风景名胜区", "Scenic Area"), ("管理区", "Administrative Zone"), ("食品区", "Food Zone"),
    ("新城区", "New Urban District"), ("新区", "New Area"), ("新城", "New City"),
)
# fmt: on
load_single_dict(
    {ord("长"): "cháng", ord("都"): "dū", ord("曲"): "qū", ord("乐"): "lè", ord("朝"): "cháo"}
)  # in names of places


def english(code: str, name: str, is_zone: bool = False) -> str:
    """The English name of a region.

    Provinces and cities at prefecture level have a bare name (Liaoning, Panjin), others their kind too.
    """
    if name in KNOWN:
        return KNOWN[name]
    if is_zone:
        return zone(name)
    if name.endswith("省"):
        return pinyin(name[:-1])
    if name.endswith("市"):
        own = pinyin(name[:-1])
        return own if code.endswith("00") else f"{own} City"
    for ending, kind in KINDS:
        if name.endswith(ending) and name != ending:
            return f"{described(name.removesuffix(ending), kind)} {kind}"
    return pinyin(name)


def described(own: str, kind: str) -> str:
    """The name of a region without its kind: with the peoples it is of, or the sides of a banner."""
    own, peoples = without_peoples(own, "Autonomous" in kind)
    sides: list[str] = []
    while kind == "Banner" and (side := next((one for one in SIDES if own.endswith(one)), None)):
        own = own.removesuffix(side)
        sides.insert(0, SIDES[side])
    *others, last = peoples or [""]
    listed = f"{', '.join(others)} and {last}" if others else last
    return " ".join(filter(None, [pinyin(own), *sides, listed]))


def without_peoples(own: str, is_autonomous: bool) -> tuple[str, list[str]]:
    """A name, and the peoples it ends with in English; those without 族 only in the name of an autonomous region."""
    peoples: list[str] = []
    while found := next(
        (p for p in PEOPLES if own.endswith(f"{p}族") or (is_autonomous and len(p) > 1 and own.endswith(p))), None
    ):
        own = own.removesuffix("族").removesuffix(found)
        peoples.insert(0, PEOPLES[found])
    return own, peoples


def short(name: str) -> str:
    """A Chinese name without what kind of region it is, where that is more than its last character."""
    if name in SHORT:
        return SHORT[name]
    for ending in ("特别行政区", "自治州", "自治县", "自治旗", "自治区", "地区"):
        if name.endswith(ending):
            own = name.removesuffix(ending).removesuffix("各族")
            return without_peoples(own, is_autonomous=True)[0] or own
    return ""


def zone(name: str) -> str:
    """The name of a zone: where it is, and what kind of zone."""
    for ending, kind in ZONES:
        if name.endswith(ending) and name != ending:
            return f"{pinyin(re.sub('市$', '', name.removesuffix(ending)))} {kind}"
    return f"{pinyin(name.removesuffix('区'))} District" if name.endswith("区") else pinyin(name)


def pinyin(own: str) -> str:
    """A name in Pinyin, written as one word with apostrophes; as it is known, if it is."""
    if own in STEMS or not own:
        return STEMS.get(own, "")
    syllables: list[str] = lazy_pinyin(own, v_to_u=True)
    first, *others = syllables
    word = first + "".join(f"'{one}" if one[0] in "aoe" else one for one in others)
    return word.capitalize()
