"""The stand-in of RoleThread 1.0 is known by its digest; no other text is taken for it."""

import hashlib

import pytest

from rolethread_lite.model import placeholder_prompt
from rolethread_lite.model.placeholder_prompt import is_placeholder_prompt


@pytest.mark.parametrize("text", ["", "You are a helpful assistant.", "\ud83d", "x" * 143, "\ud83d" * 143])
def test_no_other_text_is_the_placeholder(text: str) -> None:
    assert not is_placeholder_prompt(text)


def test_the_text_with_the_digest_is(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The bells of the harbour \ud800 ring."
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    monkeypatch.setattr(placeholder_prompt, "PLACEHOLDER_LENGTH", len(text))
    monkeypatch.setattr(placeholder_prompt, "PLACEHOLDER_SHA256", digest)
    assert is_placeholder_prompt(text)
    assert not is_placeholder_prompt(text.upper())


def test_the_digest_is_that_of_a_text_of_that_length() -> None:
    assert placeholder_prompt.PLACEHOLDER_LENGTH == 143
    assert len(bytes.fromhex(placeholder_prompt.PLACEHOLDER_SHA256)) == 32
