with row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}
    where input_table in ('product_events', 'opportunities', 'commercial_touches')

),

-- Without use there is no signal; without deals and touches nobody can say that nothing was done.
final as (

    select
        max(case when is_present then 0 else 1 end) = 0 as is_measurable,
        {{ dbt.listagg(
            'case when not is_present then input_table end', "', '", 'order by input_table asc nulls last'
        ) }} as missing_inputs
    from row_counts

)

select * from final
