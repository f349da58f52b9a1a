with retention as (

    select * from {{ ref('int_failure_modes__bn_retention') }}

),

durability as (

    select * from {{ ref('int_failure_modes__bn_durability') }}

),

margins as (

    select * from {{ ref('int_economics__margins') }}

),

gross_margins as (

    select * from {{ ref('int_economics__gross_margins') }}

),

window_margins as (

    select * from {{ ref('int_failure_modes__bn_window_margins') }}
    where window_name = 'quarter'

),

accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

-- The company's margin is that of the ledger; a group of accounts has that of what is laid to it.
quarter_margins as (

    select
        margins.as_of_month,
        'all' as peer_group,
        gross_margins.cs_basis,
        100 * gross_margins.gross_margin_3m as gross_margin_points
    from margins
    inner join gross_margins on margins.margin_month = gross_margins.month
    union all
    select
        window_margins.as_of_month,
        accounts.peer_group,
        window_margins.cs_basis,
        100 - 100 * cast(sum(window_margins.cost_to_serve) as double)
        / cast(sum(window_margins.recurring_revenue) as double) as gross_margin_points
    from window_margins
    inner join accounts
        on window_margins.as_of_month = accounts.as_of_month
            and window_margins.account_id = accounts.account_id
    group by window_margins.as_of_month, accounts.peer_group, window_margins.cs_basis

),

final as (

    select
        quarter_margins.as_of_month,
        quarter_margins.peer_group,
        quarter_margins.cs_basis,
        retention.nrr_points,
        quarter_margins.gross_margin_points,
        durability.durability_points
    from quarter_margins
    left join retention
        on quarter_margins.as_of_month = retention.as_of_month
            and quarter_margins.peer_group = retention.peer_group
    left join durability
        on quarter_margins.as_of_month = durability.as_of_month
            and quarter_margins.peer_group = durability.peer_group

)

select * from final
