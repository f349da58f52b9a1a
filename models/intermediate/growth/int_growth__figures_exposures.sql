with signals as (

    select * from {{ ref('int_product__signals') }}
    where origin = 'exposure'

),

exposures as (

    select
        cast({{ dbt.date_trunc('month', 'signalled_at') }} as date) as month,
        count(*) as exposure_count,
        count(resulting_user_id) as signup_count,
        count(distinct account_id) as account_count
    from signals
    group by cast({{ dbt.date_trunc('month', 'signalled_at') }} as date)

),

final as (

    select
        {{ figure(
            "'M65'", 'month', "month", "'exposures per account that exposes'", 'count',
            numerator="exposure_count", denominator="account_count"
        ) }}
    from exposures
    union all
    select
        {{ figure(
            "'M65'", 'month', "month", "'sign-ups per thousand views'", 'count',
            numerator="1000 * signup_count", denominator="exposure_count"
        ) }}
    from exposures

)

select * from final
