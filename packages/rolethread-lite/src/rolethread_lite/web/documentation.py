"""The documentation inside the app: pages by group, searched, and shown as HTML of which nothing can run.

The texts are those of the repository's `docs`, which a build copies here. Where there was no build they are absent,
and the app says so.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from markdown_it import MarkdownIt
from markdown_it.token import Token

from rolethread_lite.errors import UnknownName

FOLDER = Path(__file__).parent / "docs"
"""Where a build puts the texts."""
GROUPS: Mapping[str, str] = MappingProxyType(
    {"how-to": "How to", "explanation": "How it works", "reference": "Reference"}
)
"""The folders of the documentation, and what each is called."""
HOME = "/help"
_PAGES: Mapping[str, str] = MappingProxyType(
    {
        "check": "rules",
        "combine": "merge-datasets",
        "compile": "keep-your-system-prompts",
        "datasets": "find-your-files",
        "editor": "work-in-the-app",
        "entries": "work-in-the-app",
        "entry": "work-in-the-app",
        "export": "hand-over-a-dataset",
        "facets": "work-in-the-app",
        "file": "find-your-files",
        "history": "undo-anything",
        "history/prune": "take-and-restore-snapshots#let-old-history-go",
        "import": "clean-up-a-messy-file",
        "insights": "figures",
        "library/characters": "keep-your-characters",
        "library/prompts": "keep-your-system-prompts",
        "library/tags": "organise-tags",
        "mirror": "mirror-to-another-folder",
        "mirror/restore": "mirror-to-another-folder#start-again-on-a-new-machine",
        "prompts": "keep-your-system-prompts",
        "settings": "commands#rolethread-settings",
        "snapshots": "take-and-restore-snapshots",
        "speakers": "map-speakers",
        "ticked": "work-in-the-app",
        "views": "work-in-the-app",
    }
)
"""Page of the app → the page of the documentation that explains it."""
_HEADING = re.compile(r"^(#{1,4}) +(.+?) *$")
_FENCE = re.compile(r"^ *(```|~~~)")
_COMMENT = re.compile(r"\A(?:<!--.*?-->\s*)+", re.DOTALL)
_MARKS = re.compile(r"[`*|]")
_LINKED = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"(?:\.\./)?(?:[a-z-]+/)?([a-z0-9-]+)\.md(#.*)?")
_RULE = re.compile(r"RT\d+")
_AROUND = 80
MOST_HITS = 40
"""So many places are shown of what a search finds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A stretch of a page under one heading."""

    title: str
    """The heading."""
    anchor: str
    """By what it is linked to, empty for the head of the page."""
    text: str
    """What stands under it, without marks."""


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """One page of the documentation."""

    name: str
    """Its name in addresses: `undo-anything`."""
    group: str
    """The folder it is in."""
    text: str
    """The whole page, as Markdown."""

    @property
    def title(self) -> str:
        """Return its first heading."""
        return self.sections[0].title

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Return its stretches, in their order."""
        return tuple(_sections(self.text)) or (Section(title=self.name, anchor="", text=self.text),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place where what was searched for stands."""

    page: str
    """Title of the page."""
    title: str
    """The heading above."""
    address: str
    """Where it is."""
    pieces: tuple[tuple[str, bool], ...]
    """The words around it, each with whether it is what was searched for."""


class Html(str):
    """Text that is HTML already: the renderer below made it, and escaped what the page says."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return it as it is."""
        return str(self)


class Documentation:
    """All pages there are."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Read the pages in `folder`; none where it is absent."""
        found = (
            Chapter(name=path.stem, group=group, text=_COMMENT.sub("", path.read_text("utf-8")))
            for group in GROUPS
            for path in sorted((folder / group).glob("*.md"))
        )
        self.chapters = {chapter.name: chapter for chapter in found}
        """The pages by name, in the order of their list."""
        self._shown: dict[str, Html] = {}

    def groups(self) -> tuple[tuple[str, tuple[Chapter, ...]], ...]:
        """Return the pages by group, each with its title."""
        every = self.chapters.values()
        grouped = ((title, tuple(one for one in every if one.group == name)) for name, title in GROUPS.items())
        return tuple((title, members) for title, members in grouped if members)

    def chapter(self, name: str) -> Chapter:
        """Return a page; raises UnknownName."""
        if name not in self.chapters:
            raise UnknownName("there is no such page of help", advice="The list of pages is under Help.")
        return self.chapters[name]

    def shown(self, name: str) -> Html:
        """Return a page as HTML; raises UnknownName."""
        chapter = self.chapter(name)
        if name not in self._shown:
            self._shown[name] = _Renderer(self.chapters).render(chapter.text)
        return self._shown[name]

    def search(self, sought: str) -> tuple[Hit, ...]:
        """Return the places that hold all words that are sought, those with one in a heading first."""
        words = tuple(dict.fromkeys(sought.casefold().split()))
        if not words:
            return ()
        found = [
            (_rank(section, chapter, words), chapter, section)
            for chapter in self.chapters.values()
            for section in chapter.sections
            if all(word in f"{section.title}\n{section.text}".casefold() for word in words)
        ]
        found.sort(key=lambda one: one[0])
        return tuple(_hit(chapter, section, words) for _, chapter, section in found[:MOST_HITS])


def help_address(about: str) -> str:
    """Return where the rule with a code is explained: `RT301`."""
    return f"{HOME}/rules#{about}"


def help_of_page(page: str) -> str:
    """Return where a page of the app is explained; the list of all pages where nothing is about it alone."""
    return f"{HOME}/{_PAGES[page]}" if page in _PAGES else HOME


def explained_pages() -> Mapping[str, str]:
    """Return which page of the documentation explains which page of the app."""
    return _PAGES


def _rank(section: Section, chapter: Chapter, words: Sequence[str]) -> tuple[int, bool, int]:
    titles = section.title.casefold()
    is_for_programs = chapter.name == "api"
    return (0 if any(word in titles for word in words) else 1, is_for_programs, list(GROUPS).index(chapter.group))


def _hit(chapter: Chapter, section: Section, words: Sequence[str]) -> Hit:
    anchor = f"#{section.anchor}" if section.anchor else ""
    return Hit(
        page=chapter.title,
        title=section.title,
        address=f"{HOME}/{chapter.name}{anchor}",
        pieces=tuple(_pieces(section.text, words)),
    )


def _pieces(text: str, words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield the words around the first place where one stands."""
    pattern = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE)
    first = pattern.search(text)
    start = max(0, first.start() - _AROUND) if first else 0
    end = start + 3 * _AROUND
    cut = f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
    at = 0
    for found in pattern.finditer(cut):
        yield cut[at : found.start()], False
        yield found.group(), True
        at = found.end()
    yield cut[at:], False


def _sections(text: str) -> Iterator[Section]:
    anchors = _Anchors()
    title, anchor, lines, is_code = "", "", [], False
    for line in text.splitlines():
        is_code ^= bool(_FENCE.match(line))
        heading = None if is_code else _HEADING.match(line)
        if heading is None:
            lines.append(line)
            continue
        if title:
            yield Section(title=title, anchor=anchor, text=_plain(lines))
        made = anchors.of(heading[2])
        title, anchor, lines = _MARKS.sub("", _LINKED.sub(r"\1", heading[2])), made if len(heading[1]) > 1 else "", []
    if title:
        yield Section(title=title, anchor=anchor, text=_plain(lines))


def _plain(lines: Sequence[str]) -> str:
    """Return text without the marks of Markdown, on one line."""
    text = " ".join(line for line in lines if not _FENCE.match(line))
    return " ".join(_MARKS.sub("", _LINKED.sub(r"\1", text)).replace("---", "").split())


class _Anchors:
    """Gives headings the names by which they are linked to, as code hosts do."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def of(self, heading: str) -> str:
        words = re.sub(r"[^\w\- ]", "", heading.replace("`", "").strip().lower()).replace(" ", "-")
        times = self._given[words]
        self._given[words] += 1
        return f"{words}-{times}" if times else words


class _Renderer:
    """Makes HTML of a page: text is escaped, tags in it are text, and links between pages lead to pages of the app."""

    def __init__(self, known: Mapping[str, Chapter]) -> None:
        self._known = known
        self._anchors = _Anchors()

    def render(self, text: str) -> Html:
        """Return a page as HTML."""
        tokens = _parser().parse(text)
        for place, token in enumerate(tokens):
            if token.type == "heading_open":
                self._name(token, tokens[place + 1])
            if token.type == "table_open":
                token.attrSet("class", "table")
            for child in token.children or ():
                if child.type == "link_open":
                    self._lead(child)
        return Html(_parser().renderer.render(tokens, _parser().options, {}))

    def _name(self, heading: Token, inside: Token) -> None:
        """Give a heading its names; a rule's has its code as another one."""
        heading.attrSet("id", self._anchors.of(inside.content))
        code = _RULE.match(inside.content)
        if code is not None and inside.children:
            mark = Token("link_open", "span", 1, attrs={"id": code[0]})
            inside.children[:0] = [mark, Token("link_close", "span", -1)]

    def _lead(self, link: Token) -> None:
        """Make a link between files one between pages of the app; one that leads nowhere here is none."""
        address = str(link.attrGet("href") or "")
        found = _LINK.fullmatch(address)
        if found and found[1] in self._known:
            link.attrSet("href", f"{HOME}/{found[1]}{found[2] or ''}")
        elif address.startswith("https://"):
            link.attrSet("rel", "noreferrer")
        elif link.tag == "a" and not address.startswith("#"):
            link.attrs.pop("href", None)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")
