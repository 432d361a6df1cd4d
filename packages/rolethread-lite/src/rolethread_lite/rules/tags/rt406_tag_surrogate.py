r"""Half of a character in a tag.

What it finds: a lone surrogate in a tag, left over from an emoji that was cut in two. Texts have a rule of their own
(RT112).

Why it matters for training: no text can hold it; loaders stop at it with an error that names neither file nor line.

Example: `{"messages": […], "tags": ["harbour \ud83d"]}`

Repaired: `{"messages": […], "tags": ["harbour \ufffd"]}`, which shows as a question mark in a diamond.
"""

from collections.abc import Iterator

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding, Repair, Severity
from rolethread_lite.model.reading import Reading
from rolethread_lite.rules.rule import Needs, Reads, Rule
from rolethread_lite.rules.surrogates import find_surrogate, replace_surrogates
from rolethread_lite.rules.tags.places import place_of, with_tag

RULE = Rule(
    code="RT406",
    name="tag-surrogate",
    family="tags",
    severity=Severity.ERROR,
    repair=Repair.ASK,
    reads=Reads.TAGS,
    needs=(Needs.ODD_TAGS,),
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each tag with halves of characters."""
    for place, tag in enumerate(reading.entry.tags):
        if find_surrogate(tag):
            yield RULE.at_path(f"tags[{place}]", sentence="Half of a character stands alone here; no text can hold it.")


def repair(entry: Entry, finding: Finding) -> Entry:
    """Return the entry with a replacement character for each half in this tag."""
    return with_tag(entry, finding, tag=replace_surrogates(entry.tags[place_of(finding)]))
