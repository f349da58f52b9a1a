with pql_models as (

    select * from {{ ref('pql_models') }}

),

expansion_models as (

    select * from {{ ref('expansion_models') }}

),

conversion_models as (

    select * from {{ ref('conversion_models') }}

),

usage_forecast_models as (

    select * from {{ ref('usage_forecast_models') }}

),

renewal_loss_models as (

    select * from {{ ref('renewal_loss_models') }}

),

lifetime_value_models as (

    select * from {{ ref('lifetime_value_models') }}

),

score_drifts as (

    select * from {{ ref('score_drifts') }}

),

all_models as (

    select
        'pql' as score,
        *
    from pql_models
    union all
    select
        'expansion' as score,
        *
    from expansion_models
    union all
    select
        'conversion' as score,
        *
    from conversion_models
    union all
    select
        'lifetime_value' as score,
        *
    from lifetime_value_models
    union all
    select
        'renewal_loss' as score,
        *
    from renewal_loss_models
    union all
    select
        'usage_forecast' as score,
        *
    from usage_forecast_models

),

judged as (

    select
        score,
        model_version,
        window_from as window_start,
        measure,
        value,
        low,
        high,
        base_rate,
        is_shipped,
        reason
    from all_models
    where measure <> 'definition'

),

drifted as (

    select
        score_drifts.score,
        score_drifts.model_version,
        score_drifts.as_of_on as window_start,
        {{ dbt.split_part('score_drifts.measure', "':'", 1) }} as measure,
        score_drifts.value,
        cast(null as double) as low,
        cast(null as double) as high,
        cast(null as double) as base_rate,
        true as is_shipped,
        case
            when score_drifts.measure = 'psi_score'
                then 'how far the scores of the day have moved from the training'
            else 'the feature that moved most from the training: '
                || {{ dbt.split_part('score_drifts.measure', "':'", 2) }}
        end as reason
    from score_drifts

),

final as (

    select
        score,
        model_version,
        window_start,
        measure,
        value,
        low,
        high,
        base_rate,
        is_shipped,
        reason
    from judged
    union all
    select
        score,
        model_version,
        window_start,
        measure,
        value,
        low,
        high,
        base_rate,
        is_shipped,
        reason
    from drifted

)

select * from final
