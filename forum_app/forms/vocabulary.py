"""Closed vocabularies and standard lists as what can be chosen, in the reader's words."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cache
from importlib import resources

from forum_app import labels
from forum_app.domain.texts import folded
from forum_app.domain.times import zone_names
from forum_app.domain.vocabularies import (
    Audience,
    Constituency,
    MaterialKind,
    Mode,
    Partnership,
    RegistrationState,
    RoleKind,
    RoleState,
    SectionKind,
    SessionKind,
    SessionStatus,
    TalkKind,
    ThemeColour,
)
from forum_app.forms.controls import Control, Option, Widget
from forum_app.goals import goal_name
from forum_app.i18n import Words, words

# Languages that forums are held in and written in, by their codes: those of the United Nations first.
LANGUAGES = (
    "en fr es ar zh ru pt am az be bg bn bs cs da de el et fa fi fil gu ha he hi hr hu hy id is it ja ka kk km kn ko "
    "ky lo lt lv mg mk ml mn mr ms my ne nl no pa pl ps ro rw si sk sl so sq sr sv sw ta te tg th ti tk tr uk ur uz "
    "vi wo yo zu"
).split()
TERRITORIES_LEFT_OUT = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "DG", "EA", "IC", "TA", "CQ"})


def options(kinds: Iterable[StrEnum], say: Callable[[StrEnum], str]) -> tuple[Option, ...]:
    return tuple(Option(kind.value, say(kind)) for kind in kinds)


def session_kinds(word: Words) -> tuple[Option, ...]:
    return options(SessionKind, lambda kind: labels.session_kind(word, kind) or word.gettext("Other"))  # type: ignore[arg-type]


def talk_kinds(word: Words) -> tuple[Option, ...]:
    return options(TalkKind, lambda kind: labels.talk_kind(word, kind))  # type: ignore[arg-type]


def modes(word: Words) -> tuple[Option, ...]:
    return options(Mode, lambda mode: labels.mode(word, mode))  # type: ignore[arg-type]


def ways_to_come(word: Words) -> tuple[Option, ...]:
    """How somebody can come; hybrid is what a session is, nobody."""
    return options((Mode.IN_PERSON, Mode.ONLINE), lambda mode: labels.mode(word, Mode(mode)))


def statuses(word: Words) -> tuple[Option, ...]:
    return (
        Option(SessionStatus.CONFIRMED, word.gettext("Confirmed")),
        Option(SessionStatus.TENTATIVE, word.gettext("Tentative: published as to be confirmed")),
        Option(SessionStatus.DRAFT, word.gettext("Draft: not published")),
        Option(SessionStatus.CANCELLED, word.gettext("Cancelled: stays in the programme, struck through")),
    )


def folds(word: Words) -> tuple[Option, ...]:
    """Which of two hours, where the clocks are set back."""
    return (Option("0", word.gettext("The first")), Option("1", word.gettext("The second, after the change")))


def roles(word: Words, kinds: Iterable[RoleKind] = RoleKind) -> tuple[Option, ...]:
    return options(kinds, lambda kind: labels.role(word, kind))  # type: ignore[arg-type]


def role_states(word: Words) -> tuple[Option, ...]:
    """The first is what somebody gets of whom nothing else is said, as in the draft."""
    return (
        Option(RoleState.CONFIRMED, word.gettext("Confirmed")),
        Option(RoleState.TO_INVITE, word.gettext("To invite")),
        Option(RoleState.INVITED, word.gettext("Invited")),
        Option(RoleState.DECLINED, word.gettext("Declined")),
    )


def role_state(word: Words) -> Control:
    """How far it is with somebody's part."""
    hint = word.gettext("Only who is confirmed is named on public pages.")
    return Control("state", Widget.CHOICE, word.gettext("State"), choices=role_states(word), hint=hint, half=True)


def constituencies(word: Words) -> tuple[Option, ...]:
    return options(Constituency, lambda kind: labels.constituency(word, kind))  # type: ignore[arg-type]


def partnerships(word: Words) -> tuple[Option, ...]:
    return (
        Option(Partnership.ORGANISER, word.gettext("Organiser")),
        Option(Partnership.CO_ORGANISER, word.gettext("Co-organiser")),
        Option(Partnership.HOST, word.gettext("Host")),
        Option(Partnership.PARTNER, word.gettext("Partner")),
        Option(Partnership.DONOR, word.gettext("Donor")),
    )


def registration_states(word: Words) -> tuple[Option, ...]:
    return (
        Option(RegistrationState.CLOSED, word.gettext("Closed: nobody can register")),
        Option(RegistrationState.HERE, word.gettext("Here, on this site")),
        Option(RegistrationState.ELSEWHERE, word.gettext("Elsewhere: a link leads there")),
    )


def material_kinds(word: Words) -> tuple[Option, ...]:
    return options(MaterialKind, lambda kind: labels.material_kind(word, kind))  # type: ignore[arg-type]


def audiences(word: Words) -> tuple[Option, ...]:
    return (
        Option(Audience.EVERYONE, word.gettext("Everyone")),
        Option(Audience.REGISTERED, word.gettext("Those who registered")),
        Option(Audience.STAFF, word.gettext("Organisers and speakers")),
    )


def section_kinds(word: Words) -> tuple[Option, ...]:
    text = Option(SectionKind.TEXT, word.gettext("Written text"))
    others = (kind for kind in SectionKind if kind != SectionKind.TEXT)
    return (text, *options(others, lambda kind: labels.section(word, kind)))  # type: ignore[arg-type]


def theme_colours(word: Words) -> tuple[Option, ...]:
    names = {
        ThemeColour.GREEN: word.gettext("Green"),
        ThemeColour.ORANGE: word.gettext("Orange"),
        ThemeColour.BLUE: word.gettext("Blue"),
        ThemeColour.AMBER: word.gettext("Amber"),
        ThemeColour.ROSE: word.gettext("Rose"),
        ThemeColour.TEAL: word.gettext("Teal"),
        ThemeColour.VIOLET: word.gettext("Violet"),
        ThemeColour.RED: word.gettext("Red"),
    }
    return tuple(Option(colour.value, name) for colour, name in names.items())


@cache
def countries(language: str) -> tuple[Option, ...]:
    """Countries and territories by their names, sorted as their readers do."""
    word = words(language)
    codes = (code for code in map(str, word.locale.territories) if len(code) == 2 and code.isalpha())
    found = [Option(code, word.country_name(code)) for code in codes if code not in TERRITORIES_LEFT_OUT]
    return tuple(sorted(found, key=lambda option: folded(option.label)))


@cache
def languages(language: str) -> tuple[Option, ...]:
    """Languages with their names, those of the United Nations first."""
    return tuple(Option(code, words(language).language_name(code)) for code in LANGUAGES)


@cache
def zones(language: str) -> tuple[Option, ...]:
    """Time zones by region and place, as the IANA names them now: old names of places lead to the same clocks."""
    lines = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8").splitlines()
    current = {line.split("\t")[2] for line in lines if line and not line.startswith("#")}
    names = sorted((current & zone_names()) | {"UTC"})
    return tuple(Option(name, name.replace("_", " ")) for name in names)


@cache
def goals(language: str) -> tuple[Option, ...]:
    """The Sustainable Development Goals by number."""
    return tuple(Option(str(number), f"{number} {goal_name(words(language), number)}") for number in range(1, 18))
