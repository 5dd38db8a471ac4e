"""Who reads a page, as far as a page needs to know."""

from dataclasses import dataclass, field

from forum_app.addresses import Addresses
from forum_app.domain.vocabularies import Visibility


@dataclass(frozen=True)
class Reader:
    """``language`` is one of the forum's; ``zone`` the IANA name chosen with ``?tz=``; ``addresses`` are paths.

    ``base_url`` (``https://host``) is the public address for what must be absolute. ``contact`` is the
    installation's public e-mail address or page, if it has one. ``visibility`` is the forum's, live: it is in no
    release.
    """

    language: str
    zone: str | None = None
    base_url: str = ""
    addresses: Addresses = field(default_factory=Addresses)
    preview: bool = False
    contact: str = ""
    visibility: Visibility = Visibility.PUBLISHED
