"""What a browser calls itself, in two words: “Firefox, Linux”. Its own line says more, and little to its owner."""

# What stands in the line, and what that is called; the first that is found counts, since most claim to be others too.
BROWSERS = (
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def browser_in_words(line: str) -> str:
    """Names of a browser and its system from a User-Agent line; the line itself, cut, where nothing in it is known."""
    found = [next((name for mark, name in known if mark in line), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in found if name) or line[:60]
