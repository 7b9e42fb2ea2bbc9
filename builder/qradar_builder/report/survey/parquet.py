"""The report of a survey as Parquet: one long table, which a query engine makes tables of.

Each list of the JSON report is a section, and each of its items a row of it. A row of the table is a value of an item.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.report.survey.document import SurveyReport

_Row = tuple[str, int, str, str | None, float | None]


def survey_parquet(report: SurveyReport) -> bytes:
    """The columns `section`, `row`, `name`, `text` and `number`; numbers and truth values have both forms."""
    import pyarrow as pa  # noqa: PLC0415 - heavy, and part of an extra
    import pyarrow.parquet as pq  # noqa: PLC0415 - as above

    rows = list(_values("", report.document(), "", 0))
    types = {
        "section": pa.string(),
        "row": pa.int64(),
        "name": pa.string(),
        "text": pa.string(),
        "number": pa.float64(),
    }
    columns = [[row[place] for row in rows] for place in range(len(types))]
    arrays = [pa.array(column, kind) for column, kind in zip(columns, types.values(), strict=True)]
    file = io.BytesIO()
    pq.write_table(pa.table(arrays, names=list(types)), file, compression="zstd")
    return file.getvalue()


def _values(section: str, value: Any, name: str, row: int) -> Iterator[_Row]:
    """The rows of a value: objects are named through, and a list is a section of its own."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _values(section, member, f"{name}.{key}" if name else key, row)
    elif isinstance(value, list):
        below = f"{section}.{name}" if section and name else section or name
        for number, item in enumerate(value):
            yield from _values(below, item, "" if isinstance(item, dict) else "value", number)
    elif isinstance(value, bool):
        yield section, row, name, str(value).lower(), float(value)
    elif isinstance(value, int | float):
        yield section, row, name, str(value), float(value)
    else:
        yield section, row, name, value, None
