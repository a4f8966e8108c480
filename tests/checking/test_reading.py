from __future__ import annotations

import io
import os
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest

from comity.checking.articles.documents import visible_text
from comity.checking.articles.reading import LARGEST_FILE, article, decoded, read, written_on
from comity.errors import Failure, WrongUse

STORY = (
    "Kenya and Ghana signed an agreement on trade in the spring. The two countries have been partners for a long time, "
    "and it was the third agreement of this kind. Exports of tea from Kenya to Ghana were worth $40 million in 2021."
)


def saved(folder: Path, content: bytes | str, name: str = "story.txt") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# ---- text


def test_plain_text_is_read_as_it_is(tmp_path: Path) -> None:
    found = read(saved(tmp_path, STORY))
    assert (found.original, found.name, found.notes) == (STORY, "story", ())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_at_the_start_says_the_encoding(tmp_path: Path, encoding: str) -> None:
    assert read(saved(tmp_path, STORY.encode(encoding))).original == STORY


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_zeros(tmp_path: Path, encoding: str) -> None:
    found = read(saved(tmp_path, STORY.encode(encoding)))
    assert found.original == STORY
    assert "UTF-16" in found.notes[0]


def test_windows_1252_is_read_with_a_note() -> None:
    text, notes = decoded(f"{STORY} It cost €5 – “cheap”.".encode("cp1252"), "x")
    assert text.endswith("It cost €5 – “cheap”.")
    assert "Windows-1252" in notes[0]


def test_one_wrong_byte_is_replaced_and_the_rest_read() -> None:
    content = ("ü" * 60 + STORY).encode() + b"\xff" + b" End."
    text, notes = decoded(content, "x")
    assert text.endswith("\ufffd End.")
    assert "replaced" in notes[0]


def test_signs_that_turn_the_direction_are_noted() -> None:
    assert "direction" in article(STORY + " \u202e053\u202c").notes[0]


@pytest.mark.parametrize(
    "content",
    [
        b"\x7fELF" + bytes(range(256)) * 20,
        b"\x89PNG\r\n\x1a\n" + bytes(500),
        b"SQLite format 3\x00" + bytes(500),
        bytes(5_000),
        bytes(range(1, 256)) * 40,
        b"\x1f\x8b" + b"x" * 100,
        b"{\\rtf1 hello}",
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Failure, match=r"not text|is gzip|is RTF|no text"):
        read(saved(tmp_path, content))


@pytest.mark.parametrize("content", [b"", b"  \n\t ", b"\xef\xbb\xbf", "\u200b\u200b".encode()])
def test_an_empty_file_is_said_to_have_no_text(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Failure, match="no text"):
        read(saved(tmp_path, content))


def test_a_missing_file_a_folder_and_a_pipe_are_wrong_use(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "none.txt", tmp_path, tmp_path / "pipe", Path("a\0b"), Path("/dev/zero")):
        with pytest.raises(WrongUse):
            read(path)


def test_a_huge_file_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(Failure, match=r"bytes; at most"):
        read(path)
    with pytest.raises(Failure, match="characters; at most"):
        article("word " * 300_000)


@pytest.mark.parametrize(
    "text",
    [
        "Россия поставила Мьянме шесть самолётов в прошлом году, сообщили в министерстве обороны страны во вторник. "
        * 3,
        "中国和俄罗斯签署了一项贸易协定。" * 20,
        "La Russie a livré six avions à la Birmanie en 2021, selon le ministère de la défense du pays, qui ne"
        " dit pas plus. " * 3,
        "Russland hat dem Land sechs Flugzeuge geliefert und will noch mehr liefern, wie der Minister am Montag sagte. "
        * 3,
        "မြန်မာ",
    ],
)
def test_a_text_that_is_not_english_is_refused(text: str) -> None:
    with pytest.raises(Failure, match="in English"):
        article(text)


# ---- the day of writing


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"A headline\n20 September 2022\n\n{STORY}", date(2022, 9, 20)),
        (f"A headline\n\nPublished on September 20, 2022 by the desk\n\n{STORY}", date(2022, 9, 20)),
        (f"NAIROBI, September 20, 2022 (Wire) - {STORY}", date(2022, 9, 20)),
        (f"{STORY}\n\n2022-09-20", date(2022, 9, 20)),
        (STORY, None),
        (f"{STORY} On 3 May 2019 the two presidents met in Accra to speak of many things and of nothing.", None),
    ],
)
def test_the_day_is_taken_from_a_line_that_dates_the_text(text: str, day: date | None) -> None:
    assert written_on(text) == day


# ---- web pages

PAGE = f"""<!doctype html><html><head><title>t</title><script>var n = "9 million refugees";</script>
<meta property="article:published_time" content="2022-09-20T10:00:00Z"></head><body><nav>Home</nav>
<article><h1>Tea for Accra</h1><p>{STORY}</p><p>{STORY.replace("spring", "autumn")}</p></article>
<footer>Imprint</footer></body></html>"""


def test_the_main_text_of_a_page_is_read_with_its_day(tmp_path: Path) -> None:
    found = read(saved(tmp_path, PAGE, "story.html"))
    assert STORY in found.original
    assert "9 million" not in found.original
    assert (found.date, found.dated_by) == (date(2022, 9, 20), "the page")


def test_a_page_is_known_by_its_content(tmp_path: Path) -> None:
    assert "<p>" not in read(saved(tmp_path, PAGE, "story.txt")).original


@pytest.mark.parametrize("depth", [260, 10_000, 100_000])
def test_a_page_nested_deeply_loses_no_text(tmp_path: Path, depth: int) -> None:
    page = "<html><body>" + "<div>" * depth + f"<p>{STORY}</p>" + "</div>" * depth + "</body></html>"
    before = time.process_time()
    assert STORY in read(saved(tmp_path, page, "deep.html")).original
    assert time.process_time() - before < 10


def test_an_element_of_50_000_attributes_takes_little_time(tmp_path: Path) -> None:
    attributes = " ".join(f'a{n}="{n}"' for n in range(50_000))
    page = f"<html><body><p {attributes}>{STORY}</p></body></html>"
    before = time.process_time()
    assert STORY in read(saved(tmp_path, page, "wide.html")).original
    assert time.process_time() - before < 10


def test_script_and_hidden_parts_are_not_shown() -> None:
    page = "<p>seen</p><script>no</script><style>no</style><noscript>no</noscript><template>no</template><!-- no -->"
    assert visible_text(page) == "seen"


# ---- documents


def docx(body: str, core: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        head = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        archive.writestr("word/document.xml", f"<?xml version='1.0'?>{head}{body}</w:body></w:document>")
        if core:
            archive.writestr("docProps/core.xml", core)
    return file.getvalue()


def test_a_docx_is_read_by_its_paragraphs(tmp_path: Path) -> None:
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in ("Tea for Accra", STORY))
    core = '<c xmlns:dcterms="d"><dcterms:created>2022-09-20T08:00:00Z</dcterms:created></c>'
    found = read(saved(tmp_path, docx(body, core), "story.docx"))
    assert found.original == f"Tea for Accra\n{STORY}"
    assert (found.date, found.dated_by) == (date(2022, 9, 20), "the document")


def test_a_docx_that_unpacks_to_a_thousand_times_its_size_is_refused(tmp_path: Path) -> None:
    bomb = docx("<w:p><w:r><w:t>" + "a" * 30_000_000 + "</w:t></w:r></w:p>")
    with pytest.raises(Failure, match="unpacks to"):
        read(saved(tmp_path, bomb, "bomb.docx"))


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"x" * 100, docx("<w:p>")[:-40], docx("<w:p><unclosed>")])
def test_a_damaged_docx_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Failure, match="damaged"):
        read(saved(tmp_path, content, "bad.docx"))


def test_another_archive_is_no_docx(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
    with pytest.raises(Failure, match="not a DOCX"):
        read(saved(tmp_path, file.getvalue(), "book.epub"))


def test_an_entity_bomb_in_a_docx_is_refused(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", f'<!DOCTYPE d [<!ENTITY e0 "aaaaaaaaaa">{entities}]><d>&e9;</d>')
    with pytest.raises(Failure):
        read(saved(tmp_path, file.getvalue(), "entities.docx"))


def pdf(lines: list[str]) -> bytes:
    """Return a small PDF with one page of text."""
    words = "".join(f"({line}) Tj 0 -14 Td " for line in lines).encode()
    stream = b"BT /F1 12 Tf 50 700 Td " + words + b"ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >> stream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /CreationDate (D:20220920100000Z) >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % n + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + b"trailer << /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    )


def test_a_pdf_is_read_with_its_day(tmp_path: Path) -> None:
    found = read(saved(tmp_path, pdf(STORY.split(". ")), "story.pdf"))
    assert "Exports of tea from Kenya" in found.original
    assert (found.date, found.dated_by) == (date(2022, 9, 20), "the document")


def test_an_encrypted_pdf_is_refused_with_the_reason(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(["secret"]))))
    writer.encrypt("key", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Failure, match="encrypted"):
        read(saved(tmp_path, out.getvalue(), "secret.pdf"))


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(range(256)) * 10, pdf(["x"])[:300]])
def test_a_damaged_pdf_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Failure, match=r"damaged|no text"):
        read(saved(tmp_path, content, "bad.pdf"))


def test_a_pdf_of_pictures_says_so(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="pictures"):
        read(saved(tmp_path, pdf([]), "scan.pdf"))
