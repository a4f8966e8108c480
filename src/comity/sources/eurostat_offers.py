"""What Eurostat's tables of energy imports give: imports by partner and year or month, totals, and shares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

import narwhals as nw

from comity import states
from comity.sources.eurostat_words import FUELS, MONTHLY_COMMODITIES
from comity.sources.months import WHOLE, cut
from comity.vocabulary import Absence, Caveat, Definition, Grain, Kind, Offer, Relation, Span

UNION = "EU27_2020"
MEMBERS = tuple(sorted(m.state for m in states.group(UNION).members))
# Reporters outside the Union whose figures are as complete; the others send gas or single months only.
REPORTERS = (*MEMBERS, "GBR", "NOR", "TUR")


def _reporting(column: str) -> nw.Expr:
    return nw.col(column).is_in([states.state(id_).number for id_ in REPORTERS])


def _monthly(tables: Mapping[str, Relation], commodity: str, unit: str) -> Relation:
    rows = tables["monthly"].filter(
        _reporting("target"),
        ~nw.col("origin").is_null(),
        nw.col("origin") != nw.col("target"),
        nw.col("commodity") == commodity,
        nw.col("unit") == unit,
        nw.col("months") == WHOLE,
    )
    sums = rows.group_by("origin", "target", "year").agg(nw.col("value").sum())
    return sums.select("origin", "target", "year", "value", status=nw.lit("reported"))


def _months(tables: Mapping[str, Relation], commodity: str, unit: str) -> Relation:
    rows = tables["monthly"].filter(
        _reporting("target"),
        ~nw.col("origin").is_null(),
        nw.col("origin") != nw.col("target"),
        nw.col("commodity") == commodity,
        nw.col("unit") == unit,
    )
    return rows.select("origin", "target", "year", "date", "value", status=nw.lit("reported"))


def _monthly_total(tables: Mapping[str, Relation], commodity: str, unit: str) -> Relation:
    rows = tables["monthly"].filter(
        _reporting("target"), nw.col("commodity") == commodity, nw.col("unit") == unit, nw.col("months") == WHOLE
    )
    sums = rows.group_by("target", "year").agg(nw.col("value").sum())
    return sums.select(state=nw.col("target"), year=nw.col("year"), value=nw.col("value"), status=nw.lit("reported"))


def _of_goods(tables: Mapping[str, Relation], goods: str, *, union: bool) -> Relation:
    """Return the rows of the members, or those of the Union, which Eurostat adds up."""
    rows = tables["customs"].filter(~nw.col("origin").is_null(), nw.col("goods") == goods)
    if union:
        return rows.filter(~nw.col("group").is_null()).with_columns(target=nw.col("group"))
    return rows.filter(~nw.col("target").is_null(), nw.col("origin") != nw.col("target"))


def _customs(tables: Mapping[str, Relation], goods: str, unit: str, *, union: bool = False) -> Relation:
    rows = _of_goods(tables, goods, union=union).filter(nw.col("months") == WHOLE)
    sums = rows.group_by("origin", "target", "year").agg(value=nw.col(unit).sum())
    return sums.select("origin", "target", "year", "value", status=nw.lit("reported"))


def _customs_months(tables: Mapping[str, Relation], goods: str, unit: str, *, union: bool = False) -> Relation:
    rows = _of_goods(tables, goods, union=union).filter(~nw.col(unit).is_null())
    return rows.select("origin", "target", "year", "date", value=nw.col(unit), status=nw.lit("reported"))


def _annual(tables: Mapping[str, Relation], fuel: str) -> Relation:
    rows = tables[f"annual_{fuel}"].filter(~nw.col("origin").is_null(), nw.col("value") > 0)
    return rows.select(state=nw.col("origin"), year=nw.col("year"), value=nw.col("value"), status=nw.lit("reported"))


def _share(tables: Mapping[str, Relation], fuel: str) -> Relation:
    """Return each state's part of all that came in, partners that are no states or not specified included."""
    counted = nw.when(nw.col("within")).then(nw.lit(0.0)).otherwise(nw.col("value"))
    rows = tables[f"annual_{fuel}"].with_columns(counted=counted)
    rows = rows.with_columns(total=nw.col("counted").sum().over("year"))
    rows = rows.filter(~nw.col("origin").is_null(), nw.col("value") > 0)
    return rows.select(
        state=nw.col("origin"),
        year=nw.col("year"),
        value=nw.col("value") / nw.col("total"),
        status=nw.lit("reported"),
    )


ENERGY = Caveat(
    "Energy statistics as the member states report them, by the country from which the fuel came to the reporter; "
    "customs figures (Comext) differ."
)
BY_CUSTOMS = Caveat(
    "Customs figures (Comext) for 19 partners; oil that some members keep secret is missing (Belgium's crude oil, for "
    "one). Energy statistics differ."
)
BY_MONTH = Caveat(
    "A month without a figure is none recorded only in years in which the reporter sent all twelve; elsewhere it is "
    "not covered."
)
LATE = Caveat(
    "Reports of 2022 were still coming in: where sums over states fall, members are missing.",
    first=date(2022, 1, 1),
    last=date(2022, 12, 31),
)
WHOLE_YEARS = Caveat("Sums of twelve months; years of which a reporter sent fewer have no figure, so 2022 has none.")
OF_UNION = Caveat(
    "Imports of the 27 members (composition of 2020) together from outside the Union; the United Kingdom counts as "
    "outside in every year."
)
UNKNOWN_ORIGIN = Caveat("Gas and oil whose origin is not specified is in the total and in no state's figure.")
HONG_KONG = Caveat("China's figure includes Hong Kong.", ("CHN", "HKG"))


def _definition(
    code: str, label: str, unit: str, *caveats: Caveat, grain: Grain = "directed-dyad-year", kind: Kind = "flow",
    absent: Absence = "none recorded", adds: bool = True,
) -> Definition:  # fmt: skip
    return Definition(
        code=f"energy.{code}",
        label=label,
        unit=unit,
        grain=grain,
        kind=kind,
        sector="energy",
        absent=absent,
        adds_over_time=adds and kind == "flow",
        adds_over_states=adds,
        caveats=caveats,
    )


def of_monthly(commodity: str) -> tuple[Offer, ...]:
    """Return what the energy statistics by month give of one fuel: by year, by month, and in all."""
    code, words, unit, said, first, last = MONTHLY_COMMODITIES[commodity]

    def coverage(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return cut(spans, first, last, only=REPORTERS)

    return (
        Offer(
            _definition(f"eu_imports_{code}", f"European states' imports of {words} by country of origin", said,
                        ENERGY, WHOLE_YEARS, UNKNOWN_ORIGIN),
            ("monthly",),
            partial(_monthly, commodity=commodity, unit=unit),
            coverage,
        ),
        Offer(
            _definition(f"eu_imports_{code}_monthly", f"European states' imports of {words} by country and month", said,
                        ENERGY, BY_MONTH, LATE, UNKNOWN_ORIGIN, grain="directed-dyad-month"),
            ("monthly",),
            partial(_months, commodity=commodity, unit=unit),
            coverage,
        ),
        Offer(
            _definition(f"eu_imports_{code}_total", f"European states' imports of {words} from all countries", said,
                        ENERGY, WHOLE_YEARS, grain="state-year"),
            ("monthly",),
            partial(_monthly_total, commodity=commodity, unit=unit),
            lambda spans: tuple(Span(s.first, s.last, s.targets) for s in coverage(spans)),
        ),
    )  # fmt: skip


def of_customs(goods: str) -> tuple[Offer, ...]:
    """Return what customs figures give of one fuel: weight and value, by year and by month."""
    offers = []
    for ending, column, unit, said in (("", "tonnes", "tonnes", "weight"), ("_value", "eur", "EUR", "value")):
        code = f"eu_customs_{goods.replace(' ', '_')}{ending}"
        label = f"EU members' imports of {goods}, customs {said}"
        by_year = _definition(code, label, unit, BY_CUSTOMS, WHOLE_YEARS)
        by_month = _definition(f"{code}_monthly", f"{label}, by month", unit, BY_CUSTOMS, BY_MONTH,
                               grain="directed-dyad-month")  # fmt: skip
        offers += [
            Offer(
                what,
                ("customs",),
                partial(values, goods=goods, unit=column),
                groups=partial(values, goods=goods, unit=column, union=True),
            )
            for what, values in ((by_year, _customs), (by_month, _customs_months))
        ]
    return tuple(offers)


def of_annual(fuel: str) -> tuple[Offer, Offer]:
    """Return what the yearly tables give of one fuel: the 27 members' imports from each state, and its share."""
    words, unit = FUELS[fuel]
    caveats = (OF_UNION, UNKNOWN_ORIGIN, HONG_KONG)
    return (
        Offer(
            _definition(f"eu27_imports_{fuel}", f"{words} that the 27 members of the EU imported from the state", unit,
                        *caveats, grain="state-year"),
            (f"annual_{fuel}",),
            partial(_annual, fuel=fuel),
        ),
        Offer(
            _definition(f"eu27_share_{fuel}", f"The state's share of the {words.lower()} imported by the 27 members of "
                        "the EU", "share", *caveats, grain="state-year", kind="index", adds=False),
            (f"annual_{fuel}",),
            partial(_share, fuel=fuel),
        ),
    )  # fmt: skip
