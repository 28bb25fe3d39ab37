"""Figures in the documentation: what a benchmark writes there stands between two marks."""

from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
PICTURES = PAGE.with_suffix("")


def write_section(name: str, text: str) -> None:
    """Put text in the place of what stands between the marks of a section."""
    begins, ends = f"<!-- {name} -->", f"<!-- /{name} -->"
    page = PAGE.read_text(encoding="utf-8")
    before, found, rest = page.partition(begins)
    _, ended, after = rest.partition(ends)
    if not found or not ended:
        raise LookupError(f"{PAGE.name} has no section {name}")
    PAGE.write_text(f"{before}{begins}\n\n{text.strip()}\n\n{ends}{after}", encoding="utf-8")


def write_picture(name: str, picture: str) -> str:
    """Keep a picture beside the page; return how the page shows it."""
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / f"{name}.svg").write_text(picture, encoding="utf-8")
    return f"{PICTURES.name}/{name}.svg"
