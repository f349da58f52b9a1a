{{ config(group="warehouse") }}

-- What it is: a feature row that knows something later than its day, or one whose label does not
-- begin after that day.
-- When it matters: a score that saw the future looks good and foretells nothing.
-- How to fix: join facts to int_features__as_of_days, whose days never lie after the scored day.
with feature_rows as (

    select
        'int_features__pql' as feature_table,
        workspace_id as row_key,
        as_of_on,
        latest_fact_on,
        label_from,
        label_until,
        outcome_on
    from {{ ref('int_features__pql') }}
    union all
    select
        'int_features__expansion' as feature_table,
        account_id || ' ' || product_line as row_key,
        as_of_on,
        latest_fact_on,
        label_from,
        label_until,
        outcome_on
    from {{ ref('int_features__expansion') }}
    union all
    select
        'int_features__conversion' as feature_table,
        workspace_id || ' ' || product_line as row_key,
        as_of_on,
        latest_fact_on,
        label_from,
        label_until,
        outcome_on
    from {{ ref('int_features__conversion') }}
    union all
    select
        'int_features__lifetime_value' as feature_table,
        account_id as row_key,
        as_of_on,
        latest_fact_on,
        label_from,
        label_until,
        outcome_on
    from {{ ref('int_features__lifetime_value') }}
    union all
    select
        'int_features__usage_forecast' as feature_table,
        account_id || ' ' || limit_key as row_key,
        as_of_on,
        latest_fact_on,
        label_from,
        label_until,
        cast(null as date) as outcome_on
    from {{ ref('int_features__usage_forecast') }}

)

select
    feature_table,
    row_key,
    as_of_on,
    case
        when latest_fact_on > as_of_on then 'a feature looks past its day'
        when label_from <= as_of_on then 'the label begins before the features end'
        when label_until < label_from then 'the label ends before it begins'
        else 'what is to be foretold has happened already'
    end as problem
from feature_rows
where
    latest_fact_on is null
    or latest_fact_on > as_of_on
    or label_from <= as_of_on
    or label_until < label_from
    or outcome_on <= as_of_on
