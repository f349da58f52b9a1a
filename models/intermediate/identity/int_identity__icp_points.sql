with firmographics as (

    select * from {{ ref('int_identity__firmographics') }}

),

icp_rules as (

    select * from {{ ref('int_config__icp_rules') }}

),

attribute_values as (

    select
        account_id,
        'industry' as attribute_name,
        lower(industry) as value_text,
        cast(null as bigint) as value_number
    from firmographics
    where industry is not null
    union all
    select
        account_id,
        'region' as attribute_name,
        lower(region) as value_text,
        cast(null as bigint) as value_number
    from firmographics
    where region is not null
    union all
    select
        account_id,
        'employee_count' as attribute_name,
        cast(employee_count as varchar) as value_text,
        employee_count as value_number
    from firmographics
    where employee_count is not null
    union all
    select
        account_id,
        'technology' as attribute_name,
        lower(replace(technologies, ' ', '')) as value_text,
        cast(null as bigint) as value_number
    from firmographics
    where technologies is not null

),

rules as (

    select
        attribute,
        operator,
        lower(trim(operand)) as operand,
        {{ dbt.safe_cast(dbt.split_part('operand', "'|'", 1), 'bigint') }} as low_operand,
        {{ dbt.safe_cast(dbt.split_part('operand', "'|'", 2), 'bigint') }} as high_operand,
        points
    from icp_rules

),

-- A company has several technologies: each rule looks for its own in the list. What no rule judges
-- says nothing of fit.
judged as (

    select
        attribute_values.account_id,
        attribute_values.attribute_name,
        rules.points,
        case
            when rules.operator = 'at_least'
                then attribute_values.value_number >= rules.low_operand
            when rules.operator = 'at_most'
                then attribute_values.value_number <= rules.low_operand
            when rules.operator = 'between'
                then attribute_values.value_number between rules.low_operand and rules.high_operand
            when rules.attribute = 'technology'
                then {{ dbt.position(
                    "',' || replace(rules.operand, ' ', '') || ','",
                    "',' || attribute_values.value_text || ','"
                ) }} > 0
            else {{ dbt.position(
                "'|' || attribute_values.value_text || '|'", "'|' || rules.operand || '|'"
            ) }} > 0
        end as is_met
    from attribute_values
    inner join rules on attribute_values.attribute_name = rules.attribute

),

final as (

    select
        account_id,
        cast(sum(case when is_met then points else 0 end) as bigint) as icp_points,
        cast(count(distinct attribute_name) as bigint) as known_attributes
    from judged
    group by account_id

)

select * from final
