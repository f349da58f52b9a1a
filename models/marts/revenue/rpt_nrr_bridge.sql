with retention_accounts as (

    select * from {{ ref('int_revenue__retention_accounts') }}

),

retention_movements as (

    select * from {{ ref('int_revenue__retention_movements') }}

),

accounts as (

    select * from {{ ref('dim_accounts') }}

),

openings as (

    select
        retention_accounts.month,
        retention_accounts.account_id,
        coalesce(accounts.segment, 'unknown') as segment,
        retention_accounts.opening_arr
    from retention_accounts
    left join accounts on retention_accounts.account_id = accounts.account_id
    where retention_accounts.is_in_cohort

),

-- One component per piece: what shrank by its kind, what grew by what drove it.
pieces as (

    select
        openings.month,
        openings.segment,
        case
            when retention_movements.movement_type <> 'expansion'
                then retention_movements.movement_type
            else retention_movements.driver
        end as component,
        retention_movements.arr_delta
    from openings
    inner join retention_movements
        on openings.month = retention_movements.month
            and openings.account_id = retention_movements.account_id

),

segmented as (

    select
        month,
        segment,
        component,
        arr_delta
    from pieces
    union all
    select
        month,
        'all' as segment,
        component,
        arr_delta
    from pieces

),

opening_totals as (

    select
        month,
        segment,
        sum(opening_arr) as opening_arr
    from openings
    group by month, segment
    union all
    select
        month,
        'all' as segment,
        sum(opening_arr) as opening_arr
    from openings
    group by month

),

summed as (

    select
        month,
        segment,
        component,
        cast(sum(arr_delta) as decimal(28, 8)) as arr
    from segmented
    group by month, segment, component

),

final as (

    select
        summed.month,
        summed.segment,
        summed.component,
        summed.arr,
        100 * cast(summed.arr as double) / cast(opening_totals.opening_arr as double) as points
    from summed
    inner join opening_totals
        on summed.month = opening_totals.month and summed.segment = opening_totals.segment

)

select * from final
