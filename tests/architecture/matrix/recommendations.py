"""Who may take which step of a dossier of recommendations."""

from tests.architecture.matrix.dossier import SEES as OF_DOSSIERS, by_leaders

SEES: dict[str, dict[str, frozenset[str]]] = {"recommendations": OF_DOSSIERS["dossier"]}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "recommendations.settle": by_leaders("open restricted sealed"),
    "recommendations.close": by_leaders("settled"),
    "recommendations.reopen": by_leaders("settled closed"),
}
