"""Every public address, made in one place. Paths by default; absolute with the configured base."""

from urllib.parse import quote, urlencode


class Addresses:
    """Addresses of one forum. ``base`` is ``""`` for paths on this site, or ``https://host`` for files that leave it."""

    def __init__(self, slug: str = "", base: str = "") -> None:
        self.base = base.rstrip("/")
        self.slug = slug
        self.root = f"{self.base}/forums/{quote(slug)}"

    def home(self) -> str:
        return f"{self.base}/"

    def forum(self) -> str:
        return f"{self.root}/"

    def agenda(self, extension: str = "", **query: str) -> str:
        return f"{self.root}/agenda{extension}" + (f"?{urlencode(query)}" if query else "")

    def schedule(self, extension: str) -> str:
        """frab's file: .xml or .json."""
        return f"{self.root}/schedule{extension}"

    def session(self, key: str, extension: str = "") -> str:
        return f"{self.root}/sessions/{key}{extension}"

    def session_drawer(self, key: str) -> str:
        """What the programme's drawer shows of a session."""
        return f"{self.root}/sessions/{key}/drawer"

    def session_note(self, key: str, extension: str = "") -> str:
        return f"{self.root}/sessions/{key}/concept-note{extension}"

    def now(self) -> str:
        """What time it is at the forum."""
        return f"{self.root}/now"

    def speakers(self) -> str:
        return f"{self.root}/speakers"

    def speaker(self, key: str) -> str:
        return f"{self.root}/speakers/{key}"

    def concept_note(self, extension: str = "") -> str:
        return f"{self.root}/concept-note{extension}"

    def changes(self, extension: str = "") -> str:
        return f"{self.root}/changes{extension}"

    def register(self) -> str:
        return f"{self.root}/register"

    def style(self, name: str) -> str:
        return f"{self.root}/style-{name}.css"

    def card(self, **query: str) -> str:
        """The picture that a shared link shows."""
        return f"{self.root}/card.png" + (f"?{urlencode(query)}" if query else "")

    def media(self, name: str) -> str:
        return f"{self.base}/media/{name}"

    def static(self, name: str) -> str:
        return f"{self.base}/static/{name}"

    def check_in(self, code: str) -> str:
        """What the QR code of a badge opens, for those at the reception."""
        return f"{self.base}/manage/{quote(self.slug)}/check-in?{urlencode({'code': code})}"

    def page(self, name: str) -> str:
        """privacy, accessibility."""
        return f"{self.base}/{name}"
