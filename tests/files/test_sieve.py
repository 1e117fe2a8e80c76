from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from migrator.files.sieve import Sieve
from migrator.files.swift import holds

words = st.lists(st.text(st.sampled_from("ab-3."), min_size=1, max_size=4), max_size=5).map(tuple)


@given(words, words, st.text(st.sampled_from("ab-3.\né"), max_size=40))
def test_finds_what_a_plain_search_finds(one: tuple[str, ...], two: tuple[str, ...], text: str) -> None:
    sieve = Sieve.of(one, two)
    for data in (text.encode(), text.encode("utf-16"), b"\xfe\xff" + text.encode("utf-16-be")):
        assert sieve.candidate(data) == any(word in text for word in one)
        assert sieve.evidence(data) == any(word in text for word in two)
        assert holds(data, sieve.needles) == sieve.candidate(data)


@given(st.binary(max_size=200), st.lists(st.binary(min_size=1, max_size=12), max_size=4).map(tuple))
def test_the_quicker_search_finds_the_same_in_any_bytes(data: bytes, needles: tuple[bytes, ...]) -> None:
    assert holds(data, needles) == Sieve(needles).candidate(data)
    # Beside the end of a page and in a long text too.
    assert holds(b"a" * 4090 + data, needles) == Sieve(needles).candidate(b"a" * 4090 + data)


def test_no_words_no_candidates() -> None:
    assert not Sieve.of(()).candidate(b"anything")
    assert not Sieve.of(("",)).candidate(b"anything")


def test_broken_utf16_is_searched_all_the_same() -> None:
    assert Sieve.of(("word",)).candidate(b"\xff\xfe" + "a word".encode("utf-16-le") + b"\x00\xd8x")


def test_travels_to_workers() -> None:
    sieve = pickle.loads(pickle.dumps(Sieve.of(("one",), ("two",))))
    assert sieve.candidate(b"one")
    assert sieve.evidence(b"two")
    assert not sieve.candidate(b"two")


def test_further_words_are_needles_too() -> None:
    sieve = Sieve.of(("one", "three"), ("two",)).with_words(("four", "thre"))
    found = [word for word in ("one", "three", "thre", "four", "two") if sieve.candidate(word.encode())]
    assert found == ["one", "three", "thre", "four"]
    assert sieve.evidence(b"two")


def test_a_word_that_holds_another_is_not_looked_for() -> None:
    assert Sieve.of(("one", "a-one", "ones", "r1", "xr1", "z", "yz", "zy", "oe")).needles == (b"z", b"oe", b"r1", b"one")
