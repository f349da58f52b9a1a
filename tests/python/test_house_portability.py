"""The ban list catches what it bans, and leaves alone what it does not."""

from __future__ import annotations

import pytest

from plr.checks.portability import PORTABLE_FUNCTIONS, bans_in_compiled, bans_in_text

# rule -> compiled SQL that breaks it
COMPILED = {
    "null_order": "select a as a from t order by a",
    "filter_clause": "select count(*) filter (where a > 1) as n from t",
    "qualify": "select a from t qualify row_number() over (order by a nulls last) = 1",
    "brackets": "select [1, 2] as pair from t",
    "braces": "select {'a': 1} as pair from t",
    "nested_literal": "select map {'a': 1} as pair from t",
    "lambda": "select list_transform(a, x -> x + 1) as b from t",
    "group_by_all": "select a, count(*) as n from t group by all",
    "group_by_position": "select a, count(*) as n from t group by 1",
    "join_kind": "select t.a from t asof join u on t.a >= u.a",
    "star_modifier": "select * exclude (a) from t",
    "columns_function": "select columns('a.*') from t",
    "distinct_on": "select distinct on (a) a, b from t",
    "pivot": "select * from t pivot (sum(b) for a in ('x', 'y'))",
    "window_frame": "select sum(a) over (order by b nulls last) as running from t",
    "unnamed_column": "select a + 1 from t",
    "union_names": "select a, b from t union all select b, a from t",
    "union_by_name": "select a from t union all by name select b from u",
    "quoted_identifier": 'select "a" from t',
    "dangling_comma": "select a, from t",
}

# More ways to break a rule, each of which an earlier cut of the lint might miss.
COMPILED_MORE = [
    ("null_order", "select row_number() over (partition by a order by b desc) as n from t"),
    ("null_order", "select a from t order by a nulls last, b"),
    ("null_order", "select rank() over (order by coalesce(a, b), c nulls first) as n from t"),
    ("star_modifier", "select * replace (a + 1 as a) from t"),
    ("join_kind", "select t.a from t semi join u on t.a = u.a"),
    ("join_kind", "select t.a from t anti join u on t.a = u.a"),
    ("brackets", "select a[1] as first_one from t"),
    ("unnamed_column", "with c as (select count(*) from t) select n from c"),
    ("union_names", "select a from t union all select a, b from t"),
]

# rule -> what an author wrote
WRITTEN = {
    "bare_cast": "select a::date as b from t",
    "integer_division": "select a // 2 as b from t",
    "wall_clock": "select a from t where b < current_date",
    "unproven_function": "select string_agg(a, ',') as b from t",
    "unproven_type": "select cast(a as hugeint) as b from t",
    "ignore_nulls": "select last_value(a ignore nulls) over (order by b nulls last) as c from t",
}

WRITTEN_MORE = [
    ("wall_clock", "select a from t where b < now()"),
    ("unproven_function", "select arg_max(a, b) as c from t"),
    ("unproven_function", "select arg_min(a, b) as c from t"),
    ("unproven_function", "select quantile_cont(a, 0.9) as c from t"),
    ("unproven_function", "select i as i from generate_series(1, 9) as g(i)"),
    ("unproven_function", "select unnest(a) as b from t"),
    ("unproven_function", "select listagg(a, ',') as b from t"),
    ("unproven_function", "select date_diff('day', a, b) as c from t"),
    ("unproven_function", "select epoch(a) as c from t"),
    ("unproven_type", "select try_cast(coalesce(a, (b)) as float) as c from t"),
]

CLEAN = """
with movements as (

    select * from "plr"."intermediate"."int_revenue__movements"

),

ranked as (

    select
        movements.account_id,
        cast(sum(movements.mrr_delta) as decimal(28, 8)) as mrr_delta,
        sum(movements.mrr_delta) over (
            partition by movements.account_id
            order by movements.moved_on nulls last
            rows between unbounded preceding and current row
        ) as running_mrr,
        row_number() over (order by movements.moved_on desc nulls last, id nulls first) as n,
        percentile_cont(0.5) within group (order by movements.mrr_delta) as median_delta,
        count(case when movements.mrr_delta > 0 then 1 end) as gain_count
    from movements
    where exists (select 1 from movements) and movements.moved_on in (select max(b) from u)
    group by movements.account_id

)

select account_id, 'gain' as kind from ranked
union all
select account_id, 'loss' as kind from ranked
order by account_id nulls last
limit 10
"""


@pytest.mark.parametrize(("rule", "sql"), [*COMPILED.items(), *COMPILED_MORE])
def test_compiled_sql_that_breaks_a_rule_is_found(rule: str, sql: str) -> None:
    """Each banned construct is found by its own rule."""
    assert rule in {ban.rule for ban in bans_in_compiled(sql)}


@pytest.mark.parametrize(("rule", "sql"), [*WRITTEN.items(), *WRITTEN_MORE])
def test_written_sql_that_breaks_a_rule_is_found(rule: str, sql: str) -> None:
    """Each banned operator, function, type and clock is found in what an author wrote."""
    assert rule in {ban.rule for ban in bans_in_text(sql)}


def test_portable_sql_is_left_alone() -> None:
    """SQL in the house style has no finding: the lint does not cry wolf."""
    assert list(bans_in_compiled(CLEAN)) == []
    assert list(bans_in_text(CLEAN)) == []


def test_jinja_is_not_sql() -> None:
    """What a dispatched macro writes is the macro's own business; comments are nobody's."""
    written = (
        "{# a::date #} select {{ dbt.listagg('a', \"','\", 'order by a') }} as b, "
        "cast({{ dbt.dateadd('day', 1, 'a') }} as date) as c from {{ ref('t') }} -- now()\n"
        "{% if unnest('x') %} {% endif %}"
    )
    assert list(bans_in_text(written)) == []


def test_advice_names_something_allowed() -> None:
    """Where the lint says to use another function of SQL, that one is itself allowed."""
    from plr.checks.portability import INSTEAD

    for instead in INSTEAD.values():
        first = instead.split("(")[0]
        if first.isidentifier():
            assert first in PORTABLE_FUNCTIONS | {"rows", "cast"}
