"""What an address of the web is here: http or https, a host without a name before it, no blanks and no backslashes."""

import re

# ``https://bank.example@elsewhere.example`` leads elsewhere: what stands before the @ is a name to sign in with
# (RFC 3986, 3.2.1 and 7.6), and of no use in a link but to hide where it leads.
WEB_ADDRESS = re.compile(r"https?://[^\s/\\?#@]+(?:[/?#][^\s\\]*)?$", re.IGNORECASE)
_NAMED = re.compile(r"https?://[^\s/\\?#]*@", re.IGNORECASE)


def is_web_address(text: str) -> bool:
    """Whether a text is one, whole."""
    return WEB_ADDRESS.match(text) is not None


def hides_its_host(text: str) -> bool:
    """Whether an address has a name before its host."""
    return _NAMED.match(text) is not None
