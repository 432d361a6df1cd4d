"""A role word that may stand for a role, or for somebody's name.

What it finds: words such as `bot`, `model`, `player` or `character`. Many datasets write them for a role; in a story
somebody may well be called the Player, or Char.

Why it matters for training: trainers know none of these words; they drop the entry or stop.

Example: `{"role": "player", "content": "Is the ferry late?"}`

Repaired: `{"role": "user", "content": "Is the ferry late?"}`, if you say that this is what it means. A turn that is a
call of a tool is left to you.
"""

from collections.abc import Iterator

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.messages.role_words import AMBIGUOUS, CALLS, fold_role, has_other_words, set_meant_role
from rolethread_lite.rules.rule import Rule

RULE = Rule(
    code="RT207",
    name="role-word",
    family="messages",
    severity=Severity.WARNING,
    repair=Repair.ASK,
    roles=has_other_words,
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each role word that is no trainer's role and no clear spelling of one."""
    for place, message in enumerate(reading.entry.messages):
        word = fold_role(message.role)
        if word in AMBIGUOUS:
            sentence = f"The role {message.role!r} may mean {AMBIGUOUS[word]!r}, or be a name; trainers do not know it."
            yield RULE.at_member(place, "role", sentence=sentence)
        elif word in CALLS:
            sentence = f"The role {message.role!r} is a call of a tool written as a turn; few trainers know it."
            yield RULE.at_member(place, "role", sentence=sentence, repair=Repair.NONE)


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with the role that this word most often means."""
    return set_meant_role(entry, finding.place.message)
