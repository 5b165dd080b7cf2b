"""What the code of a region says by its digits (GB/T 2260): two each for province, prefecture and county."""

from schemas.vocabulary import Level


def level_of(code: str) -> Level:
    """The level of a government by the code of its region (GB/T 2260): which pairs of digits are empty."""
    province, prefecture, county = code[:2], code[2:4], code[4:]
    if county != "00":
        return "county"
    if prefecture != "00":
        return "prefecture"
    return "province" if province != "00" else "national"


def codes_above(code: str) -> list[str]:
    """The codes of the regions a region is in, nearest first."""
    above = (code[:4] + "00", code[:2] + "0000", "000000")
    return [one for one in dict.fromkeys(above) if one != code]
