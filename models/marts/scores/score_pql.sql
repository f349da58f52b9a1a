with pql_features as (

    select * from {{ ref('int_features__pql') }}

),

lead_points as (

    select * from {{ ref('int_features__lead_points') }}

),

pql_scores as (

    select * from {{ ref('pql_scores') }}

),

account_classes as (

    select * from {{ ref('int_identity__account_classes') }}

),

settings as (

    select * from {{ ref('int_features__settings') }}

),

scored as (

    select
        pql_features.workspace_id,
        pql_features.account_id,
        pql_features.as_of_on as scored_on,
        pql_features.points as score_points,
        lead_points.account_points,
        lead_points.account_users,
        pql_scores.probability,
        account_classes.icp_grade,
        coalesce(account_classes.icp_grade, 'unknown') <> 'D' as is_fit,
        pql_features.is_recent
        and coalesce(pql_scores.is_above_cut, pql_features.points >= settings.pql_cut)
            as is_pql_usage,
        coalesce(pql_scores.top_reasons, replace(lead_points.earned_by, '_', ' '), 'no points')
            as top_reasons,
        pql_scores.method,
        pql_scores.model_version,
        settings.pql_cut,
        settings.pqa_min_active_users
    from pql_features
    cross join settings
    inner join pql_scores
        on
            pql_features.workspace_id = pql_scores.workspace_id
            and pql_features.as_of_on = pql_scores.as_of_on
    inner join lead_points
        on
            pql_features.workspace_id = lead_points.workspace_id
            and pql_features.as_of_on = lead_points.as_of_on
    left join account_classes on pql_features.account_id = account_classes.account_id

),

account_sums as (

    select
        *,
        ntile(10) over (
            partition by scored_on
            order by
                probability desc nulls last,
                score_points desc nulls last,
                workspace_id asc nulls last
        ) as decile,
        max(case when is_pql_usage then 1 else 0 end) over (partition by account_id, scored_on)
        = 1 as has_pql
    from scored

),

final as (

    select
        workspace_id,
        account_id,
        scored_on,
        score_points,
        probability,
        decile,
        is_pql_usage and is_fit as is_pql,
        is_fit
        and (
            has_pql
            or (account_points >= pql_cut and account_users >= pqa_min_active_users)
        ) as is_pqa,
        is_pql_usage,
        icp_grade,
        top_reasons,
        method,
        model_version
    from account_sums

)

select * from final
