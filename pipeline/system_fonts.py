"""names of fonts -> their files on this machine, as fontconfig knows them."""

import os
import re
import subprocess
from pathlib import Path

from pipeline.model import Diagnostic
from pipeline.print_settings import PrintSettings
from pipeline.rules import configuration
from pipeline.settings import SITE

#: fontconfig's weights that a text asks for: regular and bold.
WEIGHTS = ("80", "200")
ENDINGS = (".ttf", ".otf", ".ttc")
#: What has a meaning in a pattern of fontconfig's.
SPECIAL = re.compile(r"[\\:,=-]")


def found(settings: PrintSettings) -> tuple[tuple[Path, ...], list[Diagnostic]]:
    """The files, sorted, and CFG901 for each name that no font has."""
    files: set[Path] = set()
    faults = []
    for name, place in zip(settings.system_fonts, settings.places, strict=True):
        told = of_family(name)
        files.update(told)
        if not told:
            message = f"no font on this machine is called `{name}`"
            hint = "install it, or write its name as `fc-list : family` tells it"
            faults.append(configuration.RULE.found(SITE, place, message, hint))
    return tuple(sorted(files)), faults


def of_family(name: str) -> list[Path]:
    """The upright and bold files of a family; none where there is no fontconfig to be asked."""
    environment = {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}
    pattern = ":family=" + SPECIAL.sub(r"\\\g<0>", name)
    command = ["fc-list", "--format", "%{weight}|%{file}\n", pattern]
    try:
        answer = subprocess.run(
            command, capture_output=True, text=True, env=environment, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return []
    rows = [line.partition("|") for line in answer.stdout.splitlines()]
    return [Path(file) for weight, _, file in rows if weight in WEIGHTS and file.endswith(ENDINGS)]
