with cases as (

    select * from {{ ref('int_failure_modes__cbh_cases') }}

),

measurability as (

    select * from {{ ref('int_failure_modes__cbh_measurability') }}

),

-- The first rule that holds. Whoever acted first after value rescued the account or did not; what
-- the product started is what the ledger of starts says.
judged as (

    select
        cases.*,
        measurability.missing_inputs,
        case
            when not measurability.is_measurable then 'not_assessable'
            when cases.is_bought_before then 'none'
            when
                cases.bought_at is not null
                and cases.first_motion_actor = 'human'
                and cases.first_motion_at <= cases.bought_at
                and coalesce(cases.first_signal_at > cases.first_motion_at, true)
                and coalesce(cases.first_ask_at > cases.first_motion_at, true)
                then 'rescued_by_human'
            when
                cases.bought_at is not null
                and cases.first_motion_at is null
                and cases.first_signal_at is null
                and cases.initiation = 'human_started'
                then 'rescued_by_human'
            when cases.bought_at is not null and cases.initiated_by = 'product'
                then 'converted_by_product'
            when cases.bought_at is not null then 'converted_other'
            when cases.icp_grade = 'D' then 'not_assessable'
            when cases.days_since_value < cases.grace_days then 'fresh'
            when cases.days_since_value > cases.max_age_days then 'dormant'
            when cases.first_motion_at is not null then 'prompted_no_convert'
            when cases.days_since_last_value >= cases.still_active_days then 'lost_in_hole'
            when cases.first_shown_at is not null then 'black_hole_weak'
            else 'black_hole'
        end as state
    from cases
    cross join measurability

),

final as (

    select
        scenario_id,
        is_base,
        as_of_month,
        as_of_on,
        account_id,
        product_line,
        peer_group,
        entry_model,
        icp_grade,
        value_reached_at,
        value_reached_on,
        bought_at,
        order_id,
        initiation,
        last_value_on,
        days_since_value,
        days_since_last_value,
        grace_days,
        max_age_days,
        first_motion_at,
        first_motion_id,
        first_signal_at,
        first_signal_id,
        first_ask_at,
        first_ask_id,
        first_shown_at,
        first_shown_id,
        missing_inputs,
        state,
        cast(
            {{ dbt.dateadd('day', 'grace_days', 'value_reached_on') }} as date
        ) as onset_on,
        cast(
            case
                when state in ('none', 'not_assessable') then null
                when bought_at is not null then bought_at
                when state = 'fresh' then value_reached_on
                when state = 'dormant'
                    then {{ dbt.dateadd('day', 'max_age_days + 1', 'value_reached_on') }}
                when state = 'prompted_no_convert'
                    then
                        greatest(
                            first_motion_at,
                            {{ dbt.dateadd('day', 'grace_days', 'value_reached_on') }}
                        )
                when state = 'lost_in_hole'
                    then
                        greatest(
                            {{ dbt.dateadd('day', 'still_active_days', 'last_value_on') }},
                            {{ dbt.dateadd('day', 'grace_days', 'value_reached_on') }}
                        )
                else {{ dbt.dateadd('day', 'grace_days', 'value_reached_on') }}
            end as date
        ) as state_since_on
    from judged

)

select * from final
