"""The ban list: constructs that one engine takes and another does not, or reads differently.

Walked over compiled SQL (what the engine gets) and over the model's own text with Jinja blanked out
(what its author wrote: dbt's dispatched macros may write what the author may not). It is a lint,
not a proof: only a build on the other engine proves. Base views are exempt; the input seam writes
them once per engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.tokens import Token, TokenType

from plr.checks.findings import Finding
from plr.checks.project import Project, is_base_view

DIALECT = "duckdb"

# Functions that DuckDB and Spark 4 know by this name and compute alike.
PORTABLE_FUNCTIONS = frozenset(
    """
    abs any_value avg bool_and bool_or cast ceil coalesce concat_ws count covar_pop covar_samp corr
    dense_rank exp extract first_value floor greatest if ifnull lag last_value lead least left
    length ln lower lpad ltrim max max_by md5 median min min_by mod month nth_value ntile nullif
    percent_rank percentile_cont power rank regr_slope replace right round row_number rpad rtrim
    sign split_part sqrt
    stddev_pop stddev_samp substring sum trim try_cast upper var_pop var_samp year quarter day
    cume_dist
    """.split()
)

# What to write instead, for the ones that are met most.
INSTEAD = {
    "arg_max": "max_by",
    "arg_min": "min_by",
    "concat": "the || operator, or dbt.concat, each part coalesced",
    "date_add": "dbt.dateadd",
    "date_diff": "dbt.datediff",
    "date_part": "extract",
    "date_sub": "dbt.datediff",
    "date_trunc": "cast({{ dbt.date_trunc(...) }} as date)",
    "datediff": "dbt.datediff",
    "dateadd": "dbt.dateadd",
    "epoch": "dbt.datediff",
    "generate_series": "dbt.date_spine",
    "group_concat": "dbt.listagg",
    "list": "rows",
    "listagg": "dbt.listagg",
    "quantile_cont": "percentile_cont(x) within group (order by y)",
    "range": "dbt.date_spine",
    "string_agg": "dbt.listagg",
    "strftime": "a calendar column",
    "unnest": "rows",
}

# Types that both engines name alike; string is varchar to DuckDB, while Spark wants varchar(n).
PORTABLE_TYPES = frozenset(
    {
        "varchar",
        "string",
        "bigint",
        "int",
        "integer",
        "decimal",
        "double",
        "boolean",
        "date",
        "timestamp",
    }
)

CURRENT_TIME = frozenset(
    {
        "current_date",
        "current_timestamp",
        "current_time",
        "localtimestamp",
        "now",
        "today",
        "get_current_timestamp",
        "transaction_timestamp",
        "getdate",
    }
)

_OPENING = {TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE}
_CLOSING = {TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE}
_FRAMED = (exp.Sum, exp.Count, exp.Avg, exp.Min, exp.Max, exp.FirstValue, exp.LastValue)


@dataclass(frozen=True)
class Ban:
    """One banned construct as met: the rule's name and what to write instead."""

    rule: str
    message: str


def check(project: Project) -> list[Finding]:
    """Return every banned construct in the SQL models of a compiled project."""
    found: list[Finding] = []
    for node in project.sql_models():
        if is_base_view(node):
            continue
        bans = [*bans_in_text(node["raw_code"])]
        if node.get("compiled_code"):
            bans += bans_in_compiled(node["compiled_code"])
        where = str(node["original_file_path"])
        found += [Finding(where, ban.rule, ban.message) for ban in dict.fromkeys(bans)]
    return found


def without_jinja(sql: str) -> str:
    """Return SQL with Jinja blanked out: an expression becomes a name, a statement nothing."""
    sql = re.sub(r"\{#.*?#\}", " ", sql, flags=re.DOTALL)
    sql = re.sub(r'"\{\{[^"]*\}\}"', "jinja_text", sql)  # a hook is Jinja within Jinja
    sql = re.sub(r"\{%.*?%\}", " ", sql, flags=re.DOTALL)
    return re.sub(r"\{\{.*?\}\}", "jinja_value", sql, flags=re.DOTALL)


def bans_in_text(raw: str) -> Iterator[Ban]:
    """Find what an author may not write: engine-only functions and types, operators, clocks."""
    tokens = sqlglot.tokenize(without_jinja(raw), read=DIALECT)
    for index, token in enumerate(tokens):
        text = token.text.lower()
        before = tokens[index - 1] if index else None
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.token_type == TokenType.DCOLON:
            yield Ban("bare_cast", "write cast(x as type), not ::")
        elif text == "ignore nulls" or (
            text == "ignore" and after and after.text.lower() == "nulls"
        ):
            yield Ban("ignore_nulls", "the engines place ignore nulls differently: dispatch it")
        elif text == "//" or token.token_type == TokenType.DIV:
            yield Ban("integer_division", "write floor(a / b), not // or div")
        if text in CURRENT_TIME and token.token_type != TokenType.STRING:
            if after is not None and after.text == "(" or text.startswith("current_"):
                yield Ban("wall_clock", f"read ref('as_of'), not {text}")
        if _is_call(token, before, after) and text not in PORTABLE_FUNCTIONS:
            instead = INSTEAD.get(text, "one of plr.checks.portability.PORTABLE_FUNCTIONS")
            yield Ban("unproven_function", f"{text}() is not known to be alike; use {instead}")
        if _is_cast_type(tokens, index) and text not in PORTABLE_TYPES:
            yield Ban("unproven_type", f"type {text} is not known to be alike")


def bans_in_compiled(compiled: str) -> Iterator[Ban]:
    """Find banned constructs in the tree and the tokens of compiled SQL."""
    yield from _bans_in_tokens(sqlglot.tokenize(compiled, read=DIALECT))
    for statement in sqlglot.parse(compiled, read=DIALECT):
        if statement is not None:
            yield from _bans_in_tree(statement)


def _is_call(token: Token, before: Token | None, after: Token | None) -> bool:
    """Whether a token is the name in a function call (a name, then an opening parenthesis)."""
    if after is None or after.token_type != TokenType.L_PAREN:
        return False
    if before is not None and before.token_type in (
        TokenType.ALIAS,
        TokenType.DOT,
        TokenType.WITH,
    ):
        return False
    text = token.text.lower()
    keywords = """in as over and or not on when then else case using values within group by from
        join where select union all distinct exists having order partition is between like any some
        filter interval date timestamp with recursive materialized decimal numeric varchar
        jinja_value set except intersect int integer bigint double""".split()
    return bool(re.fullmatch(r"[a-z_][a-z0-9_]*", text)) and text not in keywords


def _is_cast_type(tokens: Sequence[Token], index: int) -> bool:
    """Whether a token is the type in cast(x as type): the name after an ``as`` inside a cast."""
    if index < 3 or tokens[index - 1].text.lower() != "as" or tokens[index].text == "jinja_value":
        return False
    depth = 0
    for position in range(index - 2, -1, -1):
        kind = tokens[position].token_type
        if kind in _CLOSING:
            depth += 1
        elif kind in _OPENING:
            if depth == 0:
                return position > 0 and tokens[position - 1].text.lower() in ("cast", "try_cast")
            depth -= 1
    return False


def _bans_in_tokens(tokens: Sequence[Token]) -> Iterator[Ban]:
    for index, token in enumerate(tokens):
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.token_type == TokenType.ORDER_BY and not _is_within_group(tokens, index):
            for item in _order_items(tokens, index + 1):
                words = [part.text.lower() for part in item]
                if "nulls" not in words:
                    written = " ".join(words)
                    yield Ban("null_order", f"order by {written}: write nulls last or nulls first")
        if token.token_type == TokenType.L_BRACKET:
            yield Ban("brackets", "no list literals or subscripts: use rows")
        if token.token_type == TokenType.L_BRACE:
            yield Ban("braces", "no struct or map literals: use columns")
        if token.token_type == TokenType.COMMA and after is not None:
            if after.token_type in (TokenType.FROM, TokenType.R_PAREN):
                yield Ban("dangling_comma", "a comma may not stand before from or )")


def _is_within_group(tokens: Sequence[Token], index: int) -> bool:
    words = [token.text.lower() for token in tokens[max(0, index - 3) : index]]
    return words == ["within", "group", "("]


def _order_items(tokens: Sequence[Token], start: int) -> list[list[Token]]:
    """Split what follows ORDER BY into its items; stops at the end of the clause."""
    ends = {"rows", "range", "groups", "limit", "offset", "union", "except", "intersect", "qualify"}
    items: list[list[Token]] = [[]]
    depth = 0
    for token in tokens[start:]:
        if token.token_type in _CLOSING:
            depth -= 1
            if depth < 0:
                break
        elif token.token_type in _OPENING:
            depth += 1
        if depth == 0 and (token.token_type == TokenType.SEMICOLON or token.text.lower() in ends):
            break
        if depth == 0 and token.token_type == TokenType.COMMA:
            items.append([])
        else:
            items[-1].append(token)
    return [item for item in items if item]


def _bans_in_tree(statement: exp.Expression) -> Iterator[Ban]:
    for node in statement.walk():
        if isinstance(node, exp.Filter):
            yield Ban("filter_clause", "write count(case when ... end), not filter (where ...)")
        elif isinstance(node, exp.Qualify):
            yield Ban("qualify", "rank in one CTE, choose in the next")
        elif isinstance(node, exp.Array | exp.Struct | exp.Map | exp.ToMap):
            yield Ban("nested_literal", "no list, struct or map literals: use rows and columns")
        elif isinstance(node, exp.Lambda | exp.Comprehension):
            yield Ban("lambda", "no lambdas: use rows")
        elif isinstance(node, exp.Group) and node.args.get("all"):
            yield Ban("group_by_all", "name the columns of group by")
        elif isinstance(node, exp.Group) and any(
            isinstance(item, exp.Literal) for item in node.expressions
        ):
            yield Ban("group_by_position", "name the columns of group by")
        elif isinstance(node, exp.Join) and _join_words(node) & {
            "ASOF",
            "SEMI",
            "ANTI",
            "POSITIONAL",
        }:
            yield Ban("join_kind", "asof, semi, anti and positional joins are not portable")
        elif isinstance(node, exp.Star) and any(
            node.args.get(key) for key in ("except_", "except", "replace", "rename")
        ):
            yield Ban("star_modifier", "list the columns, without exclude, replace or rename")
        elif isinstance(node, exp.Columns):
            yield Ban("columns_function", "list the columns, without columns()")
        elif isinstance(node, exp.Distinct) and node.args.get("on"):
            yield Ban("distinct_on", "rank in one CTE, choose in the next")
        elif isinstance(node, exp.Pivot):
            yield Ban("pivot", "write max(case when ... end) per column")
        elif isinstance(node, exp.Window):
            yield from _bans_in_window(node)
        elif isinstance(node, exp.Select):
            yield from _bans_in_select(node)
        elif isinstance(node, exp.SetOperation):
            yield from _bans_in_set_operation(node)
        elif isinstance(node, exp.Identifier) and node.quoted and not _names_a_table(node):
            yield Ban("quoted_identifier", f'"{node.name}": plain lower-case names only')


def _join_words(join: exp.Join) -> set[str]:
    return {str(join.args.get(key) or "").upper() for key in ("kind", "side", "method")}


def _names_a_table(node: exp.Expression) -> bool:
    return isinstance(node.parent, exp.Table)


def _bans_in_window(window: exp.Window) -> Iterator[Ban]:
    called = window.this
    if isinstance(called, exp.IgnoreNulls | exp.RespectNulls):
        called = called.this
    if isinstance(called, _FRAMED) and window.args.get("order") and not window.args.get("spec"):
        name = called.sql_name().lower()
        yield Ban(
            "window_frame", f"{name}() over (... order by ...): write the frame, rows between"
        )


def _bans_in_select(select: exp.Select) -> Iterator[Ban]:
    if _is_subquery_expression(select):
        return
    for item in select.expressions:
        if not isinstance(item, exp.Alias | exp.Column | exp.Star | exp.Columns):
            yield Ban("unnamed_column", f"{item.sql(dialect=DIALECT)[:60]}: give it a name with as")


def _is_subquery_expression(select: exp.Select) -> bool:
    """Whether a select only yields rows to exists() or in (), where names do not matter."""
    parent = select.parent
    if isinstance(parent, exp.Subquery):
        parent = parent.parent
    return isinstance(parent, exp.Exists | exp.In)


def _bans_in_set_operation(node: exp.SetOperation) -> Iterator[Ban]:
    if node.args.get("by_name"):
        yield Ban("union_by_name", "list the columns of each branch in one order")
        return
    left, right = _output_names(node.left), _output_names(node.right)
    if left is None or right is None:
        return
    if left != right:
        differ = [f"{a} / {b}" for a, b in zip(left, right, strict=False) if a != b]
        wrong = ", ".join(differ) or f"{len(left)} / {len(right)} columns"
        yield Ban("union_names", f"the branches of a union name their columns differently: {wrong}")


def _output_names(branch: exp.Expression) -> list[str] | None:
    """Return the output names of a branch; None where a star or a missing name hides them."""
    while isinstance(branch, exp.SetOperation | exp.Subquery):
        branch = branch.left if isinstance(branch, exp.SetOperation) else branch.this
    if not isinstance(branch, exp.Select):
        return None
    if any(item.is_star or not item.alias_or_name for item in branch.expressions):
        return None
    return [item.alias_or_name.lower() for item in branch.expressions]
