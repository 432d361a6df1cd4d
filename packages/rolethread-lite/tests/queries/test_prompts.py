"""Questions about system prompts: what there is, what is nearly the same, what has drifted, what is in use."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from workspaces import import_lines

from rolethread_lite.errors import InvalidValue, UnknownName
from rolethread_lite.model.selection import Selection, TagQuery
from rolethread_lite.operations.prompts.create_prompt import CreatePrompt
from rolethread_lite.operations.prompts.delete_prompts import DeletePrompts
from rolethread_lite.operations.prompts.edit_prompt import EditPrompt
from rolethread_lite.operations.remove_dataset import RemoveDataset
from rolethread_lite.queries import drifted_prompts, prompts
from rolethread_lite.queries.drifted_prompts import drifted
from rolethread_lite.queries.prompts import (
    find_prompt_text,
    near_identical_prompts,
    prompt_groups,
    prompt_uses,
    prompt_versions,
)
from rolethread_lite.workspace import Workspace

MIRA = "You are Mira, keeper of the Lantern Inn. You never speak for the guest."
LOUD = "You are Mira, KEEPER of the Lantern  Inn! You never speak for the guest"
ORSK = "You are Orsk, keeper of the Lantern Inn. You never speak for the guest."
OLD = "You are Orsk, keeper of an inn."
FERRY = "Row the ferry, and sing of the sea."
STAND_IN = "Say something about nothing in particular."


def _line(prompt: str | None, number: int, tag: str = "") -> bytes:
    messages = [{"role": "user", "content": f"Hm? {number}"}, {"role": "assistant", "content": "So."}]
    if prompt is not None:
        messages.insert(0, {"role": "system", "content": prompt})
    return json.dumps({"messages": messages, "tags": [tag] if tag else []}).encode()


INN = [MIRA, MIRA, MIRA, LOUD, ORSK, ORSK, OLD, FERRY, None, STAND_IN]
LINES = [_line(prompt, number, "night" if number > 6 else "") for number, prompt in enumerate(INN)]


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """Return a workspace with two datasets, two prompts in the library, and a text that counts as the stand-in."""
    for module in (prompts, drifted_prompts):
        monkeypatch.setattr(module, "is_placeholder_prompt", STAND_IN.__eq__)
    with Workspace(tmp_path / "place", write_files=False) as workspace:
        import_lines(workspace, [*LINES, b"broken"], name="inn")
        import_lines(workspace, [_line(ORSK, 1), _line(FERRY, 2)], name="ferry")
        workspace.run(CreatePrompt(name="Keeper", text="You are {{char}}, keeper of an inn."))
        keeper = "You are {{char}}, keeper of the Lantern Inn. You never speak for the guest."
        workspace.run(EditPrompt(prompt="Keeper", text=keeper))
        workspace.run(CreatePrompt(name="Ferry", text=FERRY))
        yield workspace


def test_groups_are_the_distinct_prompts_and_those_without_one(work: Workspace) -> None:
    with work.view() as view:
        groups = prompt_groups(view, dataset="inn")
    assert [(one.text, one.entries, one.turns) for one in groups] == [
        (MIRA, 3, 6),
        (ORSK, 2, 4),
        (FERRY, 1, 2),
        (LOUD, 1, 2),
        (OLD, 1, 2),
        (None, 2, 4),
    ]
    assert [one.share for one in groups] == [0.3, 0.2, 0.1, 0.1, 0.1, 0.2]
    assert [one.placeholders for one in groups] == [0, 0, 0, 0, 0, 1]
    sources = [one.instance and (one.instance.source.prompt.name, one.instance.source.version) for one in groups]
    assert sources == [("Keeper", 2), ("Keeper", 2), ("Ferry", 1), None, ("Keeper", 1), None]
    assert groups[0].instance is not None
    assert groups[0].instance.values == (("char", "Mira"),)


def test_groups_of_a_selection(work: Workspace) -> None:
    with work.view() as view:
        night = prompt_groups(view, dataset="inn", selection=Selection(tags=TagQuery(names=("night",))))
        nothing = prompt_groups(view, dataset="inn", selection=Selection(speaker="Nobody"))
    assert [(one.text, one.entries) for one in night] == [(FERRY, 1), (None, 2)]
    assert sum(one.share for one in night) == pytest.approx(1)
    assert nothing == ()


def test_a_prompt_is_found_by_the_beginning_of_its_id(work: Workspace) -> None:
    with work.view() as view:
        group = prompt_groups(view, dataset="inn")[0]
        assert find_prompt_text(view, dataset="inn", word=group.digest[:8].upper()) == MIRA
        for word, told in (("", "there is no system prompt ''"), ("zz", "there is no system prompt 'zz'")):
            with pytest.raises(UnknownName, match=told):
                find_prompt_text(view, dataset="inn", word=word)


def test_nearly_identical_prompts_stand_below_the_most_used(work: Workspace) -> None:
    with work.view() as view:
        (near,) = near_identical_prompts(view, dataset="inn")
        (same,) = near_identical_prompts(view, dataset="inn", least=1)
        with pytest.raises(InvalidValue, match=r"0\.5 is no useful likeness"):
            near_identical_prompts(view, dataset="inn", least=0.5)
        with pytest.raises(InvalidValue):
            near_identical_prompts(view, dataset="inn", least=float("nan"))
    assert (near.leader.text, near.entries) == (MIRA, 6)
    assert [(one.group.text, one.has_same_words) for one in near.others] == [(ORSK, False), (LOUD, True)]
    assert [(run.kind.value, run.text) for run in near.others[0].runs if run.kind.value != "kept"] == [
        ("removed", "Mira"),
        ("added", "Orsk"),
    ]
    assert [one.text for one in same.members] == [MIRA, LOUD]


def test_drifted_are_earlier_versions_and_nearly_the_latest(work: Workspace) -> None:
    with work.view() as view:
        found = drifted(view, prompt="Keeper")
        assert drifted(view, prompt="Ferry") == ()
        assert drifted(view, prompt="Keeper", dataset="ferry") == ()
        with pytest.raises(UnknownName):
            drifted(view, prompt="Keeper", dataset="nowhere")
    assert [(one.dataset, one.text, one.version, one.is_exact) for one in found] == [
        ("inn", OLD, 1, True),
        ("inn", LOUD, 2, False),
    ]
    assert found[0].drift.values == (("char", "Orsk"),)
    assert found[0].drift.filled == ORSK
    assert "".join(run.text for run in found[1].drift.runs if run.kind.value != "removed") == LOUD


def test_what_another_prompt_explains_has_not_drifted(work: Workspace) -> None:
    work.run(CreatePrompt(name="Loud", text=LOUD))
    with work.view() as view:
        assert [one.text for one in drifted(view, prompt="Keeper")] == [OLD]
    work.run(DeletePrompts(prompts=("Loud",)))
    with work.view() as view:
        assert [one.text for one in drifted(view, prompt="Keeper")] == [OLD, LOUD]


def test_use_is_counted_by_dataset_and_version(work: Workspace) -> None:
    with work.view() as view:
        ferry, keeper = prompt_uses(view)
    assert [(one.dataset, one.version, one.entries) for one in keeper.uses] == [
        ("ferry", 2, 1),
        ("inn", 2, 5),
        ("inn", 1, 1),
    ]
    assert (keeper.entries, ferry.entries) == (7, 2)
    work.run(RemoveDataset(dataset="inn"))
    with work.view() as view:
        assert [one.entries for one in prompt_uses(view)] == [1, 1]
        assert drifted(view, prompt="Keeper") == ()


def test_versions_are_listed_the_latest_first(work: Workspace) -> None:
    with work.view() as view:
        assert [(one.version, one.is_latest) for one in prompt_versions(view, prompt="Keeper")] == [
            (2, True),
            (1, False),
        ]
        with pytest.raises(UnknownName, match="there is no system prompt named 'Nobody'"):
            prompt_versions(view, prompt="Nobody")


def test_an_empty_workspace_has_no_prompts(tmp_path: Path) -> None:
    with Workspace(tmp_path / "empty", write_files=False) as workspace, workspace.view() as view:
        assert prompt_uses(view) == ()
