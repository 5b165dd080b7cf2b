"""Openings of statements: the verbs before works, adverbs among them, and the stage they state."""

import re

from msgspec import Struct
from msgspec.structs import replace

from datasets.extract.projects.ends import end_of_works
from datasets.extract.projects.owners import is_firm
from datasets.reading.text import Span
from datasets.rules.grammar import any_of
from datasets.rules.projects.shapes import AND, ATTRIBUTES, NAME_LIKE, PAID
from datasets.rules.projects.stages import (
    ADVERB,
    ADVERB_STARTS,
    BEFORE,
    BEFORE_PLANNED,
    BEHIND,
    BEHIND_PLANNED,
    BUILDING,
    JOINTLY,
    MIDDLE,
    OPENING,
    SPEEDED,
)
from schemas.vocabulary import ProjectStatus

BY_PART = {False: (BEFORE, BEHIND), True: (BEFORE_PLANNED, BEHIND_PLANNED)}
VERBS = {part: rf"{ADVERB}|{any_of([*OPENING, *before])}" for part, (before, _) in BY_PART.items()}
OPENS = {part: re.compile(rf"(?:{verbs}|{AND}(?={verbs}))了?(?!{NAME_LIKE})") for part, verbs in VERBS.items()}
# What these begin with: looked at before they are tried.
OPENING_CHARACTERS = {
    part: ADVERB_STARTS | {word[0] for word in ("和", *OPENING, *before)} for part, (before, _) in BY_PART.items()
}
WITHIN = re.compile(rf"[^、]{{2,20}}?(?:{ADVERB}|{any_of(OPENING)})*(?P<verb>{any_of(MIDDLE)})了?(?!银行)(?=.{{4}})")
# A trade or a field, then the verb of its works: 化纤产业重点加快….
TRADE = {
    part: re.compile(
        rf"[^、]{{2,14}}?(?:产业|方面|领域|板块|行业)(?:{ADVERB}|{any_of(OPENING)})*(?P<verb>{any_of(before)})(?=.{{4}})"
    )
    for part, (before, _) in BY_PART.items()
}
JOINT = re.compile(AND)
VERB_JOINTS = ("、", "和", "及", "并")  # between the verbs of one list: 新建、续建某路
SAYS_LESS = ("建设", "实施", "推进", "推动", "加快")  # no stage of its own behind another verb: 全面开工建设
PLACED = ("在", "于", "由", "依托", "围绕")  # 在新城实施了… says where


class Opening(Struct, frozen=True, gc=False):
    """The verbs before works: where the works start, the stage they state, and what only describes the works."""

    start: int
    status: ProjectStatus | None = None
    is_built: bool = False
    described: Span | None = None
    owner: str | None = None  # who is told to pay: 东山集团投资5亿元实施…


def opened_at(text: str, span: Span, planned: bool) -> Opening:
    """The verbs a stretch opens with."""
    start = span.start
    described: Span | None = None
    status: ProjectStatus | None = None
    is_built = False
    while True:
        if attributes := ATTRIBUTES.match(text, start, span.end):
            described, start = Span(start, attributes.end()), attributes.end()
        elif (verb := verb_at(text, start, span.end, planned)) and verb.end() > start:
            word = verb[0].removesuffix("了")
            said = BY_PART[planned and word == verb[0]][0].get(word)  # 实施了 tells what was done
            is_built = is_built or word in BUILDING
            if word in SPEEDED and text.endswith("建设", start, span.end):
                said, is_built = ("under_construction" if word.startswith("加快") or word == "全力推进" else said), True
            status = said if said and (status in (None, "advancing") or word not in SAYS_LESS) else status
            start = verb.end()
        elif start > span.start and text.startswith(VERB_JOINTS, start) and verb_at(text, start + 1, span.end, planned):
            start += 1
        else:
            break
    if joint := JOINTLY.search(text, start, span.end):
        return Opening(joint.end(), "completed", is_built=True, described=described)
    return Opening(start, status, is_built, described)


def verb_at(text: str, start: int, end: int, planned: bool) -> re.Match[str] | None:
    """The verb or the adverb that works may open with at a place."""
    return OPENS[planned].match(text, start, end) if text[start : start + 1] in OPENING_CHARACTERS[planned] else None


def within(text: str, span: Span, planned: bool) -> Opening | None:
    """The verb in the middle of a stretch, behind who does it or where: 紫金矿业初步建成锂矿生产线."""
    found = TRADE[planned].match(text, span.start, span.end) or WITHIN.match(text, span.start, span.end)
    if found is None or (
        end_of_works(text, span.start, found.start("verb")) and not text.startswith(PLACED, span.start)
    ):
        return None
    opening = opened_at(text, Span(found.start("verb"), span.end), planned)
    if joint := JOINT.match(text, opening.start, span.end):  # 河套老城区改造和水东组团开发
        opening = replace(opening, start=joint.end())
    if opening.status and (paid := PAID.match(text, span.start, found.start("verb"))):
        owner = paid["firm"] if is_firm(paid["firm"]) else None
        opening = replace(opening, described=opening.described or Span(*paid.span("sum")), owner=owner)
    return opening if opening.status else None
