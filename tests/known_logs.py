"""Logs of four styles that are made with known templates, to measure how well they are found again."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Sequence

    Lines = Iterator[tuple[str, Hashable]]

NAMES = [
    "alice",
    "bob",
    "carol",
    "dave",
    "erin",
    "frank",
    "grace",
    "heidi",
    "ivan",
    "judy",
    "mallory",
    "niaj",
    "olivia",
    "peggy",
    "rupert",
    "sybil",
    "trent",
    "victor",
    "walter",
    "root",
    "admin",
    "oracle",
    "test",
    "guest",
    "ubuntu",
    "postgres",
    "git",
    "ftp",
    "jenkins",
    "backup",
    "nagios",
    "support",
]
FULL_NAMES = ("John A. Smith", "Mary Ann Jones", "Wei Zhang", "Jean Luc Martin", "Ana Silva", "Bo", "Dr. Eva Klein")
ITEMS = [
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "omicron"),
    *("sigma", "tau", "upsilon", "omega"),
]


def _ip(chance: random.Random) -> str:
    return ".".join(str(chance.randrange(1, 255)) for _ in range(4))


def _host(chance: random.Random) -> str:
    return f"{chance.choice(['web', 'db', 'mail', 'edge'])}{chance.randrange(1, 40)}.example.com"


def _stamp(number: int) -> str:
    return f"2024-05-{1 + number // 3000:02} {number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}"


SSHD = {
    "failed": "Failed password for {name} from {ip} port {port} ssh2",
    "invalid": "Failed password for invalid user {name} from {ip} port {port} ssh2",
    "invalid user": "Invalid user {name} from {ip}",
    "request": "input_userauth_request: invalid user {name} [preauth]",
    "accepted": "Accepted password for {name} from {ip} port {port} ssh2",
    "key": "Accepted publickey for {name} from {ip} port {port} ssh2: RSA SHA256:{hash}",
    "opened": "pam_unix(sshd:session): session opened for user {name} by (uid=0)",
    "closed": "pam_unix(sshd:session): session closed for user {name}",
    "failure": "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost={ip}",
    "failure user": (
        "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost={ip} user={name}"
    ),
    "check": "pam_unix(sshd:auth): check pass; user unknown",
    "disconnect": "Received disconnect from {ip}: 11: Bye Bye [preauth]",
    "closed by": "Connection closed by {ip} [preauth]",
    "reset": "Connection reset by {ip} port {port} [preauth]",
    "reverse": "reverse mapping checking getaddrinfo for {host} [{ip}] failed - POSSIBLE BREAK-IN ATTEMPT!",
    "too many": "Disconnecting: Too many authentication failures for {name} [preauth]",
    "listening": "Server listening on 0.0.0.0 port 22.",
    "subsystem": "subsystem request for sftp by user {name}",
}

JAVA = {
    "started": ("INFO", "com.acme.core.Main", "Started application in {ms} seconds"),
    "loaded": ("INFO", "com.acme.users.UserService", "Loaded user {full} from cache in {ms} ms"),
    "created": ("INFO", "com.acme.orders.OrderService", "Order {id} created for customer {full} with items {items}"),
    "shipped": ("INFO", "com.acme.orders.OrderService", "Order {id} shipped to {host}"),
    "cancelled": ("WARN", "com.acme.orders.OrderService", "Order {id} cancelled by customer {full}"),
    "slow": ("WARN", "com.acme.db.Pool", "Slow query took {ms} ms: select {columns} from {item} where id = {id}"),
    "pool": ("DEBUG", "com.acme.db.Pool", "Connection pool size is {ms}, {port} active"),
    "refused": ("ERROR", "com.acme.net.Client", "Connection to {host}:{port} refused"),
    "timeout": ("ERROR", "com.acme.net.Client", "Request {uuid} to {host} timed out after {ms} ms"),
    "retry": ("WARN", "com.acme.net.Client", "Retrying request {uuid}, attempt {port}"),
    "exception": ("ERROR", "com.acme.web.Filter", "Unhandled exception: java.lang.IllegalStateException: {items}"),
    "login": ("INFO", "com.acme.web.Login", "User {name} logged in from {ip}"),
    "logout": ("INFO", "com.acme.web.Login", "User {name} logged out after {ms} minutes"),
    "config": ("INFO", "com.acme.core.Config", "Read configuration from /etc/acme/{item}.conf"),
    "gc": ("DEBUG", "com.acme.core.Memory", "Heap usage {ms} MB of {port} MB"),
}


def _filled(chance: random.Random, text: str) -> str:
    count = chance.randrange(1, 6)
    return text.format(
        name=chance.choice(NAMES),
        ip=_ip(chance),
        port=chance.randrange(1024, 65536),
        host=_host(chance),
        hash="".join(chance.choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789+/", k=43)),
        ms=chance.randrange(1, 9000),
        id=chance.randrange(10**6, 10**7),
        full=chance.choice(FULL_NAMES),
        item=chance.choice(ITEMS),
        items=f"[{', '.join(chance.sample(ITEMS, count))}]",
        columns=", ".join(chance.sample(ITEMS, count)),
        uuid=f"{chance.getrandbits(32):08x}-{chance.getrandbits(16):04x}-4a00-8000-{chance.getrandbits(48):012x}",
    )


def _picks(chance: random.Random, kinds: Collection[Any], size: int) -> list[Any]:
    """Kinds as often as logs have them: few make most of it, and each is there."""
    names = sorted(kinds)
    weights = [1 / (place + 1) for place in range(len(names))]
    chance.shuffle(names)
    return names + chance.choices(names, weights, k=size - len(names))


def openssh(size: int = 2_000) -> Lines:
    """Lines of sshd with the name of the template of each."""
    chance = random.Random(1)
    for number, kind in enumerate(_picks(chance, SSHD, size)):
        host = chance.choice(["LabSZ", "gate", "edge-7"])
        stamp = f"May {1 + number // 3000:2} {number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}"
        yield f"{stamp} {host} sshd[{chance.randrange(900, 40000)}]: {_filled(chance, SSHD[kind])}", kind


def firewall(size: int = 4_000) -> Lines:
    """Pairs of a firewall; which optional ones there are differs from line to line."""
    chance = random.Random(2)
    subtypes = {"traffic": ("forward", "local"), "utm": ("virus", "webfilter", "ips"), "event": ("system", "vpn")}
    kinds = {
        (type_, subtype, action)
        for type_, inner in subtypes.items()
        for subtype in inner
        for action in ("accept", "deny", "close")
    }
    for number, kind in enumerate(_picks(chance, kinds, size)):
        pairs: dict[str, str | int] = {
            "date": _stamp(number)[:10],
            "time": _stamp(number)[11:],
            "devname": chance.choice(["FW-North", "FW-South", "Edge"]),
            "type": kind[0],
            "subtype": kind[1],
            "srcip": _ip(chance),
            "srcport": chance.randrange(1024, 65536),
            "dstip": _ip(chance),
            "dstport": chance.choice([22, 80, 443]),
            "action": kind[2],
            "policyid": chance.randrange(1, 90),
            "service": chance.choice(["HTTPS", "SSH", "DNS"]),
            "user": chance.choice(NAMES),
            "sentbyte": chance.randrange(10**6),
            "msg": f"session {chance.randrange(10**5)} of {chance.choice(NAMES)}",
        }
        for name in ("user", "service", "sentbyte"):
            if chance.random() < 0.3:
                del pairs[name]
        bare = {"date", "time"}
        texts = (
            f'{name}="{value}"' if isinstance(value, str) and name not in bare else f"{name}={value}"
            for name, value in pairs.items()
        )
        yield " ".join(texts), kind


def json_audit(size: int = 3_000) -> Lines:
    """Audit events in JSON, with members that only some of a kind have."""
    chance = random.Random(3)
    actions = [
        *("user.login", "user.logout", "user.create", "user.delete", "role.assign", "role.revoke", "file.read"),
        *("file.write", "file.share", "policy.update", "token.issue", "token.revoke", "report.export"),
    ]
    kinds = {(action, outcome) for action in actions for outcome in ("success", "failure")}
    for number, (action, outcome) in enumerate(_picks(chance, kinds, size)):
        event: dict[str, Any] = {
            "time": f"{_stamp(number).replace(' ', 'T')}Z",
            "id": f"{chance.getrandbits(64):016x}",
            "event": {"action": action, "type": outcome, "reason": f"code {chance.randrange(10**4)}"},
            "actor": {
                "name": chance.choice(NAMES),
                "type": chance.choice(["user", "service", "system"]),
                "ip": _ip(chance),
            },
            "target": {
                "type": chance.choice(["document", "account"]),
                "name": f"{chance.choice(ITEMS)} {chance.choice(ITEMS)}",
            },
            "session": f"{chance.getrandbits(48):012x}",
        }
        if chance.random() < 0.4:
            event["client"] = {"agent": f"Mozilla/5.0 ({chance.choice(ITEMS)})", "country": chance.choice(["DE", "FR"])}
        if chance.random() < 0.2:
            del event["session"]
        yield json.dumps(event), (action, outcome)


def java_application(size: int = 5_000) -> Lines:
    """Lines of an application in Java, whose variables may be several words."""
    chance = random.Random(4)
    for number, kind in enumerate(_picks(chance, JAVA, size)):
        level, name, text = JAVA[kind]
        thread = chance.choice(["main", "pool-1-thread-3", "http-nio-8080-exec-11", "scheduler"])
        start = f"{_stamp(number)},{chance.randrange(1000):03} {level:<5} [{thread}] {name}"
        yield f"{start} - {_filled(chance, text)}", kind


LOGS = {"openssh": openssh, "firewall": firewall, "json audit": json_audit, "java application": java_application}


def grouping_accuracy(found: Sequence[Hashable], known: Sequence[Hashable]) -> float:
    """The share of the lines whose group has exactly the lines of their true one."""
    true = set(_lines_of(known))
    return sum(len(each) for each in _lines_of(found) if each in true) / len(known)


def _lines_of(labels: Sequence[Hashable]) -> list[frozenset[int]]:
    places: dict[Hashable, list[int]] = {}
    for place, label in enumerate(labels):
        places.setdefault(label, []).append(place)
    return [frozenset(each) for each in places.values()]
