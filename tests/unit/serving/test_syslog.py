"""Messages come by UDP and TCP, with a line feed behind or their length in front."""

import socket
import threading

import pytest

from qradar_builder.serving.syslog import LONGEST, SyslogServer


class Taken:
    """What was received, and a way to wait for it."""

    def __init__(self):
        self.messages, self._changed = [], threading.Condition()

    def __call__(self, message, address):
        with self._changed:
            self.messages.append(message)
            self._changed.notify_all()
        assert address == "127.0.0.1"

    def wait(self, count):
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.messages) >= count, 20)
        return self.messages


def test_a_datagram_is_a_message():
    taken = Taken()
    with SyslogServer(taken) as server, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(b"<13>one\n", ("127.0.0.1", server.port))
        client.sendto(b"", ("127.0.0.1", server.port))
        client.sendto(b"two", ("127.0.0.1", server.port))
        assert taken.wait(2) == [b"<13>one", b"two"]


@pytest.mark.parametrize(
    ("sent", "messages"),
    [
        ([b"one\ntwo\r\nthree"], [b"one", b"two", b"three"]),
        ([b"o", b"ne\n\n", b"two\n"], [b"one", b"two"]),
        ([b"5 <1>ab8 <1>c\nd\ne"], [b"<1>ab", b"<1>c\nd\ne"]),
        ([b"5 <1>", b"ab\n6 <1>abc"], [b"<1>ab", b"<1>abc"]),
        ([b"12 men\n"], [b"12 men"]),
        ([b"9999999 <1>a\n"], [b"9999999 <1>a"]),
        ([b"x" * (LONGEST + 5) + b"\n"], [b"x" * LONGEST, b"xxxxx"]),
    ],
)
def test_a_connection_carries_messages(sent, messages):
    taken = Taken()
    with SyslogServer(taken) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as client:
            for each in sent:
                client.sendall(each)
        assert taken.wait(len(messages)) == messages


def test_stopping_takes_what_an_open_connection_has_sent():
    taken = Taken()
    server = SyslogServer(taken)
    server.start()
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as client:
        client.sendall(b"first\nrest")
        taken.wait(1)
        server.stop()
    assert taken.messages == [b"first", b"rest"]


def test_a_port_in_use_is_an_error():
    with SyslogServer(lambda *_: None) as server, pytest.raises(OSError, match=r"."):
        SyslogServer(lambda *_: None, port=server.port)
