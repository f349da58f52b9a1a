with touches as (

    select * from {{ ref('int_motions__touch_accounts') }}
    where exclusion_reason is null and source_table = 'commercial_touches'

),

forms as (

    select * from {{ ref('int_motions__touch_accounts') }}
    where exclusion_reason is null and source_table = 'marketing_touches'

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

-- Who asks for a meeting by a form is not called out of the blue.
asked_for as (

    select distinct touches.touch_id
    from touches
    cross join parameters
    inner join forms
        on
            touches.account_id = forms.account_id
            and touches.touched_at >= forms.touched_at
            and touches.touched_at <= {{ dbt.dateadd(
                'day', 'parameters.form_before_meeting_days', 'forms.touched_at'
            ) }}
    where
        touches.stated_direction is null
        and touches.channel in ('meeting', 'demo')

),

final as (

    select
        touches.touch_id,
        case
            when touches.stated_direction is not null then touches.stated_direction
            when asked_for.touch_id is not null then 'inbound'
            when touches.channel in ('meeting', 'demo', 'proposal', 'quote') then 'outbound'
        end as direction,
        case
            when touches.stated_direction is not null then 'stated'
            when asked_for.touch_id is not null then 'form_before'
            when touches.channel in ('meeting', 'demo', 'proposal', 'quote') then 'channel'
            else 'unknown'
        end as direction_basis
    from touches
    left join asked_for on touches.touch_id = asked_for.touch_id

)

select * from final
