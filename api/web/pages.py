"""What all pages have in common: how one is asked for, made from its template, and kept."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Request, Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from markupsafe import Markup, escape
from msgspec import structs

from api.http.conditional import SHORT, AnyRequest, content_tag, not_modified, refuse_another
from api.http.negotiation import header, weighted
from api.http.problems import Problem
from api.http.scope import path_of
from api.query.listing import normal
from api.query.parameters import read_parameters
from api.routes.answers import release_headers
from api.store.library import Library
from api.web.assets import asset_address
from api.web.drawing.frame import UNPRINTABLE
from api.web.drawing.renderer import is_available
from api.web.typed_links import link_header
from api.web.visit import Visit, linked
from api.web.wording.language import LANGUAGES, LOCALES, PARAMETER, read_language
from api.web.wording.numbers import figure_text, number, target
from api.web.wording.tables import BRIEF
from api.web.wording.words import words_in
from datasets.metadata.landing import Landing
from schemas.inspection import columns_of
from schemas.tables import BY_NAME, TABLES

TEMPLATES = Path(__file__).parent / "templates"
API = ("/v1", "/schema", "/health")  # below which problems are JSON, whoever asks
IN_CHINESE = Markup(' lang="zh-CN"')
CHINESE = re.compile(r"[\u3400-\u9fff]")
OF_A_YEAR = (None, "year_on_year")  # bases of figures of one year


@cache
def environment() -> Environment:
    """The templates. Whatever is put into one is escaped; what is not there is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"number": number, "coded": coded, "query": normal}
    made.globals |= {
        "link": linked,
        "asset": asset_address,
        "languages": LANGUAGES,
        "locales": LOCALES,
        "tables": TABLES,
    }
    made.globals |= {"has_pictures": is_available}
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return made


def coded(text: str) -> Markup:
    """A text in which backquotes mark code, as HTML."""
    parts = [
        Markup("<code>{}</code>").format(part) if n % 2 else escape(part) for n, part in enumerate(text.split("`"))
    ]
    return Markup("").join(parts)


def render(visit: Visit, template: str, **content: Any) -> str:
    """A page as HTML.

    `content` has its `title`, and may have a `card`: the path of the picture that stands for it, and what it is as
    `schemaorg`, if it is something else than the dataset it is about.
    """
    chosen = {
        "visit": visit,
        "w": words_in(visit.language),
        "to": visit.to,
        "zh": visit.language == "zh",
        "choose": visit.choose,
        "card": None,
        "schemaorg": visit.about.schemaorg() if visit.about else None,
    }
    functions = {
        "label": lambda *of: label(visit, *of),
        "brief": lambda *of: brief(visit, *of),
        "target": lambda row: target(row, visit.speech),
        "when": lambda row: time_of(visit, row),
        "tongue": lambda text: tongue(visit, text),
        "said": lambda row, *of: figure_text(row, visit.speech, *of),
    }
    return filled(template, chosen | functions | content)


def filled(template: str, content: dict[str, Any]) -> str:
    """A template with its content; a character of that which no page has is shown as one that is not known."""
    return UNPRINTABLE.sub("\ufffd", environment().get_template(template).render(content))


def label(visit: Visit, table: str, column: str, value: Any) -> str:
    """A value of a closed list, in words."""
    found = next((one.labels for one in columns_of(BY_NAME[table].row) if one.name == column), {})
    return str(visit.choose(*reversed(found[value]))) if value in found else str(value)


def brief(visit: Visit, table: str, column: str, value: Any) -> str:
    """The same in few words, for lists and tables."""
    if visit.language == "zh" or column not in BRIEF:
        return label(visit, table, column, value)
    return BRIEF[column].get(value, str(value).replace("_", " "))


def time_of(visit: Visit, row: Mapping[str, Any]) -> str:
    """What time a figure is of: a year or a span, and of a span whether the figure is its sum or its mean."""
    basis = row.get("basis")
    kind = brief(visit, "indicators", "basis", basis) if basis not in OF_A_YEAR else ""
    return " · ".join(str(one) for one in (row.get("period") or row.get("year"), kind) if one)


def tongue(visit: Visit, text: str) -> Markup:
    """The attribute that says of a text of a report that it is Chinese, where the page is not (WCAG 2.2, 3.1.2)."""
    return IN_CHINESE if visit.language != "zh" and CHINESE.search(text) else Markup()


def page_answer(visit: Visit, html: str) -> Response[Any]:
    """A page."""
    body = html.encode()
    return answer_in_language(visit, content_tag(body), "text/html", lambda: body)


def answer_in_language(visit: Visit, tag: str, media_type: str, make: Callable[[], bytes]) -> Response[Any]:
    """What is made in the language of a reader, and kept as answers of the API are when its address names that.

    Else it follows from `Accept-Language` and has no tag: what has none is not kept for others.
    """
    headers = release_headers(visit.request, visit.store) | {"Cache-Control": SHORT, "Content-Language": visit.language}
    headers |= link_header(visit.about) if visit.about else {}
    if PARAMETER not in asked_names(visit.request):
        refuse_another(visit.request.scope, "", headers["Last-Modified"])
        return Response(make(), media_type=media_type, headers=headers | {"Vary": "Accept-Language"})
    return not_modified(visit.request, tag, headers) or Response(
        make(), media_type=media_type, headers=headers | {"ETag": tag}
    )


def asked_names(request: AnyRequest) -> Collection[str]:
    """The names of the parameters of an address."""
    return {part.partition("=")[0] for part in request.scope["query_string"].decode("latin-1").split("&")}


def read_visit(request: AnyRequest, library: Library, known: Sequence[str]) -> Visit:
    """What is asked for. Empty fields of a form are not; raises a Problem for what cannot be meant."""
    given = read_parameters(request.scope["query_string"], [*known, PARAMETER])
    language = read_language(given.pop(PARAMETER, None), header(request.scope, b"accept-language"))
    return Visit(request, library, library.store(), language, {name: value for name, value in given.items() if value})


def page(
    path: str,
    known: Callable[[AnyRequest], Sequence[str]] = lambda _: (),
    about: Callable[[Visit], Landing] | None = None,
) -> Callable[[Callable[[Visit], str]], HTTPRouteHandler]:
    """A route of a page. `known` are its parameters; without any it is the landing page of what it is `about`."""

    def wrap(build: Callable[[Visit], str]) -> HTTPRouteHandler:
        @get(
            path,
            include_in_schema=False,
            sync_to_thread=True,
            media_type=MediaType.HTML,
            exception_handlers={Problem: problem_page},
        )
        def get_page(request: AnyRequest, library: NamedDependency[Library]) -> Response[Any]:
            visit = read_visit(request, library, known(request))
            if about and not visit.given:
                visit = structs.replace(visit, about=about(visit))
            return page_answer(visit, build(visit))

        return get_page

    return wrap


def is_for_people(request: AnyRequest) -> bool:
    """Whether a browser asks for a page, of an address that is not one of the API."""
    kinds = {kind for kind, weight in weighted(header(request.scope, b"accept")) if weight}
    return "text/html" in kinds and not path_of(request.scope).startswith(API)


def problem_page(request: Request[Any, Any, Any], problem: Problem) -> Response[Any]:
    """A problem as a page, for people. It is not kept."""
    try:
        asked = read_parameters(request.scope["query_string"], asked_names(request)).get(PARAMETER)
        language = read_language(asked, header(request.scope, b"accept-language"))
    except Problem:
        language = "zh"
    html = filled("problem.html", {"problem": problem, "w": words_in(language), "language": language})
    headers = problem.headers | {"Content-Language": language, "Vary": "Accept, Accept-Language"}
    return Response(html.encode(), status_code=problem.status, media_type="text/html", headers=headers)
