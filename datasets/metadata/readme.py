"""The page that goes with a bundle."""

from datasets.metadata.citation import bibtex, citation
from datasets.metadata.description import ABSTRACT, ABSTRACT_ZH, LICENCE_URL, Description

OF_THE_BUILDER = "Those of the release itself, as its builder wrote and may have signed them: the same in `files`."


def readme(of: Description) -> str:
    """What a bundle holds, what may be done with it, and how to cite it."""
    tables = [
        f"| [{one.csv.path}]({one.csv.path}) | [{one.parquet.path}]({one.parquet.path}) | {one.rows} "
        f"| {one.table.title} · {one.table.title_zh} |"
        for one in of.resources
    ]
    reports = [f"- [{one.title}]({one.text.path}) (`{one.id}`, sha256 `{one.sha256}`)" for one in of.origins]
    return "\n".join(
        [
            f"# {of.title}",
            "",
            ABSTRACT,
            "",
            ABSTRACT_ZH,
            "",
            f"Published on {of.published_on}. About {' to '.join(of.period)}.",
            "",
            "| CSV | Parquet | rows | |",
            "|---|---|---:|---|",
            *tables,
            "",
            "CSV is UTF-8, with lists as JSON text.",
            "Columns: [data-dictionary.md](data-dictionary.md). Metadata: `datapackage.json`, `croissant.json`,",
            "`dcat.jsonld`, `schemaorg.jsonld`, `csvw.json`. Checksums of all files: `sha256sum --check SHA256SUMS`.",
            *([OF_THE_BUILDER] if of.has_sums else []),
            "",
            "## Reports · 报告原文",
            "",
            *reports,
            "",
            "Every located row has `char_start` and `char_end`: code points in the text of its report.",
            "",
            "## Licence · 许可",
            "",
            f"Tables: [{of.licence}]({LICENCE_URL}). Reports: official documents of state organs, to which copyright",
            "does not apply (Copyright Law of the PRC, Article 5).",
            "",
            "## Citation · 引用",
            "",
            citation(of),
            "",
            "```bibtex",
            bibtex(of).rstrip(),
            "```",
            "",
        ]
    )
