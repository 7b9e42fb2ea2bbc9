"""Where users stand in sentences, and what tells itself as a user wherever it stands, as regular expressions."""

from __future__ import annotations

from typing import Final

_ESCAPE: Final = r"\\u00[0-9a-fA-F]{2}"
TEXT_USER: Final = (
    rf"""((?:[^\s,;:"'`(){{}}<>/\[\]\\|=]|{_ESCAPE}){{0,63}}(?:[^\s,;:"'`(){{}}<>/\[\]\\|=.]|{_ESCAPE}))"""
)
"""A user. JSON may write a letter of it as an escape."""
NO_USER: Final = (
    r"(?!\d{9,}(?!\w))(?!(?:OK|ok|via|incorrect|failed|obtained|the|an?|is|was|not|[Nn]o|Not|to|for|and|or|after|before|with|in|on|of|"
    r"has|had|from|by|at|set|using|wurde|hat|ist|nicht|mit|von|der|die|das|est|non|pas|sur|avec|du|de|la|el|no|ha|"
    r"name|password|succeeded|success|successful|successfully|failure|attempt|denied|disabled|enabled|locked|event|cannot|"
    r"does|do|did|found|exists?|[Ll]imit|[Aa]dded|[Rr]emoved|[Cc]lient|whose|which|that|this|these|already|all|any|"
    r"authenticator|can|could|must|will|would|should|[Pp]ermissions?|[Rr]oles?|[Pp]olicy|[Rr]ealm|"
    r"activity|[Aa]uthentication|[Aa]uto|[Ss]ession|[Ii]nterface|[Mm]anagement|[Pp]rofile|[Gg]roup|[Aa]gent|[Aa]ccess)\b)"
)
_START: Final = r"(?:\b|(?<=\\[rnt]))"
_DOMAIN: Final = r"(?:[\w.-]{1,40}(?: [\w.-]{1,20}){0,2}\\{1,4}(?!u00))?"
TEXTS: Final = (
    r"\bsudo(?:\[\d{1,10}\])?: +(?=[\w.-]+ : )",
    rf"\b(?:Login OK|Login incorrect[^\[\r\n]{{0,200}}|Invalid user[^\[\r\n]{{0,200}}): \[{_DOMAIN}",
    r"\b(?:[Ff]ailed|[Aa]ccepted) \S+ for (?:invalid user |illegal user )?",
    r"\b(?:[Ii]nvalid|[Ii]llegal) user ",
    r"\b(?:authenticating|invalid) user ",
    r"\bsession opened for user \S+ by (?=[^\s(])",
    r"\bsession (?:opened|closed) for user ",
    rf"{_START}(?:Account Name|Nom du compte|Kontoname|Nombre de cuenta|Nome account|Nome da conta) ?:(?:\s|\\[rnt])+",
    rf"{_START}User [Nn]ame:(?:\s|\\[rnt])+",
    rf"{_START}User:(?:\s|\\[rnt])+(?:[\w. -]{{1,40}}\\{{1,2}})?",
    (
        r"\b(?:user|User|USER|usr|username|Username|userName|login|Login|account|acct|logname|ruser|suser)(?:_?name|_?id)?"
        rf" ?[=:] ?[\"'<\[]?{_DOMAIN}"
    ),
    r"\b[Uu]ser \[[^\]\r\n]{0,64}\]\\{1,4}\[",
    rf"\b[Uu]ser(?:[Nn]ame)?:? \\?['\"<\[`]{_DOMAIN}",
    r"\bUSER (?=[\w.@-]{1,64}(?::| \())",
    r"\[(?=[\w.@-]{1,64}\] (?:FAIL|OK) )",
    (
        r"(?<![\w\]])\[(?=[\w.@-]{1,64}\]: "
        r"(?:Log(?:in|out|on|off)|First_Login|Password|Created|Modified|Deleted|Called)\b)"
    ),
    r"\b[Uu]ser(?:[Nn]ame)? (?:entry|account) \(",
    r"\b[A-Za-z]{2,12} (?:user|account): name=",
    r"\b[Ll]ogin failed: (?=[\w.@-]{1,64} \()",
    r"\bfor \\?['\"`](?=[^'\"`\s\\]{1,64}\\?['\"`] from )",
    (
        r"\b(?:request|attempt|password|login) (?:made )?(?:for|by) (?:user )?\\?['\"`]?"
        r"(?=[\w.@-]{1,64}\\?['\"`]? (?:has|was|is|from|\())"
    ),
    r"\bset_id=",
    # A log of requests that has the user before the address.
    r"\] (?=[\w.@-]{1,64} - \d{1,3}(?:\.\d{1,3}){3} )",
    r"\d(?:\.\d{1,3}){3} - (?=[\w.@-]{1,64} \"(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH) )",
    r"(?<=:\d\d )(?=[\w.@-]{1,64} \d{1,3}(?:\.\d{1,3}){3} (?:failed|logged|successful))",
    (
        r"\b[Uu]ser (?!(?:name|is|was|has|logged|login|account|not|agent|with|from|to|authentication|by|in|and|"
        rf"session)\b){_DOMAIN}"
    ),
    r"\bsu(?:do)?(?:\[\d+\])?: +(?:\(to \w+\) )?",
    (
        r"\b(?:logged in|logged on|login|performed|executed|issued|changed|created|deleted|modified|configured|console|"
        rf"Configured from \S+) by (?:user )?['\"]?{_DOMAIN}"
    ),
    r"\bby (?=[\w.@-]+ (?:(?:on|from|at|using|via)\b|\())",
    # A log of a web server: method, URL, query, port, user and address.
    r"\b(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH) \S+ \S+ \d{2,5} (?=\S{1,64} \d{1,3}(?:\.\d{1,3}){3} )",
    r"\b[Uu]sername '",
    r"\buid=",
    r"\b(?:rejected|failed|accepted|succeeded|denied|exceeded) for \[?(?!user\b|invalid\b|illegal\b)",
    r"\bLogin ",
    r"\bprincipal=\[",
    r"\bUser\(",
    r"\bUser@Host: ",
    r"\[[\d-]{1,12}\] (?=[\w.-]{1,64}@[\w.-]{1,64} [A-Z]+:)",
    r"/\d{3} \d+ [A-Z]+ \S+ (?=\S+ [A-Z_]+/)",
    r"\bCROND?(?:\[\d{1,10}\])?: \(",
    r"\bas (?=[\w.-]{1,64} on \w)",
    r"\bfor (?=[\w.@-]{1,64} from [\d\[])",
    r"\bwith '",
    r"\b[Uu]ser \{Name: ",
    r"(?:^|(?<= ))(?=[\w.@-]{1,64}/\d{1,3}(?:\.\d{1,3}){3}:\d)",
    rf"\bby user:? ['\"]?{_DOMAIN}",
    rf"\b(?:for|by) (?:user )['\"]?{_DOMAIN}",
    r"^(?:\S+ )?[0-9a-fA-F.:]{7,45} \S+ (?=[^\[\n]{1,60} \[\d)",
    # The common log format: host, ident, user, and the time between brackets.
    r"(?<!\S)[\w.:%-]{2,255} [\w.-]{1,64} \"?(?=[^\s\[\"]{1,64}\"? \[\d{1,2}/[A-Z][a-z]{2}/\d{4}:)",
    (
        r"\b(?i:user|account|login|admin|administrator|operator|principal|benutzer)[ _-]?(?:[Nn]ame|ID|Id|id)? ?[:=]"
        rf"\s{{0,4}}['\"<\[]?{_DOMAIN}"
    ),
    (
        r"\b(?:[Bb]enutzer(?:s|konto|in)?|[Uu]tilisateur|[Uu]suario|[Uu]tente|[Gg]ebruiker|[Uu]tilizador|[Kk]onto|"
        rf"[Cc]ompte|[Cc]uenta)[: ]{{1,2}}['\"<\[]?{_DOMAIN}"
    ),
    rf"\b(?:logged|signed) (?:in|on) as (?:user )?['\"]?{_DOMAIN}",
    (
        r"\b(?:[Aa]dmin(?:istrator)?|[Oo]perator|[Aa]ctor|[Cc]aller|[Oo]wner|[Pp]rincipal|[Mm]ember) ['\"]?"
        rf"{_DOMAIN}(?=[\w.@-]{{2,64}}['\"]? (?:has|have|is|was|did|signed|logged|created|deleted|changed|added|"
        r"removed|updated|modified|enabled|disabled|failed)\b)"
    ),
    (
        rf"(?:^|[:|\]>-] {{1,3}}){_DOMAIN}"
        r"(?!(?i:user|users|session|client|admin|account|someone|host|server|system|login)\b)"
        r"(?=[\w.@-]{2,64} (?:has |have )?(?:successfully )?(?:(?:logged|signed)[ -]?(?:in|on|out|off)|"
        r"authenticated|failed to (?:log|sign|authenticate)|called|requested)\b)"
    ),
    r" (?=[\w.-]{1,64}@[\w.-]{1,64} [A-Z]{3,}:)",
    # A name with a realm behind it, and its roles: `192.0.2.1 alee(Users)[Staff]`.
    r"\] (?=[\w.@-]{1,64}\([^()\r\n]{0,80}\)\[)",
    r"\[(?=[\w.@-]{1,64}\] (?:Peer Connection|Inactivity|SENT|logged))",
)  # fmt: skip

ANYWHERE: Final = (
    r"(?<![\w:/.\\-])[A-Za-z][\w.-]{1,30}\\{1,4}(?![nrt](?:[A-Z\\]|--)|u00)([A-Za-z][\w.$-]{1,40})(?![\w\\.])",
    r"^(?:\S{1,60} )?\(?(?=\S+ )([\w.-]{1,64}@[A-Za-z][\w.-]{1,64})[ )]",
    r"(?<![\w.+@-])([\w.-]{1,64})@\[?\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)",
    r"(?<!to=<)(?<![\w.+-])(?:u00[0-9a-f]{2}){0,4}([\w.+-]{1,64}@(?!\d{1,3}(?:\.\d{1,3}){3})[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})(?![\w@])",
)
"""An account in a domain and a mail address tell themselves, wherever they stand."""
