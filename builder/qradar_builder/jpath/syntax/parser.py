"""Parses JPath into its syntax tree, by the binding of the operators (a Pratt parser)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NoReturn

from qradar_builder.jpath.errors import JPathSyntaxError
from qradar_builder.jpath.limits import MAX_DEPTH, MAX_EXPRESSION
from qradar_builder.jpath.other_languages import advice_on_word
from qradar_builder.jpath.syntax.lexer import Token, TokenKind, tokenize
from qradar_builder.jpath.syntax.tree import (
    OPERATORS,
    And,
    Arithmetic,
    Binding,
    Bracket,
    Call,
    Comparison,
    Exists,
    Key,
    Negation,
    Node,
    Not,
    Number,
    Or,
    Path,
    Text,
    Word,
    levels,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_LITERALS: Final = ("true", "false", "null")
_REMEMBERED: Final = 4096
_LONGEST_REMEMBERED: Final = 2000
"""Characters of a text whose trees are kept: what compiles a workflow and what checks it ask for the same ones."""
_PLAIN_PATH = re.compile(r"[ \t\r\n\f]*((?:/[A-Za-z0-9_-]+)+)[ \t\r\n\f]*")
_STEP = re.compile(r"/([A-Za-z0-9_-]+)")


def parse(text: str, start: int = 0, end: int | None = None) -> Node:
    """The tree of an expression, which is all of the text or the stretch of it that is given.

    Raises JPathSyntaxError. Functions are not looked up, and no version is checked.
    """
    return (_remembered if len(text) <= _LONGEST_REMEMBERED else _tree)(text, start, len(text) if end is None else end)


def _tree(text: str, start: int, end: int) -> Node:
    plain = _PLAIN_PATH.fullmatch(text, start, end) if end - start <= MAX_EXPRESSION else None
    if plain is not None:
        # Most expressions are a path of keys alone, which needs no tokens.
        begin, behind = plain.span(1)
        steps = (Key(step[1], start=step.start(), end=step.end()) for step in _STEP.finditer(text, begin, behind))
        return Path(tuple(steps), start=begin, end=behind)
    parser = _Parser(text, tokenize(text, start, end))
    try:
        return parser.whole()
    except RecursionError:
        # Depth is bounded, but how much of the stack the caller has left is not known.
        raise JPathSyntaxError("The expression is nested too deep to read here", text, start, start) from None


_remembered = lru_cache(maxsize=_REMEMBERED)(_tree)


class _Parser:
    def __init__(self, text: str, tokens: list[Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._index = 0
        self._depth = 0
        self._in_brackets = 0
        self._prefixes: dict[TokenKind, Callable[[Token, Binding], Node]] = {
            TokenKind.KEY: self._path,
            TokenKind.ROOT: self._path,
            TokenKind.ELEMENT: self._path,
            TokenKind.NUMBER: self._number,
            TokenKind.TEXT: self._string,
            TokenKind.WORD: self._word,
            TokenKind.OPEN: self._group,
            TokenKind.OPERATOR: self._sign,
        }

    def whole(self) -> Node:
        if len(self._tokens) == 1:
            raise self._error("An expression is missing", self._tokens[0])
        node = self._expression(Binding.OR)
        if self._next.kind is not TokenKind.END:
            self._refuse_rest(self._next)
        if len(self._tokens) > MAX_DEPTH and sum(1 for _ in levels(node)) > MAX_DEPTH:
            raise self._too_deep(self._tokens[0])
        return node

    @property
    def _next(self) -> Token:
        return self._tokens[self._index]

    def _take(self) -> Token:
        token = self._tokens[self._index]
        self._index += 1
        return token

    def _expect(self, kind: TokenKind, opened: Token) -> Token:
        if self._next.kind is not kind:
            if self._next.kind is TokenKind.END:
                raise self._error(f"the matching `{kind.value}` is missing", opened)
            self._refuse_rest(self._next)
        return self._take()

    def _expression(self, least: Binding) -> Node:
        """An expression whose operators all bind at least that tightly."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._too_deep(self._next)
        token = self._take()
        prefix = self._prefixes.get(token.kind)
        if prefix is None:
            self._refuse_operand(token)
        left = prefix(token, least)
        # `not` and `exists` take no part in a comparison or calculation unless they stand in parentheses.
        most = Binding.AND if isinstance(left, Not | Exists) and token.kind is TokenKind.WORD else Binding.PRODUCT
        while self._next.kind is TokenKind.OPERATOR and least <= OPERATORS[self._operator] <= most:
            operator = self._take()
            assert operator.value is not None
            left = self._infix(left, operator.value, token.start)
            if isinstance(left, Comparison):
                most = Binding.AND
        self._depth -= 1
        return left

    @property
    def _last_end(self) -> int:
        return self._tokens[self._index - 1].end

    @property
    def _operator(self) -> str:
        value = self._next.value
        assert value is not None
        return value

    def _infix(self, left: Node, operator: str, start: int) -> Node:
        binding = OPERATORS[operator]
        operands = [left, self._expression(Binding(binding + 1))]
        if binding is Binding.COMPARISON:
            return Comparison(operator, *operands, start=start, end=self._last_end)
        if binding >= Binding.SUM:
            return Arithmetic(operator, *operands, start=start, end=self._last_end)
        while self._next.kind is TokenKind.OPERATOR and self._operator == operator:
            self._take()
            operands.append(self._expression(Binding(binding + 1)))
        junction = Or if binding is Binding.OR else And
        return junction(tuple(operands), start=start, end=self._last_end)

    def _path(self, first: Token, _: Binding) -> Path:
        steps: list[Key | Bracket] = []
        in_element = first.kind is TokenKind.ELEMENT
        if in_element and not self._in_brackets:
            advice = "it refers to the current element of a filter, as in `/events[@id = 5]`"
            raise self._error("`@` is allowed only in brackets", first, advice)
        if first.value is not None:
            steps.append(Key(first.value, start=first.start, end=first.end))
        end = first.end
        while self._next.kind is TokenKind.OPEN_BRACKET or (
            self._next.kind is TokenKind.KEY and self._next.start == end
        ):
            token = self._take()
            if token.kind is TokenKind.KEY:
                assert token.value is not None
                steps.append(Key(token.value, start=token.start, end=token.end))
            else:
                steps.append(self._bracket(token))
            end = steps[-1].end
        return Path(tuple(steps), in_element, start=first.start, end=end)

    def _bracket(self, opened: Token) -> Bracket:
        if self._next.kind is TokenKind.CLOSE_BRACKET:
            raise self._error("An index or a condition is missing between the brackets", opened)
        self._in_brackets += 1
        content = self._expression(Binding.OR)
        self._in_brackets -= 1
        closed = self._expect(TokenKind.CLOSE_BRACKET, opened)
        return Bracket(content, start=opened.start, end=closed.end)

    def _number(self, token: Token, _: Binding) -> Number:
        assert token.value is not None
        return Number(token.value, start=token.start, end=token.end)

    def _string(self, token: Token, _: Binding) -> Text:
        assert token.value is not None
        return Text(token.value, start=token.start, end=token.end)

    def _word(self, token: Token, least: Binding) -> Node:
        word = token.value
        assert word is not None
        if word in _LITERALS:
            return Word(word, start=token.start, end=token.end)
        if word == "not":
            if least > Binding.NOT:
                raise self._error("`not` is allowed here only in parentheses", token, "write `(not …)`")
            operand = self._expression(Binding.NOT)
            return Not(operand, start=token.start, end=self._last_end)
        if word == "exists":
            return self._exists(token, least)
        if self._next.kind is TokenKind.OPEN:
            return self._call(token, word)
        raise self._error(f"The value '{word[:80]}' is not a valid JPath expression", token, advice_on_word(word))

    def _exists(self, token: Token, least: Binding) -> Exists:
        if least > Binding.NOT:
            raise self._error("`exists` is allowed here only in parentheses", token, "write `(exists …)`")
        if self._next.kind not in (TokenKind.KEY, TokenKind.ROOT, TokenKind.ELEMENT):
            raise self._error(
                "`exists` must be followed by a path", self._next, "write it without parentheses: `exists /key`"
            )
        path = self._path(self._take(), least)
        return Exists(path, start=token.start, end=path.end)

    def _call(self, token: Token, name: str) -> Call:
        opened = self._take()
        arguments: list[Node] = []
        if self._next.kind is not TokenKind.CLOSE:
            arguments.append(self._expression(Binding.OR))
            while self._next.kind is TokenKind.COMMA:
                self._take()
                arguments.append(self._expression(Binding.OR))
        closed = self._expect(TokenKind.CLOSE, opened)
        return Call(name, tuple(arguments), start=token.start, end=closed.end)

    def _group(self, opened: Token, _: Binding) -> Node:
        node = self._expression(Binding.OR)
        self._expect(TokenKind.CLOSE, opened)
        return node

    def _sign(self, token: Token, _: Binding) -> Negation:
        if token.value != "-":
            self._refuse_operand(token)
        if self._next.kind is TokenKind.OPERATOR:
            self._refuse_operand(self._next)
        operand = self._expression(Binding.OPERAND)
        return Negation(operand, start=token.start, end=self._last_end)

    def _refuse_operand(self, token: Token) -> NoReturn:
        before = self._tokens[self._index - 2] if self._index > 1 else None
        after = f" after `{self._text[before.start : before.end][:80]}`" if before else ""
        if token.kind is TokenKind.END:
            raise self._error(f"A value is missing{after}", token)
        found = self._text[token.start : token.end]
        raise self._error(f"A value is missing{after or ' here'}: `{found[:80]}` is not a value", token)

    def _refuse_rest(self, token: Token) -> NoReturn:
        found = self._text[token.start : token.end][:80]
        last = self._tokens[self._index - 1]
        if token.kind is TokenKind.OPERATOR and OPERATORS[found] is Binding.COMPARISON:
            raise self._error("You cannot compare the result of a comparison", token, "join comparisons with `and`")
        if token.kind is TokenKind.OPEN_BRACKET:
            raise self._error("Only a path can have brackets", token)
        if last.kind is TokenKind.WORD or token.kind is TokenKind.WORD:
            word = found if token.kind is TokenKind.WORD else self._text[last.start : last.end]
            raise self._error(f"An operator is missing before `{found}`", token, advice_on_word(word))
        advice = "to divide a path by a path, write `/a / /b`" if token.kind is TokenKind.KEY else ""
        raise self._error(f"`{found}` is not allowed here", token, advice)

    def _too_deep(self, token: Token) -> JPathSyntaxError:
        return self._error(f"The expression is nested more than {MAX_DEPTH} levels deep", token)

    def _error(self, message: str, token: Token, advice: str = "") -> JPathSyntaxError:
        return JPathSyntaxError(message, self._text, token.start, token.end, advice)
