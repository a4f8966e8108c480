"""The figures behind a page as parts of it: addresses that hold their own data, and names for files."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode


def data_uri(text: str, kind: str = "text/csv") -> str:
    """Return text as a `data:` address, so that a page carries its own downloads."""
    return f"data:{kind};charset=utf-8;base64,{b64encode(text.encode('utf-8', 'replace')).decode('ascii')}"


def slug(text: str) -> str:
    """Return an ASCII name for files and anchors: "Côte d'Ivoire" is "cote-d-ivoire"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "page"
