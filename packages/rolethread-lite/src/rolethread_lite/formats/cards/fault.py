"""What can be wrong with a card, before anybody knows in which file it stands."""


class BadCard(ValueError):
    """There is no card that can be read; `advice` says what may help."""

    def __init__(self, reason: str, *, advice: str = "Get the card from its source again.") -> None:
        """Keep the reason and the advice."""
        super().__init__(reason)
        self.advice = advice


MOST_BYTES = 1 << 25
"""A card's text, or its picture inside an archive, may take this much: 32 MB."""
