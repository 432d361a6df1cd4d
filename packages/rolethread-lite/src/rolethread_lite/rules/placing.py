"""Says exactly where a finding stands in a message whose content is a list of parts."""

from dataclasses import replace

from rolethread_lite.model.entry import Entry
from rolethread_lite.model.finding import Finding


def with_exact_path(finding: Finding, entry: Entry) -> Finding:
    """Return the finding with the part it stands in, `messages[1].content[2].text`, where the content has parts."""
    place = finding.place
    if place.message is None or place.piece is None:
        return finding
    message = entry.messages[place.message]
    if isinstance(message.content, str):
        return finding
    path = f"messages[{place.message}].{list(message.piece_paths())[place.piece]}"
    return replace(finding, place=replace(place, path=path))
