from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from comity.pages.html import to_html
from tests.pages.sample import page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--enable-logging=stderr", "--v=0"),
)

pytestmark = [pytest.mark.chromium, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not there")]


def look(folder: Path, *more: str) -> str:
    """Open the page and return what the browser wrote to its log."""
    at = folder / "page.html"
    at.write_text(to_html(page()), encoding="utf-8")
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={folder / 'user'}", *more, at.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stderr


@pytest.mark.parametrize(
    "more",
    [
        ("--window-size=1200,3000",),
        ("--window-size=1200,3000", "--blink-settings=preferredColorScheme=0"),
        ("--window-size=500,3000",),
    ],
    ids=["light", "dark", "narrow"],
)
def test_a_browser_shows_the_page_without_complaint(tmp_path: Path, more: tuple[str, ...]) -> None:
    log = look(tmp_path, *more, f"--screenshot={tmp_path / 'page.png'}")
    assert "CONSOLE" not in log
    assert (tmp_path / "page.png").stat().st_size > 20_000


def test_the_page_prints(tmp_path: Path) -> None:
    log = look(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'page.pdf'}")
    assert "CONSOLE" not in log
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
