"""What is made of a series over time within a member or a pair: growth, means, and the periods since an event.

Years are counted, not rows: a member that was out of the system starts anew.
"""

from __future__ import annotations

import narwhals as nw

from comity.panels.adds import Add
from comity.vocabulary import Relation

FOLLOWED = ("growth", "mean", "spell")


def followed(base: Relation, keys: tuple[str, ...], name: str, add: Add) -> Relation:
    """Return the rows with a column made over time in place of the column it is made of."""
    if add.then == "mean":
        return mean(base, keys, name, add.over)
    return growth(base, keys, name) if add.then == "growth" else spell(base, keys, name)


def growth(base: Relation, keys: tuple[str, ...], name: str) -> Relation:
    """Change since the period before as a share of it: x / x₋₁ − 1; not known where that is not above zero."""
    before, when = nw.col(name).shift(1).over(*keys, order_by="_t"), nw.col("_t").shift(1).over(*keys, order_by="_t")
    base = base.with_columns(before.alias("_before"), when.alias("_when"))
    known = (nw.col("_t") - nw.col("_when") == 1) & (nw.col("_before") > 0)
    value = nw.when(known).then(nw.col(name) / nw.col("_before") - 1)
    return base.with_columns(value.alias(name)).drop("_before", "_when")


def mean(base: Relation, keys: tuple[str, ...], name: str, over: int) -> Relation:
    """Mean of the period and those before it, `over` in all; not known where one of them is not."""
    value = nw.col(name).rolling_mean(over, min_samples=over).over(*keys, order_by="_t")
    when = nw.col("_t").shift(over - 1).over(*keys, order_by="_t")
    base = base.with_columns(value.alias("_mean"), when.alias("_when"))
    whole = nw.col("_t") - nw.col("_when") == over - 1
    return base.with_columns(nw.when(whole).then(nw.col("_mean")).alias(name)).drop("_mean", "_when")


def spell(base: Relation, keys: tuple[str, ...], name: str) -> Relation:
    """Periods since the last event, or since the member or the pair came to be: 0 in the period after an event.

    Beck, Katz and Tucker (1998), with each period of an event that goes on counted as an event. A column of onsets
    gives the rule by onsets: the periods in which an event only goes on count as peace. Not known where it is not known
    whether there was an event; a series starts anew after such periods and after periods outside the system.
    """
    before = nw.col(name).shift(1).over(*keys, order_by="_t")
    when = nw.col("_t").shift(1).over(*keys, order_by="_t")
    base = base.with_columns(before.alias("_before"), when.alias("_when"))
    goes_on = (nw.col("_t") - nw.col("_when") == 1) & (nw.col("_before") == 0)
    base = base.with_columns(nw.when(goes_on).then(nw.lit(0)).otherwise(nw.col("_t")).alias("_start"))
    base = base.with_columns(nw.col("_start").cum_max().over(*keys, order_by="_t").alias("_since"))
    value = nw.when(~nw.col(name).is_null()).then((nw.col("_t") - nw.col("_since")).cast(nw.Float64))
    return base.with_columns(value.alias(name)).drop("_before", "_when", "_start", "_since")
