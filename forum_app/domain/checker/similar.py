"""Finding texts that are alike among many, in near-linear time: those that share their rarest words."""

from collections import Counter, defaultdict

_RARE, _SHARED, _MOST_HOLDERS, _MOST_PAIRS = 10, 3, 12, 4_000
_WORK = 40_000  # among few texts, words that many share still help


def alike_pairs(texts: list[list[str]]) -> list[tuple[int, int]]:
    """Pairs of numbers (later, earlier) of texts, given as words, that share at least three of their rarest shared words."""
    most = max(_MOST_HOLDERS, _WORK // max(1, len(texts)))
    sets = [set(words) for words in texts]
    holders = Counter(word for words in sets for word in words)
    index: dict[str, list[int]] = defaultdict(list)
    shared: Counter[tuple[int, int]] = Counter()
    for number, words in enumerate(sets):
        rare = sorted((holders[word], word) for word in words if 2 <= holders[word] <= most)[:_RARE]
        for _count, word in rare:
            for other in index[word]:
                shared[number, other] += 1
            index[word].append(number)
    return sorted(pair for pair, count in shared.items() if count >= _SHARED)[:_MOST_PAIRS]
