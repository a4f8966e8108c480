"""What is read of R's own files: data frames, and nothing that could be run."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import pytest

from comity.errors import Failure
from comity.sources.r_data import read_r

NA = -(2**31)


def integer(*values: int) -> bytes:
    return struct.pack(f">{len(values)}i", *values)


def text(value: str | None) -> bytes:
    raw = (value or "").encode()
    return integer(0x09) + (integer(-1) if value is None else integer(len(raw)) + raw)


def texts(*values: str | None) -> bytes:
    return integer(0x10, len(values)) + b"".join(text(v) for v in values)


def named(name: str, value: bytes, rest: bytes) -> bytes:
    """Write one link of a chain of named values."""
    return integer(0x402) + integer(0x01) + text(name) + value + rest


END = integer(0xFE)


def file(path: Path, columns: dict[str, bytes], *, packed: bool = True) -> Path:
    names = named("names", texts(*columns), END)
    frame = integer(0x213, len(columns)) + b"".join(columns.values()) + names
    raw = b"RDX3\nX\n" + integer(3, 0x40000, 0x30500, 5) + b"UTF-8" + named("pairs", frame, END)
    path.write_bytes(gzip.compress(raw) if packed else raw)
    return path


COLUMNS = {
    "name": texts("RUS", None),
    "count": integer(0x0D, 2, 7, NA),
    "km": integer(0x0E, 2) + struct.pack(">2d", 6526.041, float("nan")),
    "kind": integer(0x20D, 2, 2, 1) + named("levels", texts("far", "near"), END),
    # A run of integers as R keeps it in short form: how many, from where, by which step.
    "line": integer(0xEE) + integer(0x402, 0x01) + text("class") + integer(0x01) + text("compact_intseq") + END
    + integer(0x0E, 3) + struct.pack(">3d", 2, 5, 1) + END,
}  # fmt: skip


@pytest.mark.parametrize("packed", [True, False])
def test_a_data_frame_is_read_with_its_blanks(tmp_path: Path, packed: bool) -> None:
    found = read_r(file(tmp_path / "a.rda", COLUMNS, packed=packed), "pairs", list(COLUMNS))
    assert found.rows() == [(1, "RUS", 7, 6526.041, "near", 5), (2, None, None, None, "far", 6)]


def test_every_column_is_claimed(tmp_path: Path) -> None:
    path = file(tmp_path / "a.rda", COLUMNS)
    with pytest.raises(Failure, match="has a column nobody reads: 'line'"):
        read_r(path, "pairs", ["name"], ["count", "km", "kind"])
    with pytest.raises(Failure, match="lacks the column 'year'"):
        read_r(path, "pairs", [*COLUMNS, "year"])


def test_another_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="holds no data frame 'dist_cepii'"):
        read_r(file(tmp_path / "a.rda", COLUMNS), "dist_cepii", list(COLUMNS))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "does not begin as R data"),
        (b"exporter,importer\nRUS,MMR\n", "does not begin as R data"),
        (b"RDX3\nX\n" + integer(3, 0x40000), "not readable R data"),
        # A closure, which is code.
        (b"RDX2\nX\n" + integer(2, 0x40000, 0x20300) + named("f", integer(0x03), END), "an R object of type 3"),
        (b"RDX2\nX\n" + integer(2, 0x40000, 0x20300) + integer(0x13, 1) * 3_000, "too deep a list"),
        (b"RDX2\nX\n" + integer(2, 0x40000, 0x20300) + integer(0x0D, 2**31 - 1), "a length at byte"),
    ],
)
def test_what_is_no_data_is_refused(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "a.rda"
    path.write_bytes(raw)
    with pytest.raises(Failure, match=said):
        read_r(path, "pairs", ["name"])
