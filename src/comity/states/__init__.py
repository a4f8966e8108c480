"""Who is a state, when, under which code and name; and groups of states by dated membership.

Three questions, three doors: `find` for what a person types, `match` for a publisher's spelling, `by_code` for a code.
All read small tables of our own; see `registry` for what
counts as a state, `naming` for the kinds of names and `grouping` for the groups.
"""

from comity.states.grouping import Group, Membership, group, group_by_number, groups, members, memberships
from comity.states.lookup import find, find_actor, find_with_note
from comity.states.naming import Name, UnknownName, match, names, names_of
from comity.states.registry import Kind, Spell, State, System, by_code, by_number, holders, state, states
from comity.states.spelling import key

__all__ = [
    "Group",
    "Kind",
    "Membership",
    "Name",
    "Spell",
    "State",
    "System",
    "UnknownName",
    "by_code",
    "by_number",
    "find",
    "find_actor",
    "find_with_note",
    "group",
    "group_by_number",
    "groups",
    "holders",
    "key",
    "match",
    "members",
    "memberships",
    "names",
    "names_of",
    "state",
    "states",
]
