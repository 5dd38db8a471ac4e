"""What somebody types on their own page: what can't be kept of it, in words for the field, and what was shown before."""

from collections.abc import Collection, Iterable, Mapping

from flask import request

from forum_app.domain.answering import words_in
from forum_app.domain.draft_rules import several_lines, unfit
from forum_app.domain.registration_rules import UnfitAddress, email_of
from forum_app.domain.trees import digest
from forum_app.i18n import Words

LONGEST_REASON, LONGEST_NAME, LONGEST_NEEDS, LONGEST_ANSWER = 2_000, 200, 4_000, 10_000
ANSWER = "answer-"  # before the id of a question, in the names of fields
_SEEN = "seen-"


def seen_of(fields: Iterable[str]) -> dict[str, str]:
    """The digests of what these fields were filled from, as the page carried them."""
    return {name: request.form[_SEEN + name] for name in fields if _SEEN + name in request.form}


def written_to_none(fields: Collection[str]) -> list[str]:
    """What was written on their page to questions that are not among these fields any more."""
    sent = {name: several_lines(text) for name, text in request.form.items() if name.startswith(ANSWER)}
    seen = seen_of(name for name, text in sent.items() if text and name not in fields)
    return [sent[name] for name, mark in seen.items() if digest(sent[name]) != mark]


def wrong_in_length(words: Words, text: str, most: int) -> str:
    """Why a text of so many characters at most can't be kept; empty where it can."""
    if reason := unfit(text):
        return words.said(reason)
    if len(text) > most:
        return words.gettext("This has %(length)s characters; at most %(most)s are kept. Shorten it.", length=len(text), most=most)  # fmt: skip
    return ""


def words_of(words: Words, text: str, most: int) -> str:
    """How many words a text has, of how many it may have."""
    return words.ngettext("%(count)d of %(num)d word", "%(count)d of %(num)d words", most, count=words_in(text))


def wrong_in_words(words: Words, text: str, most: int) -> str:
    """The same for an answer of so many words at most."""
    count = words_in(text)
    if count > most:
        return words.ngettext("This has %(num)d word; at most %(most)d are kept. Shorten it.", "This has %(num)d words; at most %(most)d are kept. Shorten it.", count, most=most)  # fmt: skip
    return wrong_in_length(words, text, LONGEST_ANSWER)


def wrong_in_answer(words: Words, roles: Collection[str], said: str, typed: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with an answer to an invitation, by field. Of whoever comes, nothing else is read."""
    found = {}
    if said not in ("yes", "no"):
        found["answer"] = words.gettext("Choose one of the two: whether you take part, or cannot.")
    elif not roles:
        found["answer"] = words.gettext("Tick what your answer is for.")
    if said == "yes":
        return found
    for name, most in (("reason", LONGEST_REASON), ("colleague", LONGEST_NAME)):
        if wrong := wrong_in_length(words, typed[name], most):
            found[name] = wrong
    try:
        email_of(typed["colleague_email"] or "nobody@example.org")
    except UnfitAddress:
        found["colleague_email"] = words.gettext("This is no e-mail address: write one such as name@example.org.")
    return found
