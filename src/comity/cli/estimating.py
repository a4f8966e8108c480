"""Estimating a gravity model, and giving the result in the form asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from comity.cli.options import STDOUT, Form
from comity.cli.printing import result, result_json, say
from comity.errors import WrongUse, printable

if TYPE_CHECKING:
    from comity.models.gravity import Fit

ENDINGS = (".csv", ".html", ".json", ".tex")


def answer(data: str, model: str, form: Form, **asked: Any) -> None:
    """Estimate on the table `data` and print the result, or write it as a table."""
    form.check(ENDINGS)
    from comity.models import gravity

    if model != "ppml":
        if asked.pop("bias_correct"):
            raise WrongUse("--bias-correct is for PPML: least squares has no such bias; leave it out")
        asked["log"] = model == "log-ols"
    fit = (gravity.ppml if model == "ppml" else gravity.ols)(data, **asked)
    for name, why in fit.absorbed.items():
        say(f"{printable(name, 60)} is not estimated: absorbed, {why}")
    if form.file is not None:
        from comity.store import write_text

        write_text(form.file, _as_text(fit, form.file.suffix.lower()))
        say(f"wrote {printable(str(form.file), 160)}")
    elif form.as_json:
        result_json(fit.to_dict())
    elif form.out == STDOUT:
        result(_as_text(fit, ".csv"))
    else:
        result(gravity.summary(fit))


def _as_text(fit: Fit, ending: str) -> str:
    from comity.catalogue.exports import csv_text
    from comity.models import gravity

    if ending == ".json":
        return json.dumps(fit.to_dict(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    if ending == ".html":
        return gravity.html(fit) + "\n"
    if ending == ".tex":
        return gravity.latex(fit) + "\n"
    return csv_text(gravity.tidy(fit))
