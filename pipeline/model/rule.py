"""A rule: code, name, severity, manual page, and perhaps the check that one page decides."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from pipeline.model.diagnostic import Diagnostic, Fix, Severity
from pipeline.model.source import Span

#: (page, what the rules are given) -> findings. `Any`: a page is made on a higher floor.
Check = Callable[[Any, Any], Iterable[Diagnostic]]

#: Messages quote what writers wrote, and that may be a megabyte.
LONGEST = 300


class Rule(NamedTuple):
    """Codes are never reused. `manual` is the page that `pipeline explain CODE` shows.

    `fix` is `safe` where `check --fix` mends the fault, `unsafe` where it also needs
    `--unsafe-fixes`, and empty where the hint is all there is. `firm` when all its findings are.
    `output` names the output whose making finds the fault; empty where every check finds it.
    """

    code: str
    name: str
    severity: Severity
    manual: str
    check: Check | None = None
    fix: str = ""
    firm: bool = False
    output: str = ""

    def found(
        self,
        path: str,
        span: Span,
        message: str,
        hint: str = "",
        fixes: tuple[Fix, ...] = (),
        target: str = "",
        severity: Severity | None = None,
        firm: bool = False,
    ) -> Diagnostic:
        """A finding of this rule at `span` of the file `path`; long words are cut."""
        if len(message) > LONGEST:
            message = message[: LONGEST - 1] + "…"
        if len(hint) > LONGEST:
            hint = hint[: LONGEST - 1] + "…"
        severity = severity or self.severity
        firm = firm or self.firm
        return Diagnostic(self.code, severity, path, span, message, hint, fixes, target, firm)
