"""`./viche test mutations [--only WORD] [--minutes M] …`: is every wrong policy noticed?"""

from __future__ import annotations

import argparse
import os
import random
import secrets
import sys
import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from tests.mutations.children import Verdict
from tests.mutations.guards import ROOT, modules
from tests.mutations.mutants import Mutant, as_a_mutant_is_written, mutants_of
from tests.mutations.rehearsal import AS_IT_IS
from tests.mutations.run import tried
from tests.mutations.spared import SPARED


def main() -> int:
    options = _options()
    found = [one for path in modules(options.only) for one in mutants_of(path) if _is_like(one, options.like)]
    mutants = [one for one in found if one.branches or not options.branches]
    seed = secrets.randbelow(10**6) if options.seed is None else options.seed
    random.Random(seed).shuffle(mutants)
    print(f"{len(mutants)} mutants, --seed {seed}", flush=True)
    chosen = mutants[options.skip :][: options.most]
    end = time.monotonic() + options.minutes * 60
    return _tell(_try(chosen, options.workers, end))


def _is_like(mutant: Mutant, words: Sequence[str]) -> bool:
    return not words or any(word in mutant.name for word in words)


def originals(paths: Collection[str]) -> list[Mutant]:
    """The modules as they are, which come first: what fails on them says nothing."""
    return [Mutant(path, 0, path, as_a_mutant_is_written(ROOT / path), AS_IT_IS) for path in sorted(paths)]


def _try(chosen: Sequence[Mutant], workers: int, end: float) -> dict[str, Verdict]:
    """Exits where the tests of a module fail as it is."""
    verdicts: dict[str, Verdict] = {}
    for mutant, verdict in tried([*originals({one.path for one in chosen}), *chosen], workers, end):
        if mutant.place == AS_IT_IS:
            if verdict is not Verdict.SURVIVED:
                sys.exit(f"the tests of {mutant.path} fail as it is: nothing can be said of its mutants")
            continue
        verdicts[mutant.name] = verdict
        if verdict is Verdict.SURVIVED and mutant.name not in SPARED:
            print(f"  survived: {mutant.name} (line {mutant.line})", flush=True)
    return verdicts


def _tell(verdicts: Mapping[str, Verdict]) -> int:
    """Print the figures; 1 where a mutant survived, or one was caught that is said to be beyond that."""
    count = Counter(verdicts.values())
    spared = sum(name in SPARED for name, one in verdicts.items() if one is Verdict.SURVIVED)
    needless = [name for name in SPARED if verdicts.get(name, Verdict.SURVIVED) is not Verdict.SURVIVED]
    for name in needless:
        print(f"  needs no reason any more: {name}")
    survived = count[Verdict.SURVIVED]
    print(
        f"{len(verdicts)} tried: {len(verdicts) - survived} caught ({count[Verdict.HUNG]} by the clock), "
        f"{spared} spared with a reason, {survived - spared} survived"
    )
    return int(survived > spared or bool(needless))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./viche test mutations")
    parser.add_argument("--only", default="", help="modules whose path holds this word")
    parser.add_argument(
        "--like", action="append", default=[], help="mutants whose name holds this, or one of these"
    )
    parser.add_argument("--branches", action="store_true", help="what takes another branch alone")
    parser.add_argument("--minutes", type=float, default=60, help="begin no mutant after so many")
    parser.add_argument("--most", type=int, default=None, help="try so many of them")
    parser.add_argument("--skip", type=int, default=0, help="go on after so many of the same order")
    parser.add_argument("--seed", type=int, default=None, help="repeat the order of an earlier run")
    parser.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 4))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
