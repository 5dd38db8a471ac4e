"""Plain words and addresses as paper carries them: tidied text, web addresses."""

import re

_WEB = re.compile(r"https?://[^\s\\<>\"]+$", re.IGNORECASE)


def tidy(value: str) -> str:
    """Without control characters and direction overrides, which no printed text needs."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202d\u202e\ufffe\uffff\ud800-\udfff]", "", value)


def web_address(url: str) -> str:
    """An absolute http or https address, or ``""``."""
    url = tidy(url).strip()
    return url if _WEB.match(url) else ""


def short_address(url: str, *, host_only: bool = False) -> str:
    """An address as it is read: without scheme, ``www.`` and a last slash."""
    shown = re.sub(r"^https?://(www\.)?", "", url, flags=re.IGNORECASE)
    return shown.split("/")[0] if host_only else shown.rstrip("/")
