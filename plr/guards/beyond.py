"""Expectations that need more than the rows of one table: other tables, the project's seeds, days.

Each function returns queries whose rows are the offenders; none of them reads data itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plr import contract
from plr.guards.checks import CRITICAL, WARNING, squeezed

STOPS = "Nothing is built on a configuration with an error in it; correct the table."
WARNS = "The rows are used as they are; correct the export if that is not meant."
# Days that a table may lag behind the as-of date before it counts as stale.
DAILY, USUAL, MONTHLY = 7, 60, 75
DAILY_TABLES = frozenset({"product_events", "usage_meters"})
MONTHLY_COLUMNS = frozenset({"month", "rate_date"})
MAX_ROW_DROP = 0.30
VOLUME_DAYS, VOLUME_SD = 182, 5


@dataclass(frozen=True)
class Query:
    """One expectation in SQL: the rows it returns are the offenders.

    tables: input tables that it reads; where one is absent, the expectation is not checked. sql
    holds {table} for their relations. says: after "n rows"; then: what happens and what to do.
    """

    name: str
    severity: str
    sql: str
    tables: tuple[str, ...]
    says: str
    then: str

    def query(self, relations: Mapping[str, str]) -> str:
        """Return the SQL with each {table} replaced by its relation."""
        text = self.sql
        for table in self.tables:
            text = text.replace("{" + table + "}", relations[table])
        return text


def max_lag_days(table: contract.Table) -> int | None:
    """Return how many days a table may lag behind the as-of date; None where nothing dates it."""
    if not table.arrives or table.domain == "config":
        return None
    if table.name in DAILY_TABLES:
        return DAILY
    return MONTHLY if table.arrives[0] in MONTHLY_COLUMNS else USUAL


def queries(table: contract.Table, seeds: str, as_of_on: str) -> list[Query]:
    """Return the expectations of a table that are stated as queries.

    seeds: folder of the project's seeds. as_of_on: the as-of date, ISO.
    """
    out = [
        Query(
            item.name,
            WARNING,
            item.sql,
            tuple(dict.fromkeys((table.name, *item.tables))),
            f"break {item.name}",
            WARNS,
        )
        for item in table.expectations
        if item.kind == "sql"
    ]
    makers = {
        "parameters": lambda: parameters(f"read_csv('{seeds}/parameters.csv', all_varchar = true)"),
        "policy_switches": lambda: policies(
            f"read_csv('{seeds}/policy_switches.csv', all_varchar = true)"
        ),
        "product_events": lambda: volume(as_of_on),
        "workspaces": workspaces,
        "product_users": users,
        "subscriptions": subscriptions,
    }
    known = {item.name for item in out}
    if table.name in makers:
        out.extend(item for item in makers[table.name]() if item.name not in known)
    return out


def parameters(seed: str) -> list[Query]:
    """Return the rules of the parameter overrides. seed: the project's parameters, as text."""
    joined = (
        "select own.parameter, own.value, seed.min_value, seed.max_value, seed.allowed_values, "
        "seed.parameter as known, try_cast(own.value as double) as number "
        f"from {{parameters}} as own left join {seed} as seed on seed.parameter = own.parameter"
    )
    return [
        Query(
            "parameter_is_a_known_name",
            CRITICAL,
            f"select parameter, value from ({joined}) "
            "where known is null and parameter is not null",
            ("parameters",),
            "name a parameter that the project does not have (its names are in "
            "seeds/parameters.csv)",
            STOPS,
        ),
        Query(
            "value_is_in_range",
            CRITICAL,
            "select parameter, value, min_value, max_value from "
            f"({joined}) where known is not null "
            "and (min_value is not null or max_value is not null) "
            "and (number is null or number < cast(min_value as double) "
            "or number > cast(max_value as double))",
            ("parameters",),
            "give a parameter a value that is no number or outside its range "
            "(min_value and max_value in seeds/parameters.csv)",
            STOPS,
        ),
        Query(
            "value_is_allowed",
            CRITICAL,
            "select parameter, value, allowed_values from "
            f"({joined}) where allowed_values is not null and (value is null "
            "or not list_contains(string_split(allowed_values, '|'), value))",
            ("parameters",),
            "give a parameter a value that is not one of its allowed values "
            "(allowed_values in seeds/parameters.csv)",
            STOPS,
        ),
    ]


def policies(seed: str) -> list[Query]:
    """Return the rules of the policy switches. seed: the project's policy switches, as text."""
    joined = (
        "select own.policy, own.choice, seed.allowed_choices, seed.policy as known "
        f"from {{policy_switches}} as own left join {seed} as seed on seed.policy = own.policy"
    )
    return [
        Query(
            "policy_is_a_known_name",
            CRITICAL,
            f"select policy, choice from ({joined}) where known is null and policy is not null",
            ("policy_switches",),
            "name a policy that the project does not have (its names are in "
            "seeds/policy_switches.csv)",
            STOPS,
        ),
        Query(
            "choice_is_allowed",
            CRITICAL,
            f"select policy, choice, allowed_choices from ({joined}) where known is not null and "
            "(choice is null or not list_contains(string_split(allowed_choices, '|'), choice))",
            ("policy_switches",),
            "make a choice that the policy does not have (allowed_choices in "
            "seeds/policy_switches.csv)",
            STOPS,
        ),
    ]


def volume(as_of_on: str) -> list[Query]:
    """Return the rule of the daily volume: within five standard deviations of its day of the week.

    A day is held against the other days of its weekday in the half year before the as-of date, so
    that an outlier does not widen its own limits; the deviation is at least that of a Poisson
    count.
    """
    sql = f"""
        with counted as (
            select cast(occurred_at as date) as day, count(*) as events from {{product_events}}
            where cast(occurred_at as date) <= date '{as_of_on}'
            and cast(occurred_at as date) > date '{as_of_on}' - {VOLUME_DAYS} group by 1),
        days as (
            select cast(day as date) as day from generate_series(
                (select min(day) from counted), date '{as_of_on}', interval 1 day) as all_(day)),
        volumes as (
            select days.day, dayofweek(days.day) as weekday, coalesce(counted.events, 0) as events
            from days left join counted on counted.day = days.day),
        compared as (
            select day, events,
                count(*) over weekdays as n,
                sum(cast(events as double)) over weekdays as total,
                sum(cast(events as double) * events) over weekdays as squares
            from volumes window weekdays as (partition by weekday)),
        usual as (
            select day, events, n, (total - events) / (n - 1) as mean,
                (squares - cast(events as double) * events) / (n - 1) as mean_square
            from compared where n >= 5)
        select day, events, round(mean) as usual_events from usual
        where abs(events - mean)
            > {VOLUME_SD} * sqrt(greatest(mean_square - mean * mean, mean, 1))"""
    return [
        Query(
            "daily_volume_is_usual",
            WARNING,
            squeezed(sql),
            ("product_events",),
            "are days whose number of events is more than five standard deviations away from the "
            "other days of that weekday",
            "Look whether a day was exported twice or not at all.",
        )
    ]


def workspaces() -> list[Query]:
    """Return the rule that nine workspaces in ten are known to the CRM, by id or by domain."""
    sql = """
        with unmatched as (
            select workspace_id, email_domain, crm_account_id from {workspaces}
            where (crm_account_id is null or crm_account_id not in
                (select crm_account_id from {crm_accounts} where crm_account_id is not null))
            and (email_domain is null or lower(email_domain) not in
                (select lower(domain) from {crm_accounts} where domain is not null)))
        select workspace_id, email_domain, crm_account_id from unmatched
        where (select count(*) from unmatched) > 0.10 * (select count(*) from {workspaces})"""
    return [
        Query(
            "workspaces_match_crm_accounts",
            WARNING,
            squeezed(sql),
            ("workspaces", "crm_accounts"),
            "match no CRM account by id or domain, which is more than a tenth",
            "They are kept as accounts of their own.",
        )
    ]


def users() -> list[Query]:
    """Return the rule that the company's own people are flagged as internal."""
    sql = """
        select workspace_id, user_id from {product_users}
        where coalesce(is_internal, false) = false and lower(split_part(email, '@', 2)) in
            (select lower(email_domain) from {internal_domains} where email_domain is not null)"""
    return [
        Query(
            "internal_users_are_flagged",
            WARNING,
            squeezed(sql),
            ("product_users", "internal_domains"),
            "have an address of the company itself and are not flagged as internal",
            "They count as customers' users; set is_internal in the export.",
        )
    ]


def subscriptions() -> list[Query]:
    """Return the rule that active subscriptions of one customer do not overlap on one line."""
    sql = """
        select earlier.customer_id, earlier.product_line, earlier.subscription_id,
            later.subscription_id as other_subscription_id
        from {subscriptions} as earlier inner join {subscriptions} as later
            on later.customer_id = earlier.customer_id
            and later.product_line = earlier.product_line
            and (later.started_on > earlier.started_on or later.started_on = earlier.started_on
                and later.subscription_id > earlier.subscription_id)
            and (earlier.ended_on is null or later.started_on < earlier.ended_on)
        where earlier.status not in ('cancelled', 'ended')
            and later.status not in ('cancelled', 'ended')"""
    return [
        Query(
            "active_subscriptions_do_not_overlap",
            WARNING,
            squeezed(sql),
            ("subscriptions",),
            "are pairs of active subscriptions of one customer on one product line at one time",
            "Both count and add up; end one of them if it replaced the other.",
        )
    ]
