"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from comity.errors import Failure, WrongUse
from comity.store.files import check_writable, sha256, write_text


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("call", ["write_text", "replace", "chmod"])
def test_a_disk_that_refuses_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    target = tmp_path / "figures.csv"
    target.write_text("old", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, call, refuse)
    with pytest.raises(Failure, match=r"figures\.csv: cannot be written: ") as refusal:
        write_text(target, "new")
    monkeypatch.undo()
    assert str(refusal.value).isprintable()
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_what_is_written_is_flushed_before_it_takes_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    flush, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (steps.append("flush"), flush(handle))[1])
    monkeypatch.setattr(Path, "replace", lambda self, to: (steps.append("replace"), replace(self, to))[1])
    write_text(tmp_path / "a", "text")
    assert steps == ["flush", "replace", "flush"]


def test_rights_are_kept_and_new_files_obey_the_mask(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_text("", encoding="utf-8")
    old.chmod(0o640)
    write_text(old, "x")
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    before = os.umask(0o077)
    try:
        write_text(tmp_path / "new", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o600


def test_a_place_that_can_take_no_file_is_refused_beforehand(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="is a folder"):
        check_writable(tmp_path)
    with pytest.raises(Failure, match="the folder does not exist"):
        check_writable(tmp_path / "no" / "file.csv")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(Failure, match="not an ordinary file"):
        check_writable(pipe)
    for write in (check_writable, lambda path: write_text(path, "x")):
        with pytest.raises(Failure, match="too long"):
            write(tmp_path / ("n" * 300))
    check_writable(tmp_path / "file.csv")
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_link_to_itself_is_replaced(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    check_writable(loop)
    write_text(loop, "x")
    assert loop.read_text(encoding="utf-8") == "x"


def test_a_checksum_is_that_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert sha256(tmp_path / "a") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
