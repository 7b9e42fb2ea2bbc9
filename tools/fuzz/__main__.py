"""The command behind `make fuzz`."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from itertools import chain
from pathlib import Path

import click

from tools.fuzz.inputs import KINDS, prepare
from tools.fuzz.search import make, name_of, search

_SHOWN_EVERY = 5


@click.command()
@click.option("--mutants", default=3000, show_default=True, help="How many mutants to try, over all kinds.")
@click.option("--seconds", default=600, show_default=True, help="When to stop, done or not.")
@click.option("--seed", default=1, show_default=True, help="Another seed gives other mutants.")
@click.option("--jobs", default=os.cpu_count() or 1, show_default="one for each processor", help="How many processes.")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice([kind.name for kind in KINDS]), help="Only this kind."
)
@click.option("--write", "name", metavar="NAME", help="Write the mutant of a name to standard output, and try none.")
@click.option("-o", "--output", default=".build/fuzz", type=click.Path(path_type=Path), help="Where failures are kept.")
def main(
    *, mutants: int, seconds: int, seed: int, jobs: int, kinds: tuple[str, ...], name: str | None, output: Path
) -> None:
    """Try broken copies of real documents on the commands. Exit code 1 where one broke a promise."""
    if name is not None:
        sys.stdout.buffer.write(_content(name))
        return
    chosen = [kind for kind in KINDS if not kinds or kind.name in kinds]
    rounds = range(-(-mutants // len(chosen)))
    names = list(chain.from_iterable((name_of(kind, seed, number) for kind in chosen) for number in rounds))[:mutants]
    began, said = time.monotonic(), 0.0
    tried = 0

    def told(done: int) -> None:
        nonlocal said, tried
        tried = done
        if sys.stderr.isatty() and time.monotonic() - said > _SHOWN_EVERY:
            said = time.monotonic()
            click.echo(f"{done} of {len(names)} mutants, {done / (said - began):.0f} a second", err=True)

    failures = 0
    for failure in search(names, jobs, began + seconds, told):
        failures += 1
        output.mkdir(parents=True, exist_ok=True)
        (output / failure.name).write_bytes(failure.content)
        click.echo(f"{output / failure.name}: {failure.reason}")
    counts = Counter(name.rsplit("-", 2)[0] for name in names[:tried])
    click.echo(f"{tried} mutants in {time.monotonic() - began:.0f} s, seed {seed}: {failures} broke a promise")
    click.echo("  " + ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())))
    if failures or not tried:
        sys.exit(1)


def _content(name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        return make(name, Path(folder))[2]


if __name__ == "__main__":
    main()
