with quarters as (

    select * from {{ ref('int_failure_modes__cbh_quarters') }}

),

pql_facts as (

    select * from {{ ref('int_growth__pql_facts') }}
    where scope_kind = 'workspace'

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

-- Qualified by usage in the twelve months, and its days to pay were over.
final as (

    select
        quarters.quarter,
        count(*) as leads,
        count(case when pql_facts.is_paid_in_time then 1 end) as paid_leads
    from quarters
    cross join settings
    inner join pql_facts
        on
            cast(pql_facts.usage_qualified_at as date)
            > {{ dbt.dateadd('month', -12, 'quarters.as_of_on') }}
            and {{ dbt.datediff('pql_facts.usage_qualified_at', 'quarters.as_of_on', 'day') }}
            >= settings.pql_conversion_days
    group by quarters.quarter

)

select * from final
