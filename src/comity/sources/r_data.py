"""Data frames in R's own files (`.rda`), of which publishers' copies sometimes consist.

A file is a compressed sequence of tagged objects in network byte order. Only what data frames are made of is read:
numbers, logicals, texts, factors and lists; anything else stops the build. Nothing in the file is ever run.
"""

from __future__ import annotations

import importlib
import struct
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from comity.errors import Failure, printable
from comity.sources.reading import LINE, claim_columns, pl

# Which module opens a file, by its first two bytes; imported when one is read.
_PACKED = {b"\x1f\x8b": "gzip", b"BZ": "bz2", b"\xfd7": "lzma"}
_MOST_BYTES = 2_000_000_000
_DEEPEST = 50
_NA = -(2**31)

# Types of R objects, by their number in the file.
_NULL, _SYMBOL, _PAIRS, _CHARS, _LOGICAL, _INTEGER, _REAL, _TEXT, _LIST = 254, 1, 2, 9, 10, 13, 14, 16, 19
_REFERENCE, _ALTERNATIVE = 255, 238


class _Vector(list[Any]):
    """The values of an R vector, with its attributes (names, levels, class)."""

    attributes: dict[str, Any]


class _Reader:
    def __init__(self, raw: bytes) -> None:
        self.raw, self.at, self.symbols, self.deep = raw, 0, list[str](), 0

    def take(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f">{form}", self.raw, self.at)
        self.at += struct.calcsize(f">{form}")
        return found

    def integer(self) -> int:
        return int(self.take("i")[0])

    def many(self, form: str) -> _Vector:
        count = self.integer()
        return _Vector(self.take(f"{count}{form}") if 0 <= count <= len(self.raw) else self.refuse("a length"))

    def refuse(self, what: object) -> Any:
        raise ValueError(f"{what} at byte {self.at}")

    def item(self) -> Any:
        self.deep += 1
        if self.deep > _DEEPEST:
            self.refuse("too deep a list")
        found = self._item()
        self.deep -= 1
        return found

    def _item(self) -> Any:
        flags = self.integer()
        kind, attributes = flags & 0xFF, bool(flags & 0x200)
        if kind == _NULL:
            return None
        if kind == _CHARS:
            return self.text()
        if kind == _SYMBOL:
            self.symbols.append(self.item())
            return self.symbols[-1]
        if kind == _REFERENCE:
            return self.symbols[(flags >> 8 or self.integer()) - 1]
        if kind == _PAIRS:
            return self.pairs(flags)
        if kind == _ALTERNATIVE:
            return self.alternative()
        return self.vector(kind, attributes)

    def text(self) -> str | None:
        length = self.integer()
        if length == -1:
            return None
        self.at += length
        return self.raw[self.at - length : self.at].decode("utf-8", errors="replace")

    def pairs(self, flags: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while flags & 0xFF == _PAIRS:
            if flags & 0x200:
                self.item()
            name = self.item() if flags & 0x400 else str(len(found))
            found[str(name)] = self.item()
            flags = self.integer()
        return found

    def vector(self, kind: int, attributes: bool) -> _Vector:
        if kind in (_LOGICAL, _INTEGER):
            found = _Vector(None if v == _NA else v for v in self.many("i"))
        elif kind == _REAL:
            found = _Vector(None if v != v else v for v in self.many("d"))
        elif kind in (_TEXT, _LIST):
            found = _Vector(self.item() for _ in range(self.integer()))
        else:
            self.refuse(f"an R object of type {kind}")
        found.attributes = (self.item() or {}) if attributes else {}
        return found

    def alternative(self) -> _Vector:
        """Read a vector that R keeps in short form: a run of integers, or another vector with notes."""
        about, state, attributes = self.item(), self.item(), self.item()
        name = next(iter(about.values()), "") if isinstance(about, dict) else ""
        if name == "compact_intseq":
            count, first, step = (int(v) for v in state)
            found = _Vector(range(first, first + count * step, step))
        elif str(name).startswith("wrap_"):
            found = _Vector(state[0])
        else:
            self.refuse(f"a vector kept as {printable(str(name), 40)}")
        found.attributes = attributes or {}
        return found


def read_r(path: Path, frame: str, used: Sequence[str], ignored: Collection[str] = ()) -> pl.DataFrame:
    """Read the used columns of one data frame in an `.rda` file and `_line`, the row counted from one.

    Raises
    ------
    Failure
        The file is no R data, has no such data frame, or a column is missing or unknown.
    """
    try:
        raw = _unpacked(path)
        if raw[:7] not in (b"RDX2\nX\n", b"RDX3\nX\n"):
            raise ValueError("it does not begin as R data")
        reader = _Reader(raw)
        reader.at = 7
        version = reader.integer()
        reader.take("ii")
        if version == 3:
            reader.take(f"{reader.integer()}s")
        objects = reader.item()
    except Exception as e:
        raise Failure(f"{path}: not readable R data ({printable(str(e))}); get the file again") from e
    columns = objects.get(frame) if isinstance(objects, dict) else None
    names = columns.attributes.get("names") if isinstance(columns, _Vector) else None
    if not isinstance(columns, _Vector) or not names or len(names) != len(columns):
        raise Failure(f"{path}: holds no data frame '{frame}'; get the file again")
    claim_columns(path, names, used, ignored)
    found = pl.DataFrame({c: _values(columns[names.index(c)]) for c in used})
    if found.is_empty():
        raise Failure(f"{path}: no rows; get the file again")
    return found.with_row_index(LINE, offset=1).with_columns(pl.col(LINE).cast(pl.Int64))


def _unpacked(path: Path) -> bytes:
    with path.open("rb") as file:
        opener = importlib.import_module(_PACKED.get(file.read(2), "io")).open
    with opener(path, "rb") as file:
        raw: bytes = file.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        raise ValueError(f"larger than {_MOST_BYTES:,} bytes")
    return raw


def _values(column: _Vector) -> list[Any]:
    levels = column.attributes.get("levels")
    return list(column) if levels is None else [None if v is None else levels[v - 1] for v in column]
