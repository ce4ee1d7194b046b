"""block tokens -> what is asked of them: ends, empty ones, lists to tighten, lists in disguise."""

from markdown_it.token import Token

from pipeline.markdown import DEEPEST

LISTS = ("bullet_list_open", "ordered_list_open")
CONTAINERS = ("blockquote_open", "list_item_open", "dd_open", "box_open", "footnote_reference_open")
DASHES = ("– ", "— ")


def matching(tokens: list[Token]) -> dict[int, int]:
    """The index of each opening token -> that of its end."""
    stack: list[int] = []
    ends: dict[int, int] = {}
    for index, token in enumerate(tokens):
        if token.nesting == 1:
            stack.append(index)
        elif token.nesting == -1:
            ends[stack.pop()] = index
    return ends


def cut_off(token: Token) -> bool:
    """Whether what stands in this block was left out by the parser."""
    return token.level >= DEEPEST - 1 and token.type in CONTAINERS


def empty(token: Token) -> bool:
    """Whether a token shows nothing by itself."""
    if cut_off(token):
        return False
    if token.type == "inline":
        return not token.content.strip()
    if token.type in ("fence", "code_block", "hr", "html_block"):
        return False
    return token.nesting != 0 and not token.type.startswith(("table", "t"))


def tighten(tokens: list[Token], ends: dict[int, int]) -> None:
    """A list whose items have one paragraph each, and lists, reads as a tight one.

    PDF/UA-1 (ISO 14289-1, 7.2) allows no P in an LI beside that.
    """
    for start, end in ends.items():
        if tokens[start].type not in LISTS:
            continue
        level = tokens[start].level + 2
        paragraphs: list[Token] = []
        alone = True
        inside: list[str] = []
        for index in range(start + 1, end):
            token = tokens[index]
            if token.type == "list_item_open" and token.level == level - 1:
                inside = []
            elif token.level == level and token.nesting == 1:
                inside.append(token.type)
                alone = alone and (token.type in LISTS or inside == ["paragraph_open"])
            elif token.level == level and token.nesting == 0:
                alone = False
            if token.level == level and token.type in ("paragraph_open", "paragraph_close"):
                paragraphs.append(token)
        if alone:
            for token in paragraphs:
                token.hidden = True


def dash_runs(tokens: list[Token]) -> frozenset[int]:
    """The paragraphs that begin with a dash beside another that does: a list in disguise."""
    found: set[int] = set()
    previous = -9
    for index, token in enumerate(tokens):
        if (
            token.type == "paragraph_open"
            and not token.hidden
            and tokens[index + 1].content.startswith(DASHES)
        ):
            if previous == index - 3:
                found |= {previous, index}
            previous = index
    return frozenset(found)
