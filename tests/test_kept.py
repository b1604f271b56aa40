"""What a process keeps of its last answers has a limit."""

from __future__ import annotations

from events.kept import Kept


def test_the_least_used_goes_first() -> None:
    kept: Kept[str, int] = Kept(2)
    assert kept.put("a", 1) == 1
    kept.put("b", 2)
    assert kept.get("a") == 1
    kept.put("c", 3)
    assert [kept.get(key) for key in "abc"] == [1, None, 3]


def test_sizes_are_counted_once_a_key() -> None:
    kept: Kept[str, bytes] = Kept(10, len)
    for text in (b"12345678", b"1234", b"12"):
        kept.put("a", text)
    kept.put("b", b"12345678")
    assert kept.values() == [b"12", b"12345678"]
    kept.put("c", b"1")
    assert kept.values() == [b"12345678", b"1"]


def test_what_is_too_large_is_not_kept_unless_it_has_to_be() -> None:
    strict: Kept[str, bytes] = Kept(3, len)
    assert strict.put("a", b"1234") == b"1234"
    assert strict.values() == []
    lenient: Kept[str, bytes] = Kept(3, len, at_least=1)
    lenient.put("a", b"1234")
    lenient.put("b", b"12345")
    assert lenient.values() == [b"12345"]
