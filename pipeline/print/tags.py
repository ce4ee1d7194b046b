"""laid out pages -> the tag tree of their PDF (ISO 32000-1, 14.7 and 14.8), in the place of
WeasyPrint's.

The engine tags each page alone, knows no notes, code, definitions or languages, and has its running
heads in no tree. Here an element is one node over all its pages, since nodes are found by their
element.
"""

from collections.abc import Iterator, Sequence
from typing import Any

#: Elements that are a node of their own; all others are transparent, and their text is their
#: parent's.
TYPES = {
    "p": "P",
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "blockquote": "BlockQuote",
    "pre": "P",
    "summary": "P",
    "code": "Code",
    "kbd": "Code",
    "samp": "Code",
    "q": "Quote",
    "table": "Table",
    "caption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "figure": "Div",
    "figcaption": "Caption",
    "img": "Figure",
    "a": "Link",
    "article": "Art",
    "section": "Sect",
    "nav": "Sect",
    "aside": "Sect",
    "details": "Sect",
    "dt": "Lbl",
    "dd": "LBody",
} | {f"h{level}": f"H{level}" for level in range(1, 7)}
#: Roles of DPUB-ARIA 1.1 and WAI-ARIA 1.2 that say more than the element.
ROLES = {"math": "Formula", "doc-toc": "TOC", "doc-index": "Index", "doc-footnote": "Note"}
#: Pseudo-elements whose text is a stylesheet's.
ADDED = frozenset(("before", "after", "marker", "footnote-call", "footnote-marker"))
#: What text stands in directly where nothing else is open.
ROOT = "Document"
#: CSS pixels -> points.
POINTS = 0.75
#: The flag of an annotation that paper shows too (ISO 32000-1, 12.5.3).
PRINTED = 4
#: What belongs to tables, lists and layout in an element's attributes (ISO 32000-1, 14.8.5).
OWNERS = {
    "Scope": "Table",
    "ColSpan": "Table",
    "RowSpan": "Table",
    "ListNumbering": "List",
    "BBox": "Layout",
}
#: (page, marked content) of a page's stream.
Mark = tuple[int, int]


class Node:
    """A structure element while the tree grows: `kids` are nodes, marks and link annotations.

    What stands `beside` the article's text, as the address of a link, is no word of it.
    """

    __slots__ = ("attributes", "beside", "kids", "number", "parent", "tag")

    def __init__(self, tag: str, parent: "Node | None", place: int | None = None) -> None:
        self.tag = tag
        self.parent = parent
        self.kids: list[Any] = []
        self.attributes: dict[str, Any] = {}
        self.number = 0
        self.beside = tag == "Reference"
        if parent is not None:
            parent.kids.insert(len(parent.kids) if place is None else place, self)


class Tree:
    """The tree of a document while its pages are walked, in their order.

    `marks` are, for each page, the marked contents of its boxes; those that are no part of the
    text are taken together in `artifacts`, and those that a stylesheet adds in `added`;
    those in `leftward` run from right to left.
    """

    def __init__(
        self, pages: Sequence[Any], marks: Sequence[dict[Any, Any]], language: str
    ) -> None:
        self.pages = pages
        self.language = language
        self.marks = marks
        self.root = Node(ROOT, None)
        self.nodes: dict[Any, Node] = {}
        self.artifacts: list[set[int]] = [set() for _ in marks]
        self.added: set[Mark] = set()
        self.leftward: set[Mark] = set()
        self.heads: dict[Any, int] = {}
        self.calls: list[tuple[int, Any, Node]] = []
        self.markers: list[tuple[int, Any, Node]] = []
        self.page = 0

    def walk(self, box: Any, parent: Node, above: Any = None) -> None:
        """A box and all that is in it; `above` is the element around it."""
        # An absolute box has a placeholder where it came from.
        box = getattr(box, "_box", box)
        kind = type(box).__name__
        if kind == "MarginBox" or self.repeated(box):
            self.unread(box)
            return
        element = box.element
        node, added = parent, False
        if element is not None and kind != "LineBox":
            tag = box.element_tag
            added = tag.partition("::")[2] in ADDED
            if added:
                node = self.generated(box, tag, parent)
            elif element is not above:
                node = self.node(element, parent)
                above = element
        if box.link_annotation is not None:
            node = self.linked(box, node, element)
        mark = self.marks[self.page].get(box)
        if mark is not None:
            if node.tag == "Figure" and "Alt" not in node.attributes:
                self.artifacts[self.page].add(mark["mcid"])
            else:
                if node.tag == "Figure":
                    node.attributes["BBox"] = self.corners(box)
                node.kids.append((self.page, mark["mcid"]))
                if box.style["direction"] == "rtl":
                    self.leftward.add((self.page, mark["mcid"]))
                if added:
                    self.added.add((self.page, mark["mcid"]))
        for child in getattr(box, "children", ()):
            self.walk(child, node, above)

    def corners(self, box: Any) -> list[float]:
        """Where a picture stands, in points from the page's lower left corner."""
        left, top, height = box.content_box_x(), box.content_box_y(), self.pages[self.page].height
        sides = left, height - top - box.height, left + box.width, height - top
        return [round(side * POINTS, 2) for side in sides]

    def repeated(self, box: Any) -> bool:
        """Whether it is the head of a table that a former page has shown already."""
        if box.element is None or box.element_tag not in ("thead", "tfoot"):
            return False
        return self.heads.setdefault(box.element, self.page) != self.page

    def unread(self, box: Any) -> None:
        """All marks in a box are artifacts."""
        box = getattr(box, "_box", box)
        mark = self.marks[self.page].get(box)
        if mark is not None:
            self.artifacts[self.page].add(mark["mcid"])
        for child in getattr(box, "children", ()):
            self.unread(child)

    def node(self, element: Any, parent: Node) -> Node:
        """An element's node, new or begun on a former page."""
        known = self.nodes.get(element)
        if known is None:
            known = self.nodes[element] = self.new(element, parent)
        return known

    def new(self, element: Any, parent: Node) -> Node:
        """An element's node, or its parent's where it has none of its own."""
        name, get = element.tag, element.attrib.get
        role = get("role", "")
        if name == "nav" and "contents" in get("class", "").split():
            role = "doc-toc"
        tag = ROLES.get(role) or TYPES.get(name, "")
        if name == "li":
            return self.item(element, parent)
        if name in ("ul", "ol") and parent.tag == "TOC":
            return parent
        if name in ("dt", "dd"):
            parent = self.definition(name, parent)
        if name == "sup" and len(element) == 1 and element[0].attrib.get("href", "")[:1] == "#":
            return Node("Reference", parent)
        if name == "span" and get("class") == "address" and (element.text or "")[:2] == " (":
            beside = Node("Span", parent)
            beside.beside = True
            return beside
        if name == "a" and parent.tag == "TOCI":
            parent = Node("Reference", parent)
        if name == "p" and parent.tag == "TOC":
            tag = "Caption"
        if not tag and role == "img":
            tag = "Span"
        language = get("lang", "") if name not in ("html", "body") else ""
        if not tag and (language or (name == "abbr" and get("title"))):
            tag = "Span"
        if not tag:
            return parent
        made = Node(tag, parent)
        given = made.attributes
        if language and language != self.spoken(parent):
            given["Lang"] = language
        if tag == "TH":
            given["Scope"] = "Row" if get("scope") == "row" else "Column"
        if tag in ("TH", "TD"):
            given |= {
                key: int(get(attribute))
                for key, attribute in (("ColSpan", "colspan"), ("RowSpan", "rowspan"))
                if get(attribute, "").isdecimal() and get(attribute) != "1"
            }
        if tag == "L":
            given["ListNumbering"] = {"ol": "Decimal", "ul": "Disc"}.get(name, "None")
        if name == "abbr" and get("title"):
            given["E"] = get("title")
        told = get("alt") if name == "img" else get("aria-label") if tag != "Sect" else None
        if told and tag in ("Figure", "Formula", "Span", "Link"):
            given["Alt"] = told
        if tag == "Note":
            given["ID"] = get("id", "") or f"Note-{len(self.nodes)}"
        return made

    def spoken(self, node: Node) -> str:
        """The language around what is new."""
        above: Node | None = node
        while above is not None:
            if "Lang" in above.attributes:
                return str(above.attributes["Lang"])
            above = above.parent
        return self.language

    def item(self, element: Any, parent: Node) -> Node:
        """An item's body: of a list, of contents, or a footnote (DPUB-ARIA 1.1, doc-endnotes)."""
        if parent.tag == "TOC":
            return Node("TOCI", parent)
        if element.attrib.get("id", "").startswith("Note-"):
            made = Node("Note", parent)
            made.attributes["ID"] = element.attrib["id"]
            # Notes are no items of a list, which may hold nothing else.
            if parent.tag == "L" and parent.parent is not None:
                parent.tag, parent.attributes = "Div", {}
            return made
        outer = parent if parent.tag == "L" else Node("L", parent)
        return Node("LBody", Node("LI", outer))

    def definition(self, name: str, parent: Node) -> Node:
        """The item that a term begins, and that what is said of it goes on with."""
        last = parent.kids[-1] if parent.kids else None
        if isinstance(last, Node) and (name == "dd" or last.kids[-1].tag == "Lbl"):
            return last
        return Node("LI", parent) if parent.tag == "L" else parent

    def generated(self, box: Any, tag: str, parent: Node) -> Node:
        """What a stylesheet adds: the mark of an item is its label, the call of a note its link."""
        element = box.element
        key = element, tag
        if key in self.nodes:
            return self.nodes[key]
        made = parent
        what = tag.partition("::")[2]
        if what in ("before", "marker"):
            body = parent
            if element.tag == "p" and body.parent is not None and body.tag == "P":
                body = body.parent
            outer = body.parent
            if body.tag == "LBody" and outer is not None and outer.tag == "LI":
                made = Node("Lbl", outer, 0) if outer.kids[0] is body else parent
            elif body.tag == "Note":
                made = Node("Lbl", body, 0)
        elif what == "footnote-call":
            made = Node("Link", Node("Reference", parent))
            self.calls.append((self.page, box, made))
            note = self.nodes[element] = Node("Note", parent)
            note.attributes["ID"] = element.attrib.get("id", "") or f"Note-{len(self.nodes)}"
        elif what == "footnote-marker":
            made = Node("Link", Node("Lbl", self.nodes.get(element, parent), 0))
            self.markers.append((self.page, box, made))
        self.nodes[key] = made
        return made

    def linked(self, box: Any, node: Node, element: Any) -> Node:
        """The link that an annotation belongs to, with that annotation among its kids."""
        link: Node | None = node
        while link is not None and link.tag != "Link":
            link = link.parent
        if link is None:
            key = element, "link"
            link = self.nodes.get(key)
            if link is None:
                link = self.nodes[key] = Node("Link", node)
            node = link
        if "Dest" in box.link_annotation:
            told = box.link_annotation["Contents"]
            told.string = said(element) or told.string
        link.kids.append((self.page, box.link_annotation))
        return node


def said(element: Any) -> str:
    """What a link to another place of the document is read as: its label, or its words."""
    return element.attrib.get("aria-label") or " ".join("".join(element.itertext()).split())


def tagged(pages: Sequence[Any], marks: Sequence[dict[Any, Any]], language: str) -> Tree:
    """The tree of all pages of a document in a language."""
    tree = Tree(pages, marks, language)
    for number, page in enumerate(pages):
        tree.page = number
        tree.walk(page._page_box, tree.root)
    prune(tree.root)
    return tree


def join_notes(tree: Tree, pdf: Any, pydyf: Any) -> None:
    """Links each call of a footnote to the note, and its number there to the call: the engine
    links neither.
    """
    called = {box.element: (number, box) for number, box, _ in reversed(tree.calls)}
    known = {anchor for page in tree.pages for anchor in page.anchors}
    for number, box, link in tree.calls:
        anchor = box.element.attrib.get("id", "")
        to = pydyf.String(anchor) if anchor in known else None
        connect(tree, pdf, pydyf, (number, box, link), to)
    for number, box, link in tree.markers:
        to = None
        if box.element in called:
            page, call = called[box.element]
            left, top, _, _ = call.hit_area()
            height = tree.pages[page].height
            place = [round(left * POINTS, 2), round((height - top) * POINTS, 2), 0]
            to = pydyf.Array([pdf.page_references[page], "/XYZ", *place])
        connect(tree, pdf, pydyf, (number, box, link), to)


def connect(tree: Tree, pdf: Any, pydyf: Any, what: tuple[int, Any, Node], to: Any) -> None:
    """A link from the box on its page to another place of the document; None for nowhere."""
    number, box, link = what
    if to is None:
        link.tag = "Span"
        return
    page = tree.pages[number]
    left, top, width, height = box.hit_area()
    sides = left, page.height - top - height, left + width, page.height - top
    made = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Link",
            "Rect": pydyf.Array([round(side * POINTS, 2) for side in sides]),
            "BS": pydyf.Dictionary({"W": 0}),
            "Contents": pydyf.String("".join(each.text for each in texts(box)).strip()),
            "Dest": to,
        }
    )
    pdf.add_object(made)
    shown = pdf.objects[int(pdf.page_references[number].split()[0])]
    shown.setdefault("Annots", pydyf.Array()).append(made.reference)
    link.kids.insert(0, (number, made))


def texts(box: Any) -> Iterator[Any]:
    """The boxes of text in a box."""
    if type(box).__name__ == "TextBox":
        yield box
    for child in getattr(box, "children", ()):
        yield from texts(child)


def prune(node: Node) -> bool:
    """Drops what is empty; false where nothing is left.

    A cell stays, since it holds its column, and the body of a table that is all head (ISO 14289-1,
    7.5).
    """
    node.kids = [kid for kid in node.kids if not isinstance(kid, Node) or prune(kid)]
    return bool(node.kids) or node.tag in ("TH", "TD", "TBody")


def nodes(node: Node) -> Iterator[Node]:
    """A node and all below it, in the order of reading."""
    yield node
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from nodes(kid)


def write(tree: Tree, pdf: Any, pydyf: Any, root: Any) -> None:
    """Puts the tree into the PDF, below `root`, its StructTreeRoot, which it fills anew."""
    pages = pdf.page_references
    told = list(nodes(tree.root))
    written = []
    for node in told:
        made = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.tag}"})
        pdf.add_object(made)
        node.number = made.number
        written.append(made)
    owners: list[dict[int, bytes]] = [{} for _ in pages]
    annotated: list[bytes] = []
    names: dict[str, bytes] = {}
    for node, made in zip(told, written, strict=True):
        reference = made.reference
        made["P"] = root.reference if node.parent is None else f"{node.parent.number} 0 R"
        first = next((kid[0] for kid in node.kids if not isinstance(kid, Node)), -1)
        if first >= 0:
            made["Pg"] = pages[first]
        kids = pydyf.Array()
        for kid in node.kids:
            if isinstance(kid, Node):
                kids.append(f"{kid.number} 0 R")
                continue
            page, marked = kid
            if not isinstance(marked, int):
                marked["StructParent"] = len(pages) + len(annotated)
                marked["F"] = PRINTED
                annotated.append(reference)
                inside = {"Type": "/OBJR", "Obj": marked.reference, "Pg": pages[page]}
                kids.append(pydyf.Dictionary(inside))
                continue
            owners[page][marked] = reference
            if page == first:
                kids.append(marked)
            else:
                inside = {"Type": "/MCR", "Pg": pages[page], "MCID": marked}
                kids.append(pydyf.Dictionary(inside))
        made["K"] = kids
        for name in ("Lang", "Alt", "E", "ID"):
            if name in node.attributes:
                made[name] = pydyf.String(node.attributes[name])
        if "ID" in node.attributes:
            names[node.attributes["ID"]] = reference
        if owned := attributes(node, pydyf):
            made["A"] = owned
    numbers = pydyf.Array()
    for page, owned in enumerate(owners):
        count = max(owned, default=-1) + 1
        numbers += [page, pydyf.Array(owned.get(mark, b"null") for mark in range(count))]
    for number, reference in enumerate(annotated, len(pages)):
        numbers += [number, reference]
    root["K"] = pydyf.Array([written[0].reference])
    root["ParentTree"] = pydyf.Dictionary({"Nums": numbers})
    root["ParentTreeNextKey"] = len(pages) + len(annotated)
    if names:
        pairs = [part for name in sorted(names) for part in (pydyf.String(name), names[name])]
        root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(pairs)})


def attributes(node: Node, pydyf: Any) -> Any:
    """What tables, lists and layout say of an element; None without any."""
    told = [(name, value) for name, value in node.attributes.items() if name in OWNERS]
    if not told:
        return None
    made = pydyf.Dictionary({"O": f"/{OWNERS[told[0][0]]}"})
    for name, value in told:
        if isinstance(value, str):
            made[name] = f"/{value}"
        else:
            made[name] = pydyf.Array(value) if isinstance(value, list) else value
    return made


def unmark(stream: Any, artifacts: set[int], pydyf: Any) -> None:
    """What is no part of the text is no longer marked as such: running heads, page numbers."""
    operators = stream.stream
    for place, operator in enumerate(operators):
        if operator == b"BDC":
            told = operators[place - 1]
            if isinstance(told, dict) and told.get("MCID") in artifacts:
                operators[place - 2] = "/Artifact"
                operators[place - 1] = pydyf.Dictionary({"Type": "/Pagination"})
