"""Synthetic billing inputs of any size, on which every definition of a movement agrees.

All changes take effect on the first of a month, so that a ledger of days and a spine of months see
the same thing. Three changes per subscription, two subscriptions (of two product lines) per
customer, 36 months. Everything follows from the row number: no random state, the same files always.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

FIRST_MONTH = date(2022, 1, 1)
MONTHS = 36
AS_OF = date(2024, 12, 31)
CHANGES_PER_SUBSCRIPTION = 3
FULL_SIZE = 1_000_000

# What happens after the start, by the number of the story; each twice in a subscription's life.
STORIES = """
    values
        (0, 2, 'quantity'), (0, 3, 'price'),
        (1, 2, 'quantity'), (1, 3, 'plan'),
        (2, 2, 'less'), (2, 3, 'quantity'),
        (3, 2, 'quantity'), (3, 3, 'cancel'),
        (4, 2, 'cancel'), (4, 3, 'start'),
        (5, 2, 'pause'), (5, 3, 'resume'),
        (6, 2, 'price'), (6, 3, 'less'),
        (7, 2, 'plan'), (7, 3, 'cancel')
"""

SUBSCRIPTIONS = f"""
create table drawn as
with numbers as (
    select
        i,
        (i * 2654435761 + 97) % 4294967296 // 65536 as a,
        (i * 1597334677 + 51) % 4294967296 // 65536 as b,
        (i * 3266489917 + 13) % 4294967296 // 65536 as c
    from range(?) as t (i)
),
months as (
    select
        *,
        -- most of the book starts in the first year, the rest as late as three changes allow
        case when a % 4 < 3 then b % 12 else b % {MONTHS - 2} end as month_1
    from numbers
),
second as (
    select *, month_1 + 1 + c % ({MONTHS - 2} - month_1) as month_2 from months
)
select
    i,
    'sub_' || lpad(i::varchar, 8, '0') as subscription_id,
    'cus_' || lpad((i // 2)::varchar, 8, '0') as customer_id,
    case i % 2 when 0 then 'core' else 'analytics' end as product_line,
    a % 8 as story,
    1 + b % 40 as quantity,
    5 + c % 95 as price,
    (a // 8) % 4 = 0 as is_yearly,
    month_1,
    month_2,
    month_2 + 1 + (a + b) % ({MONTHS - 1} - month_2) as month_3
from second
"""

CHANGES = f"""
create table told as
with stories (story, step, what) as ({STORIES}),
steps as (
    select drawn.*, 1 as step, 'start' as what, month_1 as month_number from drawn
    union all
    select
        drawn.*,
        stories.step,
        stories.what,
        case stories.step when 2 then month_2 else month_3 end as month_number
    from drawn
    inner join stories on drawn.story = stories.story
)
select
    subscription_id || '_' || step as change_id,
    'ord_' || i || '_' || step as order_id,
    subscription_id,
    case what when 'less' then 'quantity' else what end as change_type,
    effective_on + interval 9 hour as ordered_at,
    effective_on,
    case when is_grown then 'growth' else 'base' end as plan_after,
    cast(greatest(1, quantity
        + case when step >= 2 and up_at = 2 or step >= 3 and up_at = 3 then 4 else 0 end
        - case when step >= 2 and down_at = 2 or step >= 3 and down_at = 3 then 2 else 0 end
    ) as bigint) as quantity_after,
    cast(price * case when is_raised then 1.1 else 1 end * case when is_grown then 1.5 else 1 end
        as decimal(10, 2)) * case when is_yearly then 12 else 1 end as unit_price_after,
    case when is_yearly then 'year' else 'month' end as billing_interval,
    cast(1 as bigint) as billing_interval_count,
    case i % 3 when 0 then 'sales_order' else 'self_serve' end as order_channel
from (
    select
        *,
        (date '{FIRST_MONTH}' + to_months(month_number::integer))::date as effective_on,
        case when story in (0, 1, 3) then 2 when story = 2 then 3 end as up_at,
        case story when 2 then 2 when 6 then 3 end as down_at,
        story = 0 and step = 3 or story = 6 and step >= 2 as is_raised,
        story = 1 and step = 3 or story = 7 and step >= 2 as is_grown
    from steps
) as placed
"""

FILES = {
    "billing_customers": """
        select distinct
            customer_id,
            cast(null as varchar) as crm_account_id,
            date '{first}'::timestamp as created_at
        from drawn order by customer_id""",
    "subscriptions": """
        select
            subscription_id, customer_id, product_line, 'base' as plan,
            case when story in (3, 7) then 'ended' else 'active' end as status,
            (date '{first}' + to_months(month_1::integer))::date as started_on,
            case when story in (3, 7)
                then (date '{first}' + to_months(month_3::integer))::date end as ended_on,
            'USD' as currency
        from drawn order by i""",
    "subscription_changes": "select * from told order by subscription_id, change_id",
}


@dataclass(frozen=True)
class Size:
    """How many rows were written."""

    subscriptions: int
    changes: int
    customers: int


def write(folder: Path, scale: float = 1.0) -> Size:
    """Write the input tables as Parquet; scale 1 is a million subscriptions."""
    folder.mkdir(parents=True, exist_ok=True)
    count = max(int(FULL_SIZE * scale), 64)
    with duckdb.connect() as connection:
        connection.execute(SUBSCRIPTIONS, [count])
        connection.execute(CHANGES)
        for table, query in FILES.items():
            text = query.format(first=FIRST_MONTH)
            connection.execute(f"copy ({text}) to '{folder / table}.parquet' (format parquet)")
        rows = [
            connection.execute(query).fetchall()[0][0]
            for query in (
                "select count(*) from drawn",
                "select count(*) from told",
                "select count(distinct customer_id) from drawn",
            )
        ]
    return Size(*rows)
