"""A page as products make it: Russia and Myanmar, with invented figures where the real ones are not at hand."""

from __future__ import annotations

from datetime import date

from comity.pages import charts, lines
from comity.pages.model import Chart, Download, Hole, Lead, Page, Section, Table
from comity.pages.palette import Palette
from comity.vocabulary import Caveat, Dataset, Figure, Licence, Release, Source, Status

COUP = (date(2021, 2, 1), "coup, 1 Feb 2021")
PALETTE = Palette(("Russia", "China", "India", "South Korea", "Ukraine", "Myanmar"))


def source(code: str, title: str, publisher: str, citation: str, ship: str = "part", stamp: str = "2024-03") -> Source:
    """Return a source."""
    licence = Licence(
        "Fair use, non-commercial" if ship != "no" else "No redistribution",
        "Up to a tenth of the data set may be reproduced with attribution.",
        "https://example.org/terms",
        ship,  # type: ignore[arg-type]
    )
    dataset = Dataset(code, title, publisher, citation, f"https://example.org/{code}", licence)
    return Source(dataset, Release(stamp, date(2024, 3, 11), date(2024, 5, 2)))


SIPRI = source(
    "sipri",
    "SIPRI Arms Transfers Database",
    "SIPRI",
    "Stockholm International Peace Research Institute, SIPRI Arms Transfers Database",
)
VOTES = source(
    "votes",
    "United Nations General Assembly Voting Data",
    "Harvard Dataverse",
    "Voeten, Erik; Strezhnev, Anton; Bailey, Michael (2009): United Nations General Assembly Voting Data",
    "yes",
    "2024-01",
)
ACLED = source("acled", "ACLED", "Armed Conflict Location & Event Data", "ACLED (2024)", "no")


def figure(
    value: float | None,
    unit: str = "share",
    first: int = 2017,
    last: int = 2021,
    status: Status = "reported",
    code: str = "arms.share",
    states: tuple[str, ...] = ("RUS", "MMR"),
    sources: tuple[Source, ...] = (SIPRI,),
    what: str = "",
) -> Figure:
    """Return a figure."""
    return Figure(value, unit, status, code, states, first, last, sources, what)


def votes(value: float, year: int) -> Figure:
    """Return the agreement in the General Assembly in a year."""
    return figure(value, "index", year, year, code="votes.agreement", sources=(VOTES,))


SHARES = {
    "China": figure(0.3602, states=("CHN", "MMR"), what="share of 2017–21"),
    "Russia": figure(0.2693, what="share of 2017–21"),
    "India": figure(0.1711, states=("IND", "MMR"), what="share of 2017–21"),
    "South Korea": figure(0.1006, states=("KOR", "MMR"), what="share of 2017–21"),
}
EARLIER = {
    "China": figure(0.6118, "share", 2012, 2016, states=("CHN", "MMR"), what="share of 2012–16"),
    "Russia": figure(0.2514, "share", 2012, 2016, what="share of 2012–16"),
    "India": figure(0.031, "share", 2012, 2016, states=("IND", "MMR"), what="share of 2012–16"),
    "South Korea": figure(None, "share", 2012, 2016, "none recorded", states=("KOR", "MMR")),
}
AGREEMENT = {
    **{2008: 0.71, 2009: 0.702, 2010: 0.715, 2011: 0.69, 2012: 0.722, 2013: 0.731, 2014: 0.74, 2015: 0.728},
    **{2017: 0.735, 2018: 0.751, 2019: 0.748, 2020: 0.756, 2021: 0.606, 2022: 0.518, 2023: 0.488},
}


def yearly() -> list[dict[str, object]]:
    """Return invented shares of suppliers by year."""
    weights = {"China": 9, "Russia": 7, "India": 3, "South Korea": 2, "Ukraine": 2, "Serbia": 1, "Israel": 1}
    rows: list[dict[str, object]] = []
    for year in (y for y in range(2008, 2023) if y != 2010):
        raw = {n: w * (1 + (year * (i + 3)) % 7) for i, (n, w) in enumerate(weights.items())}
        rows += [{"year": year, "name": n, "value": v / sum(raw.values())} for n, v in raw.items()]
    return rows


def must(chart: Chart | None) -> Chart:
    """Return the chart that has to be there."""
    assert chart is not None
    return chart


def arms() -> Section:
    """Return the section on arms."""
    rows = tuple((name, SHARES[name], EARLIER[name]) for name in SHARES)
    changes = [{"name": n, "before": EARLIER[n].value or 0.0, "after": SHARES[n].value} for n in SHARES]
    return Section(
        "arms",
        "Arms",
        (
            (
                "Russia supplied ",
                SHARES["Russia"],
                " of the major arms that Myanmar received in 2017–21, behind China with ",
                SHARES["China"],
                ".",
            ),
            (
                "India followed with ",
                SHARES["India"],
                " and South Korea with ",
                SHARES["South Korea"],
                "; in 2012–16 India had ",
                EARLIER["India"],
                ", and from South Korea there was ",
                EARLIER["South Korea"],
                ".",
            ),
        ),
        (
            must(
                charts.shares_over_time(
                    yearly(),
                    "Russia",
                    title="Who armed Myanmar: share of each supplier by year",
                    palette=PALETTE,
                    event=COUP,
                )
            ),
            must(
                charts.before_after(
                    changes,
                    title="Suppliers of Myanmar, five years against five",
                    before="2012–16",
                    after="2017–21",
                    palette=PALETTE,
                )
            ),
        ),
        (Table("Suppliers of major arms to Myanmar", ("Supplier", "2017–21", "2012–16"), rows),),
        (Caveat("A trend-indicator value (TIV) measures military capability, not money paid."),),
        (SIPRI,),
        (Download("arms-shares", tuple(yearly())),),
    )


def diplomacy() -> Section:
    """Return the section on votes."""
    rows = [{"year": y, "value": v, "status": "reported"} for y, v in AGREEMENT.items()]
    rows.append({"year": 2016, "value": None, "status": "not known"})
    years = range(2008, 2024)
    median = [{"year": y, "value": 0.79 + (y % 4) / 100} for y in years]
    band = [{"year": y, "low": 0.62 + (y % 3) / 100, "high": 0.9} for y in years]
    return Section(
        "diplomacy",
        "Diplomacy and votes",
        (
            (
                "Russia and Myanmar voted alike ever less: agreement fell from ",
                votes(0.756, 2020),
                " in 2020 to ",
                votes(0.606, 2021),
                " in 2021, ",
                votes(0.518, 2022),
                " in 2022 and ",
                votes(0.488, 2023),
                " in 2023.",
            ),
        ),
        (
            must(
                lines.line_with_median(
                    rows,
                    median,
                    band,
                    name="Russia–Myanmar",
                    title="Agreement in the UN General Assembly",
                    unit="index",
                    palette=PALETTE,
                    event=COUP,
                )
            ),
            must(
                charts.timeline(
                    MEASURES, title="Sanctions on Myanmar, and visits", until=date(2024, 6, 1), since=date(2010, 1, 1)
                )
            ),
        ),
        (),
        (
            Caveat(
                "Since February 2021 Myanmar’s votes are cast by the ambassador of the ousted government: they"
                " speak for the National Unity Government, not for the State Administration Council."
            ),
        ),
        (VOTES,),
        (Download("un-agreement", tuple(rows)), Download("events", ({"a": 1},), (ACLED,))),
    )


MEASURES: list[dict[str, object]] = [
    {"name": "EU arms embargo", "start": date(1996, 10, 28), "end": None},
    {"name": "US sanctions programme", "start": date(1997, 5, 20), "end": date(2016, 10, 7)},
    {"name": "EU asset freezes", "start": date(2021, 3, 22), "end": None},
    {"name": "US Executive Order 14014", "start": date(2021, 2, 10), "end": None},
    {"name": "Min Aung Hlaing in Russia", "kind": "tick", "start": date(2021, 6, 20)},
    {"name": "Min Aung Hlaing in Russia", "kind": "tick", "start": date(2022, 7, 11)},
    {"name": "Min Aung Hlaing in Russia", "kind": "tick", "start": date(2022, 9, 7)},
]


def page() -> Page:
    """Return the whole page."""
    trade = [
        {"year": y, "name": n, "value": 1e8 * (1 + (y * k) % 11)}
        for y in range(2010, 2023)
        for n, k in (("Russia", 3), ("China", 5))
    ]
    energy = Section(
        "trade",
        "Trade",
        (("Myanmar imported ", figure(1.84e8, "USD", 2022, 2022, code="trade.imports"), " from Russia in 2022."),),
        (
            must(lines.lines(trade, title="Myanmar’s imports from two partners", unit="USD", palette=PALETTE)),
            must(
                lines.line_with_median(
                    [
                        {
                            "year": y,
                            "value": None if y in (2011, 2018) else float((y * 37) % 150),
                            "status": {2011: "none recorded", 2018: "below threshold"}.get(y, "reported"),
                        }
                        for y in range(2008, 2023)
                    ],
                    name="Russia",
                    title="Deliveries from Russia to Myanmar",
                    unit="TIV million",
                    palette=PALETTE,
                )
            ),
        ),
        sources=(SIPRI,),
    )
    return Page(
        "Russia and Myanmar",
        (
            "Russia became Myanmar’s second supplier of arms, with ",
            SHARES["Russia"],
            " of what it received in 2017–21, while the two voted apart in the United Nations.",
        ),
        (
            Lead("Russia’s share of Myanmar’s arms, 2017–21", SHARES["Russia"], ("second of 7 suppliers",)),
            Lead(
                "Major arms delivered in 2022",
                figure(111.0, "TIV million", 2022, 2022, code="arms.deliveries"),
                ("31st of 1,204 pairs",),
            ),
            Lead("Agreement in the UN, 2023", votes(0.488, 2023), ("in 2020 it was ", votes(0.756, 2020))),
            Lead("Refugees from Myanmar in Russia, 2023", figure(None, "persons", 2023, 2023, "none recorded")),
        ),
        (arms(), energy, diplomacy()),
        (
            Hole(
                "What was paid for arms",
                "The register values capability, not contracts.",
                "Customs figures cover small arms only.",
            ),
            Hole("Trade by product after 2022", "Russia stopped publishing its customs data in April 2022."),
        ),
        date(2024, 6, 1),
        ("Figures are those of the releases named; later releases may revise them.",),
        {"Version": "0.1.0", "Pair": "RUS–MMR"},
    )
