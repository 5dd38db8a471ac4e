"""What is read in a text or a thing once and kept from check to check of one forum, as long as it stays in the draft.

Only what follows from the text, or the thing, and from a named ``context`` is kept, so that a check with a memory finds
what a check without one finds. What the last check did not ask for is forgotten: a memory is as large as its draft.
"""

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any, TypeVar

from forum_app.domain.checker.paragraphs import Paragraph, lines_of, paragraphs_of
from forum_app.domain.remembering import Remembered

Found = TypeVar("Found")


class Written:
    """A text in one language, read: its paragraphs and its words. ``form`` is line, plain or rich."""

    def __init__(self, form: str, base: str, value: str) -> None:
        self.form, self.base, self.value = form, base, value
        self._kept: dict[Any, tuple[Hashable, Any]] = {}

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        return paragraphs_of(self.value) if self.form == "rich" else lines_of(self.value)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word and number in it, in lower case: a quick look whether a rule has anything to read here."""
        return frozenset().union(*[paragraph.words for paragraph in self.paragraphs])

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The words of it that begin with a digit."""
        return frozenset(word for word in self.vocabulary if word < ":")  # digits sort before every letter

    def once(self, read: Callable[["Written"], Found]) -> Found:
        """What ``read`` finds in the text, read once. It may look at nothing else."""
        kept = self._kept.get(read)
        if kept is None:
            kept = self._kept[read] = ((), read(self))
        found: Found = kept[1]
        return found

    def once_in(self, context: Hashable, read: Callable[["Written"], Found], name: str) -> Found:
        """The same where it follows from the ``context`` too; ``name`` says what is read. The last context is kept."""
        kept = self._kept.get(name)
        if kept is None or kept[0] != context:
            kept = self._kept[name] = (context, read(self))
        found: Found = kept[1]
        return found


class Memory(Remembered):
    """What the last check of a forum read, in things and in texts; for one check at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: dict[tuple[str, str, str], Written] = {}
        self._texts_before: dict[tuple[str, str, str], Written] = {}

    def begin(self) -> None:
        """A check begins: what the last one asked for is still there."""
        super().begin()
        self._texts_before, self._texts = self._texts, {}

    def end(self) -> None:
        super().end()
        self._texts_before = {}

    @property
    def texts(self) -> int:
        """How many texts are remembered."""
        return len(self._texts) + len(self._texts_before)

    def written(self, form: str, base: str, value: str) -> Written:
        """A text, read before or now."""
        key = (form, base, value)
        found = self._texts.get(key)
        if found is None:
            found = self._texts[key] = self._texts_before.get(key) or Written(form, base, value)
        return found
