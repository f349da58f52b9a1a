with versions as (

    select * from {{ ref('stg_config__motion_policy_versions') }}

),

months as (

    select * from {{ ref('int_failure_modes__months') }}

),

company_arr as (

    select * from {{ ref('int_economics__company_arr') }}

),

scenario_values as (

    select * from {{ ref('int_failure_modes__scenario_values') }}
    where failure_mode = 'architecture_drift' and is_base

),

bands as (

    select cast(value * 1000000 as decimal(28, 8)) as min_arr
    from scenario_values
    where parameter like 'ad_arr_band_%'

),

-- ARR at the redesign as the company states it, else as its own ledger has it.
dated as (

    select
        months.as_of_month,
        months.as_of_on,
        versions.kind,
        versions.rule_version,
        versions.effective_on,
        {{ dbt.datediff('versions.effective_on', 'months.as_of_on', 'day') }} as age_days,
        cast(ages.value as bigint) as max_age_days,
        arr_now.arr as arr_now,
        coalesce(versions.company_arr, arr_then.arr) as arr_then,
        case
            when versions.company_arr is not null then 'stated'
            when arr_then.arr is not null then 'ledger'
            else 'unknown'
        end as arr_basis,
        row_number() over (
            partition by months.as_of_month, versions.kind
            order by versions.effective_on desc nulls last, versions.rule_version desc nulls last
        ) as place
    from months
    inner join versions on months.as_of_on >= versions.effective_on
    left join scenario_values as ages on ages.parameter = 'ad_max_age_days_' || versions.kind
    left join company_arr as arr_now
        on months.as_of_on >= arr_now.from_on
            and (arr_now.until_on is null or months.as_of_on < arr_now.until_on)
    left join company_arr as arr_then
        on versions.effective_on >= arr_then.from_on
            and (arr_then.until_on is null or versions.effective_on < arr_then.until_on)

),

banded as (

    select
        dated.as_of_month,
        dated.kind,
        dated.rule_version,
        sum(case when bands.min_arr <= dated.arr_now then 1 else 0 end) as band_now,
        sum(case when bands.min_arr <= dated.arr_then then 1 else 0 end) as band_then
    from dated
    cross join bands
    group by dated.as_of_month, dated.kind, dated.rule_version

),

final as (

    select
        dated.as_of_month,
        dated.as_of_on,
        dated.kind,
        dated.rule_version,
        dated.effective_on,
        dated.age_days,
        dated.max_age_days,
        dated.place = 1 as is_in_force,
        dated.place = 1 and dated.age_days >= dated.max_age_days as is_stale,
        case when dated.arr_now is not null and dated.arr_then is not null
                then banded.band_now > banded.band_then
        end as has_crossed_band,
        cast(dated.arr_then as decimal(28, 8)) as arr_then,
        cast(dated.arr_now as decimal(28, 8)) as arr_now,
        dated.arr_basis,
        round(
            cast(dated.arr_now as double) / nullif(cast(dated.arr_then as double), 0), 8
        ) as stage_ratio
    from dated
    inner join banded
        on dated.as_of_month = banded.as_of_month
            and dated.kind = banded.kind
            and dated.rule_version = banded.rule_version

)

select * from final
