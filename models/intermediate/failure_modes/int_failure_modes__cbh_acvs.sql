with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

purchases as (

    select * from {{ ref('int_failure_modes__cbh_purchases') }}
    where first_year_arr > 0

),

value_reached as (

    select * from {{ ref('int_failure_modes__cbh_value_reached') }}

),

profiles as (

    select * from {{ ref('int_identity__account_profiles') }}

),

settings as (

    select * from {{ ref('int_failure_modes__cbh_settings') }}

),

peers as (

    select
        purchases.account_id,
        purchases.product_line,
        purchases.paid_on,
        purchases.first_year_arr,
        coalesce(
            value_reached.peer_group,
            case
                when profiles.entry_model = 'pilot' then 'pilot'
                when profiles.entry_model = 'sales_provisioned' then 'assisted'
                when profiles.entry_model is not null then 'self_serve'
            end,
            'assisted'
        ) as peer_group
    from purchases
    left join profiles on purchases.account_id = profiles.account_id
    left join value_reached
        on purchases.account_id = value_reached.account_id
            and purchases.product_line = value_reached.product_line

),

-- Like with like where there are enough; else the line, else all first purchases.
cells as (
    {% for line, group in [
        ('product_line', 'peer_group'), ('product_line', "'all'"),
        ("'all'", 'peer_group'), ("'all'", "'all'")
    ] %}
    select
        {{ line }} as product_line,
        {{ group }} as peer_group,
        account_id,
        product_line as bought_line,
        paid_on,
        first_year_arr
    from peers
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

ranked as (

    select
        months.as_of_month,
        cells.product_line,
        cells.peer_group,
        cells.first_year_arr,
        row_number() over (
            partition by months.as_of_month, cells.product_line, cells.peer_group
            order by
                cells.first_year_arr asc nulls last,
                cells.account_id asc nulls last,
                cells.bought_line asc nulls last
        ) as place,
        count(*) over (
            partition by months.as_of_month, cells.product_line, cells.peer_group
        ) as purchases
    from months
    inner join cells on months.as_of_on >= cells.paid_on

),

final as (

    select
        ranked.as_of_month,
        ranked.product_line,
        ranked.peer_group,
        max(ranked.purchases) as purchases,
        cast(
            cast(sum(ranked.first_year_arr) as decimal(28, 8)) / count(*) as decimal(28, 8)
        ) as median_first_year_arr
    from ranked
    cross join settings
    where ranked.place * 2 between ranked.purchases and ranked.purchases + 2
        and ranked.purchases >= settings.min_cell_n
    group by ranked.as_of_month, ranked.product_line, ranked.peer_group

)

select * from final
