from __future__ import annotations

from qradar_builder.dsm.values.ip_protocols import PROTOCOL_NAMES, PROTOCOL_NUMBERS


def test_every_protocol_has_one_number():
    assert all(PROTOCOL_NUMBERS[name.casefold()] == number for number, name in PROTOCOL_NAMES.items())
    assert set(PROTOCOL_NAMES) == {*range(145), 255} - {61, 63, 68, 99, 114}
