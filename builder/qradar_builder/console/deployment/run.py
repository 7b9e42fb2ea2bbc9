"""A deployment: first what it will do, then, if that is wanted, the deployment itself, stage by stage."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.model import Kind
from qradar_builder.console.check.permissions import accesses, tell
from qradar_builder.console.check.run import check_version, needed_calls
from qradar_builder.console.connection import calls
from qradar_builder.console.connection.negotiation import negotiate
from qradar_builder.console.connection.problems import ConsoleError, is_unsure
from qradar_builder.console.deployment.backup import Backup, write_backup
from qradar_builder.console.deployment.extension import Extension
from qradar_builder.console.deployment.foretelling import Action, Foretelling
from qradar_builder.console.deployment.staged import deploy_changes
from qradar_builder.console.holdings.export import export, exported_comparison
from qradar_builder.console.holdings.listed import ListedRows, listed_comparison
from qradar_builder.console.holdings.lists import read_lists
from qradar_builder.console.plan.run import Outcome, PlanRun
from qradar_builder.console.verification.items import is_fault
from qradar_builder.findings import Findings, Location
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qradar_builder.comparison.compare import Comparison
    from qradar_builder.console.bulk.told import ToldActions
    from qradar_builder.console.connection.session import Session
    from qradar_builder.console.deployment.foretelling import Foretold
    from qradar_builder.console.holdings.export import Export
    from qradar_builder.console.holdings.lists import Lists
    from qradar_builder.console.plan.run import Done
    from qradar_builder.console.release.release import Release


class State(StrEnum):
    """How far a stage came; the value is what people call it."""

    DONE = "done"
    NOT_NEEDED = "not needed"
    FAILED = "failed"
    UNSURE = "not known"
    LEFT = "left"


class Stage(StrEnum):
    """The stages in order; the value is what people call them."""

    CHECK = "check"
    UPLOAD = "upload"
    PREVIEW = "preview"
    COMPARE = "compare"
    BACKUP = "back up"
    INSTALL = "install"
    PLAN = "REST plan"
    STAGED = "deploy changes"


@dataclass(slots=True)
class Progress:
    """The stages of a deployment, each with its state and a few words."""

    states: dict[Stage, State] = field(default_factory=lambda: dict.fromkeys(Stage, State.LEFT))
    words: dict[Stage, str] = field(default_factory=dict)

    def mark(self, stage: Stage, state: State, words: str = "") -> None:
        """Note how a stage ended."""
        self.states[stage] = state
        self.words[stage] = words

    def lines(self) -> Iterator[str]:
        """The stages as a table."""
        for stage, state in self.states.items():
            yield f"{stage:<15} {state:<11} {self.words.get(stage, '')}".rstrip()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a deployment will do."""

    items: Foretelling
    comparison: Comparison
    """What is different on the console."""
    plan: tuple[Done, ...]
    is_installed: bool
    """Whether this version is installed, so that only the REST plan may be left."""
    has_parsing: bool
    """Whether parsing was compared: lists alone do not tell it."""

    @property
    def mismatches(self) -> tuple[Foretold, ...]:
        """The first items of which the console says something else."""
        return self.items.mismatches

    @property
    def is_done(self) -> bool:
        """Whether nothing is to do."""
        return self.is_installed and all(each.outcome is not Outcome.MISSING for each in self.plan)

    def count(self, action: Action) -> int:
        """How many items an action is foretold for."""
        return self.items.count(action)


_OF_TRIALS: Final = (calls.REMOVE,)
_FORBIDDEN: Final = 403


class Deployment:
    """A deployment of one release on one console.

    `overwrite` replaces items that the console has; without it they are kept. `is_dry` sends GETs, the preview, and the
    upload of a copy that the preview needs and that is removed after it.
    """

    def __init__(self, session: Session, release: Release, *, overwrite: bool = True, is_dry: bool = False) -> None:
        self._session = session
        self._release = release
        self._overwrite = overwrite
        self._is_dry = is_dry
        self._extension = Extension(session, release)
        self._trial = Extension(session, release, is_trial=True)
        self._export: Export | None = None
        self.progress = Progress()
        self.plan_run: PlanRun | None = None

    def outlook(self, findings: Findings) -> Outlook | None:
        """What the deployment will do. None, with findings, where it cannot be made. Raises ConsoleError."""
        with _stage(self.progress, Stage.CHECK):
            negotiate(self._session)
            # A dry run compares by lists, of which it needs all.
            listed = ListedRows(self._release.events.new_theirs()) if self._is_dry else None
            lists = self._looked(listed, findings) if self._may(findings) else None
            if lists is None:
                self.progress.mark(Stage.CHECK, State.FAILED)
                return None
        is_installed = self._extension.is_installed
        words = self._previewed(is_installed=is_installed)
        ours = Foretelling(self._release.items, lists, words, overwrite=self._overwrite)
        with _stage(self.progress, Stage.COMPARE):
            if listed is not None:
                comparison = listed_comparison(self._session, self._release, lists, listed)
            else:
                self._export = export(self._session, self._release, lists)
                comparison = exported_comparison(self._session, self._release, lists, self._export)
            plan = () if self._release.plan is None else PlanRun(self._session, self._release.plan).look()
        return Outlook(ours, comparison, plan, is_installed, not self._is_dry)

    def _previewed(self, *, is_installed: bool) -> ToldActions | None:
        """Upload and preview. A dry run uploads a copy, unless the extension is on the console already."""
        if is_installed:
            for stage in (Stage.UPLOAD, Stage.PREVIEW):
                self.progress.mark(stage, State.NOT_NEEDED, "this version is installed")
            return None
        extension = self._extension
        if self._is_dry and extension.number is None:
            extension = self._trial
        try:
            with _stage(self.progress, Stage.UPLOAD):
                self._clean()
                extension.upload()
            with _stage(self.progress, Stage.PREVIEW):
                words = extension.preview(overwrite=self._overwrite)
                if extension is self._trial:
                    extension.remove()
        except (ConsoleError, KeyboardInterrupt):
            if extension is self._trial:
                # What went wrong first is told. The next run removes the copy where this one cannot.
                with suppress(ConsoleError):
                    extension.remove()
            raise
        return words

    def _clean(self) -> None:
        """Remove the copy that a dry run left which did not come to its end."""
        try:
            self._trial.remove()
        except ConsoleError as error:
            if self._is_dry or error.status != _FORBIDDEN:
                raise
            self._session.hear(f"the copy of {self._release.label} that a dry run left stays: {error.message}")

    def may_continue(self, outlook: Outlook, findings: Findings) -> bool:
        """Whether what is installed is what the release has. An installed version is not installed again.

        Where items of the console are kept, that they differ is wanted.
        """
        properties = self._release.reading.root.named(Kind.PROPERTY)
        if not outlook.is_installed or not self._overwrite:
            return True
        wrong = sum(is_fault(each.change, properties) for each in outlook.comparison.changes)
        if not wrong:
            return True
        verb = "differs" if wrong == 1 else "differ"
        message = f"{self._release.label} is installed, and {counted(wrong, 'item')} on the console {verb} from it"
        findings.add("console/installed", Location(self._session.profile.host), message)
        return False

    def run(self, outlook: Outlook, backup: Path, tell: Callable[[str], None], *, staged: bool) -> None:
        """Deploy. What is overwritten goes into a folder below `backup` first. Raises ConsoleError and OutputError."""
        with _stage(self.progress, Stage.BACKUP):
            self._back_up(outlook, backup, tell)
        with _stage(self.progress, Stage.INSTALL):
            if outlook.is_installed:
                self.progress.mark(Stage.INSTALL, State.NOT_NEEDED, "this version is installed")
            else:
                self._extension.install(overwrite=self._overwrite)
        with _stage(self.progress, Stage.PLAN):
            self._run_plan()
        with _stage(self.progress, Stage.STAGED):
            if staged:
                self.progress.mark(Stage.STAGED, State.DONE, deploy_changes(self._session))
            else:
                self.progress.mark(Stage.STAGED, State.NOT_NEEDED, "only with --deploy-changes")

    def _looked(self, listed: ListedRows | None, findings: Findings) -> Lists | None:
        """What the console has, once no task runs. None, with findings, where another one has a property."""
        self._extension.look()
        lists = read_lists(self._session, self._release, None if listed is None else listed.hear)
        for item, record in lists.foreign:
            owner = record.get("username")
            who = f", made by {owner}" if isinstance(owner, str) and owner else ""
            identity = record.get("identifier") or record.get("uuid")
            message = f"the {item.words} is on the console with the identifier {identity}{who}"
            findings.add("console/owner", Location(self._session.profile.host), message)
        return None if lists.foreign else lists

    def _may(self, findings: Findings) -> bool:
        """Whether the token may do all that is needed; what it may not do is a finding."""
        before, session = findings.errors, self._session
        assert session.version is not None, "it is negotiated"
        wanted = {*needed_calls(self._release, session.version), *(_OF_TRIALS if self._is_dry else ())}
        needed = [call for call in calls.ALL if call in wanted]
        tell(accesses(session, needed), session.profile.host, session.version, findings, needed=needed)
        check_version(session.get(calls.ABOUT), self._release, findings)
        return findings.errors == before

    def _back_up(self, outlook: Outlook, folder: Path, tell: Callable[[str], None]) -> None:
        if outlook.is_installed or self._export is None or not outlook.count(Action.OVERWRITE):
            self.progress.mark(Stage.BACKUP, State.NOT_NEEDED, "nothing is overwritten")
            return
        note = Backup(self._session.profile.host, self._release.label, time.time_ns() // 1_000_000)
        target = write_backup(folder, note, self._export.zip, tell)
        self.progress.mark(Stage.BACKUP, State.DONE, str(target))

    def _run_plan(self) -> None:
        if self._release.plan is None:
            self.progress.mark(Stage.PLAN, State.NOT_NEEDED, "the release has none")
            return
        self.plan_run = PlanRun(self._session, self._release.plan)
        try:
            done = self.plan_run.run()
        finally:
            self.progress.words[Stage.PLAN] = _counts(self.plan_run)
        self.progress.mark(Stage.PLAN, State.DONE, _counts(self.plan_run))
        assert len(done) == len(self.plan_run.done)


def _counts(run: PlanRun) -> str:
    counts = {outcome: sum(each.outcome is outcome for each in run.done) for outcome in Outcome}
    counts[Outcome.LEFT] = sum(each.outcome is Outcome.LEFT for each in run.rest)
    return ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)


@contextmanager
def _stage(progress: Progress, stage: Stage) -> Iterator[None]:
    """A stage that is done at the end, unless it says something else or a problem ends it."""
    try:
        yield
    except BaseException as error:
        progress.mark(stage, State.UNSURE if is_unsure(error) else State.FAILED, progress.words.get(stage, ""))
        raise
    if progress.states[stage] is State.LEFT:
        progress.mark(stage, State.DONE)
