"""How many words a text has, in every script; a page counts as it is typed what is counted when it is sent."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from forum_app.domain.answering import words_in

COUNTS = {
    "": 0,
    " \n\t": 0,
    "Shared services in thirty countries.": 5,
    "one – two, “three”": 3,
    "... – !": 0,
    "3 + 4": 3,
    "خدمات مشتركة في ثلاثين بلداً": 5,
    "서비스를 함께 합니다": 3,
    "你好，世界。": 4,
    "，。！": 0,
    "サービス・網": 5,
    "\U00020000\U00020001 \U0002f800": 3,
    "ภาษาไทย": 3,
    "ທ່ານ": 1,
    "កម្ពុជា": 2,
    "မြန်မာ": 1,
    "འབྲུག་ཡུལ": 2,
    "Forum ฟอรัม 论坛": 5,
    "a\u00a0b\u2003c\x85d": 4,
    "👍 yes": 2,
}


def by_node(texts: list[str]) -> list[int]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    node = shutil.which("node", path=path)
    assert node, "node is missing: `make setup` brings it"
    script = Path(__file__).with_name("words.mjs")
    done = subprocess.run([node, script], input=json.dumps(texts).encode(), capture_output=True, check=True)
    counted: list[int] = json.loads(done.stdout)
    return counted


@pytest.mark.parametrize(("text", "count"), COUNTS.items())
def test_words_of_every_script_are_counted(text: str, count: int) -> None:
    assert words_in(text) == count


@pytest.mark.parametrize("sign", ["ถ", "ກ", "ཀ", "က", "ក", "水", "か", "\U00020000"])
def test_no_script_goes_around_a_limit(sign: str) -> None:
    """A text of 10,000 letters is more than 120 words in each of them."""
    assert words_in(sign * 10_000) > 3_000


def test_a_page_counts_alike() -> None:
    chance, letters = random.Random(7), "".join(COUNTS)
    mixed = ["".join(chance.choices(letters, k=60)) for _ in range(300)]
    texts = [*COUNTS, *mixed]
    assert by_node(texts) == [words_in(text) for text in texts]
