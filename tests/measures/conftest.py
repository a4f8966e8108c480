from __future__ import annotations

import pytest
from tests.measures.engines import Engine, on_duckdb, on_polars


@pytest.fixture(params=[on_polars, on_duckdb], ids=["polars", "duckdb"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Return each engine that measures are tested on."""
    found: Engine = request.param
    return found
