"""What RoleThread 1.0 takes, told from its description and not from our writer: its files, its sidecars, its slugs."""

import json
import re
from collections.abc import Callable, Iterator

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00")
VALIDATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
STAMP = ["version", "native", "validated_at", "entry_uuid", "dataset_uuid"]
STATUSES = {"active", "uncategorized", "archived", "hidden"}


def open_dataset(raw: bytes) -> list[dict]:
    """Return the entries as RoleThread 1.0 reads them; a line it loses or falls over fails the test."""
    entries = []
    for line in raw.decode("utf-8").splitlines():
        if line.strip():
            entry = json.loads(line)
            assert isinstance(entry, dict), line
            assert all(isinstance(message["content"], str) for message in entry["messages"]), line
            assert all(isinstance(message["role"], str) for message in entry["messages"]), line
            assert isinstance(entry["tags"], list), line
            assert all(tag == slug(tag) != "" for tag in entry["tags"]), line
            assert "conversations" not in entry, line
            entries.append(entry)
    return entries


def assert_native(entries: list[dict]) -> str:
    """Fail unless the entries are trusted and told apart; return the uuid of their dataset."""
    stamps = [entry["_rolethread"] for entry in entries]
    assert all(list(stamp) == STAMP for stamp in stamps)
    assert all(stamp["native"] is True and stamp["version"] == "1.0.0" for stamp in stamps)
    assert all(VALIDATED.fullmatch(stamp["validated_at"]) for stamp in stamps)
    assert all(UUID.fullmatch(stamp["entry_uuid"]) for stamp in stamps)
    assert len({stamp["entry_uuid"] for stamp in stamps}) == len(stamps)
    datasets = {stamp["dataset_uuid"] for stamp in stamps}
    assert len(datasets) == 1
    return datasets.pop()


def slug(name: str) -> str:
    """Return the normal form of a tag, a category, a character or a template."""
    name = name.strip().lower().replace("&", " ")
    return re.sub("[^a-z0-9]+", "_", name).strip("_")


def faults_of(raw: bytes) -> list[str]:
    """Return why RoleThread 1.0 would reject a sidecar; nothing when it takes it."""
    return list(_object(json.loads(raw.decode("utf-8")), "", SIDECAR))


def loose_ends(sidecar: dict, entries: list[dict]) -> list[str]:
    """Return what a sidecar refers to and does not hold, and what is in it twice."""
    found = [f"{kind}: {name} twice" for kind, name in _repeated(sidecar)]
    categories = {item["slug"] for item in sidecar["categories"]}
    tags = {item["slug"]: item for item in sidecar["tags"]}
    characters = {item["slug"] for item in sidecar["characters"]}
    uuids = {entry["_rolethread"]["entry_uuid"]: entry for entry in entries}
    used = {tag for entry in entries for tag in entry["tags"]}
    found += [f"tag {tag} is not listed" for tag in used ^ set(tags)]
    found += [
        f"tag {tag} has no category" for tag, item in tags.items() if item["category_slug"] not in categories | {None}
    ]
    found += [
        f"tag {tag} is in no category" for tag, item in tags.items() if item["is_active"] and not item["category_slug"]
    ]
    found += [f"alias {item['old_slug']} leads nowhere" for item in sidecar["aliases"] if item["new_slug"] not in tags]
    found += [f"alias {item['old_slug']} is a tag" for item in sidecar["aliases"] if item["old_slug"] in tags]
    for mapping in sidecar["entry_character_mappings"]:
        entry = uuids.get(mapping["entry_uuid"])
        if entry is None:
            found.append(f"no entry {mapping['entry_uuid']}")
            continue
        for turn in mapping["turns"]:
            found += [] if turn["character_slug"] in characters else [f"no character {turn['character_slug']}"]
            role = entry["messages"][turn["turn_index"]]["role"]
            found += [] if role == turn["training_role"] else [f"turn {turn['turn_index']} is {role}"]
    return found


def _repeated(sidecar: dict) -> Iterator[tuple[str, str]]:
    unique = {
        "categories": ("slug", "name"),
        "tags": ("slug",),
        "aliases": ("old_slug",),
        "characters": ("slug",),
        "system_prompts": ("slug",),
        "entry_character_mappings": ("entry_uuid",),
    }
    for kind, keys in unique.items():
        for key in keys:
            values = [item[key] for item in sidecar[kind]]
            yield from ((kind, value) for value in {value for value in values if values.count(value) > 1})


Check = Callable[[object, str], Iterator[str]]


def _full(value: object, where: str) -> Iterator[str]:
    if not isinstance(value, str) or not value:
        yield f"{where} is no text, or an empty one"


def _maybe(value: object, where: str) -> Iterator[str]:
    if value is not None and not isinstance(value, str):
        yield f"{where} is no text"


def _number(value: object, where: str) -> Iterator[str]:
    if type(value) is not int:
        yield f"{where} is no whole number"


def _flag(value: object, where: str) -> Iterator[str]:
    if type(value) is not bool:
        yield f"{where} is neither true nor false"


def _slug(value: object, where: str) -> Iterator[str]:
    if not isinstance(value, str) or not value or slug(value) != value:
        yield f"{where} is no slug: {value!r}"


def _maybe_slug(value: object, where: str) -> Iterator[str]:
    if value is not None:
        yield from _slug(value, where)


def _anything(value: object, where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where} is no object"


def _counts(value: object, where: str) -> Iterator[str]:
    yield from _anything(value, where)
    for key, number in value.items():
        yield from _slug(key, where)
        yield from _number(number, f"{where}.{key}")


def _exactly(*wanted: object) -> Check:
    def _check(value: object, where: str) -> Iterator[str]:
        if value not in wanted or type(value) is bool:
            yield f"{where} is {value!r}"

    return _check


def _instant(value: object, where: str) -> Iterator[str]:
    if not isinstance(value, str) or not INSTANT.fullmatch(value):
        yield f"{where} is no instant: {value!r}"


def _object(value: object, where: str, members: dict[str, Check]) -> Iterator[str]:
    if not isinstance(value, dict) or list(value) != list(members):
        yield f"{where} has not the members {list(members)}"
        return
    for key, check in members.items():
        yield from check(value[key], f"{where}.{key}")


def _one(**members: Check) -> Check:
    return lambda value, where: _object(value, where, members)


def _many(**members: Check) -> Check:
    def _check(value: object, where: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{where} is no list"
            return
        for place, item in enumerate(value):
            yield from _object(item, f"{where}[{place}]", members)

    return _check


SIDECAR: dict[str, Check] = {
    "metadata": _one(
        schema_version=_exactly(1),
        kind=_exactly("rolethread.tag_registry"),
        exported_at=_instant,
        app_name=_full,
        app_version=_full,
    ),
    "dataset": _one(dataset_uuid=_full, filename=_full, entry_count=_number, tag_usage_counts=_counts),
    "categories": _many(slug=_slug, name=_full, sort_order=_number, is_active=_flag, is_builtin=_flag),
    "tags": _many(
        slug=_slug,
        name=_full,
        category_slug=_maybe_slug,
        sort_order=_number,
        status=_exactly(*STATUSES),
        is_active=_flag,
        is_builtin=_flag,
        lifecycle=_anything,
    ),
    "aliases": _many(old_slug=_slug, new_slug=_maybe_slug, action=_exactly("rename", "merge"), metadata=_anything),
    "characters": _many(slug=_slug, display_name=_full, description=_maybe, is_active=_flag),
    "entry_character_mappings": _many(
        entry_uuid=_full,
        turns=_many(turn_index=_number, character_slug=_slug, training_role=_full, source_role_label=_maybe),
    ),
    "system_prompts": _many(slug=_slug, name=_full, content=_full, description=_maybe, is_active=_flag),
}
"""The members of a sidecar in their order, each with what it must be."""
