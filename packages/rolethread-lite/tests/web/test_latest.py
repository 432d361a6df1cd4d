"""What is kept of answers that took a while: only as long as they are true, and never many."""

from rolethread_lite.web.latest import Latest


def test_an_answer_is_true_for_its_revision_only() -> None:
    kept: Latest[str] = Latest()
    kept.keep("a", "one", revision=3)
    assert kept.find("a", revision=3) == "one"
    assert kept.find("a", revision=4) is None
    assert kept.find("b", revision=3) is None
    kept.keep("b", "two", revision=4)
    assert kept.find("a", revision=3) is None
    assert kept.find("a", revision=4) is None


def test_the_oldest_of_many_goes() -> None:
    kept: Latest[int] = Latest()
    for number in range(20):
        kept.keep(str(number), number, revision=1)
    assert kept.find("0", revision=1) is None
    assert kept.find("19", revision=1) == 19
