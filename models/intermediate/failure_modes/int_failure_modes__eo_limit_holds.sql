with limit_days as (

    select * from {{ ref('int_product__limit_days') }}
    where limit_value > 0

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

settings as (

    select * from {{ ref('int_failure_modes__eo_settings') }}

),

readings as (

    select
        limit_days.*,
        limit_days.quantity >= settings.eo_saturation_pct * limit_days.limit_value as is_near,
        lag(limit_days.used_on) over (
            partition by limit_days.workspace_id, limit_days.limit_key, limit_days.product_line
            order by limit_days.used_on asc nulls last
        ) as read_before_on,
        lead(limit_days.used_on) over (
            partition by limit_days.workspace_id, limit_days.limit_key, limit_days.product_line
            order by limit_days.used_on asc nulls last
        ) as reads_next_on,
        settings.limit_reading_gap_days,
        settings.eo_saturation_days
    from limit_days
    cross join settings

),

-- Readings far apart say nothing of the days between them.
numbered as (

    select
        *,
        sum(
            case
                when is_near
                    and {{ dbt.datediff('read_before_on', 'used_on', 'day') }}
                    <= limit_reading_gap_days then 0
                else 1
            end
        ) over (
            partition by workspace_id, limit_key, product_line
            order by used_on asc nulls last
            rows between unbounded preceding and current row
        ) as run_number
    from readings

),

-- A reading that is not near begins a run of which it is no part.
begun as (

    select
        *,
        min(used_on) over (partition by workspace_id, limit_key, product_line, run_number)
            as begins_on
    from numbered
    where is_near

),

runs as (

    select
        workspace_id,
        limit_key,
        product_line,
        begins_on,
        max(used_on) as last_near_on,
        min(
            case
                when {{ dbt.datediff('begins_on', 'used_on', 'day') }} >= eo_saturation_days - 1
                    then used_on
            end
        ) as holds_from_on,
        max(reads_next_on) as reads_next_on,
        max(limit_reading_gap_days) as limit_reading_gap_days
    from begun
    group by workspace_id, limit_key, product_line, begins_on

),

final as (

    select
        workspace_accounts.account_id,
        runs.workspace_id,
        runs.product_line,
        runs.limit_key,
        runs.holds_from_on,
        cast(least(
            coalesce(
                runs.reads_next_on,
                {{ dbt.dateadd('day', 'runs.limit_reading_gap_days + 1', 'runs.last_near_on') }}
            ),
            {{ dbt.dateadd('day', 'runs.limit_reading_gap_days + 1', 'runs.last_near_on') }}
        ) as date) as holds_until_on,
        concat_ws(
            '', runs.limit_key, ' near its limit since ', cast(runs.begins_on as varchar)
        ) as evidence
    from runs
    inner join workspace_accounts on runs.workspace_id = workspace_accounts.workspace_id
    where runs.holds_from_on is not null

)

select * from final
