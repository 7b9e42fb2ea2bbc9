"""Measures the starter: `python -m tools.yardstick FOLDER`.

Sets are made before by `python -m tools.yardstick --make LAYOUT ROOT FOLDER`.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from tools.yardstick.expected import sets_below
from tools.yardstick.judged import FIELDS, judge_folder
from tools.yardstick.public_sets import LAYOUTS, make_sets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.yardstick.judged import Judgement


def main() -> None:
    """Make sets, or judge them."""
    parser = argparse.ArgumentParser(prog="python -m tools.yardstick", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="folders of sets; with --make: the data, the output")
    parser.add_argument("--make", choices=LAYOUTS, help="make sets of a public project's test data")
    parser.add_argument("--part", choices=("dev", "held", "all"), default="dev", help="which half is judged")
    parser.add_argument("--only", default="", help="only sets with this in their names")
    parser.add_argument("--fewest", type=int, default=1, help="only sets with so many events")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="show N wrong events of each set and field")
    parser.add_argument("--jobs", type=int, default=2, help="in how many processes")
    given = parser.parse_args()
    if given.make:
        data, out = given.folders
        print(f"{make_sets(given.make, data, out)} sets in {out}")
        return
    paths = [each for folder in given.folders for each in sets_below(folder, given.part) if given.only in each.name]
    with ProcessPoolExecutor(given.jobs) as pool:
        results = [each for each in pool.map(judge_folder, paths, chunksize=1) if each.events >= given.fewest]
    report(results, given.misses)


def report(results: Sequence[Judgement], misses: int) -> None:
    """Print the rates, with the worst products first."""
    for each in sorted(results, key=_rank):
        told = {None: "-", True: "yes", False: "NO"}[each.told]
        rates = "  ".join(f"{name[:4]} {right}/{wanted}" for name, (right, wanted) in each.counts.items())
        state = "" if each.taken else f"  NOT TAKEN: {each.problem[:200]}"
        start = f"{each.name[:44]:44} {each.events:4} ev  id {told:3} {each.ids}/{each.kinds}"
        print(f"{start}  {rates}{state}  {each.seconds:.1f}s")
        for name, examples in each.misses.items():
            for example in examples[:misses]:
                print(f"      {name}: {example}")
    taken = sum(each.taken for each in results)
    told_of = [each for each in results if each.told is not None]
    print(f"\n{len(results)} products, {sum(each.events for each in results)} events")
    print(f"taken        {_share(taken, len(results))}")
    print(f"id           {_share(sum(bool(each.told) for each in told_of), len(told_of))} of products")
    for name in FIELDS:
        pairs = [each.counts[name] for each in results if name in each.counts]
        mean = sum(right / wanted for right, wanted in pairs) / len(pairs) if pairs else 0
        all_right, all_wanted = sum(right for right, _ in pairs), sum(wanted for _, wanted in pairs)
        print(f"{name:12} {_share(all_right, all_wanted)} of events; mean of products {mean:.0%}")


def _rank(result: Judgement) -> tuple[bool, float]:
    pairs = list(result.counts.values())
    rate = sum(right / wanted for right, wanted in pairs) + bool(result.told) * 1.0
    return result.taken, rate / (len(pairs) + 1)


def _share(part: int, whole: int) -> str:
    return f"{part / whole if whole else 0:.0%} ({part}/{whole})"


if __name__ == "__main__":
    main()
