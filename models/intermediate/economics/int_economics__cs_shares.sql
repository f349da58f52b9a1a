with parameter_values as (

    select * from {{ ref('int_config__parameter_values') }}

),

final as (

    select
        'as_set' as cs_basis,
        cast(value as decimal(18, 6)) as cs_cogs_share
    from parameter_values
    where parameter = 'cs_cogs_share'
    union all
    select
        'none' as cs_basis,
        cast(0 as decimal(18, 6)) as cs_cogs_share
    union all
    select
        'half' as cs_basis,
        cast(0.5 as decimal(18, 6)) as cs_cogs_share
    union all
    select
        'full' as cs_basis,
        cast(1 as decimal(18, 6)) as cs_cogs_share

)

select * from final
