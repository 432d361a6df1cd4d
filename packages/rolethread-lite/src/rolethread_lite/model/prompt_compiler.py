"""Compiles a prompt that asks another system for entries: the same wishes give the same words.

What the owner typed is put in as it is and never read again, so nothing in it is taken for a placeholder. Each choice
has one part of the prompt, and a part that would say the opposite of another one is left out.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence

from rolethread_lite.errors import InvalidValue
from rolethread_lite.model.compilation import CastMember, Compilation, Delivery, Style, Task, Tone
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.message import SYSTEM, Message

_FENCE = re.compile(r"`{3,}")


def compile_prompt(wish: Compilation) -> str:
    """Return the prompt; raises InvalidValue when it is not said what the entries are about."""
    _refuse_empty(wish)
    sections = ((title, text) for title, part in _SECTIONS for text in (part(wish),) if text)
    return "\n\n".join(f"## {title}\n\n{text}" for title, text in sections) + "\n"


def spread(number: int, *, take: int) -> tuple[int, ...]:
    """Return `take` places out of `number`, from 0, spread evenly: the middle of each of so many equal stretches."""
    wanted = max(0, min(number, take))
    return tuple((2 * place + 1) * number // (2 * wanted) for place in range(wanted))


def example_line(entry: Entry, *, with_system: bool = True, with_tags: bool = True) -> str:
    """Return an entry as the one line of JSON that the prompt asks for: its messages, who speaks, and its tags."""
    messages = [_as_json(one) for one in entry.messages if with_system or one.role != SYSTEM]
    tags: Mapping[str, object] = {"tags": list(entry.tags)} if entry.tags and with_tags else {}
    return json.dumps({"messages": messages, **tags}, ensure_ascii=False)


def _as_json(message: Message) -> dict[str, str]:
    speaker = {"name": message.speaker} if message.speaker else {}
    return {"role": message.role, **speaker, "content": message.text}


def _refuse_empty(wish: Compilation) -> None:
    if wish.task is not Task.NEW and not wish.examples:
        raise InvalidValue(f"there is no entry to {wish.task.value}", advice="Choose a dataset to take entries from.")
    if wish.task is Task.NEW and not (wish.content.strip() or wish.characters or wish.examples):
        raise InvalidValue(
            "it is not said what the entries are about",
            advice="Describe it, or choose characters or examples.",
        )


def _task(wish: Compilation) -> str:
    if wish.task is Task.NEW:
        return (
            f"Write {_count(wish.entries, 'new conversation')} for a dataset on which a roleplay model is trained. "
            f"{_EACH_ITS_OWN if wish.entries > 1 else _NO_TITLE}"
        )
    given = "the entry" if len(wish.examples) == 1 else f"each of the {len(wish.examples):,} entries"
    if wish.task is Task.CONTINUE:
        return (
            f"Continue {given} at the end of this prompt. Give the messages that are there back unchanged, "
            f"and add {_count(wish.exchanges, 'exchange')} that follow from them."
        )
    return (
        f"Rewrite {given} at the end of this prompt. Keep what happens, who speaks and in which order, and the number "
        "of messages; say all of it in other words, and better."
    )


def _content(wish: Compilation) -> str:
    return wish.content.strip("\n") if wish.content.strip() else ""


def _cast(wish: Compilation) -> str:
    if not wish.characters:
        return ""
    opening = (
        "The assistant plays these characters, unless it is said otherwise. "
        'Write the name of whoever speaks into "name" of the message, spelled as it is here.'
    )
    return "\n\n".join((opening, *map(_member, wish.characters)))


def _member(member: CastMember) -> str:
    told = (("", member.description), ("Personality: ", member.personality), ("Scenario: ", member.scenario))
    return "\n\n".join((f"### {member.name}", *(f"{label}{text.strip()}" for label, text in told if text.strip())))


def _system_prompt(wish: Compilation) -> str:
    if wish.system_prompt is None:
        return _AUTOMATIC[wish.task]
    place = "in the place of the one that may be there" if wish.task is not Task.NEW else "before everything else"
    return (
        f"Every entry has this text as its system message, {place}. Copy it word for word; "
        f"do not add to it, and do not fill anything in.\n\n{_fenced([wish.system_prompt])}"
    )


def _length(wish: Compilation) -> str:
    if wish.task is not Task.NEW:
        return ""
    return (
        f"Each conversation has {_count(wish.exchanges, 'exchange')}: a message of the user and the reply of the "
        "assistant. It begins with the user and ends with the assistant."
    )


def _style(wish: Compilation) -> str:
    if wish.task is Task.CONTINUE:
        return "Go on in the manner of the messages that are there."
    return f"{_STYLES[wish.style]} {_TONES[wish.tone]}"


def _tags(wish: Compilation) -> str:
    if not wish.tags:
        return "Give the tags of each entry back as they are." if _keeps_tags(wish) else ""
    given = json.dumps(list(wish.tags), ensure_ascii=False)
    return f'Every entry has these tags, and no others: "tags": {given}'


def _more(wish: Compilation) -> str:
    return wish.more.strip("\n") if wish.more.strip() else ""


def _output(wish: Compilation) -> str:
    return "\n\n".join((_SHAPE, _pattern(wish), _DELIVERIES[wish.delivery]))


def _pattern(wish: Compilation) -> str:
    """Return the form of a line, with the members that are asked for and no others."""
    is_named = wish.characters or any(message.speaker for entry in wish.examples for message in entry.messages)
    name = '"name": "…", ' if is_named else ""
    has_system = wish.task is Task.NEW or wish.system_prompt is not None
    system = '{"role": "system", "content": "…"}, ' if has_system else ""
    turns = ", ".join(f'{{"role": "{role}", {name}"content": "…"}}' for role in ("user", "assistant"))
    given = json.dumps(list(wish.tags), ensure_ascii=False) if wish.tags else '["…"]'
    tags = f', "tags": {given}' if wish.tags or _keeps_tags(wish) else ""
    return f'{{"messages": [{system}{turns}, …]{tags}}}'


def _examples(wish: Compilation) -> str:
    if not wish.examples:
        return ""
    # Another system prompt or other tags than those that are asked for would say the opposite of them.
    own = {"with_system": wish.system_prompt is None, "with_tags": _keeps_tags(wish)}
    lines = [example_line(entry, **own) for entry in wish.examples]
    opening = (
        "This is how good entries read. Learn their manner from them; do not copy them.\n\n"
        if wish.task is Task.NEW
        else ""
    )
    return f"{opening}{_fenced(lines)}"


def _keeps_tags(wish: Compilation) -> bool:
    """Tell whether given entries come back with the tags they have."""
    return wish.task is not Task.NEW and not wish.tags and any(entry.tags for entry in wish.examples)


def _fenced(lines: Sequence[str]) -> str:
    """Return lines between fences that none of them holds."""
    longest = max((len(found) for line in lines for found in _FENCE.findall(line)), default=2)
    fence = "`" * (longest + 1)
    return "\n".join((fence, *lines, fence))


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


_Part = Callable[[Compilation], str]
_SECTIONS: tuple[tuple[str, _Part], ...] = (
    ("Task", _task),
    ("Content", _content),
    ("Characters", _cast),
    ("System message", _system_prompt),
    ("Length", _length),
    ("Style", _style),
    ("Tags", _tags),
    ("Also", _more),
    ("Output", _output),
    ("Entries", _examples),
)
_EACH_ITS_OWN = (
    "Each one stands for itself: another situation, another opening, another course. "
    "Do not number or title them, and do not repeat yourself."
)
_NO_TITLE = "Give it no title."
_AUTOMATIC = {
    Task.NEW: (
        "Begin every entry with a system message that you write for it: who the assistant plays, who the user is, "
        "where they are and what is going on. Speak to the assistant as “you”."
    ),
    Task.CONTINUE: "Leave the system messages as they are, and add none where there is none.",
    Task.REWRITE: "Leave the system messages as they are, and add none where there is none.",
}
_STYLES = {
    Style.NATURAL: "Natural dialogue: people speak as people do, in messages of differing length, narrating little.",
    Style.IMMERSIVE: (
        "Immersive roleplay: what is said stands in quotation marks, what is done and seen between asterisks, in the "
        "present tense. The assistant never speaks or acts for the user."
    ),
    Style.NARRATIVE: "Narrative prose: the third person and the past tense, with what is said in quotation marks.",
    Style.INSTRUCTIVE: "Instructive: the user asks, and the assistant answers in its role, clearly and completely.",
}
_TONES = {
    Tone.NEUTRAL: "The tone follows from the situation.",
    Tone.WARM: "The tone is warm and kind.",
    Tone.DRAMATIC: "The tone is dramatic: something is at stake, and it shows.",
    Tone.PLAYFUL: "The tone is playful and light.",
    Tone.PROFESSIONAL: "The tone is matter-of-fact and professional.",
}
_SHAPE = (
    "JSON Lines: one entry a line, each a whole JSON object, with line breaks inside a text written as \\n. "
    "No code fences, no comments, no commas between the lines."
)
_DELIVERIES = {
    Delivery.PASTE: "Answer with these lines and nothing else, so that your answer can be pasted as it is.",
    Delivery.FILE: "Give these lines as a file for download, named entries.jsonl, in UTF-8, with nothing else in it.",
}
