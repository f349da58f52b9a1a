with signal_windows as (

    select * from {{ ref('int_motions__signal_windows') }}

),

first_motions as (

    select * from {{ ref('int_motions__first_motions') }}

),

signal_exclusions as (

    select * from {{ ref('int_product__signal_exclusions') }}

),

answered as (

    select
        signal_windows.*,
        first_motions.motion_kind,
        first_motions.motion_id,
        first_motions.motion_at,
        first_motions.actor_kind,
        coalesce(first_motions.is_linked, false) as is_linked,
        {{ dbt.datediff('signal_windows.signalled_at', 'first_motions.motion_at', 'day') }}
            as lag_days
    from signal_windows
    left join first_motions on signal_windows.signal_id = first_motions.signal_id

),

worded as (

    select
        *,
        case motion_kind
            when 'prompt_engaged' then 'a prompt was used'
            when 'auto_opened' then 'the product opened the next step itself'
            when 'opportunity' then 'an opportunity was opened'
            when 'commercial_touch' then 'a commercial touch was logged'
            when 'self_serve_order' then 'the customer ordered without a person'
            when 'expansion_raised' then 'a success activity raised expansion'
        end as motion_words,
        case
            when actor_kind = 'human' and motion_kind <> 'expansion_raised' then ' by a person'
            when actor_kind = 'customer' then ', begun by the customer,'
            when actor_kind = 'none' then ', nobody recorded by whom,'
        end as actor_words,
        case
            when lag_days = 0 then ' on the day of the signal'
            when lag_days = 1 then ' on the day after the signal'
            else concat_ws('', ' ', cast(lag_days as varchar), ' days after the signal')
        end as lag_words,
        case when is_linked then ', and is tied to it' end as link_words
    from answered

),

final as (

    select
        signal_id,
        account_id,
        product_line,
        origin,
        stage,
        signalled_at,
        coalesce(motion_kind, 'none') as motion_kind,
        motion_id,
        motion_at,
        lag_days,
        coalesce(actor_kind, 'none') as actor_kind,
        is_linked,
        is_matured,
        false as is_excluded,
        case
            when motion_kind is not null
                then concat_ws('', motion_words, actor_words, lag_words, link_words)
            when is_matured
                then concat_ws('', 'no motion within ', cast(window_days as varchar), ' days')
            else
                'no motion so far, '
                || cast(days_passed as varchar)
                || ' of '
                || cast(window_days as varchar)
                || ' days have passed'
        end as reason
    from worded
    union all
    select
        signal_id,
        cast(null as varchar) as account_id,
        cast(null as varchar) as product_line,
        origin,
        'unknown' as stage,
        signalled_at,
        'none' as motion_kind,
        cast(null as varchar) as motion_id,
        cast(null as timestamp) as motion_at,
        cast(null as bigint) as lag_days,
        'none' as actor_kind,
        false as is_linked,
        false as is_matured,
        true as is_excluded,
        'not looked for: ' || exclusion_reason as reason
    from signal_exclusions

)

select * from final
