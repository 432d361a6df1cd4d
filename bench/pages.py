"""Times the app in a real browser, at several sizes in one run: `python -m bench.pages --sizes 1000,100000`.

It needs Playwright and Chromium, and minutes: so it is a command of its own. Reading is timed in rounds that take all
sizes in turn; changing comes after that, size by size, as the files that are written in the background would
otherwise slow the others down.
"""

import argparse
import itertools
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path

import apsw
import orjson
from playwright.sync_api import Browser, Page, sync_playwright

from bench.corpus import corpus_lines, write_corpus
from rolethread_lite.workspace import Workspace

BULK = 5_000
"""Entries that are tagged at once, about; all of them where there are fewer."""
GOALS = {"turn a page": 100.0, "turn a page in the middle": 100.0, "open an entry": 100.0, "save": 100.0}
"""Milliseconds that the middle of all tries should not exceed."""
_SAMPLE = 4_000
"""Lines of the corpus from which is told how often a word stands in it."""
_DIFFERENT = 100_000
"""Entries of the corpus that are made up one by one."""
_SPEECH = b'"role":"user","content":"'
_START = "from rolethread_lite.cli.main import main; main()"
_STARTS = 5
_PAUSE = 2.0
"""Seconds between two changes, so that the file is written as it is for somebody who works."""
_PATIENCE = 600_000
_PLACES = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
_SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
_TIMED = """
window.press = (key, ctrlKey = false) => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { key, ctrlKey, bubbles: true, cancelable: true }));
window.one = (selector) => document.querySelector(selector);
window.timed = (act, ...proofs) => new Promise((done, fail) => {
  const begun = performance.now();
  const times = [];
  const watch = new MutationObserver(() => {
    while (times.length < proofs.length && proofs[times.length]()) {
      document.body.offsetHeight;
      times.push(performance.now() - begun);
    }
    if (times.length < proofs.length) return;
    watch.disconnect();
    done(times);
  });
  setTimeout(() => fail(new Error(`not there: ${proofs[times.length]}`)), 600_000);
  watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  act();
});
"""
"""Runs an action in the page, and tells after how many milliseconds each of its proofs stood there, laid out."""


class ServedApp:
    """The app in a process of its own, over a kept workspace."""

    def __init__(self, folder: Path) -> None:
        """Start it and wait for its address."""
        command = [sys.executable, "-c", _START, "app", "--no-browser", "--workspace", str(folder)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if self._process.stdout is None:
            raise AssertionError
        self.entrance = self._process.stdout.readline().strip()
        """The address that lets a browser in."""

    @property
    def host(self) -> str:
        """Return the address every page begins with."""
        return self.entrance.partition("/?")[0]

    def private_memory(self) -> tuple[float, float]:
        """Return the megabytes that the process has for itself, and how many of them are not on the disk too.

        The others are pages of the workspace's file, which the system takes away when somebody needs the room. Both
        are 0 where the system does not tell.
        """
        told = Path(f"/proc/{self._process.pid}/smaps_rollup")
        if not told.exists():
            return 0, 0
        own = dict(re.findall(r"^Private_(Clean|Dirty): +(\d+) kB", told.read_text("ascii"), re.MULTILINE))
        clean, dirty = int(own["Clean"]) / 1000, int(own["Dirty"]) / 1000
        return clean + dirty, dirty

    def settle(self) -> None:
        """Wait until it has nothing left to do, such as writing a dataset's file; nothing is waited for elsewhere."""
        spent, quiet = self._spent(), 0
        while quiet < 3:
            time.sleep(0.5)
            before, spent = spent, self._spent()
            quiet = quiet + 1 if spent - before < 0.02 else 0

    def stop(self) -> None:
        """End it as its owner does."""
        self._process.send_signal(signal.SIGINT)
        self._process.communicate()

    def _spent(self) -> float:
        told = Path(f"/proc/{self._process.pid}/stat")
        if not told.exists():
            return 0
        columns = told.read_text("ascii").rpartition(")")[2].split()
        return (int(columns[11]) + int(columns[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(slots=True, kw_only=True)
class Tab:
    """The app at one size, in a tab of its own, and what was measured there."""

    entries: int
    """How many entries there are."""
    app: ServedApp
    """The app."""
    page: Page
    """The tab."""
    middle: str
    """The cursor in the middle of the list."""
    words: Iterator[str]
    """Words that stand in one of a hundred entries."""
    bulk: str
    """A word that stands in as many entries as are tagged at once; empty for all entries."""
    times: dict[str, list[float]] = field(default_factory=dict)
    """Milliseconds of each try."""

    @property
    def list_address(self) -> str:
        """Return where the entries are listed."""
        return f"{self.app.host}/d/1/entries"

    def note(self, *names: str, times: list[float]) -> None:
        """Keep the times of a try."""
        for name, taken in zip(names, times, strict=True):
            self.times.setdefault(name, []).append(taken)

    def timed(self, act: str, *proofs: str) -> list[float]:
        """Do something in the page, and return after how many milliseconds each proof of it was there."""
        shown: list[float] = self.page.evaluate(
            f"timed(() => {{{act}}}, {', '.join(f'() => {one}' for one in proofs)})"
        )
        return shown

    def go(self, address: str) -> float:
        """Go to an address, and return after how many milliseconds the page was whole and painted."""
        self.page.goto(address, wait_until="load")
        taken: float = self.page.evaluate(
            """Math.max(performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
            ...performance.getEntriesByType("paint").map((one) => one.startTime))"""
        )
        return taken


Case = Callable[[Tab], None]


def list_and_open(tab: Tab) -> None:
    """Open the list, turn a page, open an entry with the mouse and the next one with the keyboard."""
    tab.note("open the list", times=[tab.go(tab.list_address)])
    _turn(tab, "turn a page")
    tab.note("open an entry", times=tab.timed("one('.row:nth-child(5) a').click()", _is_open(5)))
    tab.note("next entry", times=tab.timed("press('j')", _is_open(6)))
    tab.go(f"{tab.list_address}?after={tab.middle}")
    _turn(tab, "turn a page in the middle")


def _turn(tab: Tab, name: str) -> None:
    start = tab.page.locator("#rows").get_attribute("start")
    tab.note(name, times=tab.timed("press(']')", f"one('#rows')?.getAttribute('start') !== '{start}'"))


def _is_open(row: int) -> str:
    return f"one('.conversation')?.dataset.id === one('.row:nth-child({row})')?.dataset.id"


def search(tab: Tab) -> None:
    """Search for a word that was not searched for before; the count and then the facets follow."""
    name = "search" if "first search" in tab.times else "first search"
    tab.go(tab.list_address)
    word = next(tab.words)
    act = (
        "window.counted = false; new MutationObserver(() => { window.counted = true; })"
        ".observe(one('#facets'), { subtree: true, childList: true, attributes: true, characterData: true });"
        f"one('#q').value = '{word}'; one('#q').dispatchEvent(new Event('input', {{ bubbles: true }}))"
    )
    found = f"one('.list-head').dataset.query.includes('{word}')"
    tab.note(name, f"{name}: facets", times=tab.timed(act, found, "window.counted"))


def insights(tab: Tab) -> None:
    """Open the charts; a large dataset is counted first, while the page says how far that is."""
    taken = tab.go(f"{tab.app.host}/d/1/insights")
    if tab.page.locator("#waiting").count():
        (counted,) = tab.timed("undefined", "one('figcaption')")
        taken += counted
    name = "insights" if "first insights" in tab.times else "first insights"
    tab.note(name, times=[taken])


def save(tab: Tab) -> None:
    """Edit an entry where it is shown, and save it."""
    number = len(tab.times.get("save", ())) + 1
    if number == 1:
        tab.go(tab.list_address)
    time.sleep(_PAUSE)
    tab.timed(f"one('.row:nth-child({number + 1}) a').click()", _is_open(number + 1))
    tab.timed("press('e')", "one('#save') && document.activeElement.matches('textarea')")
    box = tab.page.locator("textarea[name=content]").first
    box.fill(f"{box.input_value()} Edited {time.time_ns()}.")
    name = "save" if "first save" in tab.times else "first save"
    saved = "!one('#save') && one('#toast').textContent.includes('Edit')"
    tab.note(name, times=tab.timed("press('s', true)", saved))


def tag_many(tab: Tab) -> None:
    """Tick all that match, give them a tag, and take that back."""
    tab.go(f"{tab.list_address}?q={tab.bulk}" if tab.bulk else tab.list_address)
    time.sleep(_PAUSE)
    tab.page.locator(".pick").first.click()
    total = tab.page.locator(".list-head").get_attribute("data-total")
    all_ticked = "/^[0-9,]+ ticked$/.test(one('#tick-count').textContent) && one('#tick-all').hidden"
    tab.note("tick all", times=tab.timed("one('#tick-all').click()", all_ticked))
    tab.page.locator("#ticked-tag").fill(f"bench {time.time_ns()}")
    add = "one('#ticked button[name=remove][value=\"0\"]').click()"
    tab.note("tag many: shown first", times=tab.timed(add, "one('dialog[data-asked]')?.open"))
    apply = "one('dialog[data-asked] form button').click()"
    tab.note("tag many", times=tab.timed(apply, "one('#toast').textContent.includes('bench')"))
    tab.note("undo it", times=tab.timed("one('#undo button').click()", "one('#toast').textContent.includes('Undone')"))
    tab.times["entries tagged"] = [float(total or 0)]


READING: tuple[Case, ...] = (list_and_open, search, insights)
CHANGING: tuple[Case, ...] = (save, tag_many)


def main() -> None:
    """Measure at each size, and print the figures as a table."""
    arguments = _arguments()
    with ExitStack() as stack:
        keep = arguments.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rolethread-bench-")))
        shares = _shares()
        folders = {entries: _workspace(keep, entries) for entries in arguments.sizes}
        starts = {entries: _start_times(folder) for entries, folder in folders.items()}
        browser = stack.enter_context(_chromium())
        tabs = [
            stack.enter_context(_tab(browser, folder, entries, shares=shares)) for entries, folder in folders.items()
        ]
        for tab in tabs:
            tab.times["first page"] = starts[tab.entries]
        try:
            _measure(tabs, arguments.tries)
        finally:
            print(_table(tabs, bare=statistics.median(_bare_starts())))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=[1_000, 100_000], help="entries, separated by commas")
    parser.add_argument("--tries", type=int, default=20, help="how often each thing is done at each size")
    parser.add_argument("--keep", type=Path, help="keeps the workspaces here; the next run need not import again")
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    return sorted(int(one.replace("_", "")) for one in text.split(","))


def _workspace(keep: Path, entries: int) -> Path:
    """Return a folder with a workspace of that many entries, made unless it is kept there."""
    folder = keep / str(entries)
    if not (folder / "workspace.db").exists():
        folder.mkdir(parents=True)
        corpus = keep / f"corpus-{entries}.jsonl"
        _write_corpus(corpus, entries)
        with Workspace(folder, write_files=False) as workspace:
            workspace.import_file(corpus, name="corpus", workers=2)
        corpus.unlink()
    connection = apsw.Connection(str(folder / "workspace.db"))
    connection.execute("delete from meta where name='snapshot day'")  # the first save is the first of its day
    connection.close()
    return folder


def _write_corpus(corpus: Path, entries: int) -> None:
    """Write a corpus; a very large one is a smaller one several times over, told apart by a number in each entry."""
    write_corpus(corpus, min(entries, _DIFFERENT))
    with corpus.open("rb") as first, corpus.open("ab") as file:
        for number in range(1, entries // _DIFFERENT):
            first.seek(0)
            for line in itertools.islice(first, _DIFFERENT):
                file.write(line.replace(_SPEECH, b"%s%d. " % (_SPEECH, number), 1))


def _shares() -> dict[str, float]:
    """Return how often words stand in the corpus, as a share of its entries."""
    counts: Counter[str] = Counter()
    for line in corpus_lines(_SAMPLE):
        said = " ".join(turn["content"] for turn in orjson.loads(line)["messages"] if turn["role"] != "system")
        counts.update(set(re.findall(r"[a-z]{6,}", said.lower())))
    return {word: number / _SAMPLE for word, number in counts.items()}


def _words_near(shares: dict[str, float], share: float) -> list[str]:
    return sorted(shares, key=lambda word: (abs(shares[word] - share), word))


def _start_times(folder: Path) -> list[float]:
    """Return how long it takes from the start of the program to the first byte of its page, in milliseconds."""
    times = []
    for _ in range(_STARTS):
        begun = time.perf_counter()
        app = ServedApp(folder)
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with opener.open(app.entrance) as answer:
            answer.read(1)
        times.append((time.perf_counter() - begun) * 1000)
        app.stop()
    return times


def _bare_starts() -> Iterator[float]:
    for _ in range(_STARTS):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        yield (time.perf_counter() - begun) * 1000


@contextmanager
def _chromium() -> Iterator[Browser]:
    found = os.environ.get("ROLETHREAD_CHROMIUM") or next((one for one in _PLACES if Path(one).is_file()), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(_SWITCHES))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def _tab(browser: Browser, folder: Path, entries: int, *, shares: dict[str, float]) -> Iterator[Tab]:
    with Workspace(folder, write_files=False) as workspace, workspace.view() as view:
        middle = view.line(view.key_at(1, max(1, entries // 2))).position
    bulk = _words_near(shares, BULK / entries)[0] if entries > BULK else ""
    words = itertools.cycle(_words_near(shares, 0.01)[:200])
    app = ServedApp(folder)
    try:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.set_default_timeout(_PATIENCE)
        context.add_init_script(_TIMED)
        page = context.new_page()
        page.goto(app.entrance)
        yield Tab(entries=entries, app=app, page=page, middle=str(middle), words=words, bulk=bulk)
    finally:
        app.stop()


def _measure(tabs: list[Tab], tries: int) -> None:
    for tab in tabs:
        tab.app.settle()
    for number in range(tries):
        print(f"reading, {number + 1} of {tries}", file=sys.stderr, flush=True)
        for case, tab in itertools.product(READING, tabs):
            case(tab)
    for tab in tabs:
        print(f"changing at {tab.entries:,}", file=sys.stderr, flush=True)
        for case in CHANGING:
            for _ in range(tries + 1 if case is save else tries):
                case(tab)
        tab.app.settle()
        whole, dirty = tab.app.private_memory()
        tab.times |= {"private memory, MB": [whole], "of it not on the disk, MB": [dirty]}


def _table(tabs: list[Tab], *, bare: float) -> str:
    """Return the figures of all sizes, one row for each thing that was done."""
    sizes = "".join(f" {tab.entries:,} |" for tab in tabs)
    rows = [f"| middle / 95 of 100 |{sizes} goal |", f"| --- |{' --: |' * len(tabs)} --: |"]
    for name in tabs[0].times:
        goal = f"{GOALS[name]:g}" if name in GOALS else ""
        rows.append(f"| {name} |{''.join(f' {_cell(tab, tabs[0], name)} |' for tab in tabs)} {goal} |")
    starts = "".join(f" {statistics.median(tab.times['first page']) / bare:.1f} |" for tab in tabs)
    return "\n".join([*rows, f"| first page, x `python -c pass` |{starts} |"])


def _cell(tab: Tab, smallest: Tab, name: str) -> str:
    times = sorted(tab.times.get(name, ()))
    if not times:
        return ""
    middle = statistics.median(times)
    ratio = f" (x {middle / statistics.median(smallest.times[name]):.1f})" if tab is not smallest else ""
    if len(times) == 1:
        return f"{middle:,.0f}{ratio}"
    return f"{middle:,.0f} / {times[max(0, round(len(times) * 0.95) - 1)]:,.0f}{ratio}"


if __name__ == "__main__":
    main()
