with usage_indexes as (

    select * from {{ ref('int_growth__usage_indexes') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

placed as (

    select
        norm_month,
        age_months,
        usage_index,
        cume_dist() over (
            partition by norm_month, age_months order by usage_index asc nulls last
        ) as index_rank
    from usage_indexes
    where workspace_id is null

),

-- The least index at or below which lie at least as many as do not count as high.
cuts as (

    select
        placed.norm_month,
        placed.age_months,
        min(placed.usage_index) as index_cut
    from placed
    cross join settings
    where placed.index_rank >= 1 - settings.pql_engagement_top_share
    group by placed.norm_month, placed.age_months

),

final as (

    select
        usage_indexes.workspace_id,
        usage_indexes.changed_on,
        usage_indexes.changes_next_on,
        usage_indexes.usage_index,
        cuts.index_cut
    from usage_indexes
    inner join cuts
        on
            usage_indexes.norm_month = cuts.norm_month
            and usage_indexes.age_months = cuts.age_months
            and usage_indexes.usage_index > cuts.index_cut
    where usage_indexes.workspace_id is not null

)

select * from final
