{{ config(materialized='view') }}

with states as (

    select * from {{ ref('int_revenue__states') }}
    where row_kind = 'change'

),

spans as (

    select * from {{ ref('int_revenue__subscription_spans') }}

),

usage_steps as (

    select * from {{ ref('int_revenue__usage_steps') }}

),

metered_lines as (

    select distinct
        account_id,
        product_line
    from usage_steps

),

metered_spans as (

    select spans.*
    from spans
    inner join metered_lines
        on spans.account_id = metered_lines.account_id
            and spans.product_line = metered_lines.product_line

),

-- A subscription is there from its first day until it ends, whatever it pays meanwhile.
presences as (

    select
        states.subscription_id,
        metered_spans.account_id,
        metered_spans.product_line,
        states.moved_on as stands_on,
        case when states.is_ended then 0 else 1 end as is_there
    from states
    inner join metered_spans on states.subscription_id = metered_spans.subscription_id
    union all
    select
        subscription_id,
        account_id,
        product_line,
        stops_on as stands_on,
        0 as is_there
    from metered_spans
    where stops_on is not null

),

steps as (

    select
        account_id,
        product_line,
        stands_on,
        is_there - coalesce(
            lag(is_there) over (partition by subscription_id order by stands_on asc nulls last), 0
        ) as presence_step
    from presences

),

final as (

    select
        account_id,
        product_line,
        stands_on,
        cast(sum(presence_step) as bigint) as presence_step
    from steps
    group by account_id, product_line, stands_on

)

select * from final
