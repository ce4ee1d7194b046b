"""AddressList -> `addresses.txt`: what other sites check their links to this one against."""

from operator import attrgetter

from pipeline import digest, urls
from pipeline.model import AddressList, Artifact, Outcome, Stage


def render(known: AddressList, contents: tuple[bytes, ...], tools: tuple[str]) -> Outcome[Artifact]:
    """An address a line, then each of its anchors; the date of making it is nowhere."""
    (base,) = tools
    rows = [f"# The published addresses of {base or 'this site'}, and the anchors on its pages.\n"]
    for entry in known.entries:
        url = urls.public(base, entry.address)
        rows.append(url + "\n")
        rows += [f"{url}{urls.encoded('#' + anchor)}\n" for anchor in entry.anchors if anchor]
    content = "".join(rows).encode()
    artifact = Artifact(known.path, "text/plain", digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


STAGE = Stage("addresses", render, AddressList, Artifact, attrgetter("path"))
