with growth_steps as (

    select * from {{ ref('int_failure_modes__eo_growth_steps') }}

),

settings as (

    select * from {{ ref('int_failure_modes__eo_settings') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- What is recent today is what was before a window later.
steps as (

    select
        measure,
        account_id,
        product_line,
        subject,
        changed_on,
        changed_on as stepped_on,
        amount as recent_amount,
        readings as recent_readings,
        cast(0 as decimal(28, 8)) as prior_amount,
        0 as prior_readings
    from growth_steps
    union all
    select
        growth_steps.measure,
        growth_steps.account_id,
        growth_steps.product_line,
        growth_steps.subject,
        cast(
            {{ dbt.dateadd('day', 'settings.window_days', 'growth_steps.changed_on') }} as date
        ) as changed_on,
        growth_steps.changed_on as stepped_on,
        cast(0 as decimal(28, 8)) as recent_amount,
        0 as recent_readings,
        growth_steps.amount as prior_amount,
        growth_steps.readings as prior_readings
    from growth_steps
    cross join settings

),

days as (

    select
        steps.measure,
        steps.account_id,
        steps.product_line,
        steps.subject,
        steps.changed_on,
        min(steps.stepped_on) as stepped_on,
        sum(steps.recent_amount) as recent_amount,
        sum(steps.recent_readings) as recent_readings,
        sum(steps.prior_amount) as prior_amount,
        sum(steps.prior_readings) as prior_readings
    from steps
    cross join as_of
    where steps.changed_on <= as_of.as_of_on
    group by
        steps.measure, steps.account_id, steps.product_line, steps.subject, steps.changed_on

),

sums as (

    select
        measure,
        account_id,
        product_line,
        subject,
        changed_on,
        lead(changed_on) over (
            partition by measure, account_id, subject order by changed_on asc nulls last
        ) as changes_next_on,
        min(stepped_on) over (partition by measure, account_id, subject) as first_on,
        {%- for column in ['recent_amount', 'recent_readings', 'prior_amount'] %}
        sum({{ column }}) over (
            partition by measure, account_id, subject order by changed_on asc nulls last
            rows between unbounded preceding and current row
        ) as {{ column }},
        {%- endfor %}
        sum(prior_readings) over (
            partition by measure, account_id, subject order by changed_on asc nulls last
            rows between unbounded preceding and current row
        ) as prior_readings
    from days

),

-- Users and seats are levels; volume is the mean of the readings of a window.
final as (

    select
        measure,
        account_id,
        product_line,
        subject,
        changed_on,
        changes_next_on,
        first_on,
        cast(
            cast(recent_amount as double)
            / case when measure = 'volume' then nullif(recent_readings, 0) else 1 end
            as decimal(28, 8)
        ) as recent_level,
        cast(
            cast(prior_amount as double)
            / case when measure = 'volume' then nullif(prior_readings, 0) else 1 end
            as decimal(28, 8)
        ) as prior_level
    from sums

)

select * from final
