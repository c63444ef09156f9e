"""Made-up industry networks with known truth (虚构产业网络): to test whether analyses find what is planted, and no more."""

from chaingraph.synth.answers import Answers, answers
from chaingraph.synth.hiding import Records, hide
from chaingraph.synth.network import Network, Size, make_network
from chaingraph.synth.writing import write_data_set

__all__ = ["Answers", "Network", "Records", "Size", "answers", "hide", "make_network", "write_data_set"]
