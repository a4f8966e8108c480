"""Reading a publisher's workbook (XLSX): bounded before it is opened, every sheet as rows of cells."""

from __future__ import annotations

import zipfile
from pathlib import Path

from comity.errors import Failure, printable

MOST_PARTS = 2_000
MOST_BYTES = 500_000_000  # unpacked, all parts together
MOST_RATIO = 200  # unpacked to packed; SIPRI's own workbook has about 10


def read_sheets(path: Path) -> dict[str, list[list[object]]]:
    """Return the sheets of a workbook in order; a cell is text, a number, a date, or blank text.

    Raises
    ------
    Failure
        It is no workbook, or unpacks to more than a publisher's workbook could hold.
    """
    _bounded(path)
    try:
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_path(str(path))
        sheets = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
        return {name: [list(row) for row in s.to_python(skip_empty_area=False)] for name, s in sheets.items()}
    except Exception as e:
        raise Failure(f"{path}: not a readable workbook ({printable(str(e), 120)}); get the file again") from e


def _bounded(path: Path) -> None:
    """Refuse an archive whose directory announces more than a workbook of figures needs (a decompression bomb)."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (OSError, zipfile.BadZipFile) as e:
        raise Failure(f"{path}: not a workbook ({printable(str(e), 80)}); get the file again") from e
    size = sum(p.file_size for p in parts)
    packed = max(1, sum(p.compress_size for p in parts))
    if len(parts) > MOST_PARTS or size > MOST_BYTES or size > MOST_RATIO * packed:
        raise Failure(
            f"{path}: unpacks to {size:,} bytes in {len(parts):,} parts; expected a publisher's workbook of at most "
            f"{MOST_BYTES:,}"
        )
    if not any(p.filename == "[Content_Types].xml" for p in parts):
        raise Failure(f"{path}: an archive that is no workbook; expected an XLSX file")
