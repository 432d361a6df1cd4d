"""What holds for every figure and every entry."""

from hypothesis import given
from hypothesis import strategies as st

from rolethread_lite.insights import all_figures
from rolethread_lite.insights.figure import Shape
from rolethread_lite.insights.layout import Layout
from rolethread_lite.insights.measuring import measure, measure_tags
from rolethread_lite.insights.summary import Summary
from rolethread_lite.model.entry import Entry
from rolethread_lite.model.json_text import JsonText, encode_text
from rolethread_lite.model.message import Message, Part
from rolethread_lite.model.reading import Reading

TEXT = st.text(st.one_of(st.sampled_from("abc 1'\"*\n.“”\u2019«»„「」你か é🙂"), st.characters()), max_size=40)
PARTS = st.lists(TEXT, max_size=3).map(
    lambda texts: tuple(
        Part(kind="text", text=text, raw=JsonText(b'{"type":"text","text":' + encode_text(text) + b"}"))
        for text in texts
    )
)
CONTENT = st.one_of(TEXT, PARTS, st.none(), st.just(JsonText(b'{"odd":1}')))
MESSAGE = st.builds(
    Message,
    role=st.sampled_from(("system", "user", "assistant", "tool", "narrator")),
    content=CONTENT,
    speaker=st.sampled_from((None, "Ann", "Mara")),
    alternatives=st.lists(TEXT, max_size=2).map(tuple),
)
ENTRY = st.builds(
    Entry,
    messages=st.lists(MESSAGE, max_size=6).map(tuple),
    tags=st.lists(st.sampled_from(("calm", "dark", "sea")), max_size=3).map(tuple),
)


def _measured(entry: Entry) -> dict[str, object]:
    return dict(zip([figure.name for figure in all_figures()], measure(Reading(entry)), strict=True))


@given(ENTRY)
def test_every_figure_has_its_shape(entry: Entry) -> None:
    for figure in all_figures():
        value = figure.measure(Layout(Reading(entry)))
        if figure.shape is Shape.PER_TURN:
            assert isinstance(value, tuple), figure.name
            assert all(type(item) is int and 0 <= item < 2**32 for item in value), figure.name
        elif figure.shape is Shape.SHARE:
            assert isinstance(value, float), figure.name
            assert 0 <= value <= 1, figure.name
        else:
            assert type(value) is int, figure.name
            assert value >= 0, figure.name


@given(ENTRY, ENTRY)
def test_every_figure_depends_on_the_entry_alone(entry: Entry, between: Entry) -> None:
    first = _measured(entry)
    for figure in reversed(all_figures()):
        figure.measure(Layout(Reading(between)))
        assert figure.measure(Layout(Reading(entry))) == first[figure.name], figure.name


@given(ENTRY)
def test_only_figures_that_say_so_read_tags(entry: Entry) -> None:
    untagged, unspoken = Entry(messages=entry.messages), Entry(messages=(), tags=entry.tags)
    measured = _measured(entry)
    for figure in all_figures():
        other = unspoken if figure.reads_tags else untagged
        assert figure.measure(Layout(Reading(other))) == measured[figure.name], figure.name


@given(ENTRY)
def test_figures_of_tags_are_those_of_the_entry(entry: Entry) -> None:
    measured = _measured(entry)
    assert all(measured[name] == value for name, value in measure_tags(entry.tags))


@given(ENTRY)
def test_the_parts_add_up_to_the_whole(entry: Entry) -> None:
    trained = Entry(messages=tuple(m for m in entry.messages if m.role in ("system", "user", "assistant")))
    measured, found = _measured(trained), _measured(entry)
    for unit in ("words", "tokens"):
        assert sum(measured[f"{role}_{unit}"] for role in ("system", "user", "assistant")) == measured[unit]
        assert measured[unit] <= found[unit]
    turn_words = found["turn_words"]
    assert isinstance(turn_words, tuple)
    assert sum(turn_words) + found["system_words"] == found["words"]
    assert len(turn_words) == found["turns"] == len(entry.turns)
    assert max(turn_words, default=0) == found["longest_turn"]
    assert len(found["assistant_turn_words"]) == found["exchanges"] == entry.exchanges
    assert sum(found["assistant_turn_words"]) == found["assistant_words"]


@given(ENTRY, ENTRY)
def test_counts_of_two_conversations_in_one_entry_add_up(left: Entry, right: Entry) -> None:
    both = _measured(Entry(messages=left.messages + right.messages, tags=left.tags + right.tags))
    one, other = _measured(left), _measured(right)
    for figure in all_figures():
        if figure.shape is not Shape.SHARE and figure.name not in ("longest_turn", "speakers"):
            assert both[figure.name] == one[figure.name] + other[figure.name], figure.name


@given(st.lists(ENTRY, max_size=4), st.lists(ENTRY, max_size=4))
def test_summaries_of_two_halves_put_together_are_the_summary_of_the_whole(
    left: list[Entry], right: list[Entry]
) -> None:
    halves = [Summary(), Summary()]
    whole = Summary()
    for half, entries in zip(halves, (left, right), strict=True):
        for entry in entries:
            half.add(Reading(entry))
            whole.add(Reading(entry))
    halves[1].merge(halves[0])
    assert halves[1].finish() == whole.finish()
