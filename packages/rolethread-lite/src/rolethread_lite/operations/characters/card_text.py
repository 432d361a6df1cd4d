"""What an operation takes for a card and a picture: only what can be read, and what is kept."""

from rolethread_lite.errors import InvalidValue
from rolethread_lite.formats.cards.fault import BadCard
from rolethread_lite.formats.cards.texts import card_from_text
from rolethread_lite.model.stable_key import kept_name
from rolethread_lite.store.view import View


def usable_card(text: str) -> str:
    """Return the text of a card, empty for none; raises InvalidValue when no card can be read from it."""
    if not text.strip():
        return ""
    try:
        card_from_text(text)
    except BadCard as fault:
        raise InvalidValue(f"this is no character card: {fault}", advice=fault.advice) from fault
    return kept_name(text)


def usable_avatar(view: View, digest: str) -> str:
    """Return the digest of a picture, empty for none; raises UnknownName when the workspace does not keep it."""
    return view.avatar(digest).digest if digest else ""
