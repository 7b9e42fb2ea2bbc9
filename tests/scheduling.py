"""Which worker runs which tests: those of a file go to one worker, so that fixtures of files are made once."""

from __future__ import annotations

from typing import Final

from xdist.scheduler import LoadScopeScheduling

_TOGETHER: Final = {
    "tests/browser/test_look.py": "site",
    "tests/browser/test_search.py": "site",
    "tests/acceptance/test_survey.py": "cluster",
    "tests/acceptance/test_survey_scale.py": "cluster",
    "tests/unit/survey/engines/test_cluster.py": "cluster",
}
"""Files that share what takes long to make. The mark `xdist_group` has no effect with pytest 9.2 and xdist 3.8."""


class WholeFiles(LoadScopeScheduling):
    """Gives the tests of a file, or of files that share something, to one worker."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return _TOGETHER.get(file, file)
