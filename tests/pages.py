"""Twelve pages as Chinese government sites build them, with invented text: what is the report on each, and what is not."""

from typing import NamedTuple


class Page(NamedTuple):
    """A page, the title of its report, and the lines of its text below the title."""

    html: str
    title: str
    lines: tuple[str, ...]


TITLE = "云溪市2024年政府工作报告"
SPOKEN = "——2024年1月8日在云溪市第三届人民代表大会第四次会议上"
MAYOR = "云溪市人民政府市长　林某"
HAIL = "各位代表："
OPEN = "现在，我代表市人民政府，向大会报告政府工作，请予审议，并请市政协委员和其他列席人员提出意见。"
PAST = "一、2023年工作回顾"
DONE = (
    "过去一年，全市上下坚持稳中求进，地区生产总值达到412.6亿元、增长6.1%，一般公共预算收入28.4亿元、增长7.3%。",
    "（一）产业更有韧性。新增规上工业企业31家，建成标准厂房45万平方米，云溪茶全产业链产值突破60亿元。",
    "（二）城乡更加宜居。改造老旧小区27个，新建农村公路183公里，垃圾分类覆盖率达到92%。",
    "同时，我们也清醒地看到，发展中还存在不少困难和问题，主要是：产业链条不长，财政收支矛盾突出。",
)
AHEAD = "二、2024年工作安排"
PLAN = (
    "今年经济社会发展的主要预期目标是：地区生产总值增长6.5%左右，固定资产投资增长8%，城镇新增就业9000人。",
    "1.抓项目扩投资。实施重点项目120个，完成投资95亿元，开工云溪至石门高速公路。",
    "2.惠民生增福祉。新建公办幼儿园6所，提供学位1800个，改造县乡敬老院4所。",
    "各位代表！让我们更加紧密地团结起来，真抓实干，奋勇争先，为建设美丽云溪而努力奋斗！",
)
NOTES = ("名词解释", "1.“三茶统筹”：茶文化、茶产业、茶科技统筹发展。", "2.“两山”：绿水青山就是金山银山。")
BODY = (HAIL, OPEN, PAST, *DONE, AHEAD, *PLAN)
FULL = (SPOKEN, MAYOR, *BODY)


def p(lines: tuple[str, ...], attributes: str = "") -> str:
    """Paragraphs."""
    return "".join(f"<p{attributes}>{line}</p>" for line in lines)


def links(*words: str, wrap: str = "li") -> str:
    """Links in a list."""
    return "".join(f'<{wrap}><a href="/x/{n}.html">{word}</a></{wrap}>' for n, word in enumerate(words))


MENU = links("首页", "政务公开", "政务服务", "互动交流", "走进云溪", "数据开放")
NEWS = links(
    "云溪市召开2024年一季度经济运行分析会，部署下一阶段重点工作",
    "市长林某调研重点项目建设，强调要抢抓工期、确保质量",
    "云溪市2023年国民经济和社会发展统计公报",
)
FOOT = "<p>主办：云溪市人民政府办公室　承办：云溪市大数据中心</p><p>网站标识码：9900000001　云ICP备00000001号　云公网安备 99000000000001号</p><p>联系电话：0000-1234567</p>"
SCRIPT = "<script>var _hmt=_hmt||[];document.write('<p>统计代码。不是正文。</p>');</script><style>.a{color:red}</style>"
SHARE = '<div class="bdsharebuttonbox"><span>分享到：</span><a href="#">微信</a><a href="#">微博</a><a href="#">QQ空间</a></div>'


def page(head: str, body: str) -> str:
    """A page."""
    return f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def trs() -> Page:
    """The commonest CMS: TRS, with breadcrumbs above and a list of related articles below."""
    body = f"""<div class="header"><ul class="nav">{MENU}</ul></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; <a href="/bg">政府工作报告</a></div>
<div class="content"><h1>{TITLE}</h1><div class="info"><span>发布时间：2024-01-15 09:30</span> <span>来源：云溪市人民政府办公室</span> <span>浏览次数：1234</span></div>
<div class="view TRS_UEDITOR trs_paper_default"><div class="TRS_Editor">{p(FULL)}</div></div>{SHARE}
<div class="related"><h3>相关链接</h3><ul>{NEWS}</ul></div></div><div class="footer">{FOOT}</div>{SCRIPT}"""
    return Page(page(f"<title>{TITLE}_政府工作报告_云溪市人民政府</title>{SCRIPT}", body), TITLE, FULL)


def nested_tables() -> Page:
    """A page of the years about 2005: tables in tables, fonts, lines broken by br."""
    text = "<br>　　".join(BODY)
    body = f"""<table width="980"><tr><td><table><tr><td><a href="/">首页</a></td><td><a href="/1">市长之窗</a></td><td><a href="/2">新闻中心</a></td></tr></table></td></tr>
<tr><td>您现在的位置：<a href="/">首页</a>&gt;&gt;<a href="/3">政府工作报告</a></td></tr>
<tr><td width="200"><table><tr><td>热点文章</td></tr><tr><td><a href="/4">云溪市召开全市安全生产电视电话会议，部署岁末年初工作</a></td></tr><tr><td><a href="/5">云溪市开展送温暖活动</a></td></tr></table></td>
<td><table><tr><td align="center"><font size="5"><b>{TITLE}</b></font></td></tr><tr><td align="center">2024-1-15　作者：办公室　点击数：88</td></tr>
<tr><td><font size="3">　　{text}</font></td></tr><tr><td>【<a href="#">打印</a>】【<a href="#">关闭</a>】</td></tr></table></td></tr>
<tr><td>版权所有：云溪市人民政府　技术支持：某公司</td></tr></table>"""
    return Page(page("<title>云溪市人民政府门户网站</title>", body), TITLE, BODY)


def with_metadata() -> Page:
    """A page after the standard of 2019 for metadata of government sites."""
    head = f"""<meta name="SiteName" content="云溪市人民政府"><meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2024-01-15 10:00">
<meta name="ContentSource" content="云溪日报"><title>云溪市人民政府 政府工作报告 {TITLE}</title>"""
    body = f"""<header><nav><ul>{MENU}</ul></nav></header><main><div class="position"><i></i><a>首页</a>&gt;<a>公开</a>&gt;<a>报告</a></div>
<article><h2 class="title">{TITLE}</h2><p class="source">信息来源：云溪日报　发布日期：2024-01-15　字体：[<a>大</a> <a>中</a> <a>小</a>]</p>
<div id="zoom" class="con">{p(FULL, ' style="text-indent:2em"')}</div></article><aside><h4>热门推荐</h4><ul>{NEWS}</ul></aside></main><footer>{FOOT}</footer>"""
    return Page(page(head, body), TITLE, FULL)


def ucap() -> Page:
    """A page whose text is in UCAP-CONTENT, in spans of Word, with pictures and their captions."""
    spans = "".join(
        f'<p class="MsoNormal"><span style="font-family:仿宋">{line[:9]}</span><span>{line[9:]}</span></p>'
        for line in FULL
    )
    picture = '<p align="center"><img src="1.jpg"></p><figure><img src="2.jpg"><figcaption>1月8日，会议现场。本报记者 赵某 摄</figcaption></figure>'
    body = f"""<div id="top"><a href="/en">English</a><a href="/wza">无障碍</a><a href="/login">登录</a></div><div class="BreadcrumbNav">{links("首页", "政府工作报告", wrap="span")}</div>
<div class="article oneColumn"><h1>{TITLE}</h1><div class="pages-date">2024-01-15 08:00 来源： 云溪日报 【字体：<a>大</a> <a>中</a> <a>小</a>】<div class="share">{SHARE}</div></div>
<div class="pages_content" id="UCAP-CONTENT">{picture}{spans}<div class="editor">责任编辑：钱某</div></div></div><div class="footer">{FOOT}</div>"""
    return Page(page(f"<title>{TITLE}_云溪_中国政府网</title>", body), TITLE, FULL)


def notice_table() -> Page:
    """A page of open information: a table with index number, subject and date above the text."""
    table = """<table class="xxgk"><tr><td>索引号：</td><td>990000/2024-00012</td><td>主题分类：</td><td>政府工作报告</td></tr>
<tr><td>发文机关：</td><td>云溪市人民政府</td><td>成文日期：</td><td>2024-01-08</td></tr></table>"""
    body = f"""<div class="head"><ul>{MENU}</ul></div><div class="leftmenu"><ul>{links("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报")}</ul></div>
<div class="right">{table}<h1 class="tt">{TITLE}</h1><div class="nr">{p(FULL)}</div><div class="xgwd">相关文档：<a>解读：一图读懂政府工作报告</a></div></div><div class="foot">{FOOT}</div>"""
    return Page(page(f"<title>{TITLE}-政府信息公开</title>", body), TITLE, FULL)


def divs_for_lines() -> Page:
    """A page that has a div for each line, and none of the elements for text."""
    lines = "".join(f"<div>{line}</div>" for line in FULL)
    body = f"""<div class="w"><div class="m">{links("首页", "领导之窗", "新闻", wrap="div")}</div></div><div class="w"><div class="bt">{TITLE}</div>
<div class="xx">日期：2024-01-15 | 来源：市政府办 | 阅读：<span id="hits"></span>次</div><div class="zw">{lines}</div><div class="pg">上一篇：<a href="1">云溪市2023年政府工作报告</a></div><div class="pg">下一篇：<a href="2">没有了</a></div></div><div class="w">{FOOT}</div>"""
    return Page(page(f"<title>{TITLE}</title>", body), TITLE, FULL)


def with_notes_apart() -> Page:
    """A page whose terms are explained in a part of their own below the text."""
    body = f"""<div class="nav">{MENU}</div><div class="art"><h1>{TITLE}</h1><div class="txt">{p(FULL)}</div><hr><div class="note">{p(NOTES)}</div></div>
<div class="rec"><ul>{NEWS}</ul></div><div class="foot">{FOOT}</div>"""
    return Page(page(f"<title>{TITLE}|云溪</title>", body), TITLE, (*FULL, *NOTES))


def with_table() -> Page:
    """A page with a table of figures in its text."""
    rows = (("指标", "单位", "2023年"), ("地区生产总值", "亿元", "412.6"), ("城镇新增就业", "人", "9320"))
    table = (
        "<table>"
        + "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in rows)
        + "</table>"
    )
    told = tuple(" | ".join(row) for row in rows)
    body = f"""<div class="top">{MENU}</div><div class="crumbs"><a>首页</a> / <a>报告</a></div><div class="article-content"><h3>{TITLE}</h3>{p(FULL[:8])}{table}{p(FULL[8:])}</div><div class="b">{FOOT}</div>"""
    return Page(page("<title>报告</title>", body), TITLE, (*FULL[:8], *told, *FULL[8:]))


def newspaper() -> Page:
    """The page of a paper, with comments of readers and recommendations that are whole sentences."""
    comments = "".join(
        f'<div class="comment"><p>网友{n}：报告很实在，希望早日通车，方便大家出行。</p><a>回复</a></div>'
        for n in range(4)
    )
    teasers = "".join(
        f'<div class="card"><a href="{n}"><h5>云溪新闻{n}</h5><p>云溪市昨日召开会议，研究部署有关工作，要求抓好落实。</p></a></div>'
        for n in range(6)
    )
    body = f"""<header><a>云溪日报</a><nav>{MENU}</nav></header><section class="post"><h1>{TITLE}</h1><p class="byline">云溪日报 2024-01-15 07:12</p><div class="post-body">{p(FULL)}</div>
<p class="tags">标签：<a>两会</a><a>报告</a></p></section><section class="comments"><h3>评论</h3>{comments}</section><section class="more">{teasers}</section><footer>{FOOT}</footer>"""
    return Page(page(f"<title>{TITLE}_云溪日报数字报</title>", body), TITLE, FULL)


def wide_pager() -> Page:
    """A page that is one of several, with a pager, a QR code and a form to search."""
    form = '<form><input name="q"><select><option>全部栏目</option><option>政府工作报告</option></select><button>搜索</button></form>'
    pager = '<div class="page"><a>上一页</a><span>1</span><a>2</a><a>3</a><a>下一页</a> 共3页</div>'
    body = f"""<div class="s">{form}</div><ul class="n">{MENU}</ul><div class="d"><p class="cur">您所在的位置：<a>首页</a>-&gt;<a>公报</a></p><div class="h"><strong>{TITLE}</strong></div><div class="c" id="fontzoom">{p(FULL)}</div>{pager}
<div class="qr"><img src="q.png"><p>扫一扫在手机打开当前页</p></div></div><div class="f">{FOOT}</div>"""
    return Page(page(f"<title>{TITLE} - 云溪市政府公报</title>", body), TITLE, FULL)


def unclosed() -> Page:
    """A page whose paragraphs are never closed, in upper case, with a frame of comments."""
    text = "".join(f"<P>　　{line}" for line in FULL)
    body = f"""<!-- 正文开始 --><CENTER><A HREF="/">返回首页</A> <A HREF="/b">返回上级</A></CENTER><H2 ALIGN=CENTER>{TITLE}</H2><DIV>{text}<!--/正文--></DIV><HR><CENTER>Copyright 云溪市人民政府 版权所有</CENTER>"""
    return Page(page("<TITLE>云溪</TITLE>", body), TITLE, FULL)


def app_shell() -> Page:
    """A page of an application, whose text a server has put into sections, with a bar that floats."""
    parts = f"<section>{p((SPOKEN, MAYOR, HAIL, OPEN))}</section><section><h2>{PAST}</h2>{p(DONE)}</section><section><h2>{AHEAD}</h2>{p(PLAN)}</section>"
    body = f"""<div id="app"><div class="layout"><div class="layout-header">{links("首页", "要闻", "公开", "服务", wrap="span")}</div><div class="bread"><span><a>首页</a></span><span>/</span><span>政府工作报告</span></div>
<div class="detail"><div class="detail-title">{TITLE}</div><div class="detail-meta"><span>2024-01-15</span><span>来源：云溪发布</span></div><div class="rich-text">{parts}</div></div>
<div class="float"><a>智能问答</a><a>返回顶部</a></div><div class="layout-footer">{FOOT}</div></div></div>{SCRIPT}<noscript>请启用JavaScript。本页需要脚本。</noscript>"""
    return Page(page(f'<meta property="og:title" content="{TITLE}"><title>云溪发布</title>', body), TITLE, FULL)


PAGES = {
    build.__name__: build()
    for build in (
        trs, nested_tables, with_metadata, ucap, notice_table, divs_for_lines, with_notes_apart, with_table, newspaper, wide_pager, unclosed, app_shell
    )
}  # fmt: skip
