"""Writes a corpus of made-up conversations: seeded, about 2.6 KB an entry, with defects in one line of twenty."""

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import orjson

_SYLLABLES = [
    "ba",
    "be",
    "bri",
    "ca",
    "cor",
    "da",
    "del",
    "el",
    "fa",
    "fen",
    "ga",
    "hal",
    "is",
    "ja",
    "ka",
    "lor",
    "ma",
    "mir",
    "na",
    "nor",
    "o",
    "pa",
    "quin",
    "ra",
    "sel",
    "ta",
    "tor",
    "u",
    "va",
    "wen",
    "ya",
    "zu",
]
_OPENERS = ("*looks up*", "*takes a slow breath*", "*leans on the rail*", "*smiles*", "*folds the letter*")
_TAGS = tuple(f"tag {number}" for number in range(60))
_PROMPTS = 400
_DEFECT_EVERY = 20


def write_corpus(path: Path, entries: int, *, seed: int = 7) -> None:
    """Write `entries` lines in the messages format; the first lines do not depend on how many there are."""
    with path.open("wb") as file:
        for line in corpus_lines(entries, seed=seed):
            file.write(line + b"\n")


def corpus_lines(entries: int, *, seed: int = 7) -> Iterator[bytes]:
    """Yield the lines of a corpus."""
    chance = random.Random(seed)  # noqa: S311 (a corpus is not a secret)
    words = [_word(chance) for _ in range(20_000)]
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))
    prompts = [f"You are {_sentence(chance, words, weights)} Stay in character." for _ in range(_PROMPTS)]
    for number in range(entries):
        messages = [{"role": "system", "content": chance.choice(prompts)}]
        for _ in range(chance.randint(1, 7)):
            messages.append({"role": "user", "content": _speech(chance, words, weights, 2)})
            messages.append({"role": "assistant", "content": _speech(chance, words, weights, 5)})
        tags = chance.sample(_TAGS, chance.randint(0, 4))
        if number % _DEFECT_EVERY == 0:
            _spoil(chance, messages)
        yield orjson.dumps({"messages": messages, "tags": tags})


def _spoil(chance: random.Random, messages: list[dict[str, str]]) -> None:
    place = chance.randrange(1, len(messages))
    text = messages[place]["content"]
    spoiled = chance.choice(
        (f" {text} ", text.replace(". ", ".  ", 1), f"{text}\u200b", text.replace("\n\n", "\r\n\r\n"), "")
    )
    messages[place]["content"] = spoiled
    if chance.random() < 0.2:
        messages[place]["role"] = "human" if messages[place]["role"] == "user" else "gpt"


def _speech(chance: random.Random, words: list[str], weights: list[float], sentences: int) -> str:
    said = " ".join(_sentence(chance, words, weights) for _ in range(sentences))
    marks = ("“", "”") if chance.random() < 0.3 else ('"', '"')
    told = " ".join(_sentence(chance, words, weights) for _ in range(sentences))
    return f"{chance.choice(_OPENERS)} {marks[0]}{said}{marks[1]}\n\n{told}"


def _sentence(chance: random.Random, words: list[str], weights: list[float]) -> str:
    chosen = chance.choices(words, cum_weights=weights, k=chance.randint(4, 14))
    return f"{' '.join(chosen).capitalize()}."


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.choice((1, 2, 2, 3, 3, 4))))
