"""What Markdown and HTML put into a text that is none of its words. Shapes are for a source as it is stored."""

import re

# Marks: they say how a line looks. Between the stars of *emphasis* stands one stretch without a pause, so that a hidden
# character (千*计划) and a product (2*66) have none.
MARKS = re.compile(
    r"\*\*\*?|<!--|-->|#(?<![^\n].)#{0,5}(?= )|>(?<![^\n].)>*(?= )"
    r"|__|~~|`|\\(?=[!-/:-@\[-`{-~“”‘’])"
    r"|\*(?<![*\d].)(?P<stressed>[^\s*，。、；：“”,;:|]{1,40})\*(?![*\d])"
    r"|</?(?:sup|sub|b|strong|em|i|u|br|p|span|font|center)\b[^<>\d\n]{0,60}>"
)
SIGNS = ("*", "#", ">", "<!--", "__", "~~", "`", "\\")  # one of them is in every mark
# Characters that are written by their names: &ldquo;双减&rdquo;, &#8220;.
ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5});")
# An image, and what is around the words of a link.
IMAGE = re.compile(r"!\[[^\]\n]{0,200}\]\([^()\n]{0,400}\)")
LINK = re.compile(r"(?P<before>\[)(?P<words>(?:[^\[\]\n]|\[[^\[\]\n]{0,20}\]){1,200})(?P<behind>\]\([^()\n]{0,400}\))")
MARK_SIGN = re.compile(
    r"[\[［【〔﹝>*]"
)  # one of them is in, or right before, the mark of a note that is one by itself
# The mark of a note, which is one whatever notes there are: [3], ［3］, 〔3〕, 【3】, [^3], <sup>3</sup>, **3**.
NOTE_MARK = re.compile(
    r"[\[［【〔﹝][ ^]{0,2}(?P<bracketed>[\d０-９]{1,3}) ?\\?[\]］】〕﹞]"
    r"|(?<=<sup>)[(（]?(?P<raised>\d{1,3})[)）]?(?=</sup>)"
    r"|(?<=[^\n]\*\*)(?P<bold>\d{1,3})(?=\*\*)"
)
# A number that is the mark of a note if there is a note of that number, and they are in order: “四应四尽”3，
# “一感两度两率”（8）位居, “四好”工程③.
NOTE_NUMBER = re.compile(
    r"(?<=[”》\w])[(（](?P<round>\d{1,3})[)）]|(?<=[”》])(?P<plain>\d{1,3})(?=(?:\*\*)?[，。；：、,;:）])"
    r"|(?<=[”》\w%）)])(?P<circled>[①-⑳])"
)
# Lines that only draw, folded: a rule, the line below the heads of a table (|---|---|).
DRAWN = re.compile(r"(?:[-*_=] ?){3,200}|;?(?: *:?-{2,100}:? *;){1,60}(?: *:?-{2,100}:? *)?")
# Front matter: lines between two fences, at the very start; of a source, and of what is folded of it.
FRONT_MATTER = re.compile(
    r"[\ufeff \r\n]{0,8}---[ \t]*\r?\n(?P<lines>(?:(?!---)[^\n]{0,2000}\n){0,60})---[ \t]*(?:\r?\n|$)"
)
FRONT_LINE = re.compile(r"(?P<key>[A-Za-z_][\w -]{0,40}?)[ \t]*:[ \t]+(?P<value>\S[^\n]*)")
FRONT_TITLE = re.compile(r"title *: *[\"“']?(?P<title>[^\n\"”']{2,200})")
