"""Files as governments publish them, and as somebody would make them who means harm."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
MEGABYTE = 1 << 20


def docx(paragraphs: Iterable[str], head: str = "", parts: Iterable[tuple[str, str]] = ()) -> bytes:
    """A Word document with these paragraphs, the head of an XML file before them, and more parts."""
    body = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    document = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        named = (("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", document))
        for name, content in (*named, *parts):
            file.writestr(name, content)
    return made.getvalue()


def word(body: str, **parts: str) -> bytes:
    """A Word document with this body and these parts (footnotes, endnotes, numbering, styles), all WordprocessingML."""
    spaces = (
        f'xmlns:w="{W}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", TYPES)
        file.writestr("_rels/.rels", RELATIONS)
        file.writestr("word/document.xml", f"<w:document {spaces}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            file.writestr(f"word/{name}.xml", f"<w:{name} {spaces}>{content}</w:{name}>")
    return made.getvalue()


def inflating_docx(megabytes: int) -> bytes:
    """A Word document with one part that unpacks to this."""
    made = io.BytesIO(docx(["甲"]))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as file, file.open("word/media.bin", "w") as part:
        for _ in range(megabytes):
            part.write(bytes(MEGABYTE))
    return made.getvalue()


def inflating_document(megabytes: int) -> bytes:
    """A Word document whose text unpacks to this, and says that it is small."""
    content = bytearray(docx(["甲" * (megabytes * MEGABYTE // 3)]))
    place = content.index(b"word/document.xml", content.index(b"PK\x01\x02"))
    content[place - 46 + 24 : place - 46 + 28] = (1000).to_bytes(4, "little")  # of the list at the end
    return bytes(content)


def multiplying_docx() -> bytes:
    """A Word document of a few bytes, whose entities stand for a thousand million."""
    entities = '<!ENTITY a0 "甲">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return docx(["&a9;"], head=f"<!DOCTYPE d [{entities}]>")


def pdf(*pages: Iterable[str], padding: int = 0) -> bytes:
    """A PDF of pages with these lines, and so many bytes that the content of each unpacks to beside them."""
    return pdf_of([page_content(lines, padding) for lines in pages])


def pdf_set(*pages: Iterable[tuple[float, float, float, str]]) -> bytes:
    """A PDF of pages whose texts are set where they say: from the left, from below, how large, in points."""
    shown = (
        "".join(
            f"/F1 {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj\n" for x, y, size, text in page
        )
        for page in pages
    )
    return pdf_of([zlib.compress(f"BT\n{one}ET\n".encode()) for one in shown])


def pdf_of(pages: Sequence[bytes]) -> bytes:
    """A PDF of pages of these packed contents."""
    numbers = range(5, 5 + 2 * len(pages), 2)
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
    ]
    for number, content in zip(numbers, pages, strict=True):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 820] /Contents %d 0 R" % (number + 1)
            + b" /Resources << /Font << /F1 3 0 R >> >> >>",
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    made, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def page_content(lines: Iterable[str], padding: int) -> bytes:
    """The content of a page, packed; megabytes of blanks are the same bytes each, behind a point that starts anew."""
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td\n" for line in lines)
    packer = zlib.compressobj()
    content = packer.compress(f"BT /F1 12 Tf 50 780 Td\n{shown}ET\n".encode()) + packer.flush(zlib.Z_FULL_FLUSH)
    blanks = packer.compress(b" " * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH) if padding else b""
    return content + blanks * (padding // MEGABYTE) + packer.flush()
