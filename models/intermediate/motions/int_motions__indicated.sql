with facts as (

    select * from {{ ref('int_motions__account_facts') }}

),

motion_matrix as (

    select * from {{ ref('int_config__motion_matrix') }}

),

motions as (

    select * from {{ ref('motions') }}

),

-- Each axis points to a motion by itself; the one with the highest touch wins. A committee that
-- nobody recorded and an account that pays nothing point nowhere.
matched as (

    select
        facts.account_id,
        facts.from_on,
        max(motions.motion_rank) as motion_rank
    from facts
    inner join motion_matrix
        on (
            coalesce(motion_matrix.min_acv, motion_matrix.max_acv) is not null
            and facts.annual_value >= coalesce(motion_matrix.min_acv, 0)
            and (motion_matrix.max_acv is null or facts.annual_value < motion_matrix.max_acv)
        )
        or (
            coalesce(motion_matrix.min_committee, motion_matrix.max_committee) is not null
            and facts.committee_size >= coalesce(motion_matrix.min_committee, 0)
            and (
                motion_matrix.max_committee is null
                or facts.committee_size <= motion_matrix.max_committee
            )
        )
        or (motion_matrix.requires_procurement and facts.has_procurement)
    inner join motions on motion_matrix.motion = motions.motion
    group by facts.account_id, facts.from_on

),

final as (

    select
        facts.account_id,
        facts.from_on,
        facts.until_on,
        cast(facts.annual_value as decimal(28, 8)) as annual_value,
        facts.committee_size,
        facts.has_procurement,
        motions.motion as motion_indicated
    from facts
    left join matched
        on facts.account_id = matched.account_id and facts.from_on = matched.from_on
    left join motions on matched.motion_rank = motions.motion_rank

)

select * from final
