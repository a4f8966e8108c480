"""What every answer with rows can do: be read by Arrow, Polars and pandas, be cited, be saved."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from comity.catalogue.citing import CitationStyle, cite
from comity.vocabulary import Source

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    import polars as pl
    import pyarrow as pa


class Answer:
    """The forms that figures and records can be taken in."""

    sources: tuple[Source, ...]

    @abstractmethod
    def to_arrow(self) -> pa.Table:
        """Return the rows as an Arrow table whose metadata hold the citation."""

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Return the whole answer as plain data, as `--json` prints it."""

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a Polars frame."""
        import polars as pl

        frame = pl.from_arrow(self.to_arrow())
        assert isinstance(frame, pl.DataFrame)
        return frame

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a pandas frame."""
        import pandas as pd

        frame = self.to_arrow().to_pandas()
        assert isinstance(frame, pd.DataFrame)
        return frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Give the rows to whatever reads Arrow's stream interface."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def cite(self, style: CitationStyle = "text") -> str:
        """Return the citation of just what is shown."""
        return cite(self.sources, style)

    def save(self, path: Path) -> None:
        """Write the rows to a file; its ending (csv, parquet, xlsx, dta, json) picks the format."""
        from comity.catalogue.exports import save

        save(self.to_arrow(), path, self.to_dict())
