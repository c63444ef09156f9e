"""Is the ontology consistent? HermiT through owlready2, on the ontology and on small data only."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from rdflib import OWL, Graph

from chaingraph.errors import ChaingraphError
from chaingraph.paths import resource

__all__ = ["Verdict", "reason"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the reasoner says: consistent or not, and which classes can have no member."""

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()


def reason(*files: Path, data: Graph | None = None) -> Verdict:
    """Run HermiT on ontology files (all of ours when none is named) together with some data.

    Parameters
    ----------
    files
        Turtle files.
    data
        Statements to test with the ontology; seconds at 2,000 of them, minutes at 14,000. Dates must be left out: they
        are not in OWL 2's datatype map.

    Raises
    ------
    ChaingraphError
        There is no Java.
    """
    import owlready2

    graph = Graph()
    for file in files or (resource("ontology", "chaingraph.ttl"), resource("ontology", "chaingraph-dl.ttl")):
        graph.parse(file)
    graph += data or Graph()
    world = owlready2.World()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.nt"
        path.write_bytes(graph.serialize(format="nt", encoding="utf-8"))
        onto = world.get_ontology(path.as_uri()).load()
        try:
            with onto:
                owlready2.sync_reasoner_hermit(world, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError:
            return Verdict(consistent=False)
        except FileNotFoundError as cause:
            raise ChaingraphError.of(
                "HermiT",
                zh="推理机需要 Java（例如 Debian 的 default-jre-headless）。",
                en="the reasoner needs Java (Debian: default-jre-headless).",
            ) from cause
    empty = {name.iri for name in world.inconsistent_classes()} - {str(OWL.Nothing)}
    return Verdict(consistent=True, unsatisfiable=tuple(sorted(empty)))
