"""Saved views: a list of entries kept under a name, for every dataset."""

from starlette.testclient import TestClient

from rolethread_lite.workspace import Workspace

LIST = {"hx-target": "section#list"}


def _saved(workspace: Workspace) -> tuple[str, ...]:
    with workspace.view() as view:
        return view.settings().views_saved


def _save(browser: TestClient, name: str, query: str) -> str:
    form = {"name": name, "query": query, "address": query.partition("&after")[0]}
    return browser.post("/d/1/views", data=form, headers=LIST).text


def test_a_view_is_saved_and_found_in_every_dataset(browser: TestClient, workspace: Workspace) -> None:
    answer = _save(browser, " Long  ones, sea? ", "tag=sea&sort=-tokens&after=x&open=y&nonsense=1")
    assert 'aria-current="true">Long ones, sea?</a>' in answer
    assert _saved(workspace) == ("view=Long+ones%2C+sea%3F&tag=sea&sort=-tokens",)
    assert '<a href="/d/2/entries?tag=sea&amp;sort=-tokens">Long ones, sea?</a>' in browser.get("/d/2/entries").text


def test_one_of_the_same_name_takes_its_place_and_names_are_sorted(browser: TestClient, workspace: Workspace) -> None:
    _save(browser, "sea", "tag=sea")
    _save(browser, "Fire", "q=fire%2C+smoke")
    _save(browser, "sea", "tag=sea&tag=storm")
    assert _saved(workspace) == ("view=Fire&q=fire%2C+smoke", "view=sea&tag=sea&tag=storm")


def test_it_is_taken_away_and_comes_back_by_undo(browser: TestClient, workspace: Workspace) -> None:
    _save(browser, "sea", "tag=sea")
    gone = browser.post("/d/1/views/remove", data={"name": "sea", "address": "tag=sea"}, headers=LIST)
    assert (gone.status_code, "None yet." in gone.text, _saved(workspace)) == (200, True, ())
    browser.post("/undo")
    assert _saved(workspace) == ("view=sea&tag=sea",)


def test_it_needs_a_name_and_a_list_there_is(browser: TestClient, workspace: Workspace) -> None:
    for name, query, told in (
        (" ", "tag=sea", "needs a name"),
        ("x" * 81, "tag=sea", "too long"),
        ("sea", "figure=words", "no range"),
    ):
        refused = browser.post("/d/1/views", data={"name": name, "query": query}, headers=LIST)
        assert (refused.status_code, told in refused.text) == (422, True), name
    assert _saved(workspace) == ()


def test_settings_leave_views_alone(browser: TestClient, workspace: Workspace) -> None:
    _save(browser, "sea", "tag=sea")
    browser.post("/settings", data={"display.user": "Reader"})
    assert _saved(workspace) == ("view=sea&tag=sea",)
