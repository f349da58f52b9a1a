with bridge as (

    select * from {{ ref('int_identity__bridge') }}

),

counted as (

    select
        source_system,
        match_method,
        match_rule,
        count(*) as record_count,
        count(distinct account_id) as account_count,
        min(match_confidence) as match_confidence
    from bridge
    group by source_system, match_method, match_rule

),

totals as (

    select
        source_system,
        sum(record_count) as record_count
    from counted
    group by source_system

),

final as (

    select
        counted.source_system,
        counted.match_rule,
        counted.match_method,
        counted.match_method in ('explicit', 'email_domain') as is_matched,
        cast(counted.record_count as bigint) as record_count,
        cast(counted.account_count as bigint) as account_count,
        cast(counted.record_count as double) / cast(totals.record_count as double)
            as record_share,
        cast(counted.match_confidence as decimal(5, 4)) as match_confidence
    from counted
    inner join totals on counted.source_system = totals.source_system

)

select * from final
