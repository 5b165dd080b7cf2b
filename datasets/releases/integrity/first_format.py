"""The columns of the first release: what every release has, for columns are only ever added."""

LOCATED = "id report_id section paragraph char_start char_end quote rule review"
FIGURE = (
    "metric_id name name_en measure basis value unit value_text value_high base_value base_unit comparator "
    "is_estimated is_preliminary year period scope is_headline figure_start figure_end"
)
FIRST_COLUMNS = {
    name: tuple(columns.split())
    for name, columns in {
        "indicators": f"{LOCATED} {FIGURE}",
        "targets": f"{LOCATED} {FIGURE} strength reference baseline_id outcome_id",
        "projects": (
            f"{LOCATED} project_key name phase status year category owner investment investment_unit investment_base "
            "quantity examples batch_count"
        ),
        "glossary": f"{LOCATED} number term definition components items",
        "glossary_mentions": f"{LOCATED} glossary_id term form is_exact",
        "figures": f"{LOCATED} part script value table row_id reason",
        "paragraphs": f"{LOCATED} part kind",
        "reports": (
            "id region_code region_name region_name_en level year title session speaker speaker_title delivered_on "
            "published_on publisher site_name site_code url licence sha256 char_length paragraph_count notes"
        ),
        "metrics": "id name name_en aliases definition definition_en dimension direction",
        "units": "id name_en dimension base_unit factor",
        "regions": "code scheme vintage name name_en level parent_code",
    }.items()
}
