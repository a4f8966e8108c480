"""Lists: the indicators and kinds of records, the states, and one state or group."""

from __future__ import annotations

from datetime import date
from typing import Any

from comity import states as registry
from comity.cli.printing import heading, pairs, paragraph, result, result_json, say, table
from comity.cli.showing import days, lifetimes, named
from comity.states import Group, Name, Spell, State

SCHEMA_VERSION = 1
_WORLD = "WLD"  # every state belongs to it while it exists
_LISTS = {"cow": "Correlates of War", "gw": "Gleditsch and Ward"}
_KINDS_OF_NAMES = {
    "alias": "also called",
    "foreign": "other languages",
    "demonym": "adjectives",
    "metonym": "stands for it",
    "regime": "governments",
    "leader": "leaders",
    "publisher": "filed here",
}


def indicators(words: str, *, as_json: bool) -> None:
    """Print the indicators and kinds of records that hold the words."""
    from comity.catalogue import datasets_of, search
    from comity.vocabulary import Definition

    found = search(words)
    figures = [w for w in found if isinstance(w, Definition)]
    kinds = [w for w in found if not isinstance(w, Definition)]
    if as_json:
        result_json(
            {
                "schema_version": SCHEMA_VERSION,
                "indicators": [
                    {
                        **{n: getattr(d, n) for n in ("code", "label", "unit", "grain", "kind", "sector", "absent")},
                        "note": d.note,
                        "datasets": list(datasets_of(d.code)),
                    }
                    for d in figures
                ],
                "records": [
                    {
                        **{n: getattr(k, n) for n in ("code", "label", "sector", "note")},
                        "datasets": list(datasets_of(k.code)),
                    }
                    for k in kinds
                ],
            }
        )
        return
    if not found:
        say(f"nothing in the catalogue has the words {words!r}; `comity indicators` lists all")
        return
    parts = []
    if figures:
        rows = [[d.code, d.unit, d.grain, d.label] for d in figures]
        parts += ["Indicators (comity get CODE …)\n", table(("code", "unit", "grain", "label"), rows)]
    if kinds:
        lines = [[k.code, k.label] for k in kinds]
        parts += [f"{chr(10) if figures else ''}Records (comity records CODE …)\n", table(("code", "label"), lines)]
    result("\n".join(parts))


def states(*, as_json: bool) -> None:
    """Print every state, former state and territory, and the groups."""
    if as_json:
        result_json(
            {
                "schema_version": SCHEMA_VERSION,
                "states": [_state_entry(s) for s in registry.states()],
                "groups": [{"code": g.code, "name": g.name} for g in registry.groups()],
            }
        )
        return
    rows = [_row(s) for s in sorted(registry.states(), key=lambda s: registry.key(s.name))]
    groups = [[g.code, g.name] for g in registry.groups()]
    head = ("id", "name", "kind", "independent", "COW", "G-W")
    text = [table(head, rows, right=("COW", "G-W")), heading("Groups"), table(("code", "name"), groups)]
    result("\n".join(text))


def state(name: str, *, as_json: bool) -> None:
    """Print one state, or a group with its dated members."""
    found = registry.find_actor(name)
    if isinstance(found, Group):
        if as_json:
            result_json({"schema_version": SCHEMA_VERSION, "group": _group_entry(found)})
        else:
            result(_group_text(found))
        return
    note = registry.find_with_note(name)[1]
    if note is not None:
        say(note)
    if as_json:
        result_json({"schema_version": SCHEMA_VERSION, "state": _state_entry(found) | _details(found)})
    else:
        result(_state_text(found))


def _row(state: State) -> list[object]:
    numbers = {s.system: s.number for s in state.spells}
    return [state.id, state.name, state.kind, lifetimes(state), numbers.get("cow"), numbers.get("gw")]


def _state_text(state: State) -> str:
    entries = [("official name", state.official), ("kind", state.kind), ("independent", lifetimes(state))]
    entries += [("ISO 3166", ", ".join(filter(None, (state.iso2, state.iso2 and state.id, state.iso_numeric))))]
    entries += [("UN M49", state.m49 or "")]
    entries += [
        (title, "; ".join(_spell(s) for s in state.spells if s.system == code)) for code, title in _LISTS.items()
    ]
    entries += [("before it", named(state.predecessors)), ("after it", named(state.successors))]
    groups = [f"{g.code} {when}" for g in registry.groups() if g.code != _WORLD and (when := _member(g, state.id))]
    entries += [("groups", "; ".join(groups))]
    names = registry.names_of(state.id)
    for kind, title in _KINDS_OF_NAMES.items():
        entries.append((title, ", ".join(_name(n) for n in names if n.kind == kind)))
    return f"{state.name} ({state.id})\n\n{pairs([*entries, ('note', state.note)])}"


def _spell(spell: Spell) -> str:
    return f"{spell.number} {spell.abbreviation}, {days(spell.start, spell.end)}"


def _name(name: Name) -> str:
    return name.text if name.start is None and name.end is None else f"{name.text} ({days(name.start, name.end)})"


def _member(group: Group, id_: str) -> str:
    return " and ".join(days(m.start, m.end) for m in group.members if m.state == id_)


def _group_text(group: Group) -> str:
    rows = [
        [m.state, registry.state(m.state).name, m.start or "always", m.end or "today"]
        for m in sorted(group.members, key=lambda m: (m.start or date.min, m.state))
    ]
    head = f"{group.name} ({group.code}), a group of states"
    return "\n".join([head, paragraph(group.definition), "", table(("id", "member", "from", "to"), rows)])


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _state_entry(state: State) -> dict[str, Any]:
    return {
        "id": state.id,
        "name": state.name,
        "official": state.official,
        "kind": state.kind,
        "independent": [{"from": _iso(start), "to": _iso(end)} for start, end in state.existence],
        "codes": {
            "iso2": state.iso2,
            "iso3": state.id if state.iso2 else None,
            "iso_numeric": state.iso_numeric,
            "m49": state.m49,
        },
        "numbers": [
            {
                "system": s.system,
                "number": s.number,
                "abbreviation": s.abbreviation,
                "from": _iso(s.start),
                "to": _iso(s.end),
            }
            for s in state.spells
        ],
        "predecessors": list(state.predecessors),
        "successors": list(state.successors),
        "note": state.note,
    }


def _details(state: State) -> dict[str, Any]:
    return {
        "names": [
            {"name": n.text, "kind": n.kind, "from": _iso(n.start), "to": _iso(n.end)}
            for n in registry.names_of(state.id)
        ],
        "groups": [
            {"code": g.code, "name": g.name, "from": _iso(m.start), "to": _iso(m.end)}
            for g in registry.groups()
            for m in g.members
            if m.state == state.id
        ],
    }


def _group_entry(group: Group) -> dict[str, Any]:
    return {
        "code": group.code,
        "name": group.name,
        "definition": group.definition,
        "members": [{"state": m.state, "from": _iso(m.start), "to": _iso(m.end)} for m in group.members],
    }
