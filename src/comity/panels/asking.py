"""`panel`: units of analysis with figures joined to them, planned at once and read when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from comity import language
from comity.catalogue import CitationStyle, cite
from comity.errors import Failure, WrongUse, printable
from comity.panels import adds as add_words
from comity.panels import codebook, output, recipe, writing
from comity.panels.adds import Add
from comity.panels.assembling import Assembled, assembled, together
from comity.panels.codebook import Lost
from comity.panels.engines import Engine, place
from comity.panels.systems import TITLES, Member, System
from comity.panels.units import PanelGrain, Units, within
from comity.vocabulary import Relation, Source

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


@dataclass(frozen=True)
class Panel:
    """A panel: what its rows are and what is added to them. Nothing is read before it is asked for.

    Printed, it says its plan, its number of rows and its warnings.
    """

    units: Units
    adds: tuple[Add, ...] = ()
    as_of: date | None = None
    engine: Engine = "duckdb"

    def add(
        self,
        what: str,
        *,
        name: str = "",
        lag: int = 0,
        lead: int = 0,
        side: str = "",
        direction: str = "",
        fill: float | None = None,
        year: int | None = None,
        then: str = "",
        over: int = 0,
        keep: Sequence[str] = (),
        only: Sequence[str] = (),
    ) -> Panel:
        """Return the panel with a figure added; the words are those of `--add` (`name` is `as`).

        Parameters
        ----------
        what
            Code of an indicator or a kind of records, a table of one's own (``my.csv:origin,target,year,value``), or
            the whole text of an ``--add``.
        lag, lead
            Periods before or after the row's own.
        side
            For figures of single states in a panel of pairs: ``origin``, ``target`` or ``both``.
        direction
            For directed figures in a panel of undirected pairs: ``sum``, ``max``, ``min``, ``origin`` or ``target``.
        fill
            A value for cells that are missing inside the coverage.
        year
            The one year whose figures stand in every row.
        then
            ``log1p``, ``growth``, ``mean`` (of `over` periods), ``spell``, ``share_of_origin``, ``share_of_target``.
        keep, only
            For records: the steps by which one of several is kept, and the columns wanted.

        Raises
        ------
        WrongUse
            A word that there is not, or words that do not go together.
        """
        words = {
            "name": name, "lag": lag, "lead": lead, "side": side, "direction": direction, "fill": fill, "year": year,
            "then": then, "over": over, "keep": tuple(keep), "only": tuple(only),
        }  # fmt: skip
        given = {k: v for k, v in words.items() if v not in ("", 0, None, ()) or (k == "fill" and v is not None)}
        return replace(self, adds=(*self.adds, replace(add_words.read(what), **given)))  # type: ignore[arg-type]

    @cached_property
    def plan(self) -> Assembled:
        """The plan: the rows, the figures and the columns in order."""
        return assembled(self.units, self.adds, self.as_of, place(self.engine))

    @cached_property
    def _table(self) -> pa.Table:
        import pyarrow as pa

        table = pa.concat_tables(output.tables(self.plan, output.Counted()))
        return table.cast(writing.labelled(table, self.plan, self.recipe()))

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(s.name for s in self.plan.shown)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Data sets and releases that the panel is made of, the state system first."""
        return self.plan.sources

    def cite(self, style: CitationStyle = "text") -> str:
        """Return the citations of all that the panel is made of, as text, BibTeX or CSL."""
        return cite(self.sources, style)

    def recipe(self) -> str:
        """Return the recipe in TOML that repeats the panel."""
        releases = {s.dataset.code: s.release.stamp for s in self.sources}
        return recipe.written(self.plan.units, self.adds, self.as_of, releases)

    def codebook(self) -> str:
        """Return the codebook in TOML: the recipe, each column with its source and what is missing, the sources."""
        return codebook.codebook(self.plan, self.recipe(), self.counted, self._lost)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to know of the rows, before any figure is read."""
        return tuple(codebook.warnings(self.plan))

    @cached_property
    def _lost(self) -> Lost:
        return codebook.unmapped(self.plan)

    @cached_property
    def counted(self) -> output.Counted:
        """The rows and, for each column, the missing cells: the panel is read for it, and not kept."""
        counted = output.Counted()
        for _ in output.blocks(self.plan, counted):
            pass
        return counted

    def gaps(self, counted: output.Counted | None = None) -> tuple[str, ...]:
        """Return for each column with missing cells how many, and why; and the figures that have no row.

        `counted` is what `save` returned, where the panel was written already.
        """
        lines = codebook.unmapped_lines(self._lost)
        return (*codebook.gaps(self.plan, counted or self.counted), *lines)

    def relation(self) -> Relation:
        """Return the panel as a lazy relation (Narwhals), states as numbers of the registry."""
        return together(self.plan)

    def to_arrow(self) -> pa.Table:
        """Return the panel as an Arrow table whose schema holds labels, recipe and citations."""
        return self._table

    def to_polars(self) -> pl.DataFrame:
        """Return the panel as a Polars frame."""
        import polars as pl

        frame = pl.from_arrow(self.to_arrow())
        assert isinstance(frame, pl.DataFrame)
        return frame

    def to_pandas(self) -> pd.DataFrame:
        """Return the panel as a pandas frame."""
        from comity.catalogue.exports import show_pandas

        show_pandas()
        import pandas as pd

        frame = self.to_arrow().to_pandas()
        assert isinstance(frame, pd.DataFrame)
        return frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Give the panel to whatever reads Arrow's stream interface."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def save(self, path: str | Path) -> output.Counted:
        """Write the panel; the ending (parquet, csv, xlsx, dta) picks the format. Its codebook is written beside it.

        Returns what was counted on the way: rows, and missing cells by column.

        Raises
        ------
        WrongUse
            An unknown ending, or more rows than the format holds.
        Failure
            The place cannot be written; nothing is left there then.
        """
        counted = output.Counted()
        writing.save(Path(path), writing.Job(self.plan, self.recipe(), counted, lambda: self._lost))
        return counted

    def __len__(self) -> int:
        return output.count(self.plan)

    def __repr__(self) -> str:
        units = self.plan.units
        assert units.years is not None
        day = "" if self.as_of is None else f", as of {self.as_of}"
        lines = [
            f"{units.grain} panel, {TITLES[units.system]}, {units.years[0]}–{units.years[1]}{day}: {len(self):,} rows, "
            f"{len(self.columns)} columns"
        ]
        lines += [f"  {a.text()}" for a in self.adds]
        return "\n".join([*lines, *(f"note: {w}" for w in self.warnings)])


def panel(
    grain: PanelGrain,
    *,
    system: System = "gw",
    years: str | tuple[int, int] | None = None,
    member: Member = "any day",
    states: Sequence[str] = (),
    dyads: Sequence[str | tuple[str, str]] = (),
    group: str = "",
    as_of: str | date | None = None,
    engine: Engine = "duckdb",
) -> Panel:
    """Return a panel: one row a member of a state system (or a pair, or a leader) and period, ready for figures.

    Parameters
    ----------
    grain
        ``state-year``, ``dyad-year``, ``directed-dyad-year``, ``leader-year``, ``state-month``,
        ``directed-dyad-month``.
    system
        ``gw`` (Gleditsch and Ward, small states included), ``cow`` (Correlates of War), or ``iso``, in which a
        successor is another member (C29).
    years
        From 1816 to the last year that the list declares without; an open end (``"1990:"``) means the same. Later
        years are carried forward and flagged.
    member
        Who counts as a member of a period: on ``any day`` of it, on its ``first day`` or its ``last day``.
    states, dyads, group
        Only these states, pairs (``"RUS:MMR"``, ``"RUS:any"``), or the members of a group while they were.
    as_of
        The day whose newest releases are read; the newest at hand without.
    engine
        ``duckdb``, or ``spark``, which is installed apart.

    Raises
    ------
    WrongUse
        Units that cannot be.
    """
    if isinstance(states, str) or isinstance(dyads, str):
        raise WrongUse("states and dyads are lists; write states=['RUS', 'MMR'] or dyads=['RUS:MMR']")
    period = language.years(years) if isinstance(years, str) else years
    pairs = tuple(recipe.pair_of(d) if isinstance(d, str) else d for d in dyads)
    day = language.day(as_of) if isinstance(as_of, str) else as_of
    units = Units(grain, system, period, member, tuple(states), pairs, group)
    within(units)
    return Panel(units, as_of=day, engine=engine)


def from_recipe(path: str | Path, *, engine: Engine = "duckdb") -> Panel:
    """Return the panel of a recipe, or of the codebook beside a panel.

    Raises
    ------
    WrongUse
        Not a recipe that this version reads.
    Failure
        A data set is at hand in another release than the recipe was made with.
    """
    units, listed, day, releases = recipe.read(Path(path))
    made = Panel(units, listed, day, engine)
    for source in made.sources:
        code, stamp = source.dataset.code, source.release.stamp
        if releases.get(code, stamp) != stamp:
            raise Failure(
                f"{printable(str(path), 100)}: made with {code} {printable(releases[code], 40)}, and {stamp} would be "
                "read; add that release, ask as_of a day on which it was the newest, or take [releases] out"
            )
    return made
