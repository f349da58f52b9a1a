with lead_kinds as (

    select * from {{ ref('int_growth__lead_kinds') }}

),

lifted as (

    select * from {{ ref('int_growth__lead_lift') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

lifts as (

    select
        'lift of PQL over MQL, fit matched' as slice,
        lift as value
    from lifted
    union all
    select
        'lift of PQL over MQL, fit matched, low' as slice,
        lift_low as value
    from lifted
    union all
    select
        'lift of PQL over MQL, fit matched, high' as slice,
        lift_high as value
    from lifted

),

kinds as (

    select
        upper(lead_kind) as kind_name,
        count(case when is_paid_in_time then 1 end) as paid_count,
        sum(coalesce(first_arr, 0)) as paid_arr,
        count(*) as lead_count
    from lead_kinds
    group by lead_kind

),

dated as (

    select
        kinds.*,
        as_of.as_of_on
    from kinds
    cross join as_of

),

dated_lifts as (

    select
        lifts.*,
        as_of.as_of_on
    from lifts
    cross join as_of

),

final as (

    select
        {{ figure(
            "'M47'", 'as_of', "as_of_on", "concat_ws('', kind_name, ', paid in time')", 'share',
            numerator="paid_count", denominator="lead_count"
        ) }}
    from dated
    union all
    select
        {{ figure(
            "'M47'", 'as_of', "as_of_on", "concat_ws('', kind_name, ', ARR per lead')", 'dollars',
            numerator="paid_arr", denominator="lead_count"
        ) }}
    from dated
    union all
    select {{ figure("'M47'", 'as_of', "as_of_on", "slice", 'ratio', value="value") }}
    from dated_lifts

)

select * from final
