with usage_index as (

    select * from {{ ref('int_failure_modes__usage_index') }}

),

states as (

    select * from {{ ref('int_failure_modes__hu_states') }}
    where is_base

),

loss_rates as (

    select * from {{ ref('renewal_loss_rates') }}

),

classed as (

    select
        states.as_of_month,
        states.account_id,
        usage_index.peer_group,
        case
            when states.state in ('hollow_diverging', 'hollow_unproven') then 'hollow'
            when states.state = 'proven' then 'proven'
            else 'other'
        end as hu_class,
        coalesce(cast(ceil(5 * usage_index.usage_percentile) as bigint), 3) as usage_quintile
    from states
    inner join usage_index
        on
            states.as_of_month = usage_index.as_of_month
            and states.account_id = usage_index.account_id

),

-- Without a place among peers an account is taken for one of the middle.
final as (

    select
        classed.as_of_month,
        classed.account_id,
        loss_rates.p_loss as expected_loss
    from classed
    inner join loss_rates
        on
            classed.as_of_month = loss_rates.as_of_month
            and classed.peer_group = loss_rates.peer_group
            and classed.usage_quintile = loss_rates.usage_quintile
            and classed.hu_class = loss_rates.hu_class
    where loss_rates.p_loss is not null

)

select * from final
