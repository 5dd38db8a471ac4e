"""A sentence with the forum's own name as "the forum", so that rules know of what it tells: "Orchard Days will be held …"."""

import re

from forum_app.domain.checker.language.events import NOUNS
from forum_app.domain.draft import Forum

_SAID = {"en": "the forum", "fr": "le forum"}
_ARTICLE = r"(?:(?:[Tt]he|[Ll]es|[Ll]a|[Ll]e)\s|[Ll]['’])"
# "the next Orchard Days" and "Orchard Days 2033" are another forum; a name within a longer one is another thing.
_MAY_STAND_BEFORE = re.compile(r"(?:^|[,:;(—–]\s|\b(?:at|of|in|to|for|that|à|si|que)\s)$")
_AFTER = r"(?![\w-]|['’]s|\s(?:of |de )?(?:19|20)\d\d|\s[A-ZÀ-Þ])"
_LEAST_LETTERS = 5


class OwnNames:
    """What the forum is called in each language."""

    def __init__(self, forum: Forum) -> None:
        self._patterns = {base: _pattern(forum, base) for base in _SAID}
        # What the patterns are made of: sentences are told plainly in one way as long as it is the same.
        self.key = tuple(tuple(sorted(text.items())) for text in (forum.title, forum.short_title))

    def plainly(self, sentence: str, base: str) -> str:
        """The sentence with "the forum" or "le forum" for the forum's title, its short title or the noun of it."""
        pattern = self._patterns.get(base)
        if pattern is None:
            return sentence

        def said(match: re.Match[str]) -> str:
            alone = match["article"] is None
            other = alone and not _MAY_STAND_BEFORE.search(sentence[max(0, match.start() - 12) : match.start()])
            return match[0] if other else _SAID[base]

        return pattern.sub(said, sentence)


def _pattern(forum: Forum, base: str) -> re.Pattern[str] | None:
    texts = [text for text in (forum.title, forum.short_title) for key in text if key.split("-")[0] == base]
    titles = {title.strip() for text in texts for key, title in text.items() if key.split("-")[0] == base}
    titles = {title for title in titles if len(title) >= _LEAST_LETTERS}
    nouns = {title.split()[-1 if base == "en" else 0] for title in titles if " " in title}
    nouns = {noun for noun in nouns if _is_its_noun(noun, base)}
    names = [re.escape(title) for title in sorted(titles, key=len, reverse=True)]
    either = [rf"(?:{_ARTICLE})?(?:{'|'.join(names)})"] if names else []
    either += [rf"(?:{_ARTICLE})(?:{'|'.join(sorted(nouns))})"] if nouns else []
    return re.compile(rf"(?<![\w-])(?P<article>(?={_ARTICLE}))?(?:{'|'.join(either)}){_AFTER}") if either else None


def _is_its_noun(noun: str, base: str) -> bool:
    """The Days, les Journées: written large, where the rules don't know the word anyway."""
    return len(noun) >= 4 and noun[0].isupper() and noun.isalpha() and not re.fullmatch(NOUNS[base], noun, re.I)
