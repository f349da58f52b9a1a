"""The published figures of four exports that nobody made for this project, and how they are read.

A check is one query on the built warehouse and the values it must give, by their names, in the
order of the query's columns. A value is compared in as many decimals as it is written with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Check:
    """One query that returns a single row, and what its columns must hold, in their order."""

    query: str
    expected: Mapping[str, str]


@dataclass(frozen=True)
class Export:
    """One export: the name of its mapping and folder, its figures, dbt variables for its build."""

    name: str
    checks: tuple[Check, ...]
    variables: Mapping[str, str] = field(default_factory=dict)


MONTHS = "marts.fct_account_mrr_months"

# Hold for every export, whatever is in it.
LAWS = (
    Check(
        f"""
        select
            count(*) filter (where opening_mrr + new_mrr + expansion_mrr + price_mrr
                + contraction_mrr + churn_mrr + reactivation_mrr + fx_mrr <> closing_mrr),
            count(*) filter (where previous_mrr <> opening_mrr),
            count(*) filter (where previous_month <> month - interval 1 month)
        from (
            select
                *,
                lag(closing_mrr, 1, 0) over months as previous_mrr,
                lag(month) over months as previous_month
            from {MONTHS}
            window months as (partition by account_id order by month)
        )
        """,
        {
            "law: months whose bridge does not close": "0",
            "law: months that do not open as the last one closed": "0",
            "law: months that are missing": "0",
        },
    ),
    Check(
        f"""
        select
            (select coalesce(sum(mrr_delta), 0) from marts.fct_mrr_movements)
            - (
                select coalesce(sum(closing_mrr), 0) from {MONTHS}
                where month = (select max(month) from {MONTHS})
            )
        """,
        {"law: movements less closing MRR": "0.00000000"},
    ),
    Check(
        """
        select
            count(*) filter (where arrived_rows <> staged_rows + quarantined_rows),
            sum(quarantined_rows) - (select count(*) from marts.quarantined_rows)
        from marts.rpt_input_counts
        """,
        {
            "law: tables where rows in are not rows out": "0",
            "law: quarantined rows that are not kept": "0",
        },
    ),
)


def _playbook_month(month: str, values: str) -> Check:
    """Return the check of one month; values in the order of the published table."""
    names = ("MRR", "active", "new", "reactivation", "expansion", "contraction", "churn")
    query = f"""
        select
            sum(closing_mrr), count(*) filter (where closing_mrr > 0), sum(new_mrr),
            sum(reactivation_mrr), sum(expansion_mrr), sum(contraction_mrr), sum(churn_mrr),
            sum(opening_mrr + expansion_mrr + price_mrr + contraction_mrr + churn_mrr)
                / sum(opening_mrr),
            sum(opening_mrr + contraction_mrr + churn_mrr) / sum(opening_mrr)
        from {MONTHS}
        where month = date '{month}-01'
    """
    labels = [f"{month} {name}" for name in (*names, "NRR of the month", "GRR of the month")]
    return Check(query, dict(zip(labels, values.split(), strict=True)))


MRR_PLAYBOOK = Export(
    "mrr_playbook",
    (
        Check(
            f"""
            select
                sum(new_mrr), count(*) filter (where new_mrr <> 0),
                sum(reactivation_mrr), count(*) filter (where reactivation_mrr <> 0),
                sum(expansion_mrr), count(*) filter (where expansion_mrr <> 0),
                sum(contraction_mrr), count(*) filter (where contraction_mrr <> 0),
                sum(churn_mrr), count(*) filter (where churn_mrr <> 0),
                sum(price_mrr + fx_mrr),
                sum(closing_mrr - opening_mrr),
                sum(closing_mrr),
                count(distinct account_id)
            from {MONTHS}
            """,
            {
                "new": "2295",
                "new, customers": "55",
                "reactivation": "150",
                "reactivation, times": "3",
                "expansion": "660",
                "expansion, times": "30",
                "contraction": "-555",
                "contraction, times": "27",
                "churn": "-2550",
                "churn, times": "58",
                "price and fx": "0",
                "net": "0",
                "sum of month-end MRR": "17145",
                "accounts (a spine from 2018-01 loses three)": "55",
            },
        ),
        _playbook_month("2018-12", "585 12 25 0 50 -65 0 0.9739 0.8870"),
        _playbook_month("2019-04", "895 17 120 50 65 0 0 1.0985 1.0000"),
        _playbook_month("2019-08", "1240 26 105 0 0 -55 -160 0.8407 0.8407"),
        _playbook_month("2019-12", "1255 28 100 0 50 -30 -705 0.6277 0.6005"),
    ),
)


def _foodie_month(month: str, mrr: str, payers: str) -> Check:
    return Check(
        f"""
        select sum(closing_mrr), count(*) filter (where closing_mrr > 0)
        from {MONTHS}
        where month = date '{month}-01'
        """,
        {f"{month} month-end MRR": mrr, f"{month} payers": payers},
    )


FOODIE_FI = Export(
    "foodie_fi",
    (
        Check(
            """
            select
                (select count(*) from staging.stg_billing__billing_customers),
                count(distinct case when change_type = 'cancel' then subscription_id end)
            from staging.stg_billing__subscription_changes
            """,
            {"customers": "1000", "churned": "307"},
        ),
        Check(
            """
            select
                count(*) filter (where next_plan = 'basic monthly'),
                count(*) filter (where next_plan = 'pro monthly'),
                count(*) filter (where next_plan = 'pro annual'),
                count(*) filter (where next_change = 'cancel')
            from (
                select
                    plan_after,
                    lead(plan_after) over changes as next_plan,
                    lead(change_type) over changes as next_change
                from staging.stg_billing__subscription_changes
                window changes as (partition by subscription_id order by effective_on)
            )
            where plan_after = 'trial'
            """,
            {
                "after the trial: basic monthly": "546",
                "after the trial: pro monthly": "325",
                "after the trial: pro annual": "37",
                "after the trial: churn": "92",
            },
        ),
        Check(
            """
            select
                count(*) filter (where plan = 'trial'),
                count(*) filter (where plan = 'basic monthly'),
                count(*) filter (where plan = 'pro monthly'),
                count(*) filter (where plan = 'pro annual'),
                count(*) filter (where change_type = 'cancel')
            from (
                select
                    max_by(change_type, effective_on) as change_type,
                    case when max_by(change_type, effective_on) <> 'cancel'
                        then max_by(plan_after, effective_on) end as plan
                from staging.stg_billing__subscription_changes
                where effective_on <= date '2020-12-31'
                group by subscription_id
            )
            """,
            {
                "2020-12-31 on trial": "19",
                "2020-12-31 basic monthly": "224",
                "2020-12-31 pro monthly": "326",
                "2020-12-31 pro annual": "195",
                "2020-12-31 churned": "236",
            },
        ),
        _foodie_month("2020-01", "887.37", "60"),
        _foodie_month("2020-06", "5891.40", "395"),
        _foodie_month("2020-12", "11938.75", "745"),
        _foodie_month("2021-04", "11704.90", "693"),
        # The published movements compare one month's end with the one before.
        Check(
            f"""
            select
                sum(moved) filter (where opening_mrr = 0 and moved > 0),
                sum(moved) filter (where opening_mrr > 0 and moved > 0),
                sum(moved) filter (where closing_mrr > 0 and moved < 0),
                sum(moved) filter (where closing_mrr = 0 and moved < 0)
            from (
                select *, closing_mrr - opening_mrr as moved from {MONTHS}
                where month = date '2020-12-01'
            )
            """,
            {
                "2020-12 new, from month-end to month-end": "1062.65",
                "2020-12 expansion, from month-end to month-end": "220.15",
                "2020-12 contraction, from month-end to month-end": "-26.53",
                "2020-12 churn, from month-end to month-end": "-288.20",
            },
        ),
        # The ledger knows the days: who buys and changes, or leaves, within a month is both.
        Check(
            f"""
            select sum(new_mrr), sum(expansion_mrr), sum(contraction_mrr), sum(churn_mrr),
                sum(price_mrr + fx_mrr + reactivation_mrr)
            from {MONTHS}
            where month = date '2020-12-01'
            """,
            {
                "2020-12 new, day by day": "1072.45",
                "2020-12 expansion, day by day": "240.15",
                "2020-12 contraction, day by day": "-26.53",
                "2020-12 churn, day by day": "-318.00",
                "2020-12 price, fx and reactivation, day by day": "0.00",
            },
        ),
        Check(
            """
            select
                count(*),
                count(*) filter (where movement_type = 'contraction'),
                max(mrr_delta)
            from marts.fct_mrr_movements
            where round(mrr_delta, 2) = round(199 / 12.0 - 19.90, 2)
            """,
            {
                "pro monthly to pro annual": "111",
                "of them contraction": "111",
                "moved by each": "-3.31666667",
            },
        ),
    ),
)


def _found(table: str, expectation: str, label: str, count: str, rows: str) -> Check:
    """Return the check of how many rows, of how many, a guard found to break an expectation."""
    return Check(
        f"""
        select unexpected_count, row_count, is_success
        from marts.rpt_input_quality
        where input_table = '{table}' and expectation = '{expectation}'
        """,
        {f"guard: {label}": count, f"guard: {label}, of": rows, f"guard: {label}, passes": "False"},
    )


RAVENSTACK = Export(
    "ravenstack",
    (
        Check(
            """
            select arrived_rows, quarantined_rows
            from marts.rpt_input_counts where input_table = 'product_events'
            """,
            {"usage rows": "25000", "usage rows in quarantine": "21"},
        ),
        Check(
            """
            select quarantined_rows from marts.rpt_quarantine
            where input_table = 'product_events' and reason = 'duplicate'
            """,
            {"duplicate usage ids": "21"},
        ),
        _found(
            "product_events",
            "event_not_before_its_workspace",
            "usage before its subscription starts",
            "19142",
            "25000",
        ),
        _found(
            "product_events",
            "event_not_after_its_workspace_was_deleted",
            "usage after its subscription ended",
            "290",
            "25000",
        ),
        _found(
            "tickets", "ticket_not_before_its_account", "tickets before sign-up", "1077", "2000"
        ),
        Check(
            """
            select max(running)
            from (
                select sum(sum(step)) over (partition by customer_id order by day) as running
                from (
                    select customer_id, started_on as day, 1 as step
                    from staging.stg_billing__subscriptions
                    union all
                    select customer_id, ended_on as day, -1 as step
                    from staging.stg_billing__subscriptions
                    where ended_on is not null
                )
                group by customer_id, day
            )
            """,
            {"subscriptions at once on one account, at most": "19"},
        ),
        Check(
            """
            select count(*) filter (where not is_success)
            from marts.rpt_input_quality
            where input_table = 'subscriptions'
                and expectation = 'active_subscriptions_do_not_overlap'
            """,
            {"overlapping subscriptions are reported": "1"},
        ),
        Check(
            """
            select
                (select count(*) from staging.stg_success__health_snapshots where colour = 'red'),
                (
                    select count(distinct crm_account_id) from staging.stg_crm__opportunities
                    where opportunity_type = 'renewal' and not is_won
                )
            """,
            {"accounts flagged churned": "110", "accounts in churn events": "352"},
        ),
        _found(
            "health_snapshots",
            "lost_account_is_not_shown_green",
            "accounts in churn events, not flagged",
            "277",
            "500",
        ),
        Check(
            f"""
            select count(*), count(*) filter (where closing_mrr > 0), sum(closing_mrr)
            from {MONTHS}
            where month = (select max(month) from {MONTHS})
            """,
            {
                "accounts": "500",
                "accounts with an open paid subscription": "500",
                "closing MRR (sum of the file's open subscriptions)": "10159608",
            },
        ),
        # Counted in the file by each account's running sum; overlapping subscriptions add up.
        Check(
            f"""
            select
                sum(new_mrr), sum(reactivation_mrr), sum(churn_mrr),
                sum(expansion_mrr + price_mrr + contraction_mrr),
                (
                    select count(distinct account_id || moved_on) from marts.fct_mrr_movements
                    where movement_type = 'churn'
                )
            from {MONTHS}
            """,
            {
                "new MRR": "1395251",
                "reactivated MRR": "22431",
                "churned MRR": "-43703",
                "expansion less contraction": "8785629",
                "times that an account paid nothing more": "9",
            },
        ),
    ),
)


def _deals(column: str, where: str) -> str:
    """Return a scalar query over every deal that arrived, in quarantine or not."""
    return f"""(
        select {column} from (
            select stage, cast(amount as decimal(28, 8)) as amount
            from staging.stg_crm__opportunities
            union all
            select payload ->> '$.stage', cast(payload ->> '$.amount' as decimal(28, 8))
            from marts.quarantined_rows where input_table = 'opportunities'
        ) where {where}
    )"""


MAVEN_CRM_SALES = Export(
    "maven_crm_sales",
    (
        Check(
            f"""
            select
                {_deals("count(*)", "stage = 'Won'")},
                {_deals("count(*)", "stage = 'Lost'")},
                {_deals("count(*)", "stage = 'Engaging'")},
                {_deals("count(*)", "stage = 'Prospecting'")},
                {_deals("sum(amount)", "stage = 'Won'")},
                (
                    select sum(amount) from staging.stg_crm__opportunities
                    where is_won and product_line is not null
                )
            """,
            {
                "won": "4238",
                "lost": "2473",
                "engaging": "1589",
                "prospecting": "500",
                "won value": "10005534",
                "won value that is staged": "10005534",
            },
        ),
        Check(
            """
            select
                sum(case when reason = 'missing_crm_account_id' then quarantined_rows end),
                sum(case when reason = 'missing_created_at' then quarantined_rows end),
                sum(quarantined_rows)
            from marts.rpt_quarantine where input_table = 'opportunities'
            """,
            {
                "deals without an account, in quarantine": "1425",
                "deals without a first day, in quarantine": "163",
                "deals in quarantine": "1588",
            },
        ),
        _found(
            "opportunities",
            "crm_account_id_is_not_null",
            "deals without an account",
            "1425",
            "8800",
        ),
        _found(
            "opportunities",
            "product_line_is_in_product_lines",
            "deals whose product does not join (GTXPro)",
            "1480",
            "8800",
        ),
        Check(
            """
            select
                (select count(*) from staging.stg_crm__crm_accounts),
                (select count(*) from staging.stg_crm__crm_users),
                (select count(*) from staging.stg_billing__price_book),
                (select count(*) from staging.stg_config__product_lines)
            """,
            {"CRM accounts": "85", "agents and managers": "41", "prices": "7", "products": "7"},
        ),
    ),
    {"as_of_date": "2017-12-31"},
)

EXPORTS = (MRR_PLAYBOOK, FOODIE_FI, RAVENSTACK, MAVEN_CRM_SALES)
