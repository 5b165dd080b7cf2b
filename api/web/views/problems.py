"""What each problem means and how to put it right: the pages that the `type` of a problem leads to."""

from typing import Any

from litestar import MediaType, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.http.conditional import AnyRequest
from api.http.problems import PROBLEMS, NotFound, NotReady, Problem, ReleaseDamaged, nearest
from api.http.responses import page_answer
from api.openapi.operations import operation
from api.query.parameters import read_parameters
from api.store.library import Library
from api.web.pages import filled, render
from api.web.visit import Visit
from api.web.wording.language import PARAMETER, read_language
from api.web.wording.words import WORDS, words_in


@get(
    "/problems",
    operation_id="problems",
    tags=["system"],
    summary="Every problem",
    operation_class=operation(),
    media_type=MediaType.HTML,
    sync_to_thread=True,
)
def list_problems(request: AnyRequest, library: NamedDependency[Library]) -> Response[str]:
    """What each problem means and how to put it right."""
    return answered(request, library, "problems.html", WORDS["problems"], problems=PROBLEMS)


@get(
    "/problems/{slug:str}",
    operation_id="problem",
    tags=["system"],
    summary="One problem",
    operation_class=operation(statuses=(404,)),
    media_type=MediaType.HTML,
    sync_to_thread=True,
)
def get_problem(request: AnyRequest, library: NamedDependency[Library], slug: FromPath[str]) -> Response[str]:
    """What a problem means and how to put it right."""
    by_slug = {problem.slug: problem for problem in PROBLEMS}
    if slug not in by_slug:
        raise NotFound(f"there is no problem {slug[:80]!r}", nearest=nearest(slug, by_slug), known=[*by_slug])
    problem: type[Problem] = by_slug[slug]
    return answered(request, library, "problem_type.html", (problem.title_zh, problem.title), problem=problem)


def answered(
    request: AnyRequest, library: Library, template: str, title: tuple[str, str], **content: Any
) -> Response[str]:
    """A page in English, as most of its words are, unless `lang` says otherwise: its address alone says what it is.

    It is there also when no release is, which may be what the problem is about; then without the frame of the others.
    """
    language = read_language(read_parameters(request.scope["query_string"], [PARAMETER]).get(PARAMETER, "en"), "")
    chosen = title[language != "zh"]
    try:
        visit = Visit(request, library, library.store(), language, {})
        html = render(visit, template, base="page.html", title=chosen, **content)
    except (NotReady, ReleaseDamaged):
        frame = {
            "base": "bare.html",
            "language": language,
            "zh": language == "zh",
            "w": words_in(language),
            "title": chosen,
        }
        html = filled(template, frame | content)
    return page_answer(request, html.encode(), "text/html")


PROBLEM_ROUTES = [list_problems, get_problem]
