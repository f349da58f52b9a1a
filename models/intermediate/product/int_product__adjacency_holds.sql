with scope_levels as (

    select * from {{ ref('int_product__scope_levels') }}
    where is_used

),

active_user_steps as (

    select * from {{ ref('int_product__active_user_steps') }}

),

event_catalog as (

    select * from {{ ref('stg_config__event_catalog') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

account_starts as (

    select
        account_id,
        min(changed_on) as first_used_on
    from active_user_steps
    group by account_id

),

-- The first day with enough active users that ends enough days of use: a new use case or team.
adoptions as (

    select
        last_days.account_id,
        last_days.scope_kind,
        last_days.scope_key,
        min(last_days.used_on) as adopted_on
    from scope_levels as last_days
    cross join parameters
    inner join scope_levels as first_days
        on
            last_days.account_id = first_days.account_id
            and last_days.scope_kind = first_days.scope_kind
            and last_days.scope_key = first_days.scope_key
            and last_days.day_number
            = first_days.day_number + parameters.eo_adjacent_min_days - 1
    where
        last_days.scope_kind in ('use_case', 'department')
        and last_days.active_users >= parameters.eo_adjacent_min_users
        and {{ dbt.datediff('first_days.used_on', 'last_days.used_on', 'day') }}
        < parameters.active_user_days
    group by last_days.account_id, last_days.scope_kind, last_days.scope_key

),

use_case_lines as (

    select
        use_case_key,
        case when count(distinct product_line) = 1 then max(product_line) end as product_line
    from event_catalog
    group by use_case_key

),

judged as (

    select
        adoptions.*,
        use_case_lines.product_line,
        {{ dbt.datediff('account_starts.first_used_on', 'adoptions.adopted_on', 'day') }}
            as days_after_start
    from adoptions
    inner join account_starts on adoptions.account_id = account_starts.account_id
    left join use_case_lines
        on
            adoptions.scope_kind = 'use_case'
            and adoptions.scope_key = use_case_lines.use_case_key

),

final as (

    select
        case when judged.scope_kind = 'use_case' then 'adjacent_use_case' else 'new_team' end
            as signal_type,
        judged.account_id,
        judged.product_line,
        judged.scope_key as subject,
        judged.adopted_on as holds_from_on,
        concat_ws(
            '',
            case when judged.scope_kind = 'use_case' then 'use case ' else 'team ' end,
            judged.scope_key,
            ' taken up ',
            cast(judged.days_after_start as varchar),
            ' days after first use'
        ) as evidence
    from judged
    cross join parameters
    where judged.days_after_start >= parameters.min_account_age_days

)

select * from final
