"""SKOS in Turtle, RDF/XML, JSON-LD or N-Triples -> a vocabulary (the only module with rdflib).

What stands in the file is read and nothing else: document types, which can name other files and
grow without end, and contexts that lie elsewhere are refused.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.error import URLError
from urllib.parse import unquote
from urllib.request import BaseHandler, OpenerDirector, Request, build_opener, install_opener
from xml.parsers import expat

from rdflib import DCTERMS, OWL, RDF, SKOS, BNode, Graph, Literal, URIRef

from pipeline.contradictions import ABSOLUTE
from pipeline.languages import language_fault
from pipeline.slug import slugify, unique
from pipeline.vocabulary import Label, Term, fold

#: A file's ending -> the name that rdflib has for its format.
FORMATS = {
    ".ttl": "turtle",
    ".turtle": "turtle",
    ".rdf": "xml",
    ".xml": "xml",
    ".owl": "xml",
    ".jsonld": "json-ld",
    ".json": "json-ld",
    ".nt": "nt",
}
#: What relative addresses in a file are resolved against; they are no URIs of anything.
BASE = "https://import.invalid/"
MEDIATOPIC = re.compile(
    r"https?://cv\.iptc\.org/newscodes/mediatopic/\d+|(?:mediatopic|medtop):\d+"
)


class Imported(NamedTuple):
    """The terms, what was left out of them, and why nothing was read (else empty)."""

    terms: tuple[Term, ...]
    notes: tuple[str, ...]
    fault: str = ""


class Concept(NamedTuple):
    """A concept as rdflib has it: its node, its words by language, its id here."""

    node: Any
    labels: tuple[Label, ...]
    synonyms: tuple[str, ...]
    misspellings: tuple[str, ...]
    id: str


class Offline(BaseHandler):
    """Refuses every address, whatever its scheme."""

    def default_open(self, request: Request) -> Any:
        """What urllib asks before it looks for the handler of a scheme."""
        raise URLError(f"nothing is fetched: {request.full_url}")


@contextmanager
def offline() -> Iterator[None]:
    """urllib, through which rdflib fetches, opens nothing."""
    opener = OpenerDirector()
    opener.add_handler(Offline())
    install_opener(opener)
    try:
        yield
    finally:
        install_opener(build_opener())


def skos(content: bytes, form: str, languages: Sequence[str], language: str) -> Imported:
    """`form` is one of FORMATS' values. With `languages` the others are left out; `language` is
    that of words without one."""
    fault = ""
    if form == "xml":
        fault = document_type(content)
    elif form == "json-ld":
        content, fault = without_remote(content)
    if fault:
        return Imported((), (), fault)
    graph = Graph()
    try:
        with offline():
            graph.parse(data=content, format=form, publicID=BASE)
    except Exception as error:
        # A parser of somebody else and a file of somebody else: its errors have no common kind.
        told = " ".join(str(error).split()) or type(error).__name__
        return Imported((), (), f"it cannot be read as {form}: {told[:300]}")
    return Reading(graph, languages, language or "und").imported()


def document_type(content: bytes) -> str:
    """Why XML is refused; empty when it is not."""
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda name, *given: found.append(name)
    try:
        # The document type stands before the first element, and says what the rest may mean.
        parser.Parse(content, True)
    except expat.ExpatError as error:
        if not found:
            return f"it cannot be read as xml: {error}"
    return "it has a document type (`<!DOCTYPE`): take it out" if found else ""


def without_remote(content: bytes) -> tuple[bytes, str]:
    """JSON as it was understood here, and why it is refused (or empty)."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return b"", f"it cannot be read as JSON: {error}"
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()
            given = value.get("@context", [])
            for context in [*(given if isinstance(given, list) else [given]), value.get("@import")]:
                if isinstance(context, str):
                    return b"", f"its context `{context}` lies elsewhere: put it into the file"
    return json.dumps(document).encode(), ""


class Reading:
    """One graph being read; `notes` are what was left out."""

    def __init__(self, graph: Any, languages: Sequence[str], language: str) -> None:
        self.graph = graph
        self.languages = languages
        self.language = language
        self.notes: list[str] = []

    def imported(self) -> Imported:
        """All concepts with a label, sorted by address, or by label where they have none."""
        taken: set[str] = set()
        kept = []
        found = self.nodes()
        for node in found:
            labels, more = self.labels(node)
            if not labels:
                continue
            synonyms = [*more, *self.words(node, "altLabel")]
            misspellings = self.words(node, "hiddenLabel")
            identity = unique(self.identity(node, labels), taken)
            kept.append(Concept(node, labels, tuple(synonyms), tuple(misspellings), identity))
        if len(kept) < len(found):
            named = ", ".join(self.languages)
            where = f" in {named}" if named else ""
            left = len(found) - len(kept)
            concepts = "1 concept" if left == 1 else f"{left} concepts"
            self.notes.append(f"{concepts} without a label{where}: left out")
        terms = tuple(self.terms(kept))
        return Imported(terms, tuple(self.notes))

    def nodes(self) -> list[Any]:
        """Concepts, and what has a label and says not what it is."""
        concepts = set(self.graph.subjects(RDF.type, SKOS.Concept))
        for node in set(self.graph.subjects(SKOS.prefLabel)) - concepts:
            if (node, RDF.type, None) not in self.graph:
                concepts.add(node)
        return sorted(concepts, key=self.order)

    def order(self, node: Any) -> tuple[str, list[str]]:
        """Names of nodes without an address change from run to run; their labels do not."""
        labels = sorted(map(str, self.graph.objects(node, SKOS.prefLabel)))
        return "" if isinstance(node, BNode) else str(node), labels

    def texts(self, node: Any, name: str) -> list[Label]:
        """The literals of a property, each with the tag that `site.toml` would take, in order."""
        found = []
        for value in self.graph.objects(node, SKOS[name]):
            if isinstance(value, Literal):
                text = " ".join(str(value).encode(errors="replace").decode().split())
                if text:
                    found.append(Label(tag(value.language or self.language), text))
        return sorted(found, key=lambda label: (label.language, label.text))

    def labels(self, node: Any) -> tuple[tuple[Label, ...], list[str]]:
        """One preferred label a language, and the others of these languages."""
        texts = self.texts(node, "prefLabel")
        if self.languages:
            by_tag = [
                (tag, [each for each in texts if speaks(each, tag)]) for tag in self.languages
            ]
        else:
            tags = sorted({each.language for each in texts if not language_fault(each.language)})
            by_tag = [(tag, [each for each in texts if each.language == tag]) for tag in tags]
        labels = []
        for wanted, found in by_tag:
            if found:
                best = min(found, key=lambda each: (each.language != wanted, each.language))
                labels.append(Label(wanted, best.text))
        chosen = {label.text for label in labels}
        return tuple(labels), [
            each.text for _, found in by_tag for each in found if each.text not in chosen
        ]

    def words(self, node: Any, name: str) -> list[str]:
        """Words beside the label, in the languages of the site."""
        return [
            each.text
            for each in self.texts(node, name)
            if not self.languages or any(speaks(each, tag) for tag in self.languages)
        ]

    def identity(self, node: Any, labels: tuple[Label, ...]) -> str:
        """From the notation, the last part of the address, or a label."""
        notations = sorted(str(value) for value in self.graph.objects(node, SKOS.notation))
        last = re.split(r"[/#:]", str(node).rstrip("/#"))[-1] if isinstance(node, URIRef) else ""
        named = (*notations[:1], unquote(last), *(label.text for label in labels))
        return next((found for each in named if (found := slugify(each))), "keyword")

    def uri(self, node: Any) -> str:
        """The concept's address; of one that has none on the web, that of the same media topic."""
        own = str(node) if isinstance(node, URIRef) and not str(node).startswith(BASE) else ""
        matches = sorted(str(each) for each in self.graph.objects(node, SKOS.exactMatch))
        topics = [each for each in matches if MEDIATOPIC.fullmatch(each)]
        if not own.startswith(("http://", "https://")) and topics:
            own = topics[0]
        return own if ABSOLUTE.fullmatch(own) else ""

    def terms(self, concepts: list[Concept]) -> Iterator[Term]:
        """The concepts with their relations; a word that names two is left to the first label."""
        ids = {concept.node: concept.id for concept in concepts}
        above = self.broader()
        gone = {concept.node for concept in concepts if self.deprecated(concept.node)}
        owners: dict[str, str] = {}
        for concept in concepts:
            for label in concept.labels:
                owner = owners.setdefault(fold(label.text), concept.id)
                if owner != concept.id:
                    self.notes.append(
                        f"`{label.text}` is the label of `{owner}` and `{concept.id}`"
                    )
        for concept in concepts:
            node = concept.node
            successor = self.nearest(node, ids, gone, self.related(DCTERMS.isReplacedBy))
            yield Term(
                concept.id,
                concept.labels,
                self.own(concept, concept.synonyms, owners),
                self.own(concept, concept.misspellings, owners),
                self.one_broader(node, ids, above),
                node in gone,
                ids.get(successor, ""),
                self.uri(node),
            )

    def own(
        self, concept: Concept, words: tuple[str, ...], owners: dict[str, str]
    ) -> tuple[str, ...]:
        """The words that name no other term; one that its own label says already is not needed."""
        mine = {fold(label.text) for label in concept.labels}
        found = []
        for word in words:
            folded = fold(word)
            if folded in mine:
                continue
            owner = owners.setdefault(folded, concept.id)
            if owner != concept.id:
                self.notes.append(f"`{word}` of `{concept.id}` names `{owner}` too: left out")
                continue
            mine.add(folded)
            found.append(word)
        return tuple(found)

    def related(self, relation: Any) -> dict[Any, list[Any]]:
        """What each node names by a relation, in order."""
        found: defaultdict[Any, list[Any]] = defaultdict(list)
        for node, other in self.graph.subject_objects(relation):
            found[node].append(other)
        return {node: sorted(others, key=self.order) for node, others in found.items()}

    def broader(self) -> dict[Any, list[Any]]:
        """What is broader, also where the other side says `narrower`."""
        found: defaultdict[Any, set[Any]] = defaultdict(set)
        for node, other in self.graph.subject_objects(SKOS.broader):
            found[node].add(other)
        for other, node in self.graph.subject_objects(SKOS.narrower):
            found[node].add(other)
        return {node: sorted(others, key=self.order) for node, others in found.items()}

    def one_broader(self, node: Any, ids: dict[Any, str], above: dict[Any, list[Any]]) -> str:
        """The first broader term; where it was left out, the one above it."""
        found = [ids[other] for other in above.get(node, ()) if other in ids]
        if len(found) > 1:
            others = ", ".join(f"`{each}`" for each in found[1:])
            self.notes.append(f"`{ids[node]}` is below `{found[0]}`; {others} left out")
        if found:
            return found[0]
        return ids.get(self.nearest(node, ids, set(), above), "")

    def nearest(
        self, node: Any, ids: dict[Any, str], without: set[Any], ways: dict[Any, list[Any]]
    ) -> Any:
        """The first that is kept on the way from a node; None when the way ends before."""
        seen = {node}
        while ways.get(node):
            node = ways[node][0]
            if node in seen:
                return None
            seen.add(node)
            if node in ids and node not in without:
                return node
        return None

    def deprecated(self, node: Any) -> bool:
        """`owl:deprecated true`."""
        return any(
            str(value).strip().lower() in ("true", "1")
            for value in self.graph.objects(node, OWL.deprecated)
        )


def tag(language: str) -> str:
    """`en-gb` -> `en-GB`; `no` is bokmål, as most mean it."""
    parts = language.replace("_", "-").split("-")
    first = parts[0].lower()
    rest = [p.upper() if len(p) == 2 else p.title() if len(p) == 4 else p for p in parts[1:]]
    return "-".join(("nb" if first == "no" else first, *rest))


def speaks(label: Label, wanted: str) -> bool:
    """Whether a label serves a language of the site: the same, or of the same language at all."""
    return label.language.partition("-")[0] == wanted.partition("-")[0].lower()
