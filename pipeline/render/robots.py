"""addresses of sitemaps -> `robots.txt` (RFC 9309): everything may be read."""

from pipeline import digest, urls
from pipeline.model import Artifact, Outcome, Stage
from pipeline.model.stage import no_file


def render(sitemap: str, contents: tuple[bytes, ...], tools: tuple[str]) -> Outcome[Artifact]:
    """`sitemap` is its path, or empty on a site without a public address."""
    (base,) = tools
    text = "User-agent: *\nAllow: /\n"
    if sitemap:
        text += f"\nSitemap: {urls.public(base, '/' + sitemap)}\n"
    content = text.encode()
    artifact = Artifact("robots.txt", "text/plain", digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


STAGE = Stage("robots", render, str, Artifact, no_file)
