"""Many small invoices, made of a sample by giving each its own number."""

from pathlib import Path

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "efaktura" / "faktura-kontorsvaror.xml"


def write(folder: Path, count: int) -> None:
    """Write `count` invoices that differ in their number only."""
    folder.mkdir(parents=True, exist_ok=True)
    text = SAMPLE.read_text(encoding="utf-8")
    start = text.index("<cbc:ID>") + len("<cbc:ID>")
    end = text.index("</cbc:ID>", start)
    for number in range(1, count + 1):
        (folder / f"invoice-{number:06}.xml").write_text(f"{text[:start]}B{number:07}{text[end:]}", encoding="utf-8")
