with conversion_features as (

    select * from {{ ref('int_features__conversion') }}

),

conversion_scores as (

    select * from {{ ref('conversion_scores') }}

),

final as (

    select
        scores.workspace_id,
        features.account_id,
        scores.product_line,
        scores.as_of_on as scored_on,
        scores.probability,
        scores.probability_with as probability_with_motion,
        scores.probability_without as probability_without_motion,
        features.had_motion = 1 as has_motion,
        coalesce(scores.top_reasons, 'mean rate of all with a motion, and of all without')
            as top_reasons,
        scores.method,
        scores.model_version
    from conversion_scores as scores
    inner join conversion_features as features
        on
            scores.workspace_id = features.workspace_id
            and scores.product_line = features.product_line
            and scores.as_of_on = features.as_of_on

)

select * from final
