{#- The ARR of the seats that the users ahead need at the target utilisation; null where no seats are
    sold or nothing is known of users. offers: rows of int_failure_modes__eo_offers. -#}
{% macro seats_ahead_arr(offers, thresholds) -%}
    case
        when {{ offers }}.forecast_active_users is not null and {{ offers }}.quantity > 0
            then greatest(
                    cast({{ offers }}.forecast_active_users as double)
                    / cast({{ thresholds }}.eo_target_utilisation as double)
                    - cast({{ offers }}.paid_seats as double),
                    0
                ) * cast({{ offers }}.tier_arr as double) / cast({{ offers }}.quantity as double)
    end
{%- endmacro %}
