"""text -> HTML that shows it as it is (HTML, section 13.3)."""


def escape(text: str) -> str:
    """Text as HTML text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """Text as the value of an attribute in double quotes."""
    return escape(text).replace('"', "&quot;")
