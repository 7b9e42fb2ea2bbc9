"""`qradar-builder lint`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qradar_builder.cli.calling.command import Command
from qradar_builder.cli.calling.completion import complete_places
from qradar_builder.cli.calling.ignore_option import IGNORE, check_rules
from qradar_builder.cli.exits import FINDINGS, UNREADABLE
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.report.formats import REPORTS, report_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.findings import Finding

_FAILS = ("error", "warning", "note", "never")
_SHOWN = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What the options ask for; see their help."""

    form: str
    selected: tuple[str, ...]
    ignored: tuple[str, ...]
    fail_on: str
    baseline: Path | None
    update_baseline: bool
    fix: bool
    unsafe_fixes: bool
    diff: bool
    cache: bool


@click.command(
    "lint",
    cls=Command,
    examples=(
        ("qradar-builder lint", "Check every package of content/, or the package that you are in"),
        ("qradar-builder lint acme-audit", "Check one package, by its name or path"),
        ("qradar-builder lint dist/acme-audit-1.0.0.zip", "Check a finished extension"),
        ("qradar-builder lint --ignore qid/unused", "Ignore the findings of a rule"),
        ("qradar-builder lint --explain workflow/never-set", "Say why a rule is there, with examples"),
        ("qradar-builder lint --fix --diff", "Show what would be fixed"),
        ("qradar-builder lint --format sarif > findings.sarif", "Write the findings for a machine"),
    ),
    sections={
        "Rules": ("selected", "ignored", "explain"),
        "Fixes": ("fix", "unsafe_fixes", "diff"),
        "Old repositories": ("baseline", "update_baseline"),
    },
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...", shell_complete=complete_places)
@click.option(
    "--format",
    "form",
    type=click.Choice(REPORTS),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
@click.option(
    "--fail-on",
    type=click.Choice(_FAILS),
    default="error",
    show_default=True,
    help="The least severity of a finding that ends the command with 1.",
)
@click.option(
    "--select", "selected", multiple=True, metavar="RULE", help="Show only these rules or families, and all errors."
)
@IGNORE
@click.option("--explain", metavar="RULE", help="Say why a rule is there, with examples, and check nothing.")
@click.option("--fix", is_flag=True, help="Fix what can be fixed without a doubt.")
@click.option("--unsafe-fixes", is_flag=True, help="Fix what may change the meaning of the content too.")
@click.option("--diff", is_flag=True, help="With --fix: show what would change, and write nothing.")
@click.option("--baseline", type=_SHOWN, metavar="FILE", help="Ignore the findings that are in this file.")
@click.option("--update-baseline", is_flag=True, help="Write all findings of now into the file of --baseline.")
@click.option("--watch", is_flag=True, help="Check again when a file changes, until you press Ctrl-C.")
@click.option("--cache/--no-cache", default=True, help="Keep what was found, and use it again.", show_default=True)
def command(paths: tuple[Path, ...], explain: str | None, watch: bool, **options: Any) -> None:
    """Load, check and compile everything, judge it by the lint rules, and run nothing.

    A PATH is a package, by its folder or its name, a folder of packages, a workflow XML, a parameter values XML, a log
    source extension, a content XML or an extension ZIP. Without one, lint checks the package that you are in, or
    everything under content/. Parameter values are checked together with the workflow that is given with them, as on
    the page of a log source.

    A file `lint.toml` in this folder or above it selects rules for a repository, and leaves others out with a reason.
    The key `lint` of an `extension.yaml` does so for its package.
    """
    from qradar_builder.cli.calling.places import default_places, named_place
    from qradar_builder.source.collector import without_collector

    if explain is not None:
        from qradar_builder.cli.lint.explaining import explain as explain_rule

        explain_rule(explain)
        return
    asked = _Asked(**options)
    if asked.update_baseline and asked.baseline is None:
        raise click.UsageError("--update-baseline: name the file with --baseline")
    if asked.diff and not (asked.fix or asked.unsafe_fixes):
        raise click.UsageError("--diff: there is nothing to show without --fix or --unsafe-fixes")
    check_rules("--ignore", asked.ignored)
    check_rules("--select", asked.selected, may_be_errors=True)
    places = [named_place(path) for path in paths] if paths else default_places()
    if not watch:
        with without_collector():
            code = _run(places, asked)
        sys.exit(code)
    from qradar_builder.cli.lint.watching import watch as watch_places

    watch_places(places, lambda: _run(places, asked))


def _run(places: Sequence[Path], asked: _Asked) -> int:
    """Check the places once and say what was found. Gives the exit code."""
    from qradar_builder.cli.calling.inputs import with_hints
    from qradar_builder.cli.calling.voice import detail, heard, remark

    for place in places:
        detail(f"checking {place}")
    found, is_readable = _findings(places, asked)
    if asked.fix or asked.unsafe_fixes:
        from qradar_builder.cli.lint.fixing import fix

        count = fix(found, unsafe=asked.unsafe_fixes, only_show=asked.diff)
        if asked.diff:
            return FINDINGS if count else 0
        if count:
            remark(f"Fixed {count} finding{'s' if count > 1 else ''}.")
            found, is_readable = _findings(places, asked)
    if asked.baseline is not None:
        found = _new(found, asked.baseline, update=asked.update_baseline)
    shown = with_hints(found, places)
    click.echo(report_of(asked.form).render(heard(shown) if asked.form == "text" else shown), nl=False)
    if not is_readable:
        return UNREADABLE
    worst = min((_FAILS.index(each.severity.value) for each in found), default=len(_FAILS))
    if worst <= _FAILS.index(asked.fail_on) and asked.fail_on != "never":
        return FINDINGS
    if asked.form == "text" and worst > 0:
        remark("No errors.")
    return 0


def _findings(places: Sequence[Path], asked: _Asked) -> tuple[Sequence[Finding], bool]:
    from qradar_builder.source.collector import without_collector

    # What is loaded stays to the end.
    with without_collector():
        from qradar_builder.api import check
        from qradar_builder.lint.config import find_config

    config = find_config(Path.cwd())
    checked = check(*places, select=asked.selected, ignore=asked.ignored, config=config, keep=asked.cache)
    return checked.findings, checked.readable


def _new(found: Sequence[Finding], path: Path, *, update: bool) -> Sequence[Finding]:
    """The findings that a baseline does not have; with `update` it has them all afterwards."""
    from qradar_builder.cli.calling.voice import remark
    from qradar_builder.cli.writing import tell, writing
    from qradar_builder.findings import Findings
    from qradar_builder.lint.baseline import baseline_of, read_baseline, write_baseline
    from qradar_builder.source.output import replace_file

    if update:
        with writing():
            replace_file(path, write_baseline(baseline_of(found)), tell, makes_folders=True)
        remark(f"Wrote {len(found)} finding{'s' if len(found) != 1 else ''} into {path}.")
        return []
    problems = Findings()
    baseline = read_baseline(path, problems)
    if baseline is None:
        return list(problems)
    new, gone = baseline.split(found)
    if gone:
        remark(f"{gone} finding{'s' if gone > 1 else ''} of {path} are gone; run with --update-baseline.")
    return new
