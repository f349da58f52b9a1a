with verdicts as (

    select * from {{ ref('int_attribution__event_verdicts') }}

),

touches as (

    select * from {{ ref('int_motions__human_touches') }}

),

parameter_values as (

    select * from {{ ref('int_config__parameter_values') }}

),

settings as (

    select cast(max(value) as double) as top_share
    from parameter_values
    where parameter = 'top_actor_share'

),

-- Growth that people started, by the person whose act began it.
actors as (

    select
        cast({{ dbt.date_trunc('quarter', 'verdicts.effective_on') }} as date) as quarter,
        touches.actor_id,
        sum(verdicts.event_arr) as arr
    from verdicts
    inner join touches
        on verdicts.trigger_id = touches.touch_id and verdicts.account_id = touches.account_id
    where
        verdicts.initiated_by = 'human'
        and verdicts.stage in ('conversion', 'expansion')
        and verdicts.event_type <> 'price_increase'
        and touches.actor_id is not null
    group by
        cast({{ dbt.date_trunc('quarter', 'verdicts.effective_on') }} as date),
        touches.actor_id

),

ranked as (

    select
        quarter,
        arr,
        row_number() over (
            partition by quarter order by arr desc nulls last, actor_id asc nulls last
        ) as place,
        count(*) over (partition by quarter) as actor_count,
        sum(arr) over (partition by quarter) as quarter_arr
    from actors

),

final as (

    select
        ranked.quarter,
        sum(
            case
                when ranked.place <= greatest(1, ceil(ranked.actor_count * settings.top_share))
                    then ranked.arr
            end
        ) as top_arr,
        max(ranked.quarter_arr) as quarter_arr,
        sum(
            cast(
                cast(ranked.arr as double) / nullif(cast(ranked.quarter_arr as double), 0)
                * cast(ranked.arr as double) / nullif(cast(ranked.quarter_arr as double), 0)
                as decimal(18, 12)
            )
        ) as herfindahl
    from ranked
    cross join settings
    group by ranked.quarter

)

select * from final
