"""PDF files: lies about pages and lengths, bombs, circles, locks, scans."""

import base64
import hashlib
import zlib
from collections.abc import Iterable, Sequence

from tests.files.hostile.archives import PLAIN
from tests.files.hostile.corpus import CSV, ROWS, clean, hostile, plainly, refused

MEGABYTE = 1024 * 1024
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
LEFT = (50, 250, 400)  # where the columns of a table begin
WITH_FONT = "/Resources<</Font<</F1 4 0 R>>>>"


def drawn(rows: Sequence[Sequence[str]] = ROWS, top: int = 700) -> bytes:
    """The operators that write rows of a table without lines."""
    shown = [
        f"BT /F1 10 Tf {x} {top - 20 * n} Td ({cell}) Tj ET"
        for n, row in enumerate(rows)
        for x, cell in zip(LEFT, row, strict=False)
    ]
    return "\n".join(shown).encode()


def stream(content: bytes, given: str = "", *, length: int | None = None) -> bytes:
    size = len(content) if length is None else length
    return f"<<{given}/Length {size}>>\nstream\n".encode() + content + b"\nendstream"


def paper(objects: Iterable[bytes], *, trailer: str = "", shift: int = 0, size: int = 0) -> bytes:
    """A file of numbered objects, the first of which is the catalogue. shift: by how much its
    table of contents is wrong."""
    written, places = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written) + shift)
        written += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(written) + shift
    written += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    written += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    count = size or len(places) + 1
    return (
        written
        + f"trailer\n<</Size {count}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()
    )


def one_page(
    content: bytes = drawn(),
    *,
    page: str = "",
    pages: str = "/Kids[3 0 R]/Count 1",
    more: Iterable[bytes] = (),
    catalogue: str = "",
    box: str = "/MediaBox[0 0 612 792]",
    as_stream: bytes = b"",
    **given: object,
) -> bytes:
    """A page with a font; its objects: 1 the catalogue, 2 pages, 3 the page, 4 the font, 5 what
    is drawn, then `more`."""
    return paper(
        [
            f"<</Type/Catalog/Pages 2 0 R{catalogue}>>".encode(),
            f"<</Type/Pages{pages}>>".encode(),
            f"<</Type/Page/Parent 2 0 R{box}/Contents 5 0 R{page or WITH_FONT}>>".encode(),
            FONT,
            as_stream or stream(content),
            *more,
        ],
        **given,  # type: ignore[arg-type]
    )


SOUND = one_page()
plainly("a table without lines.pdf", clean(), SOUND)
plainly("says that it has a thousand million pages.pdf", clean(),
        one_page(pages="/Kids[3 0 R]/Count 1000000000"))  # fmt: skip
plainly(
    "says that it has fewer than no pages.pdf", clean(), one_page(pages="/Kids[3 0 R]/Count -1")
)
plainly("says that it has no pages.pdf", clean(), one_page(pages="/Kids[]/Count 0"))
plainly("names pages that are not there.pdf", clean(),
        one_page(pages="/Kids[3 0 R 99 0 R 98 0 R]/Count 3"))  # fmt: skip
plainly("a table of contents that lies.pdf", clean(), one_page(shift=7))
plainly("a table of contents beyond the end.pdf", clean(), one_page(shift=10_000_000))
plainly("a table of contents for millions.pdf", clean(), one_page(size=2_000_000_000))
plainly("a length that lies.pdf", clean(), one_page(as_stream=stream(drawn(), length=10)))
plainly("a length beyond the end.pdf", clean(), one_page(as_stream=stream(drawn(), length=10**9)))
plainly("a length that is itself.pdf", clean(),
        one_page(as_stream=b"<</Length 5 0 R>>\nstream\n" + drawn() + b"\nendstream"))  # fmt: skip
plainly("pages in a circle.pdf", clean(), one_page(pages="/Kids[3 0 R 2 0 R]/Count 2"))
plainly("contents that are the page.pdf", refused("needs_transcription", "broken"),
        one_page(page="/Contents 3 0 R"))  # fmt: skip
hostile("objects that are one another.pdf", refused("too_much"), slow=True)(
    lambda: one_page(as_stream=b"6 0 R", more=[b"5 0 R"])
)
plainly("a page without end.pdf", refused("broken"), one_page(box="/MediaBox[-1e9 -1e9 1e9 1e9]"))
plainly("a page without size.pdf", clean(),
        one_page(box="/MediaBox[0 0 0 0]"))  # fmt: skip
plainly(
    "a page with a size of words.pdf", refused("broken"), one_page(box="/MediaBox[(a) (b) 1 2]")
)
plainly("letters as large as houses.pdf", refused("no_table"),
        one_page(drawn().replace(b"/F1 10 Tf", b"/F1 99999999 Tf")))  # fmt: skip
plainly("a figure hidden in white.pdf", clean(), one_page(b"1 1 1 rg\n" + drawn()))


@hostile("pages in one another.pdf", refused("broken", "too_much"))
def _() -> bytes:
    """Ten thousand levels of /Pages above the one page."""
    levels = [f"<</Type/Pages/Kids[{n + 1} 0 R]/Count 1>>".encode() for n in range(2, 10_002)]
    last = f"<</Type/Page/MediaBox[0 0 612 792]/Contents 5 0 R{WITH_FONT}>>".encode()
    return paper([b"<</Type/Catalog/Pages 2 0 R>>", *levels, last])


@hostile("five thousand pages.pdf", refused("too_much"))
def _() -> bytes:
    pages = "".join(f"{n} 0 R " for n in range(6, 5_006))
    one = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R{WITH_FONT}>>".encode()
    return one_page(pages=f"/Kids[{pages}]/Count 5000", more=[one] * 5_000)


def deflated(megabytes: int, *, times: int = 1) -> bytes:
    """So many megabytes of blanks, deflated once or more."""
    packer, content = zlib.compressobj(9), []
    for _ in range(megabytes):
        content.append(packer.compress(b" " * MEGABYTE))
    packed = b"".join([*content, packer.flush()])
    for _ in range(times - 1):
        packed = zlib.compress(packed, 9)
    return packed


@hostile("a bomb of 600 MB.pdf", refused("too_much"))
def _() -> bytes:
    return one_page(as_stream=stream(deflated(600), "/Filter/FlateDecode"))


@hostile("a bomb in a bomb.pdf", refused("too_much"))
def _() -> bytes:
    packed = deflated(600, times=2)
    return one_page(as_stream=stream(packed, "/Filter[/FlateDecode/FlateDecode]"))


@hostile("a bomb of run lengths.pdf", refused("too_much"), slow=True)
def _() -> bytes:
    packed = zlib.compress(b"\x81 " * 10 * MEGABYTE, 9)
    return one_page(as_stream=stream(packed, "/Filter[/FlateDecode/RunLengthDecode]"))


@hostile("a bomb in its own table of contents.pdf", refused("too_much", "broken"))
def _() -> bytes:
    packed = deflated(600)
    given = "/Type/XRef/W[1 4 2]/Size 100000000/Root 1 0 R/Filter/FlateDecode"
    head = b"%PDF-1.5\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
    contents = b"2 0 obj\n" + stream(packed, given) + b"\nendobj\n"
    return head + contents + f"startxref\n{len(head)}\n%%EOF".encode()


plainly("a row of a picture of 2 GB.pdf", refused("needs_transcription", "broken", "too_much"),
        one_page(as_stream=stream(zlib.compress(drawn()), "/Filter/FlateDecode/DecodeParms<<"
                                  "/Predictor 12/Columns 2147483647>>")))  # fmt: skip
plainly("a filter that nobody knows.pdf", refused("broken", "needs_transcription"),
        one_page(as_stream=stream(drawn(), "/Filter/NoSuchDecode")))  # fmt: skip
plainly("letters in base 85.pdf", clean(),
        one_page(as_stream=stream(base64.a85encode(drawn()) + b"~>", "/Filter/ASCII85Decode")))  # fmt: skip


def drawing(number: int, inside: str, uses: str) -> bytes:
    return stream(inside.encode(), f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<{uses}>>")


plainly("a drawing that draws itself.pdf", clean(),
        one_page(drawn() + b"\n/X Do", page="/Resources<</Font<</F1 4 0 R>>/XObject<</X 6 0 R>>>>",
                 more=[drawing(6, "/X Do", "/XObject<</X 6 0 R>>")]))  # fmt: skip


@hostile("drawings that draw ten others.pdf", refused("too_much"), slow=True)
def _() -> bytes:
    """Ten to the tenth drawings of a file of 2 KB."""
    levels = [drawing(n, "/X Do " * 10, f"/XObject<</X {n + 1} 0 R>>") for n in range(6, 16)]
    return one_page(
        drawn() + b"\n/X Do",
        page="/Resources<</Font<</F1 4 0 R>>/XObject<</X 6 0 R>>>>",
        more=[*levels, drawing(16, "0 0 m 1 1 l S", "")],
    )


@hostile("millions of operators.pdf", refused("too_much"), slow=True)
def _() -> bytes:
    operators = zlib.compress(b"q 1 0 0 1 0 0 cm Q\n" * 3_000_000, 9)
    return one_page(as_stream=stream(operators, "/Filter/FlateDecode"))


@hostile("millions of letters on a page.pdf", refused("too_much"), slow=True)
def _() -> bytes:
    letters = b"BT /F1 1 Tf 1 1 Td (" + b"x" * 3_000_000 + b") Tj ET"
    return one_page(as_stream=stream(zlib.compress(letters, 9), "/Filter/FlateDecode"))


@hostile("a drawing of many lines.pdf", clean("too many to be those of a table"))
def _() -> bytes:
    lines = "\n".join(
        f"{n % 600} {n // 60} m {n % 600 + 5} {n // 60 + 9} l S {n % 600} 0 5 5 re S"
        for n in range(8_000)
    )
    return one_page(drawn() + b"\n" + lines.encode())


@hostile("states that are never closed.pdf", clean())
def _() -> bytes:
    return one_page(b"q " * 200_000 + drawn())


plainly("an array in an array.pdf", refused("broken", "too_much", "needs_transcription"),
        one_page(b"[" * 100_000 + drawn()))  # fmt: skip
plainly("a picture in the text without an end.pdf", clean(),
        one_page(drawn() + b"\nBI /W 9999999 /H 9999999 /BPC 8 ID " + b"\xff" * 5000))  # fmt: skip
plainly(
    "a text without an end.pdf",
    refused("no_table", "broken"),
    one_page(drawn()[:-120] + b"(" * 5000),
)
plainly("programs in the file.pdf", clean(),
        one_page(catalogue="/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/AA<</WC<</S/Launch/F"
                 "(/bin/sh)>>>>", page=WITH_FONT + "/AA<</O<</S/URI/URI(http://127.0.0.1:9/)>>>>"))  # fmt: skip
plainly("a workbook inside.pdf", clean(),
        one_page(catalogue="/Names<</EmbeddedFiles<</Names[(x.xlsx)<</EF<</F 6 0 R>>>>]>>>>",
                 more=[stream(PLAIN, "/Type/EmbeddedFile")]))  # fmt: skip
plainly("text after its end.pdf", clean(), SOUND + CSV.encode() * 100)
plainly("noise before its beginning.pdf", clean(), b"\x01\x02noise\n" * 50 + SOUND)
plainly("a PDF called a workbook.xlsx", clean(), SOUND)
plainly("a PDF called a CSV.csv", clean(), SOUND)
plainly("cut off.pdf", refused("broken", "no_table", "needs_transcription"), SOUND[:400])
plainly("cut off after its first line.pdf", refused("broken"), SOUND[:20])
plainly("nothing but a mark.pdf", refused("broken"), b"%PDF-1.7")
plainly("a scan.pdf", refused("needs_transcription"),
        one_page(b"q 612 0 0 792 0 0 cm /I Do Q", page="/Resources<</XObject<</I 6 0 R>>>>",
                 more=[stream(b"\x80" * 100, "/Type/XObject/Subtype/Image/Width 10/Height 10"
                              "/ColorSpace/DeviceGray/BitsPerComponent 8")]))  # fmt: skip
plainly("a scan that a program has read.pdf", clean("may have misread"),
        one_page(b"q 612 0 0 792 0 0 cm /I Do Q 3 Tr\n" + drawn(),
                 page="/Resources<</Font<</F1 4 0 R>>/XObject<</I 6 0 R>>>>",
                 more=[stream(b"\x80" * 100, "/Type/XObject/Subtype/Image/Width 10/Height 10"
                              "/ColorSpace/DeviceGray/BitsPerComponent 8")]))  # fmt: skip
plainly("letters that stand for nothing.pdf", refused("needs_transcription"),
        one_page(drawn(), page="/Resources<</Font<</F1 6 0 R>>>>",
                 more=[b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts"
                       b"[<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)"
                       b"/Ordering(Identity)/Supplement 0>>>>]>>"]))  # fmt: skip

plainly("figures that were filled into a form.pdf", clean("filled in"),
        one_page(drawn([ROWS[0], ["Fresno PD", "CA0100500"], ROWS[2]]), catalogue="/AcroForm<</Fields[6 0 R]>>",
                 page=WITH_FONT + "/Annots[6 0 R]",
                 more=[b"<</Type/Annot/Subtype/Widget/FT/Tx/T(violations)/V(4)/F 4/Rect[400 675 500 690]/P 3 0 R/AP<</N 7 0 R>>>>",
                       stream(b"/Tx BMC BT /F1 10 Tf 0 5 Td (4) Tj ET EMC", "/Type/XObject/Subtype/Form/BBox[0 0 100 15]"
                              "/Resources<</Font<</F1 4 0 R>>>>")]))  # fmt: skip

# Locked with a password, as the standard security handler of PDF 1.4 does (ISO 32000-1, 7.6.3).
PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
RIGHTS = -3904


def rc4(key: bytes, content: bytes) -> bytes:
    state, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def locked(password: bytes) -> bytes:
    """The sound file, locked with RC4 of 40 bits."""
    padded = (password + PADDING)[:32]
    owner = rc4(hashlib.md5((b"owner" + PADDING)[:32]).digest()[:5], padded)
    rights = RIGHTS.to_bytes(4, "little", signed=True)
    key = hashlib.md5(padded + owner + rights + b"0123456789abcdef").digest()[:5]
    of_object = hashlib.md5(key + (5).to_bytes(3, "little") + bytes(2)).digest()[:10]
    user = rc4(key, PADDING)
    given = (
        f"/Encrypt<</Filter/Standard/V 1/R 2/O<{owner.hex()}>/U<{user.hex()}>/P {RIGHTS}>>"
        f"/ID[<{b'0123456789abcdef'.hex()}><{b'0123456789abcdef'.hex()}>]"
    )
    return one_page(as_stream=stream(rc4(of_object, drawn())), trailer=given)


plainly("locked.pdf", refused("needs_transcription"), locked(b"secret"))
plainly("locked against copying only.pdf", clean("locked"), locked(b""))
