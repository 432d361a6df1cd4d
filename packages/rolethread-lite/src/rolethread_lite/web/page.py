"""What a page is: its place among the others, and its routes."""

from dataclasses import dataclass

from starlette.routing import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the app; every module in `pages` has one as PAGE, and there is no other list of them."""

    name: str
    """Its name in addresses and templates: `entries`."""
    title: str
    """What it is called."""
    summary: str
    """What it is for, in a sentence."""
    routes: tuple[Route, ...]
    """Its addresses."""
    place: int | None = None
    """Where it stands in the bar, from the left; None for a page that is reached in another way."""
    of_dataset: bool = False
    """Whether it is about one dataset, and its address begins with that dataset's."""
    key: str = ""
    """The letter that leads to it after `g`, empty for none."""
