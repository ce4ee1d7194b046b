"""PDFs: ours on two processors beside commands that make one PDF an article."""

import shutil
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from tests.bench.commands import BESIDE, REPOSITORY, Spent, pipeline, run, together, weasyprint
from tests.bench.measure import Tell, corpus
from tests.bench.table import Bar, Line

PRINT = ("build", "--source", "../source", "--only", "pdf", "--jobs", "2")
FONTS = REPOSITORY / "pipeline" / "theme" / "fonts"
BAR, AIM = Bar(0.25, "weasyprint"), 0.125
#: A command takes as long for each article: of many it makes so many, spread over all.
SAMPLE = 4
#: (article, its print document, output) -> the command that makes one PDF.
Peer = Callable[[Path, Path, Path], list[str | Path]]


def peers_of(paper: Path) -> tuple[dict[str, Peer], list[str]]:
    """Those that are installed, and what is said of the others. `paper` has our print documents.

    All get our stylesheet and fonts; typst has its own language, and a look like ours.
    """
    styles = ("-s", paper / "print.css", "-s", paper / "numbers.css")
    found: dict[str, Peer] = {
        "weasyprint": lambda article, document, output: [
            *(*weasyprint(), "--quiet", "-p", *styles, "--pdf-variant", "pdf/ua-1"),
            *(document, output),
        ]
    }
    lacking = []
    if pandoc := shutil.which("pandoc"):
        engine = f"--pdf-engine={BESIDE / 'weasyprint'}"
        found["pandoc"] = lambda article, document, output: [
            *(pandoc, article, "--quiet", engine, "--css", paper / "print.css", "-o", output)
        ]
    else:
        lacking.append("pandoc")
    if chromium := shutil.which("chromium"):
        found["Chromium"] = lambda article, document, output: [
            *(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"),
            *(f"--print-to-pdf={output}", document.with_suffix(".styled.html")),
        ]
    else:
        lacking.append("Chromium")
    if find_spec("typst"):
        found["typst"] = lambda article, document, output: [
            *(sys.executable, "-m", "tests.bench.typst_source", article, output, FONTS)
        ]
    else:
        lacking.append("typst")
    return found, [f"{name} is not installed: no PDF is compared with its" for name in lacking]


def pdfs(
    folder: Path, counts: Sequence[int], rounds: int, tell: Tell
) -> tuple[list[Line], list[str]]:
    """A line for each number of articles and each peer: ours, then all peers, in each round.

    Ours begins with an empty cache; the peers' cache of fonts stays warm.
    """
    lines: list[Line] = []
    notes: list[str] = []
    for count in counts:
        site = corpus(folder / f"pdfs-{count}", count)
        paper = site.root / "paper"
        paper.mkdir()
        run([sys.executable, "-m", "tests.bench.paper", site.source, paper], REPOSITORY)
        peers, lacking = peers_of(paper)
        step = max(1, count // SAMPLE)
        sample = site.articles[::step][:SAMPLE]
        for article in sample:
            styled(paper / f"{article.stem}.html")
        fonts = {"FONTCONFIG_FILE": str(paper / "fontconfig" / "fonts.conf")}
        ours: list[Spent] = []
        theirs: dict[str, list[Spent]] = {name: [] for name in peers}
        for round in range(rounds):
            tell(f"{count} PDFs: round {round + 1} of {rounds}")
            place = site.folder(round)
            ours.append(run([*pipeline(), *PRINT], place))
            for name, peer in peers.items():
                spent = []
                for article in sample:
                    output = place / f"{name}-{article.stem}.pdf"
                    document = paper / f"{article.stem}.html"
                    spent.append(run(peer(article, document, output), REPOSITORY, fonts))
                theirs[name].append(scaled(together(spent), count / len(sample)))
        for name, figures in theirs.items():
            cpu = processor(ours) / processor(figures)
            notes.append(f"{count} PDFs, in processor time: {cpu:.2f} x {name}")
            bar = BAR if name == BAR.peer and count >= 20 else None
            what = f"{count} PDFs, two processes"
            lines.append(Line(what, tuple(ours), name, tuple(figures), bar))
        if count == max(counts):
            pairs = [
                (
                    place / "build" / each.stem / f"{each.stem}.pdf",
                    place / f"weasyprint-{each.stem}.pdf",
                )
                for each in sample
            ]
            notes += [*lacking, agreement(pairs)]
    told = f"of more than {SAMPLE} PDFs the peers made {SAMPLE}, and their times are multiplied"
    return lines, [*notes, f"PDFs: {told}; the aim is {AIM} x weasyprint"]


def styled(document: Path) -> None:
    """A copy that names its stylesheet, beside it, for a browser."""
    link = '<link rel="stylesheet" href="print.css">\n</head>'
    text = document.read_text("utf-8").replace("</head>", link, 1)
    document.with_suffix(".styled.html").write_text(text, "utf-8")


def scaled(spent: Spent, times: float) -> Spent:
    """So many times as long, in the same memory."""
    return Spent(spent.wall * times, spent.cpu * times, spent.peak)


def processor(spent: Sequence[Spent]) -> float:
    """The median of the processors' seconds, which other work on the machine adds less to."""
    return median(each.cpu for each in spent)


def agreement(pairs: Sequence[tuple[Path, Path]]) -> str:
    """Whether both made the same PDFs: in every byte, else in their numbers of pages."""
    same = sum(mine.read_bytes() == other.read_bytes() for mine, other in pairs)
    if same == len(pairs):
        return f"PDFs: {same} of {same} are the same as weasyprint's, byte for byte"
    told = f"PDFs: {same} of {len(pairs)} are the same as weasyprint's, byte for byte"
    try:
        import pikepdf
    except ImportError:
        return f"{told}; without pikepdf the pages of the rest are not counted"
    counts = [[len(pikepdf.open(path).pages) for path in pair] for pair in pairs]
    alike = sum(mine == other for mine, other in counts)
    return f"{told}, {alike} have as many pages"
