{{ config(group="warehouse") }}

-- What it is: every staged overage line counts in a trailing sum or is among the named exclusions, and
-- what enters the sums of an account and line is what its counting lines are worth.
-- When it matters: metered usage that is in neither place is revenue dropped silently.
-- How to fix: look the line up in int_revenue__usage_lines; a join there that drops or multiplies rows is
-- the usual fault, and a sum that differs means that a month was lost on the way to usage steps.

with invoice_lines as (

    select * from {{ ref('stg_billing__invoice_lines') }}

),

usage_lines as (

    select * from {{ ref('int_revenue__usage_lines') }}

),

exclusions as (

    select * from {{ ref('int_revenue__usage_exclusions') }}

),

usage_steps as (

    select * from {{ ref('int_revenue__usage_steps') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

landings as (

    select invoice_line_id from usage_lines
    where exclusion_reason is null
    union all
    select invoice_line_id from exclusions

),

counted as (

    select
        invoice_line_id,
        count(*) as landing_count
    from landings
    group by invoice_line_id

),

-- A line of 9 enters in month m (+9) and leaves a window of 3 months later (-9): its steps, weighed by
-- the number of their month, come to -27, which is the line times the window.
weighings as (

    select
        usage_lines.account_id,
        usage_lines.product_line,
        usage_lines.overage * parameters.usage_trailing_months as weighed
    from usage_lines
    cross join parameters
    where usage_lines.exclusion_reason is null
    union all
    select
        account_id,
        product_line,
        overage_step * {{ dbt.datediff("cast('2000-01-31' as date)", 'stands_on', 'month') }}
            as weighed
    from usage_steps

),

unbalanced as (

    select
        account_id,
        product_line
    from weighings
    group by account_id, product_line
    having sum(weighed) <> 0

)

select
    concat_ws('', 'line ', coalesce(invoice_lines.invoice_line_id, counted.invoice_line_id)) as what,
    coalesce(counted.landing_count, 0) as landing_count
from (select * from invoice_lines where line_type = 'overage') as invoice_lines
full outer join counted on invoice_lines.invoice_line_id = counted.invoice_line_id
where coalesce(counted.landing_count, 0) <> 1
union all
select
    concat_ws('', 'sums of ', account_id, ' ', product_line) as what,
    0 as landing_count
from unbalanced
