"""How a column says what it means: in English and Chinese, with unit, limits and an example."""

from typing import Any

from msgspec import Meta

Labels = dict[str, tuple[str, str]]


def described(
    en: str, zh: str, *examples: Any, unit: str | None = None, arrow: str | None = None, labels: Labels | None = None
) -> Meta:
    """The metadata of a column that has no limits of its own.

    `labels` gives the values of a closed list their meaning: `{value: (English, Chinese)}`.
    `arrow` names an Arrow type narrower than the default of the Python type.
    """
    return Meta(
        description=en,
        examples=list(examples),
        extra_json_schema={"x-description-zh": zh}
        | ({"x-unit": unit} if unit else {})
        | ({"x-labels": {value: {"en": e, "zh": z} for value, (e, z) in labels.items()}} if labels else {}),
        extra={"arrow": arrow} if arrow else None,
    )
