with members as (

    select * from {{ ref('int_growth__cohort_members') }}
    where unit = 'account' and not is_paying_at_signup

),

named as (

    select
        cohort_month,
        concat_ws(
            '', entry_model, case when is_assisted then ', assisted' else ', self-serve' end
        ) as cohort_name,
        signed_up_at,
        activated_at,
        case when first_paid_at is null or pql_at <= first_paid_at then pql_at end as pql_at,
        first_paid_at
    from members

),

counted as (

    select
        cohort_month,
        cohort_name,
        count(*) as signups,
        count(activated_at) as activated,
        count(pql_at) as pqls,
        count(first_paid_at) as paid,
        median({{ dbt.datediff('signed_up_at', 'activated_at', 'day') }}) as days_to_activation,
        median({{ dbt.datediff('signed_up_at', 'pql_at', 'day') }}) as days_to_pql,
        median({{ dbt.datediff('signed_up_at', 'first_paid_at', 'day') }}) as days_to_paid
    from named
    group by cohort_month, cohort_name

),

final as (

    select
        {{ figure(
            "'M50'", 'month', "cohort_month",
            "concat_ws('', cohort_name, ': activated of sign-ups')", 'share',
            numerator="activated", denominator="signups"
        ) }}
    from counted
    union all
    select
        {{ figure(
            "'M50'", 'month', "cohort_month",
            "concat_ws('', cohort_name, ': qualified of sign-ups')", 'share', numerator="pqls",
            denominator="signups"
        ) }}
    from counted
    union all
    select
        {{ figure(
            "'M50'", 'month', "cohort_month", "concat_ws('', cohort_name, ': paid of sign-ups')",
            'share', numerator="paid", denominator="signups"
        ) }}
    from counted
    union all
    select
        {{ figure(
            "'M50'", 'month', "cohort_month",
            "concat_ws('', cohort_name, ': median days to activation')", 'days',
            value="days_to_activation"
        ) }}
    from counted
    where days_to_activation is not null
    union all
    select
        {{ figure(
            "'M50'", 'month', "cohort_month",
            "concat_ws('', cohort_name, ': median days to qualification')", 'days',
            value="days_to_pql"
        ) }}
    from counted
    where days_to_pql is not null
    union all
    select
        {{ figure(
            "'M50'", 'month', "cohort_month",
            "concat_ws('', cohort_name, ': median days to payment')", 'days', value="days_to_paid"
        ) }}
    from counted
    where days_to_paid is not null

)

select * from final
