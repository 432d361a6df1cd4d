"""Brings numbers together: what belongs to one of them belongs to all of them."""


class Together:
    """Numbers that belong together, each known by the smallest of its company."""

    def __init__(self) -> None:
        """Begin with every number on its own."""
        self._towards: dict[int, int] = {}

    def find(self, number: int) -> int:
        """Return the smallest number that belongs to this one."""
        towards = self._towards
        while (nearer := towards.get(number, number)) != number:
            towards[number] = towards.get(nearer, nearer)
            number = nearer
        return number

    def join(self, one: int, other: int) -> None:
        """Bring the companies of two numbers together."""
        low, high = sorted((self.find(one), self.find(other)))
        if low != high:
            self._towards[high] = low

    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Return every company of more than one, in the order of their smallest numbers."""
        members: dict[int, list[int]] = {}
        for number in sorted(self._towards):
            first = self.find(number)
            members.setdefault(first, [first]).append(number)
        return tuple(tuple(members[first]) for first in sorted(members))
