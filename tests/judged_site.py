"""A site with every kind of page, served as a host does it: compressed, and kept by caches."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.site import REPOSITORY, build, make

SITE = """\
title = "Prøven"
description = "Artikler som har alt en artikkel kan ha, til prøve."
base_url = "https://example.org"
language = "nb"
languages = ["nb", "en", "ar"]
authors = [{ name = "Kari Å.", url = "https://example.org/kari" }]
licence = "https://creativecommons.org/licenses/by/4.0/"
article_type = "NewsArticle"
cards = true
search = true
math = true

[publisher]
name = "Prøven AS"
logo = "bilder/kundereisen.png"
"""
FRONT = """\
---
title: {title}
description: {description}
language: {language}
keywords: [{keywords}]
date: 2024-03-04
updated: 2024-05-06
---

"""
RICH = """\
Et innledende avsnitt med en lenke til [nettverk i byen](enkel.md) og *kursiv*, **fet** og `kode`.

## Tabeller og [ting som er lenker](enkel.md) i overskriften

| Kanal | Brukere i fjor | Vekst fra året før | Andel av alle i verden | Merknad om kanalen |
| :--- | ---: | ---: | ---: | --- |
| Facebook | 2 740 000 000 | 4,1 % | 35 % | Størst, og fortsatt i vekst de fleste steder |
| YouTube | 2 291 000 000 | 3,2 % | 29 % | Video som folk selv lager og legger ut |

### Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft

- Et punkt
- Et punkt til
  1. Under det

> Et sitat som går over mer enn en linje, slik at man ser hvordan det står på siden i en artikkel.

> ### 42 prosent
> av leserne skummer teksten før de bestemmer seg

## Kode

```python
def hils(navn: str) -> str:
    return f"Hei, {navn}! " + "en lang linje som går ut over teksten, og enda lenger" + navn * 20
```

## Figurer

![Kundereisen tegnet som en vei](bilder/kundereisen.png)

## Ofte stilte spørsmål

### Hva er dette?

En prøve, med https://example.org/en/svært/lang/adresse/som/ikke/kan/brytes/noe/sted/i/det/hele/tatt.

### Og hva ellers?

Ikke noe mer.
"""
FORMS = """\
Halvparten handler på nett,[^ssb] og MVA kommer i tillegg. H<sub>2</sub>O, <kbd>Ctrl</kbd>.

::: warning Les vilkårene
Det er *viktig*, og [lenket](enkel.md).
:::

> [!TIP]
> Slik skriver GitHub den samme boksen.

::: details Hva koster det?
Fra 0 kroner.
:::

Kasse
: Der pengene ligger.

- [x] Meld inn foretaket
- [ ] Åpne en konto

Omsetningen er $p \\cdot n$, og resultatet

$$
R = \\sum_{i=1}^{n} (p_i - k_i) - F - p_1 \\cdot n_1 - p_2 \\cdot n_2
- p_3 \\cdot n_3 - p_4 \\cdot n_4 - p_5 \\cdot n_5
$$

![Kundereisen](bilder/kundereisen.png "Fra første møte til fast kunde. Tegning: Kari Å.")

```python
def sum(tall: list[int]) -> int:  # en merknad
    return 0 if not tall else tall[0] + sum(tall[1:])
```

Det heter [small business]{lang=en} på engelsk.

[^ssb]: Statistisk sentralbyrå, 2024.

*[MVA]: merverdiavgift
"""
ARABIC = """\
هذا نص عربي قصير عن الشبكات، وفيه [رابط إلى مقالة أخرى](other.md) في الموقع نفسه.

## الفقرة الأولى

| القناة | المستخدمون |
| --- | ---: |
| فيسبوك | 2740 |

## الفقرة الثانية

> ### 42
> في المئة من القراء

```python
print("hello")
```

## الفقرة الثالثة

النص الأخير.
"""


IMAGE = "image: {src: bilder/kundereisen.png, alt: Kundereisen, credit: 'Tegning: Kari Å.'}\n"


def front(
    title: str, language: str = "nb", keywords: str = "Business, Small Business", more: str = ""
) -> str:
    """Front matter of an article that no rule complains about."""
    description = "En beskrivelse som er lang nok til at ingen regel har noe å si om den."
    text = FRONT.format(title=title, description=description, language=language, keywords=keywords)
    return text.replace("---\n\n", more + "---\n\n")


FILES: dict[str, str | bytes] = {
    "source/site.toml": SITE,
    "source/rik.md": front("Slik skriver du for skjermen, når leseren har det travelt") + RICH,
    "source/enkel.md": front("Nettverk i byen", more=IMAGE) + "Tekst.\n",
    "source/bilder/kundereisen.png": (REPOSITORY / "source/images/kundereisen.png").read_bytes(),
    "source/former.md": front("Alt som kan skrives") + FORMS,
    "source/rettet.md": front(
        "En artikkel med rettelse",
        more="status: corrected\nreason: Tallene for fjoråret var gale.\n",
    )
    + "Tekst.\n",
    "source/trukket.md": front(
        "En artikkel som er trukket", more="status: retracted\nreason: Kilden fantes ikke.\n"
    )
    + "Tekst.\n",
    "source/en/rik.md": front("Writing for the screen", "en", "Business")
    + "## One\n\nText.\n\n## Two\n\nText.\n\n## Three\n\nText.\n",
    "source/ar/rik.md": front("الكتابة للشاشة", "ar", "Business") + ARABIC,
    "source/ar/other.md": front("مقالة أخرى", "ar", "Business") + "نص.\n",
}
#: Every kind of page: its name -> its address.
KINDS = {
    "article": "rik/",
    "short article": "enkel/",
    "translation": "en/rik/",
    "article from the right": "ar/rik/",
    "article with all forms": "former/",
    "corrected article": "rettet/",
    "retracted article": "trukket/",
    "topics": "keywords/",
    "topic": "keywords/business/",
    "topic from the right": "ar/keywords/business/",
    "years": "years/",
    "year": "years/2024/",
    "feeds": "feeds/",
    "search": "search/",
    "front page": "",
    "front page from the right": "ar/",
    "not found": "404.html",
}


class Host(BaseHTTPRequestHandler):
    """Serves `folder` below `/mappe/`; what is not there is answered with the site's page."""

    protocol_version = "HTTP/1.1"
    folder = Path()

    def do_GET(self) -> None:
        """One file, compressed when it is text and the client takes it."""
        path = unquote(urlsplit(self.path).path).removeprefix("/")
        file = self.folder / (path + "index.html" if path.endswith("/") or not path else path)
        status = 200 if file.is_file() else 404
        content = file.read_bytes() if status == 200 else (self.folder / "404.html").read_bytes()
        kind = guess_type(file.name)[0] or "application/octet-stream"
        text = kind.startswith("text/") or "javascript" in kind or "json" in kind or "svg" in kind
        self.send_response(status)
        self.send_header("Content-Type", kind + ("; charset=utf-8" if text else ""))
        if text and "gzip" in self.headers.get("Accept-Encoding", ""):
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        if path.startswith("assets/"):
            self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Says nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on loopback."""
    host = type("FolderHost", (Host,), {"folder": folder})
    with ThreadingHTTPServer(("127.0.0.1", 0), host) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def made(root: Path, *options: str, base: str = "https://example.org") -> Path:
    """The built site's folder, for a public address."""
    make(root, {**FILES, "source/site.toml": SITE.replace("https://example.org", base, 1)})
    build(root, "--cache", str(root / "cache"), *options)
    return root / "build"
