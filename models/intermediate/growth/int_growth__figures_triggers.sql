with facts as (

    select * from {{ ref('int_growth__trigger_facts') }}

),

matured as (

    select
        *,
        case
            when trigger_kind = 'limit' or prompt_type = 'limit_warning' then 'M55'
            else 'M56'
        end as metric_id,
        case
            when trigger_kind <> 'prompt' then trigger_kind
            else 'prompt ' || prompt_type
        end as trigger_name,
        cast({{ dbt.date_trunc('quarter', 'signalled_at') }} as date) as quarter,
        cast({{ dbt.date_trunc('month', 'signalled_at') }} as date) as month
    from facts
    where is_matured

),

conversions as (

    select
        metric_id,
        quarter,
        concat_ws('', trigger_name, ', bought in time') as slice,
        count(case when is_bought then 1 end) as numerator,
        count(*) as denominator
    from matured
    where trigger_kind <> 'prompt' or prompt_type in ('limit_warning', 'paywall', 'add_seat')
    group by metric_id, quarter, trigger_name
    union all
    select
        metric_id,
        quarter,
        concat_ws('', trigger_name, ', clicked') as slice,
        count(case when is_engaged then 1 end) as numerator,
        count(*) as denominator
    from matured
    where prompt_type in ('limit_warning', 'paywall', 'add_seat')
    group by metric_id, quarter, trigger_name
    union all
    select
        metric_id,
        quarter,
        concat_ws('', trigger_name, ', completed') as slice,
        count(case when is_completed then 1 end) as numerator,
        count(*) as denominator
    from matured
    where prompt_type in ('limit_warning', 'paywall', 'add_seat')
    group by metric_id, quarter, trigger_name

),

-- Every prompt from shown to paid, each step over the prompts shown.
steps as (

    select
        month,
        prompt_type,
        count(*) as shown,
        count(case when is_engaged then 1 end) as clicked,
        count(case when is_completed then 1 end) as completed,
        count(case when is_engaged and is_bought then 1 end) as paid
    from matured
    where trigger_kind = 'prompt'
    group by month, prompt_type

),

final as (

    select
        metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        slice as slice,
        cast(numerator as double) / nullif(cast(denominator as double), 0) as value,
        cast(numerator as double) as numerator,
        cast(denominator as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from conversions
    union all
    select
        {{ figure(
            "'M57'", 'month', "month", "concat_ws('', prompt_type, ', shown')", 'count',
            value="shown"
        ) }}
    from steps
    union all
    select
        {{ figure(
            "'M57'", 'month', "month", "concat_ws('', prompt_type, ', clicked')", 'share',
            numerator="clicked", denominator="shown"
        ) }}
    from steps
    union all
    select
        {{ figure(
            "'M57'", 'month', "month", "concat_ws('', prompt_type, ', completed')", 'share',
            numerator="completed", denominator="shown"
        ) }}
    from steps
    union all
    select
        {{ figure(
            "'M57'", 'month', "month", "concat_ws('', prompt_type, ', paid')", 'share',
            numerator="paid", denominator="shown"
        ) }}
    from steps

)

select * from final
