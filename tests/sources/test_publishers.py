"""The one list of publishers, by which a file in the room is found."""

from __future__ import annotations

import pkgutil
from collections import Counter
from importlib import import_module

from comity import sources
from comity.sources import PUBLISHERS, Publication, publications


def test_every_file_with_publications_is_listed_once() -> None:
    modules = [m.name for m in pkgutil.iter_modules(sources.__path__)]
    having = [m for m in modules if hasattr(import_module(f"comity.sources.{m}"), "PUBLICATIONS")]
    assert sorted(set(having) - set(PUBLISHERS)) == [], "put the name into PUBLISHERS of sources/__init__.py"
    assert list(PUBLISHERS) == having, "the names stand in order"


def test_each_gives_filled_in_forms_under_a_code_of_its_own() -> None:
    assert all(isinstance(p, Publication) for p in publications())
    assert [c for c, n in Counter(p.dataset.code for p in publications()).items() if n > 1] == []
