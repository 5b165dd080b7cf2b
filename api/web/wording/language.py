"""The language of a page: the one its address names, else the one a browser prefers."""

from api.http.negotiation import weighted
from api.query.values import read_choice

LANGUAGES = {"zh": "zh-CN", "en": "en"}  # as pages say it (BCP 47)
LOCALES = {"zh": "zh_CN", "en": "en_GB"}  # as OpenGraph says it: a language and a country
PARAMETER = "lang"


def read_language(given: str | None, accepted: str) -> str:
    """The language that `?lang=` names, or else `Accept-Language` prefers: Chinese when it says nothing.

    A reader of neither is more likely to read English. Raises BadParameter for a language that no page has.
    """
    if given is not None:
        return read_choice(PARAMETER, given, LANGUAGES)
    wanted = [(weight, name.partition("-")[0]) for name, weight in weighted(accepted) if weight > 0]
    if not wanted:
        return "zh"
    known = [one for one in wanted if one[1] in LANGUAGES]
    return max(known, key=lambda one: one[0])[1] if known else "en"
