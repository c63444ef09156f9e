"""The store: build, open and export an `rdflib.Dataset` on Oxigraph, in memory or on disk; a build is all or nothing."""

import contextlib
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, cast

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset

from chaingraph.columns import ColumnFiles
from chaingraph.errors import StoreError
from chaingraph.filling import ONTOLOGY, fill_store, infer
from chaingraph.rules import INFERRED
from chaingraph.vocabulary import PREFIXES

__all__ = ["ONTOLOGY", "build", "columns_of", "dataset", "export", "infer", "native", "open_store", "statements"]

_CURRENT: Final = "CURRENT"
_STORE, _COLUMNS = "store", "columns"
_MOMENT: Final = 60  # seconds within which a build takes its lock, or switches having let go of it


def build(
    folders: Iterable[Path], path: Path | None = None, *, progress: Callable[[float], None] | None = None
) -> Dataset:
    """Read data sets, draw the ontology's conclusions, and return the store.

    Parameters
    ----------
    folders
        One folder per data set.
    path
        Folder of the store on disk; None builds in memory. What was there before stays readable until the new store
        is complete, and stays for good when anything is wrong: the switch is the replacement of one small file.
    progress
        Called now and then with the part of the work that is done, 0 to 1.

    Raises
    ------
    SourceError
        With all faults of all tables; nothing has been changed.
    """
    if path is None:
        inner = ox.Store()
        columns: ColumnFiles = {}
        fill_store(inner, inner, columns, list(folders), progress)
        return dataset(inner, columns)
    made = _make_folder(path)
    place = path / f"generation-{secrets.token_hex(8)}"
    place.mkdir(parents=True)  # another build that fails may just have removed them
    try:
        inner = ox.Store(str(place / _STORE))
        fill_store(inner, ox.Store(), place / _COLUMNS, list(folders), progress)
        inner.flush()
        _announce(place)
        del inner  # left open, the engine would go on moving its files about under those who open them
        last = _switch(path, place)
    except BaseException:
        if _current(path) != place.name:
            shutil.rmtree(place, ignore_errors=True)
        _remove_empty(made)
        raise
    for old in path.glob("generation-*"):
        if old.name not in (last, place.name) and not _in_use(old) and old.name != _current(path):
            shutil.rmtree(old, ignore_errors=True)
    return open_store(path)


def _make_folder(path: Path) -> list[Path]:
    """Make a folder with those around it; return the new ones, the innermost first."""
    made = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(parents=True, exist_ok=True)
    return made


def _remove_empty(folders: Iterable[Path]) -> None:
    """Remove folders, the innermost first, up to one that holds anything."""
    with contextlib.suppress(OSError):
        for folder in folders:
            folder.rmdir()


def _current(path: Path) -> str:
    """Return the name of the current generation, "" when there is none."""
    pointer = path / _CURRENT
    return pointer.read_text(encoding="utf-8").strip() if pointer.exists() else ""


def _announce(place: Path) -> None:
    """Write what `_switch` will put in force; as long as it lies there other builds let the place be."""
    with (place / _CURRENT).open("w", encoding="utf-8") as file:
        file.write(place.name)
        file.flush()
        os.fsync(file.fileno())


def _switch(path: Path, place: Path) -> str:
    """Make *place* the current generation; return the one before."""
    last = _current(path)
    (place / _CURRENT).replace(path / _CURRENT)
    return last


def _in_use(place: Path) -> bool:
    """Say whether another build is writing there (Oxigraph holds a lock), has just begun or is about to switch."""
    try:
        between = (place / _CURRENT).exists() or not (place / _STORE / "CURRENT").exists()
        if between and time.time() - place.stat().st_mtime < _MOMENT:
            return True
        ox.Store(str(place / _STORE))
    except OSError:
        return True
    except RuntimeError:  # what a killed build has left half written
        return False
    return False


class _Store(OxigraphStore):
    """Oxigraph as rdflib sees it, with the columns that lie beside it."""

    columns: ColumnFiles | None = None


def dataset(inner: ox.Store, columns: ColumnFiles | None = None) -> Dataset:
    """Return the rdflib face of an Oxigraph store: all named graphs together are its default graph."""
    under = _Store(store=inner)
    under.columns = columns
    face = Dataset(store=under, default_union=True)
    for prefix, base in PREFIXES.items():
        face.bind(prefix, base)
    return face


def columns_of(face: Dataset) -> ColumnFiles | None:
    """Return the columns beside a store; None for a store that was not built here."""
    return getattr(face.store, "columns", None)


def native(face: Dataset) -> ox.Store:
    """Return the store under a `rdflib.Dataset` made here: Oxigraph's, or what stands for it (`chaingraph.remote`)."""
    inner = getattr(face.store, "_inner", None)
    if not hasattr(inner, "quads_for_pattern"):
        raise StoreError.of("store", zh="不是 Oxigraph 存储。", en="this Dataset does not stand on Oxigraph.")
    return cast("ox.Store", inner)


def open_store(path: Path | str) -> Dataset:
    """Open the store at *path* for reading, a folder or the address of a SPARQL endpoint; a build may run meanwhile.

    Raises
    ------
    StoreError
        Nothing has been built there, or the endpoint does not answer (see `chaingraph.remote.open_remote`).
    """
    if isinstance(path, str) and path.lower().startswith(("http://", "https://")):
        from chaingraph.remote import open_remote

        return open_remote(path)
    path, name = Path(path), ""
    while True:
        before = name
        try:
            name = _current(path)
            place = path / (name or _CURRENT)
            return dataset(ox.Store.read_only(str(place / _STORE)), place / _COLUMNS)
        except (OSError, RuntimeError, UnicodeDecodeError) as cause:
            if name == before:  # else another build may just have replaced it: look again
                raise StoreError.of(
                    str(path),
                    zh="这里没有可读的图谱；请先运行 chaingraph build。",
                    en="there is no store here that can be read; run chaingraph build first.",
                ) from cause


def statements(face: Dataset) -> int:
    """Return the number of statements (quads) in a store."""
    return len(native(face))


def export(face: Dataset, *, inferred: bool = True) -> Iterator[str]:
    """Yield the whole store as N-Quads lines in the order of their code points: the same for the same input."""
    left_out = f" <{INFERRED}> .".encode()
    lines = (native(face).dump(format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    for line in sorted(line for line in lines if inferred or not line.rstrip().endswith(left_out)):
        yield line.decode()
