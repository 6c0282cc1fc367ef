"""Compile every gettext catalogue that is newer than its compiled form, with Babel: no gettext tools needed."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parents[1]


def compile_catalogue(source: Path) -> bool:
    """Write the `.mo` beside a `.po`; whether there was anything to do.

    Errors: PoFileError with the place where the catalogue is broken.
    """
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    with source.open("rb") as lines:
        catalogue = read_po(lines, abort_invalid=True)
    with target.open("wb") as compiled:
        write_mo(compiled, catalogue)
    return True


def main() -> int:
    """Compile all; 2 with one line on stderr where a catalogue is broken."""
    for folder in (ROOT / "locale", *ROOT.glob("src/*/*/locale")):
        for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
            try:
                compile_catalogue(source)
            except PoFileError as error:
                sys.stderr.write(f"{source.relative_to(ROOT)}: {error}\n")
                return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
