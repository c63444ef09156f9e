"""Screenshots of real pages for the README: `docs/img/*.png`, in Chinese and English. Run by ``make pictures``.

Needs chromium and a font with Chinese characters (Debian: ``chromium``, ``fonts-noto-cjk``).
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import chaingraph as cg
from chaingraph import packs, verbs
from chaingraph.names import resolve
from chaingraph.vocabulary import curie

IMAGES = Path(__file__).resolve().parent / "img"
CHAIN = "先进储能材料"
PACK = "四图五清单"
WIDE, TALL = 1280, 760  # larger ones make files above MOST
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
    """Write a picture of each main page; stop if one is too large for a README."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("docs/pictures.py needs chromium; on Debian: apt-get install chromium fonts-noto-cjk")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=list(QUIET))
        context = browser.new_context(viewport={"width": WIDE, "height": TALL}, offline=True)
        for name, page in write_pages(Path(place)).items():
            tab = context.new_page()
            tab.goto(page)
            tab.wait_for_timeout(1_500)  # until a drawing stands still
            picture = IMAGES / f"{name}.png"
            tab.screenshot(path=picture)
            tab.close()
            size = picture.stat().st_size
            if size > MOST:
                sys.exit(f"{picture} has {size:,} bytes, more than {MOST:,}: make WIDE or TALL smaller")
            sys.stdout.write(f"{picture.name}: {size:,} bytes\n")
        browser.close()


def write_pages(folder: Path) -> dict[str, str]:
    """Write the site and one pack, and return the address of each page to be pictured by the name of its picture."""
    store = cg.build(cg.data_sets())
    verbs.site(store, folder / "site")
    packs.write_report(store, packs.find_pack(PACK), folder / "pack", chain=CHAIN)
    chain = f"{curie(resolve(store, CHAIN, kind='chain')).partition(':')[2]}.html"
    site = (folder / "site").as_uri()
    return {
        **{f"chain-{lang}": f"{site}/{chain}#lang={lang}" for lang in ("zh", "en")},
        "index-zh": f"{site}/index.html",
        "indicators-zh": f"{site}/list-indicators.html",
        "pack-zh": (folder / "pack" / "index.html").as_uri(),
    }


if __name__ == "__main__":
    main()
