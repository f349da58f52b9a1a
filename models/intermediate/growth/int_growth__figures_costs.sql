with quarters as (

    select * from {{ ref('int_growth__acquisition_quarters') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

told as (

    select
        quarters.*,
        settings.spend_cut_alert,
        coalesce(sales_amount, 0) + coalesce(marketing_amount, 0) + coalesce(growth_amount, 0)
        + coalesce(onboarding_amount, 0) + coalesce(success_amount, 0) as all_amount,
        coalesce(growth_amount, 0) + coalesce(onboarding_amount, 0) as activation_amount,
        coalesce(sales_amount, 0) + coalesce(marketing_amount, 0) + coalesce(growth_amount, 0)
            as selling_amount
    from quarters
    cross join settings

),

final as (

    select
        {{ figure(
            "'M71'", 'quarter', "quarter", "'sales'", 'share', numerator="sales_amount",
            denominator="all_amount"
        ) }}
    from told
    where is_complete
    union all
    select
        {{ figure(
            "'M71'", 'quarter', "quarter", "'marketing'", 'share', numerator="marketing_amount",
            denominator="all_amount"
        ) }}
    from told
    where is_complete
    union all
    select
        {{ figure(
            "'M71'", 'quarter', "quarter", "'product and onboarding'", 'share',
            numerator="activation_amount", denominator="all_amount"
        ) }}
    from told
    where is_complete
    union all
    select
        {{ figure(
            "'M71'", 'quarter', "quarter", "'success'", 'share', numerator="success_amount",
            denominator="all_amount"
        ) }}
    from told
    where is_complete
    union all
    select
        {{ figure(
            "'M71'", 'quarter', "quarter",
            "'cost-cut trap: sales cut while onboarding did not grow'", 'flag',
            value="case
                when sales_amount < (1 - spend_cut_alert) * sales_year_ago
                    and coalesce(onboarding_amount, 0) <= coalesce(onboarding_year_ago, 0)
                    then cast(1 as double)
                else cast(0 as double)
                end"
        ) }}
    from told
    where is_complete and sales_year_ago is not null
    union all
    select
        {{ figure(
            "'M72'", 'quarter', "quarter",
            "'onboarding and growth over sales, marketing and growth'", 'share',
            numerator="activation_amount", denominator="selling_amount"
        ) }}
    from told
    where is_complete

)

select * from final
