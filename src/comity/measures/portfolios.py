"""How alike two states' ties with all others are: alliances coded on levels, and trade or arms by amount."""

from __future__ import annotations

import narwhals as nw

from comity.measures.similarity import KEYS, Distance, Score, definition, portfolio_table, similarity
from comity.vocabulary import Measure, Relation, Span

# Defence or offence above neutrality or consultation above non-aggression alone; a state's tie with itself is the
# highest, and both states of a pair stay in the portfolio (Signorino and Ritter 1999, after Bueno de Mesquita 1975).
LEVELS = (0.0, 1.0, 2.0, 3.0)
OBLIGATIONS = {
    "alliances.defense": 3.0,
    "alliances.offense": 3.0,
    "alliances.neutrality": 2.0,
    "alliances.consultation": 2.0,
    "alliances.nonaggression": 1.0,
}


def alliance_table(*relations: Relation) -> Relation:
    """Return how often two members' obligations towards all members met, from those of `OBLIGATIONS` and membership."""
    *obligations, membership = relations
    members = membership.filter(nw.col("value") == 1).select("state", "year", weight=nw.lit(1.0))
    return portfolio_table(_codes(obligations, members), members, LEVELS)


def weighted_alliance_table(*relations: Relation) -> Relation:
    """Return the same with each member counting by its capabilities; a member without capabilities counts nothing."""
    *obligations, membership, capabilities = relations
    in_system = membership.filter(nw.col("value") == 1).select("state", "year")
    weights = capabilities.select("state", "year", weight=nw.col("value"))
    members = in_system.join(weights, on=["state", "year"], how="inner")
    return portfolio_table(_codes(obligations, members), members, LEVELS)


def _codes(obligations: list[Relation], members: Relation) -> Relation:
    """Return the highest obligation of each state towards each other, and that towards itself."""
    coded = [
        relation.filter(nw.col("value") == 1).select(
            state=nw.col("origin"), item=nw.col("target"), year=nw.col("year"), code=nw.lit(level)
        )
        for relation, level in zip(obligations, OBLIGATIONS.values(), strict=True)
    ]
    own = members.select(state=nw.col("state"), item=nw.col("state"), year=nw.col("year"), code=nw.lit(LEVELS[-1]))
    return nw.concat([*coded, own]).group_by("state", "item", "year").agg(nw.col("code").max())


def cosine(flows: Relation) -> Relation:
    """Return the cosine of what two states send to all others but the two.

    cos = Σ x_ik x_jk / √(Σ x_ik² · Σ x_jk²) over partners k that are neither i nor j, from 0 (no partner in common)
    to 1 (the same proportions). A partner without a figure counts as none. A state that sends nothing to any
    other has no row.
    """
    sent = flows.filter(nw.col("value") > 0).select(state=nw.col("origin"), item=nw.col("target"), year=nw.col("year"),
                                                    x=nw.col("value"))  # fmt: skip
    norms = sent.group_by("state", "year").agg(norm=(nw.col("x") * nw.col("x")).sum())
    between = sent.select("year", "x", one=nw.col("state"), other=nw.col("item"))
    one = sent.select("item", "year", origin=nw.col("state"), _x=nw.col("x"))
    other = sent.select("item", "year", target=nw.col("state"), _y=nw.col("x"))
    met = one.join(other, on=["item", "year"], how="inner").filter(nw.col("origin") < nw.col("target"))
    products = met.group_by(*KEYS).agg(dot=(nw.col("_x") * nw.col("_y")).sum())
    pairs = norms.select("year", origin=nw.col("state"), a=nw.col("norm")).join(
        norms.select("year", target=nw.col("state"), b=nw.col("norm")), on=["year"], how="inner"
    )
    pairs = pairs.filter(nw.col("origin") < nw.col("target")).join(products, on=list(KEYS), how="left")
    for side, name in (("origin", "to_target"), ("target", "to_origin")):
        ends = {"origin": "one", "target": "other"} if side == "origin" else {"origin": "other", "target": "one"}
        own = between.select("year", **{k: nw.col(v) for k, v in ends.items()}, **{name: nw.col("x")})
        pairs = pairs.join(own, on=list(KEYS), how="left")
    a = nw.col("a") - nw.col("to_target").fill_null(0.0) * nw.col("to_target").fill_null(0.0)
    b = nw.col("b") - nw.col("to_origin").fill_null(0.0) * nw.col("to_origin").fill_null(0.0)
    # What is left of a norm after taking one partner out is rounding where there was no other.
    some = (a > nw.col("a") * 1e-12) & (b > nw.col("b") * 1e-12)
    value = nw.col("dot").fill_null(0.0) / (a * b).sqrt()
    return pairs.filter(some).select(*KEYS, value=value, status=nw.lit("reported"))


def both_whole(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the coverage of a similarity of origins: pairs of those whose every target is covered, or listed."""
    whole = [s for s in spans if s.targets is None]
    return tuple(dict.fromkeys(Span(s.first, s.last, s.origins, s.origins) for s in whole or spans))


def _of_alliances(
    code: str, label: str, unit: str, note: str, score: Score, distance: Distance = "absolute"
) -> Measure:
    def values(*relations: Relation) -> Relation:
        return similarity(alliance_table(*relations), score, levels=LEVELS, distance=distance)

    inputs = (*OBLIGATIONS, "system.membership_cow")
    return Measure(definition(code, label, unit, f"{CODED}; {note}", "alliances"), inputs, values)


def _weighted(*relations: Relation) -> Relation:
    return similarity(weighted_alliance_table(*relations), "s", levels=LEVELS)


CODED = (
    "obligations towards all members of the COW system and oneself: 3 defence or offence, 2 neutrality or "
    "consultation, 1 non-aggression, 0 none"
)
FILLED = "over all partners but the two; a partner without a figure counts as none"
PORTFOLIOS = (
    _of_alliances("alliances.s_absolute", "Signorino–Ritter S of alliance portfolios", "S, −1 to 1",
                  "absolute distances, unweighted", "s"),
    _of_alliances("alliances.s_squared", "Signorino–Ritter S of alliance portfolios, squared", "S, −1 to 1",
                  "squared distances, unweighted", "s", "squared"),
    Measure(
        definition("alliances.s_weighted", "Signorino–Ritter S of alliance portfolios, weighted by capabilities",
                   "S, −1 to 1", f"{CODED}; absolute distances, members weighted by their share of the world's "
                   "capabilities; those without one are left out", "alliances"),
        (*OBLIGATIONS, "system.membership_cow", "capabilities.cinc"),
        _weighted,
    ),
    _of_alliances("alliances.pi", "Scott's π of alliance portfolios", "π, −1 to 1", "absolute distances", "pi"),
    _of_alliances("alliances.kappa", "Cohen's κ of alliance portfolios", "κ, −1 to 1", "absolute distances", "kappa"),
    _of_alliances("alliances.tau_b", "Kendall's τ-b of alliance portfolios", "τ-b, −1 to 1", "the order alone counts",
                  "tau_b"),
    Measure(
        definition("trade.export_similarity", "Cosine of two states' exports of goods by partner", "cosine, 0 to 1",
                   FILLED, "trade"),
        ("trade.exports",),
        cosine,
        both_whole,
    ),
    Measure(
        definition("arms.export_similarity", "Cosine of two states' deliveries of arms by recipient",
                   "cosine, 0 to 1", FILLED, "arms"),
        ("arms.deliveries",),
        cosine,
        both_whole,
    ),
)  # fmt: skip
