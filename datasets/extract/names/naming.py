"""What a figure is about: its own name, the noun behind it, or a name from earlier in the sentence."""

from datasets.extract.names import earlier_clauses as earlier
from datasets.extract.names.heads import (
    bare,
    counted,
    is_measure,
    is_told,
    level_before,
)
from datasets.extract.names.leaning import completed, leaning, leans_on_all
from datasets.extract.names.lists import (
    MOST_HEADS,
    behind_count,
    behind_examples,
    rest_of_next,
    shared_predicate,
    values_behind,
)
from datasets.extract.names.measures import COUNTED
from datasets.extract.names.named import Named
from datasets.extract.names.nouns import ends_act, holder_of, noun_at
from datasets.extract.names.shares import name_behind, paid, part_of_task, part_of_whole
from datasets.extract.names.sides import Left, Right
from datasets.extract.names.verbs import acts, only_acts, subject_of, tied_verb, verb_of
from datasets.reading.document import Document
from datasets.reading.text import Span
from datasets.rules.grammar import (
    ABOUT_A_PART,
    ANOTHER_VALUE,
    AWARDED,
    BRACKET,
    CHANGED_SUBJECT,
    LIST_JOINT,
    NO_TIE,
    PURPOSE,
    STRONG_CLAUSE,
    Tie,
)
from datasets.rules.links import FIELDS, FLOWS, LEVELS, PAYERS, PREPOSITIONS, TOTALS
from schemas.vocabulary import Comparator

BLANK = " \u00a0\u3000"
QUOTE_REACH = 400  # characters a quote may go back to the name of its figure


class Namer:
    """Names the figures of one sentence, from left to right."""

    def __init__(self, document: Document, sentence: Span) -> None:
        self.document = document
        self.text = document.text
        self.source = document.words  # names are in the words of the report, so they are cut from here
        self.sentence = sentence
        self.boundary = sentence.start  # where the last figure ends
        self.subject: Named | None = None
        self.share = ""  # what the figure before said of the subject: 占生产总值
        self.names: list[str] = []  # of the figures so far, for a 分别 that looks back
        self.run: list[str] = []  # of those since the last that told more of one: 均增长33% is of each
        self.pending: list[str] = []  # heads that wait for the next figures of a list
        self.group: list[str] = []  # the heads of the last list
        self.list_tie = Tie()
        self.in_list = 0  # figures still to come in the current list
        self.turn = (0, 1)  # which of how many values of one head the last figure is
        self.list_verb = ""  # 淘汰 in 淘汰水泥产能1.5亿吨、炼铁产能3122万吨
        self.list_bound: Comparator | None = None  # what closes a list of rates holds for all of it

    def named(self, left: Left, right: Right) -> Named | None:
        """The name of a figure; None when it has none, or one that is too long."""
        found = self.any_name(left, right)
        return found if found and found.is_short and found.name not in PREPOSITIONS else None

    def any_name(self, left: Left, right: Right) -> Named | None:
        """The name of a figure: its own, the noun behind it, or one from earlier in the sentence."""
        words = self.source[left.name_start : left.name_end].lstrip(BLANK + "(（)）").rstrip(BLANK + "(（")
        words = "" if BRACKET.fullmatch(self.text, left.name_start, left.name_end) else words
        if self.in_list and not words:
            return self.next_of_list(left, right)
        self.pending = []
        words = ABOUT_A_PART.sub("占", part_of_whole(words, left.tie))
        self.in_list, self.list_bound = values_behind(self.document, right, left.tie.distributed)
        self.turn = (0, self.in_list + 1)
        if heads := self.shared_heads(left, right, words):
            return self.first_of_list(left, right, *heads)
        if noun := self.noun(left, right, words):
            return self.remember(noun)
        if of := self.of_noun_or_task(left, right, words):
            return of
        if words.endswith(PAYERS) and (sum_paid := paid(self.document, self.boundary, left, right)):
            return sum_paid
        if words and not (words.startswith("占") and self.subject):
            named = Named(self.completed(left, words), Span(left.start, right.end), "named_value")
            return self.remember(named, left.tie)
        return self.from_before(words, left, right)

    def completed(self, left: Left, words: str) -> str:
        """A head without its verbs, made whole if it leans on the one before."""
        in_list = self.text[left.start - 1 : left.start] == "、"
        name = completed(bare(words), self.subject.name if self.subject else "", in_list=in_list)
        name = earlier.owner_before(self.document, self.boundary, left, name, self.subject) + name
        in_clause = in_list and STRONG_CLAUSE.search(self.text, self.boundary, left.start) is None
        flows = words.endswith((*FLOWS, *TOTALS, "率", "余额"))
        leans = (in_clause or earlier.is_part(self.text, self.boundary, left)) and not acts(words) and not flows
        self.list_verb = verb_of(name) or (self.list_verb if leans else "")
        return name if name.startswith(self.list_verb) else self.list_verb + name

    def remember(self, named: Named, tie: Tie = NO_TIE) -> Named:
        """Make a name the one that later figures may lean on; the tie of the first of 分别增长7%、8% is that of all."""
        self.subject, self.share = named if named.is_short else None, ""
        self.group = self.group if named.name in self.group else []
        self.names, self.run = ([*known, named.name][-MOST_HEADS:] for known in (self.names, self.run))
        self.list_tie = tie
        return named

    def shared_heads(self, left: Left, right: Right, words: str) -> tuple[int, list[str]] | None:
        """The heads of a list of values, and where the first starts: in its clause, or those of the figures before."""
        if not self.in_list and not (left.tie.distributed and words):
            return self.joint_heads(left) if words else self.all_told(left)
        if not self.in_list and ANOTHER_VALUE.match(self.text, right.end):
            return None
        count = self.in_list + 1
        if not words:
            heads = self.earlier_heads(left, count) if self.in_list else []
            return (self.start_before(left), heads) if heads else None
        if leans_on_all(words) and (names := self.distinct_names(count)):
            return self.start_before(left), [leaning(words, name) for name in names]
        start = earlier.heads_start(self.document, self.boundary, left)
        heads = earlier.heads_listed(self.source[start : left.name_end], self.in_list + 1)
        if (
            len(heads) == 1
            and left.tie.distributed
            and (holders := earlier.holders_before(self.document, self.boundary, left, count))
        ):
            return earlier.clause_before(self.document, self.boundary, left), [holder + heads[0] for holder in holders]
        fits = len(heads) > 1 and (left.tie.distributed or len(heads) == count)
        return (start, heads) if fits else None

    def all_told(self, left: Left) -> tuple[int, list[str]] | None:
        """The heads of the figures before, and where the last starts, for a change that holds for each (均增长33%)."""
        heads = list(dict.fromkeys(self.run))
        is_said = (left.tie.shared or left.tie.distributed) and left.tie.sign and len(heads) > 1
        return (self.start_before(left), heads) if is_said else None

    def joint_heads(self, left: Left) -> tuple[int, list[str]] | None:
        """The heads one figure is for, and where the first starts: those before 均 or 双, or measures joined by 和."""
        if not (left.tie.shared or left.tie.sign):
            return None
        start = earlier.heads_start(self.document, self.boundary, left)
        heads = earlier.heads_together(self.source[start : left.name_end], shared=left.tie.shared)
        return (start, heads) if heads else None

    def earlier_heads(self, left: Left, count: int) -> list[str]:
        """The heads of values without words: of the clause before, of the last list, of the last figures."""
        near = earlier.heads_before(self.document, self.boundary, left, count)
        if any(map(is_measure, near)):
            return near
        if len(self.group) == count:
            return self.group
        moves = left.tie.distributed or left.tie.sign or left.tie.since_year
        return (self.distinct_names(count) or near) if moves else []

    def of_noun_or_task(self, left: Left, right: Right, words: str) -> Named | None:
        """The name of a percentage that is a part of what stands behind it, or of a task."""
        if self.subject and (task := part_of_task(self.text, left, right)):
            return Named(self.subject.name + task, Span(self.start_before(left), right.end), "share_of")
        behind = name_behind(self.text, left, right, words)
        if behind is None:
            return None
        name = completed(behind.named(self.source), self.subject.name if self.subject else "", in_list=False)
        named = self.remember(Named(name, Span(left.start, behind.span.end), "name_behind"))
        self.list_tie = behind.tie
        return named

    def distinct_names(self, count: int) -> list[str]:
        """The last names of the sentence, each once."""
        return earlier.last_heads(self.names, count)

    def start_before(self, left: Left) -> int:
        """Where a quote starts that goes back to an earlier name, if that is near."""
        near = self.subject is not None and left.name_end - self.subject.quote.start <= QUOTE_REACH
        return self.subject.quote.start if self.subject and near else left.start

    def first_of_list(self, left: Left, right: Right, start: int, heads: list[str]) -> Named:
        """The first value of a list; one value for all heads when the list has no more (A、B分别下降3%)."""
        others, self.turn = () if self.in_list else tuple(heads[1:]), (0, 1)
        named = self.remember(Named(heads[0], Span(start, right.end), "shared_head", others))
        self.names = [*self.names[:-1], *heads][-MOST_HEADS:]
        self.group, self.pending, self.list_tie = heads, heads[1:], left.tie
        self.run = [] if left.tie.sign else self.run
        return named

    def next_of_list(self, left: Left, right: Right) -> Named | None:
        """A further value of a list: for the next head, else for the same one."""
        self.in_list, self.turn = self.in_list - 1, (self.turn[0] + 1, self.turn[1])
        if self.subject is None:
            return None
        name = self.pending.pop(0) if self.pending else self.subject.name
        return Named(name, Span(self.start_before(left), right.end), "shared_head")

    def from_before(self, words: str, left: Left, right: Right) -> Named | None:
        """A name from earlier in the sentence: a whole for 占, the metric of the clause before, or the last name."""
        if not words and (metric := earlier.metric_before(self.document, self.boundary, left)):
            return self.remember(Named(metric.name, Span(metric.quote.start, right.end), "earlier_clause"))
        if not words and self.subject is None and (head := earlier.head_clause(self.document, self.boundary, left)):
            return self.remember(Named(head.name, Span(head.quote.start, right.end), "earlier_clause"))
        if not words and (sum_paid := paid(self.document, self.boundary, left, right)):
            return sum_paid
        if self.subject is None or CHANGED_SUBJECT.search(self.text, self.boundary, left.start):
            return None
        goes_on = self.list_tie.is_origin or (right.unit is not None and right.unit.rule.dimension == "point")
        self.list_tie, self.run = left.tie, []
        name = (
            self.subject.name + words
            if words
            else subject_of(self.subject.name, self.text[left.name_end : left.place], right.unit)
        )
        name = self.share if self.share and goes_on and not words else name
        told = Named(name, Span(self.start_before(left), right.end), "share_of" if words else "earlier_head")
        self.share = name if told.rule == "share_of" or goes_on else ""
        return self.remember(told) if name == "人均" + self.subject.name else told

    def noun(self, left: Left, right: Right, words: str) -> Named | None:
        """The noun behind a counted unit (7个老旧小区改造), up to its predicate, when it names the figure better."""
        is_counted = right.unit is not None and right.unit.rule.dimension in COUNTED and right.comparator != "approx"
        joined = self.text[left.start - 1] in "、和" or self.text[left.start] in "和与及"
        goes_on = self.subject is None or (self.subject.rule == "counted_noun" and joined)
        level, goes_on = level_before(words), goes_on or ends_act(self.text, left, right)
        verb_only = left.tie.pays or ((bool(level) or only_acts(words)) if words else goes_on)
        measured = right.unit is not None and verb_only and right.unit.rule.dimension not in ("ratio", "point")
        place = behind_count(self.document, right) if is_counted else right.end
        noun = noun_at(self.text, place, self.sentence.end) if is_counted or measured else None
        if noun and noun.is_verb and not words and (got := AWARDED.match(self.text, noun.span.start)):
            return Named(self.source[slice(*got.span())], Span(left.start, got.end()), "counted_noun")
        if noun is None or noun.is_verb or (left.tie.pays and PURPOSE.match(self.text, noun.span.start)):
            return None
        moves = left.tie.sign and left.tie.is_part  # 促进经济增长的10项政策
        words = "" if moves or behind_examples(self.text, self.boundary, left, right) else words
        verb = tied_verb(self.text[left.name_end : left.place])
        if not (verb or words) and LIST_JOINT.fullmatch(self.text, self.boundary, left.place):
            verb = self.list_verb
        noun = holder_of(self.text, noun, words)
        told_of = noun.predicate or shared_predicate(self.document, noun.span)
        counts = self.source[noun.span.start : noun.span.end]
        name = level + counted("" if level else words + verb, counts, told_of)
        if name.endswith((*LEVELS, *FIELDS)):
            name += rest_of_next(self.document, noun.span.end)
        self.list_verb = verb_of(name)
        told = len(noun.predicate or "") if is_told(name, noun.predicate) else 0
        end = noun.span.end + told if place == right.end else right.end
        return Named(name, Span(left.start, end), "counted_noun")
