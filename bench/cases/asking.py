"""Search in every mode, pages of a list, and the sums over a dataset."""

from bench.measuring import Bench
from rolethread_lite.model.selection import SearchMode, Selection, TextQuery
from rolethread_lite.queries.dataset_findings import count_findings
from rolethread_lite.queries.dataset_summary import summarise_dataset
from rolethread_lite.queries.list_entries import list_entries
from rolethread_lite.workspace import Workspace

NEEDLES = ("zzz not there", "quinfen", "smiles", "takes a slow", "e", "an", "folds the letter", "torwen")
_ROUNDS = 3


def run(bench: Bench) -> None:
    """Measure questions."""
    workspace = bench.workspace()
    with workspace.view() as view:
        view.search(view.dataset("corpus").key, TextQuery(text="inn"))
    for mode in SearchMode:
        _search(bench, workspace, mode)
    bench.latency("first page", lambda _: _page(workspace, None), rounds=20)
    middle = _middle(workspace, bench.entries)
    bench.latency("page in the middle", lambda _: _page(workspace, middle), rounds=20)
    with bench.ratio("sums over the dataset", target=0.5), workspace.view() as view:
        summarise_dataset(view, dataset="corpus")
    with bench.ratio("findings by rule", target=0.2), workspace.view() as view:
        count_findings(view, dataset="corpus")


def _search(bench: Bench, workspace: Workspace, mode: SearchMode) -> None:
    """Search each needle anew: an answer is kept, so every round asks something slightly different."""
    rounds = 1 if mode is SearchMode.REGEX else _ROUNDS  # expressions read every text, which takes its time
    needles = [needle for needle in NEEDLES for _ in range(rounds)]

    def ask(number: int) -> None:
        text = needles[number] + " " * (number % _ROUNDS)
        with workspace.view() as view:
            key = view.dataset("corpus").key
            view.count(key, Selection(text=TextQuery(text=text, mode=mode)))

    bench.latency(f"search, {mode.value}", ask, rounds=len(needles))


def _page(workspace: Workspace, after: int | None) -> None:
    with workspace.view() as view:
        list_entries(view, dataset="corpus", after=after)


def _middle(workspace: Workspace, entries: int) -> int:
    with workspace.view() as view:
        return view.line(view.key_at(view.dataset("corpus").key, max(1, entries // 2))).position
