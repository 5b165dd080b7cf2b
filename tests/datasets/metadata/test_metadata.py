"""A bundle is a release whole: every standard's own tool reads it, and says of it what its Parquet files say.

The oldest release has fewer columns than the schemas of today, the newest has all.
"""

import hashlib
import io
import json
import re
import subprocess
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

import frictionless
import mlcroissant
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
import yaml
from pyshacl import validate
from rdflib import Graph, Namespace
from rdflib.namespace import DCAT, DCTERMS, RDF

from datasets.library.home import BUILT_IN, releases_folder
from datasets.metadata.bundle import bundle
from datasets.metadata.citation import bibtex
from datasets.metadata.citation import cff as cff_of
from datasets.metadata.citation import csl as csl_of
from datasets.metadata.description import LICENCE_URL, Description, describe
from datasets.metadata.documents import documents_of
from datasets.releases.history import read_history
from datasets.releases.release import Release, open_release, versions
from schemas.tables import BY_NAME, TABLES, Table
from tests.asking import every_table

ADDRESS = "https://data.example.org/v1/releases/1/"
SPDX = Namespace("http://spdx.org/rdf/terms#")
SHAPES = Path(__file__).with_name("dcat-ap.ttl")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the tools, in themselves and each other
STANDARDS = ("datapackage.json", "croissant.json", "dcat.jsonld", "schemaorg.jsonld", "csvw.json")
RELEASES = versions(releases_folder(BUILT_IN))


@pytest.fixture(scope="module", params=[RELEASES[0], RELEASES[-1]], ids=str)
def described(request: pytest.FixtureRequest) -> tuple[Release, Description]:
    release = open_release(releases_folder(BUILT_IN) / str(request.param))
    return release, describe(release, read_history(BUILT_IN).published_on(release))


@pytest.fixture(scope="module")
def folder(described: tuple[Release, Description], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of a release, unpacked."""
    folder = tmp_path_factory.mktemp("bundle")
    with zipfile.ZipFile(io.BytesIO(b"".join(bundle(*described)))) as archive:
        archive.extractall(folder)
    return folder


def tables_in(folder: Path) -> list[Table]:
    """The tables of the release in a bundle; later ones are not in that of an older release."""
    return [table for table in TABLES if (folder / "files" / f"{table.name}.parquet").is_file()]


def document(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text("utf-8"))


def graph(folder: Path, name: str) -> Graph:
    """A JSON-LD document as RDF, as if it were served."""
    return Graph().parse(folder / name, format="json-ld", publicID=ADDRESS + name)


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def parquet(folder: Path, table: Table) -> Any:
    return pq.read_table(folder / "files" / f"{table.name}.parquet")


# The bundle


def test_the_same_release_gives_the_same_bytes(described: tuple[Release, Description]) -> None:
    release, _ = described
    again = describe(release, read_history(BUILT_IN).published_on(release))
    assert b"".join(bundle(release, again)) == b"".join(bundle(*described))


def test_a_bundle_has_every_file_of_the_release_and_a_checksum_of_every_file_of_its_own(
    described: tuple[Release, Description], folder: Path
) -> None:
    release, _ = described
    subprocess.run(
        ["/usr/bin/env", "sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folder, check=True
    )
    summed = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    assert summed == {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()} - {
        "SHA256SUMS"
    }
    for file in release.folder.rglob("*"):
        if file.is_file():
            assert (folder / "files" / file.relative_to(release.folder)).read_bytes() == file.read_bytes()
    tables = (f"{table.name}.csv" for table in tables_in(folder))
    assert {*(one.name for one in documents_of(described[1])), "data-dictionary.md", "LICENSE.txt", *tables} <= summed


@every_table
def test_csv_has_the_rows_and_columns_of_the_parquet_file(folder: Path, table: Table) -> None:
    if table not in tables_in(folder):
        return
    options = pyarrow.csv.ConvertOptions(
        column_types={name: pyarrow.string() for name in table.row.__struct_fields__},
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )
    parsing = pyarrow.csv.ParseOptions(newlines_in_values=True)
    read = pyarrow.csv.read_csv(folder / f"{table.name}.csv", convert_options=options, parse_options=parsing)
    stored = parquet(folder, table)
    assert read.column_names == stored.column_names
    assert read[table.key].to_pylist() == stored[table.key].to_pylist()
    for name in read.column_names:
        assert read[name].null_count == stored[name].null_count, name


def test_every_address_of_a_document_that_is_no_others_is_a_file_of_the_bundle(folder: Path) -> None:
    elsewhere = ("http://", "https://", "./", "../", "/schema/", "cr:")
    found = {one for name in STANDARDS for one in addresses(document(folder, name))}
    assert [
        one for one in found if not one.startswith(elsewhere) and not (folder / one.partition("#")[0]).is_file()
    ] == []


def addresses(of: Any) -> list[str]:
    """What a document says stands somewhere."""
    if isinstance(of, list):
        return [address for one in of for address in addresses(one)]
    if not isinstance(of, dict):
        return []
    own = [of[name] for name in ("path", "url", "contentUrl") if isinstance(of.get(name), str)]
    linked = [of["@id"]] if isinstance(of.get("@id"), str) and set(of) <= {"@id", "@type"} and "." in of["@id"] else []
    return [*own, *linked, *(address for one in of.values() for address in addresses(one))]


def test_every_link_of_the_readme_leads_to_a_file(folder: Path) -> None:
    links = re.findall(r"\]\(([^)]*)\)", (folder / "README.md").read_text("utf-8"))
    assert len(links) > 2 * len(tables_in(folder))
    assert [link for link in links if "://" not in link and not (folder / link).is_file()] == []


# What every standard says


@pytest.mark.parametrize("name", STANDARDS)
def test_each_says_version_day_licence_time_place_provenance_and_checksums(
    described: tuple[Release, Description], folder: Path, name: str
) -> None:
    release, of = described
    text = (folder / name).read_text("utf-8")
    forms = {"csvw.json": ["{}.csv"], "croissant.json": ["files/{}.parquet"]}.get(name, ["{}.csv", "files/{}.parquet"])
    sums = [sha256(folder / form.format(table.name)) for form in forms for table in tables_in(folder)]
    told = [
        str(release.version),
        str(of.published_on),
        LICENCE_URL,
        *("2023-01-01", "2024-12-31"),
        *("211102", "双台子区", "Shuangtaizi"),
        "政府工作报告",
        *sums,
    ]
    assert [fact for fact in told if fact not in text] == []
    report = "files/texts/211102-2024.txt"
    assert report in text or sha256(folder / report) in text


@pytest.mark.slow
def test_frictionless_finds_the_data_package_valid_and_counts_the_rows_of_the_parquet_files(folder: Path) -> None:
    package = frictionless.Package(str(folder / "datapackage.json"))
    report = package.validate()  # with bytes, checksums, types, keys and references
    assert report.valid, report.flatten(["name", "fieldName", "message"])
    for resource in package.resources:
        if resource.type == "table":
            stored = parquet(folder, BY_NAME[resource.name])
            assert len(resource.read_rows()) == len(stored)
            assert resource.schema.primary_key == [BY_NAME[resource.name].key]


def test_frictionless_finds_what_is_wrong_with_another_file(folder: Path, tmp_path: Path) -> None:
    package = document(folder, "datapackage.json")
    (units,) = (one for one in package["resources"] if one["name"] == "units")
    (tmp_path / "datapackage.json").write_text(json.dumps(package | {"resources": [units]}))
    (tmp_path / "units.csv").write_bytes((folder / "units.csv").read_bytes()[:-2] + b"x\n")
    assert not frictionless.Package(str(tmp_path / "datapackage.json")).validate().valid


@pytest.mark.slow
@pytest.mark.parametrize("table", [None, *TABLES], ids=lambda table: table.name if table else "all")
def test_csvw_finds_the_tables_valid(folder: Path, table: Table | None) -> None:
    if table and table not in tables_in(folder):
        assert not (folder / f"csvw/{table.name}.json").exists()
        return
    found = import_module("csvw").CSVW(
        str(folder / (f"csvw/{table.name}.json" if table else "csvw.json")), validate=True
    )
    assert (found.is_valid, found.warnings) == (True, [])
    for one in found.tables:
        stored = parquet(folder, BY_NAME[Path(str(one.url)).stem])
        assert [column.name for column in one.tableSchema.columns] == stored.column_names
        assert len(list(one)) == len(stored)


def test_mlcroissant_finds_nothing_to_say_against_croissant(folder: Path) -> None:
    metadata = mlcroissant.Dataset(str(folder / "croissant.json")).metadata
    assert (metadata.ctx.issues.errors, metadata.ctx.issues.warnings) == (set(), set())
    assert document(folder, "croissant.json")["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert [one.id for one in metadata.record_sets] == [table.name for table in tables_in(folder)]


@pytest.mark.slow
@every_table
def test_mlcroissant_reads_the_values_of_the_parquet_file(folder: Path, table: Table) -> None:
    if table not in tables_in(folder) or not (stored := parquet(folder, table)).num_rows:
        return
    records = list(mlcroissant.Dataset(str(folder / "croissant.json")).records(table.name))
    left_out = set(stored.column_names) - {name.partition("/")[2] for name in records[0]}
    of_records = {"components", "candidates", "statements", "stages"}  # in a list, which Croissant has no type for
    assert left_out <= of_records
    for name in set(stored.column_names) - left_out:
        found = [plain(record[f"{table.name}/{name}"]) for record in records]
        assert found == [plain(value) for value in stored[name].to_pylist()], name


def plain(value: Any) -> Any:
    """A value as both readers can be compared: text for bytes, a list for an array, None for what is not there."""
    if isinstance(value, bytes):
        return value.decode()
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list):
        return [plain(one) for one in value]
    if hasattr(value, "date"):
        return str(value.date())
    return None if value is None or str(value) in ("nan", "NaT", "<NA>") else str(value)


def test_croissant_gives_each_column_the_type_of_the_parquet_file(folder: Path) -> None:
    kinds = {"string": "sc:Text", "double": "sc:Float", "bool": "sc:Boolean", "date32[day]": "sc:Date"}
    kinds |= dict.fromkeys(("int16", "int32", "int64"), "sc:Integer")
    for record_set in document(folder, "croissant.json")["recordSet"]:
        schema = parquet(folder, BY_NAME[record_set["name"]]).schema
        for field in record_set["field"]:
            stored = str(schema.field(field["name"]).type)
            assert field["dataType"] == ("sc:Text" if stored.startswith("list") else kinds[stored]), field["@id"]
            assert field.get("isArray", False) == stored.startswith("list")


def test_dcat_keeps_the_shapes_of_dcat_ap(folder: Path) -> None:
    conforms, _, said = validate(graph(folder, "dcat.jsonld"), shacl_graph=Graph().parse(SHAPES))
    assert conforms, said


@pytest.mark.parametrize(
    "missing", [SPDX.checksumValue, DCAT.accessURL, DCTERMS.title, DCTERMS.license, DCAT.startDate]
)
def test_the_shapes_find_what_is_missing(folder: Path, missing: Any) -> None:
    record = graph(folder, "dcat.jsonld")
    record.remove((None, missing, None))
    assert not validate(record, shacl_graph=Graph().parse(SHAPES))[0]


def test_dcat_lists_every_file_with_its_size_and_checksum(folder: Path) -> None:
    record = graph(folder, "dcat.jsonld")
    found = list(record.subjects(RDF.type, DCAT.Distribution))
    assert len(found) == 2 * len(tables_in(folder))
    for distribution in found:
        address = str(record.value(distribution, DCAT.downloadURL))
        file = folder / address.removeprefix(ADDRESS)
        assert int(str(record.value(distribution, DCAT.byteSize))) == file.stat().st_size
        summed = record.value(record.value(distribution, SPDX.checksum), SPDX.checksumValue)
        assert str(summed).lower() == sha256(file)


def test_schema_org_has_what_dataset_searches_ask_for_and_every_file(folder: Path) -> None:
    said = document(folder, "schemaorg.jsonld")
    assert 50 <= len(said["description"]) <= 5000  # Google Dataset Search
    assert {"@context", "@type", "name", "url", "license", "creator", "distribution", "isBasedOn"} <= said.keys()
    record = graph(folder, "schemaorg.jsonld")
    assert len(record) > 100
    assert len(said["distribution"]) == 2 * len(tables_in(folder))
    for download in said["distribution"]:
        file = folder / download["contentUrl"]["@id"]
        assert (download["sha256"], download["contentSize"]) == (sha256(file), f"{file.stat().st_size} B")


# Citation


def test_citations_name_release_day_and_address(described: tuple[Release, Description], folder: Path) -> None:
    release, of = described
    cff = yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= cff.keys()  # mandatory in Citation File Format 1.2
    assert (cff["type"], cff["version"], cff["license"]) == ("dataset", str(release.version), "CC-BY-4.0")
    assert str(cff["date-released"]) == str(of.published_on)
    (csl,) = document(folder, "citation.json")
    assert (csl["type"], csl["version"]) == ("dataset", str(release.version))
    assert csl["issued"]["date-parts"] == [[of.published_on.year, of.published_on.month, of.published_on.day]]
    bib = (folder / "citation.bib").read_text("utf-8")
    assert re.fullmatch(r"@dataset\{[\w.-]+,\n(  [a-z]+ = \{.*\},\n)+\}\n", bib)
    assert bib.count("{") == bib.count("}")
    text = (folder / "citation.txt").read_text("utf-8")
    for cited in (bib, text):
        assert all(fact in cited for fact in (of.title, str(of.published_on)))
    assert of.address in text
    # A path is no address: where the server does not know its name, there is none.
    assert not any("/v1/" in one for one in (bib, *csl.values(), *cff.values()) if isinstance(one, str))
    known = describe(release, of.published_on, "https://data.example.org/baogao/")
    address = f"https://data.example.org/baogao/v1/releases/{release.version}"
    assert f"  url = {{{address}}},\n" in bibtex(known)
    assert csl_of(known)[0]["URL"] == yaml.safe_load(cff_of(known))["url"] == address
