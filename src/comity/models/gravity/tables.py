"""Results on paper: one specification in full, several side by side, as text, LaTeX and HTML."""

from __future__ import annotations

import html as markup
from collections.abc import Sequence
from typing import Any

from comity.errors import WrongUse
from comity.models.gravity.result import Coefficient, Fit

_STARS = ((0.01, "***"), (0.05, "**"), (0.1, "*"))
_TITLES = {"ppml": "PPML", "ols": "OLS", "log-ols": "OLS of the logarithm"}
_NOTE = "Standard errors in parentheses. * p < 0.1, ** p < 0.05, *** p < 0.01."
_LATEX = {c: f"\\{c}" for c in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\^{}"}
_LATEX |= {"<": r"\textless{}", ">": r"\textgreater{}"}


def tidy(fit: Fit) -> list[dict[str, Any]]:
    """Return one row for each coefficient: term, estimate, se, z, p and the 95 % interval (low, high)."""
    return [
        {
            "term": name,
            "estimate": c.estimate,
            "se": c.se,
            "z": c.z,
            "p": c.p,
            "low": c.interval[0],
            "high": c.interval[1],
        }
        for name, c in fit.coefficients.items()
    ]


def summary(fit: Fit) -> str:
    """Return the result as text: coefficients, how the errors were computed, what was left out and why."""
    head = f"{_TITLES[fit.model]} of {fit.flow}: {fit.observations:,} observations"
    lines = [head, *_effects_line(fit), f"Standard errors: {_errors(fit)}", ""]
    cells = [("", "estimate", "se", "z", "p")]
    cells += [(n, f"{c.estimate:.6f}", f"{c.se:.6f}", f"{c.z:.2f}", f"{c.p:.4f}") for n, c in fit.coefficients.items()]
    lines += _aligned(cells) if fit.coefficients else ["No coefficient: the effects alone."]
    lines.append("")
    if fit.correction is not None:
        before = ((n, c, fit.correction.bias[n]) for n, c in fit.correction.uncorrected.items())
        lines += [f"Before the correction, {n}: {c.estimate:.6f} ({c.se:.6f}), bias {b:.6f}" for n, c, b in before]
    lines += [f"Left out, {name}: absorbed, {why}" for name, why in fit.absorbed.items()]
    lines += [f"Left out, {d.reason}: {d.rows:,} rows{_pairs(d.pairs)}" for d in fit.dropped]
    share = "pseudo R²" if fit.model == "ppml" else "R²"
    lines.append(f"{share} {fit.r_squared:.4f}, deviance {fit.deviance:.6g}, {fit.iterations} iterations")
    if fit.reset is not None:
        lines.append(f"RESET: chi² {fit.reset.statistic:.3f} ({fit.reset.freedom} df), p = {fit.reset.p:.4f}")
    return "\n".join(lines)


def side_by_side(*fits: Fit, names: Sequence[str] = ()) -> str:
    """Return several specifications as columns of a table in text, errors below the coefficients."""
    return "\n".join([*_aligned(_grid(fits, names)), *_notes(fits)])


def latex(*fits: Fit, names: Sequence[str] = ()) -> str:
    """Return one or more specifications as a LaTeX table (tabular, for the package booktabs)."""
    head, *rows = [[_for_latex(cell) for cell in row] for row in _grid(fits, names)]
    lines = [r"\begin{tabular}{l" + "r" * len(fits) + "}", r"\toprule", " & ".join(head) + r" \\", r"\midrule"]
    lines += [" & ".join(row) + r" \\" for row in rows]
    lines += [r"\bottomrule"]
    lines += [rf"\multicolumn{{{len(fits) + 1}}}{{l}}{{\footnotesize {_for_latex(n)}}} \\" for n in _notes(fits)]
    return "\n".join([*lines, r"\end{tabular}"])


def html(*fits: Fit, names: Sequence[str] = ()) -> str:
    """Return one or more specifications as an HTML table."""
    head, *rows = [[markup.escape(cell) for cell in row] for row in _grid(fits, names)]
    lines = ["<table>", "<thead><tr>" + "".join(f'<th scope="col">{c}</th>' for c in head) + "</tr></thead>", "<tbody>"]
    for first, *rest in rows:
        lines.append(f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{c}</td>" for c in rest) + "</tr>")
    notes = "<br>".join(markup.escape(n) for n in _notes(fits))
    return "\n".join(
        [*lines, "</tbody>", f'<tfoot><tr><td colspan="{len(fits) + 1}">{notes}</td></tr></tfoot>', "</table>"]
    )


def _grid(fits: Sequence[Fit], names: Sequence[str]) -> list[tuple[str, ...]]:
    if not fits or (names and len(names) != len(fits)):
        raise WrongUse(f"{len(names)} names for {len(fits)} results; expected one name for each result")
    titles = names or [f"({n}) {_TITLES[f.model]}" for n, f in enumerate(fits, 1)]
    terms = list(dict.fromkeys(term for fit in fits for term in fit.coefficients))
    rows: list[tuple[str, ...]] = [("", *titles)]
    for term in terms:
        found = [fit.coefficients.get(term) for fit in fits]
        rows.append((term, *(_starred(c) for c in found)))
        rows.append(("", *("" if c is None else f"({c.se:.4f})" for c in found)))
    sets = [{e.name for e in fit.effects} for fit in fits]
    names_of_sets = dict.fromkeys(e.name for fit in fits for e in fit.effects)
    rows.extend((f"{name} effects", *("yes" if name in s else "no" for s in sets)) for name in names_of_sets)
    rows.append(("observations", *(f"{fit.observations:,}" for fit in fits)))
    rows.append(("pseudo R² / R²", *(f"{fit.r_squared:.4f}" for fit in fits)))
    return rows


def _starred(c: Coefficient | None) -> str:
    return "" if c is None else f"{c.estimate:.4f}" + next((stars for limit, stars in _STARS if c.p < limit), "")


def _notes(fits: Sequence[Fit]) -> list[str]:
    return [_NOTE, *(f"Standard errors: {words}." for words in dict.fromkeys(_errors(f) for f in fits))]


def _errors(fit: Fit) -> str:
    counted = ", ".join(f"{count:,} clusters of {name}" for name, count in fit.clusters.items())
    return f"{fit.errors} ({counted})" if counted else fit.errors


def _effects_line(fit: Fit) -> list[str]:
    counted = ", ".join(f"{e.name} ({e.values.size:,})" for e in fit.effects)
    return [f"Fixed effects: {counted}"] if counted else []


def _pairs(pairs: Sequence[tuple[Any, Any]]) -> str:
    if not pairs:
        return ""
    shown = ", ".join(f"{a} to {b}" for a, b in pairs[:5])
    return f" of {len(pairs):,} pairs ({shown}{', …' if len(pairs) > 5 else ''})"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]).rstrip()
        for row in rows
    ]


def _for_latex(text: str) -> str:
    return "".join(_LATEX.get(c, c) for c in text).replace("R²", "$R^2$")
