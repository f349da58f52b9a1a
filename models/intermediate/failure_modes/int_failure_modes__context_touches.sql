with human_touches as (

    select * from {{ ref('int_motions__human_touches') }}

),

pack_sizes as (

    select cast(value as bigint) as pack_size
    from {{ ref('int_config__parameter_values') }}
    where parameter = 'context_pack_size'

),

as_of as (

    select * from {{ ref('as_of') }}

),

touches as (

    select
        human_touches.account_id,
        human_touches.touched_at,
        concat_ws(
            ' ', cast(cast(human_touches.touched_at as date) as varchar), human_touches.direction,
            human_touches.channel, human_touches.actor_function, human_touches.topic
        ) as touch,
        row_number() over (
            partition by human_touches.account_id
            order by
                human_touches.touched_at desc nulls last,
                human_touches.source_table asc nulls last,
                human_touches.touch_id asc nulls last
        ) as recency
    from human_touches
    cross join as_of
    where human_touches.touched_at <= as_of.as_of_at

),

final as (

    select
        touches.account_id,
        max(touches.touched_at) as last_touch_at,
        {{ dbt.listagg('touches.touch', "'; '", 'order by touches.recency asc nulls last') }}
            as past_touches
    from touches
    cross join pack_sizes
    where touches.recency <= pack_sizes.pack_size
    group by touches.account_id

)

select * from final
