"""manage.py evaluate_matches: what is proposed as one event, on articles that are known."""

from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from events.models import Article, Event

pytestmark = pytest.mark.django_db
ARTICLES = (
    ("a", "A bomb exploded in Nairobi on Monday and killed three people, police said.", ["n"]),
    ("b", "Three people died when a bomb exploded in Nairobi on Monday.", ["n", "trial"]),
    ("c", "A bomb exploded in Mombasa on Monday and killed three people.", ["m"]),
    ("d", "A bomb exploded in Nairobi last Monday, a court in Kisumu heard on Friday.", ["n"]),
)


def gold(path: Path, **changed: object) -> Path:
    lines = [
        {"id": id, "text": text, "published": "2024-05-07", "events": events, **changed}
        for id, text, events in ARTICLES
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def run(path: Path, **options: object) -> str:
    output = StringIO()
    call_command("evaluate_matches", path, stdout=output, **options)
    return output.getvalue()


def test_right_wrong_and_missed_pairs_are_counted_and_nothing_is_kept(tmp_path: Path) -> None:
    told = run(gold(tmp_path / "gold.jsonl"), errors=9)
    assert "4 articles, 3 pairs tell one event" in told
    found = re.search(r"proposed +(\d+) +right (\S+) +of the pairs (\S+)", told)
    assert found is not None
    assert int(found[1]) >= 1
    assert float(found[2]) == 1.0
    assert "  missed\t" in told or float(found[3]) == 1.0
    assert "a c" not in told
    assert (Article.objects.count(), Event.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"events": "n"}, 'line 1: "events" is no list of names'),
        ({"events": [1]}, 'line 1: "events" is no list of names'),
        ({"published": "soon"}, 'line 1: "published" is no day'),
        ({"published": None}, 'line 1: "published" is no day'),
    ],
)
def test_bad_gold_is_refused_with_its_line(
    tmp_path: Path, changed: dict[str, object], complaint: str
) -> None:
    with pytest.raises(CommandError, match=re.escape(complaint)):
        run(gold(tmp_path / "gold.jsonl", **changed))
    assert not Article.objects.exists()
