"""Screenshots of real pages for the README: `docs/img/*.png`, in Chinese and English. Run by ``make pictures``.

Needs chromium and a font with Chinese characters (Debian: ``chromium``, ``fonts-noto-cjk``).
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import chaingraph as cg

IMAGES = Path(__file__).resolve().parent / "img"
CHAIN = "先进储能材料"
WIDE, TALL = 1280, 800  # larger ones make files above MOST
MOST = 300_000  # bytes of one picture
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def main() -> None:
    """Write a picture of the chain page for each language; stop if one is too large for a README."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("docs/pictures.py needs chromium; on Debian: apt-get install chromium fonts-noto-cjk")
    store = cg.build(cg.data_sets())
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=list(QUIET))
        context = browser.new_context(viewport={"width": WIDE, "height": TALL}, offline=True)
        for lang in ("zh", "en"):
            page = Path(folder) / f"{lang}.html"
            page.write_text(cg.draw(store, "chain", chain=CHAIN, lang=lang), encoding="utf-8")
            tab = context.new_page()
            tab.goto(page.as_uri())
            tab.locator("canvas").first.wait_for()
            tab.wait_for_timeout(1_500)  # until the drawing stands still
            picture = IMAGES / f"chain-{lang}.png"
            tab.screenshot(path=picture)
            size = picture.stat().st_size
            if size > MOST:
                sys.exit(f"{picture} has {size:,} bytes, more than {MOST:,}: make WIDE or TALL smaller")
            sys.stdout.write(f"{picture.name}: {size:,} bytes\n")
        browser.close()


if __name__ == "__main__":
    main()
