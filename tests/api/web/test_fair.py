"""What F-UJI (metrics 0.8) asks of a dataset that has no DOI, gone through over real pages, one test for each metric.

F-UJI itself is no package and asks services on the net; these tests follow its list of metrics by hand. Left out is
what takes a DOI or an agreement with others: FsF-F1-02MD (persistent identifier) and FsF-R1.3-01M-1 (standard of a field).
"""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
import rdflib
from litestar.testing import TestClient

from tests.api.web.conftest import SITE
from tests.api.web.test_machines import LANDINGS, embedded, path_of, typed_links

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
SCHEMA = "https://schema.org/"
DCAT, PROV = "http://www.w3.org/ns/dcat#", "http://www.w3.org/ns/prov#"
OPEN_FORMATS = {"text/csv", "application/json", "application/vnd.apache.parquet", "application/zip", "text/plain"}
OPEN_FORMATS |= {"application/x-ndjson"}
every_landing = pytest.mark.parametrize("page", LANDINGS)


def described_by(client: TestClient, page: str, kind: str) -> list[rdflib.Graph]:
    """The descriptions that the typed links of a page lead to, of a media type, as graphs."""
    found = []
    for href, said in typed_links(client, page)["describedby"]:
        if said == kind:
            content = client.get(path_of(href)).json()
            content["@context"] = local_context(content["@context"])
            found.append(rdflib.Graph().parse(data=json.dumps(content), format="json-ld", base=href))
    return found


def local_context(context: Any) -> Any:
    """A context that is read without the net: that of schema.org is its vocabulary."""
    of_schema = {"@vocab": SCHEMA}
    return of_schema if isinstance(context, str) else context


@pytest.mark.slow
@every_landing
def test_f1_01_the_identifier_is_unique_and_leads_to_the_data(public: TestClient, page: str) -> None:
    identifier = embedded(public, page)["identifier"]
    assert urlsplit(identifier).scheme == "https"
    assert [identifier] == [href for href, _ in typed_links(public, page)["cite-as"]]
    assert public.get(path_of(identifier)).status_code == 200


@every_landing
def test_f2_01_core_metadata_for_citing_and_finding_it_are_there(public: TestClient, page: str) -> None:
    said = embedded(public, page)
    assert said["@type"] == "Dataset"
    for name in ("creator", "name", "identifier", "datePublished", "publisher", "description", "keywords"):
        assert said[name], name
    assert said["creator"]["name"]
    assert len(said["description"]) >= 50  # what Google's search for datasets takes


@every_landing
def test_f3_01_the_metadata_say_where_the_data_are(public: TestClient, page: str) -> None:
    distribution = embedded(public, page)["distribution"]
    assert distribution
    assert {one["contentUrl"] for one in distribution} == {href for href, _ in linked_items(public, page)}


def linked_items(client: TestClient, page: str) -> list[tuple[str, str]]:
    """The items of a page by its set of links: the header has the first of them."""
    items = client.get(f"/linksets{page}").json()["linkset"][0]["item"]
    header = typed_links(client, page)["item"]
    assert header == [(one["href"], one["type"]) for one in items][: len(header)]
    return [(one["href"], one["type"]) for one in items]


@every_landing
def test_f4_01_search_engines_find_it_in_the_page_and_the_page_in_the_site_map(public: TestClient, page: str) -> None:
    assert embedded(public, page)["@context"] == "https://schema.org"
    if not page.startswith("/releases/"):  # whose newest is at the top of the site
        assert f"{SITE}{page}?lang=en" in public.get("/sitemap.xml").text
    assert "noindex" not in public.get(page).text


@every_landing
def test_a1_01_who_may_have_it_is_said_in_a_vocabulary(public: TestClient, page: str) -> None:
    said = embedded(public, page)
    assert said["conditionsOfAccess"] == "http://purl.org/coar/access_right/c_abf2"
    assert said["isAccessibleForFree"] is True


@every_landing
def test_a1_02_metadata_and_data_are_had_by_their_addresses(public: TestClient, page: str) -> None:
    for href, kind in [*linked_items(public, page), *typed_links(public, page)["describedby"]]:
        answer = public.get(path_of(href))
        assert (answer.status_code, len(answer.content) > 0) == (200, True), href
        assert answer.headers["content-type"].partition(";")[0] == kind, href


@every_landing
def test_i1_01_metadata_are_rdf_in_the_page_and_behind_typed_links(public: TestClient, page: str) -> None:
    graph = rdflib.Graph().parse(
        data=json.dumps({**embedded(public, page), "@context": {"@vocab": SCHEMA}}), format="json-ld"
    )
    assert len(graph) > 10
    assert len(described_by(public, page, "application/ld+json")) >= 2


@pytest.mark.slow
@every_landing
def test_i2_01_terms_are_of_registered_vocabularies(public: TestClient, page: str) -> None:
    terms = {str(term) for graph in described_by(public, page, "application/ld+json") for term in graph.predicates()}
    for vocabulary in (SCHEMA, DCAT, "http://purl.org/dc/terms/"):
        assert any(term.startswith(vocabulary) for term in terms), vocabulary


@every_landing
def test_i3_01_what_it_is_related_to_is_linked_by_kind_of_relation(public: TestClient, page: str) -> None:
    said = embedded(public, page)
    assert said["isPartOf"].startswith(SITE)
    assert public.get(path_of(said["isPartOf"])).status_code == 200


@every_landing
def test_r1_01_type_format_and_size_of_the_data_are_said_and_true(public: TestClient, page: str) -> None:
    said = embedded(public, page)
    assert ("https://schema.org/Dataset", None) in typed_links(public, page)["type"]
    for one in said["distribution"]:
        answer = public.get(path_of(one["contentUrl"]), headers={"accept-encoding": "identity"})
        assert answer.headers["content-type"].partition(";")[0] == one["encodingFormat"], one
        assert int(answer.headers["content-length"]) == len(answer.content)
        assert one.get("contentSize", f"{len(answer.content)} B") == f"{len(answer.content)} B", one
    assert [one for one in said["distribution"] if "contentSize" in one] or page.startswith("/reports/")


@every_landing
def test_r1_1_01_the_licence_is_a_standard_one_for_people_and_machines(public: TestClient, page: str) -> None:
    licence = "https://creativecommons.org/licenses/by/4.0/"
    assert embedded(public, page)["license"] == licence
    assert typed_links(public, page)["license"] == [(licence, None)]


@pytest.mark.slow
@every_landing
def test_r1_2_01_its_provenance_is_said_also_in_prov(public: TestClient, page: str) -> None:
    said = embedded(public, page)
    assert {"creator", "publisher", "datePublished", "version"} <= said.keys()
    terms = {
        str(term)
        for graph in described_by(public, page, "application/ld+json")
        for triple in graph
        for term in triple
        if isinstance(term, rdflib.URIRef)
    }
    assert any(term.startswith(PROV) for term in terms)


@every_landing
def test_r1_3_02_the_data_come_in_open_formats(public: TestClient, page: str) -> None:
    assert {kind for _, kind in linked_items(public, page)} <= OPEN_FORMATS
