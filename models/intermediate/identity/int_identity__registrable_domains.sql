with records as (

    select * from {{ ref('int_identity__records') }}

),

public_suffixes as (

    select * from {{ ref('public_suffixes') }}

),

domains as (

    select
        mail_domain,
        length(mail_domain) - length(replace(mail_domain, '.', '')) + 1 as label_count
    from records
    where mail_domain is not null
    group by mail_domain

),

-- No rule of the list is longer than seven labels: the eighth is the last that can matter.
labels as (
    {% for position in range(1, 9) %}
    select
        mail_domain,
        cast({{ position }} as integer) as label_position,
        {{ dbt.split_part('mail_domain', "'.'", -position) }} as label_text
    from domains
    where label_count >= {{ position }}{{ ' union all' if not loop.last }}
    {%- endfor %}

),

-- The ends of a name: uk, co.uk, acme.co.uk, mail.acme.co.uk.
ends as (

    select
        mail_domain,
        label_position,
        label_text,
        right(
            mail_domain,
            cast(
                sum(length(label_text) + 1) over (
                    partition by mail_domain
                    order by label_position asc nulls last
                    rows between unbounded preceding and current row
                ) - 1 as integer
            )
        ) as domain_end
    from labels

),

matching_rules as (

    select
        ends.mail_domain,
        public_suffixes.is_country,
        case
            when public_suffixes.rule_kind = 'wildcard' then ends.label_position + 1
            when public_suffixes.rule_kind = 'exception' then ends.label_position - 1
            else ends.label_position
        end as suffix_labels,
        row_number() over (
            partition by ends.mail_domain
            order by
                case when public_suffixes.rule_kind = 'exception' then 0 else 1 end asc nulls last,
                case
                    when public_suffixes.rule_kind = 'wildcard' then ends.label_position + 1
                    else ends.label_position
                end desc nulls last,
                public_suffixes.rule_kind asc nulls last
        ) as rule_number
    from ends
    inner join public_suffixes on ends.domain_end = public_suffixes.public_suffix

),

final as (

    select
        domains.mail_domain,
        ends.domain_end as registrable_domain,
        ends.label_text as registrable_label,
        coalesce(matching_rules.is_country, false) as is_country
    from domains
    left join matching_rules
        on domains.mail_domain = matching_rules.mail_domain and matching_rules.rule_number = 1
    left join ends
        on
            domains.mail_domain = ends.mail_domain
            and ends.label_position = coalesce(matching_rules.suffix_labels, 1) + 1
            -- An address in numbers (10.0.0.1) is nobody's name.
            and right(domains.mail_domain, 1) not between '0' and '9'

)

select * from final
