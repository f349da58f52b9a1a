"""Books whose movements were worked out by hand, from published examples and from peers' failures.

Each expected movement is (day, product line, movement type, driver, basis, MRR). Every case is
checked against the reference, and replayed through the models together with the random books.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from .books import (
    AS_OF,
    Book,
    book,
    change,
    invoice_line,
    payment,
    snapshot,
    subscription,
)

Movement = tuple[date, str, str, str, str, Decimal]


@dataclass(frozen=True)
class Case:
    """A book, why it is here, and its movements in order of day, line, type and driver."""

    name: str
    about: str
    book: Book
    movements: list[Movement]


def moved(
    on: date, kind: str, driver: str, amount: str, line: str = "core", basis: str = "committed"
) -> Movement:
    """Give one expected movement."""
    return on, line, kind, driver, basis, Decimal(amount)


def d(text: str) -> date:
    """Read a date."""
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    """Read a timestamp."""
    return datetime.fromisoformat(text)


def worked_examples() -> list[Case]:
    """Examples of the specification and of vendors."""
    return [
        Case(
            "x1_price_and_volume",
            "10 seats at 50 become 14 seats at 55: 270 = volume 200 + price 70",
            book(
                [subscription("s", d("2024-01-10"))],
                [
                    change("1", "s", "start", d("2024-01-10"), 10, 50),
                    change("2", "s", "quantity", d("2024-03-05"), 14, 55),
                ],
            ),
            [
                moved(d("2024-01-10"), "new", "start", "500"),
                moved(d("2024-03-05"), "expansion", "seats", "200"),
                moved(d("2024-03-05"), "price", "price", "70"),
            ],
        ),
        Case(
            "x1_with_a_smaller_discount",
            "of the price part of 70, the list price explains 2 x 14 = 28, the discount the rest",
            book(
                [subscription("s", d("2024-01-10"))],
                [
                    change("1", "s", "start", d("2024-01-10"), 10, 50, list_price=60),
                    change("2", "s", "price", d("2024-03-05"), 14, 55, list_price=62),
                ],
            ),
            [
                moved(d("2024-01-10"), "new", "start", "500"),
                moved(d("2024-03-05"), "expansion", "seats", "200"),
                moved(d("2024-03-05"), "price", "discount", "42"),
                moved(d("2024-03-05"), "price", "price", "28"),
            ],
        ),
        Case(
            "chartmogul_gold_and_silver",
            "ChartMogul's example: new, expansion, contraction, churn, reactivation",
            book(
                [
                    subscription("gold", d("2024-01-01"), plan="gold"),
                    subscription("silver", d("2024-02-01"), plan="silver"),
                    subscription("gold-2", d("2024-08-01"), plan="gold"),
                ],
                [
                    change(
                        "1", "gold", "start", d("2024-01-01"), 4, 500, interval="year", plan="gold"
                    ),
                    change("2", "silver", "start", d("2024-02-01"), 2, 30, plan="silver"),
                    change("3", "silver", "cancel", d("2024-04-01"), plan="silver"),
                    change("4", "gold", "cancel", d("2024-06-01"), interval="year", plan="gold"),
                    change("5", "gold-2", "start", d("2024-08-01"), 3, 50, plan="gold"),
                ],
            ),
            [
                moved(d("2024-01-01"), "new", "start", "166.66666667"),
                moved(d("2024-02-01"), "expansion", "addon", "60"),
                moved(d("2024-04-01"), "contraction", "stop", "-60"),
                moved(d("2024-06-01"), "churn", "stop", "-166.66666667"),
                moved(d("2024-08-01"), "reactivation", "start", "150"),
            ],
        ),
        Case(
            "stripe_a_year_is_twelve_months",
            "Stripe's example: 1,200 a year is 100 a month, over a leap year too",
            book(
                [subscription("s", d("2024-01-01"))],
                [change("1", "s", "start", d("2024-01-01"), 1, 1200, interval="year")],
            ),
            [moved(d("2024-01-01"), "new", "start", "100")],
        ),
    ]


def interval_cases() -> list[Case]:
    """Every billing interval, as one start each."""
    worth = {
        ("day", None, "1"): "30.41666667",  # 365 / 12
        ("day", 30, "30"): "30.41666667",
        ("week", None, "12"): "52",  # 12 x 52 / 12
        ("week", 2, "24"): "52",
        ("month", None, "10"): "10",
        ("month", 6, "60"): "10",
        ("quarter", None, "10"): "3.33333333",
        ("year", None, "10"): "0.83333333",
        ("year", 3, "1200"): "33.33333333",
    }
    return [
        Case(
            f"interval_{count or 1}_{interval}",
            f"{price} for {count or 1} {interval} is {mrr} a month",
            book(
                [subscription("s", d("2024-03-31"))],
                [
                    change(
                        "1", "s", "start", d("2024-03-31"), 1, price, interval=interval, count=count
                    )
                ],
            ),
            [moved(d("2024-03-31"), "new", "start", mrr)],
        )
        for (interval, count, price), mrr in worth.items()
    ]


def peer_failures() -> list[Case]:
    """What published models of recurring revenue got wrong."""
    return [
        Case(
            "return_after_a_gap_is_reactivation",
            "an increase from zero after having paid is not an expansion",
            book(
                [subscription("s", d("2024-01-05"))],
                [
                    change("1", "s", "start", d("2024-01-05"), 1, 50),
                    change("2", "s", "cancel", d("2024-03-05")),
                    change("3", "s", "start", d("2024-03-09"), 2, 50),
                ],
            ),
            [
                moved(d("2024-01-05"), "new", "start", "50"),
                moved(d("2024-03-05"), "churn", "stop", "-50"),
                moved(d("2024-03-09"), "reactivation", "start", "100"),
            ],
        ),
        Case(
            "a_drop_to_exactly_zero_is_churn",
            "the last seat goes without a cancellation; the smallest rest is a contraction",
            book(
                [subscription("s", d("2024-01-05"))],
                [
                    change("1", "s", "start", d("2024-01-05"), 10, 10),
                    change("2", "s", "quantity", d("2024-02-05"), "0.01", 10),
                    change("3", "s", "quantity", d("2024-03-05"), 0, 10),
                ],
            ),
            [
                moved(d("2024-01-05"), "new", "start", "100"),
                moved(d("2024-02-05"), "contraction", "seats", "-99.9"),
                moved(d("2024-03-05"), "churn", "stop", "-0.1"),
            ],
        ),
        Case(
            "open_ends_run_to_the_as_of_date",
            "nobody churned because the data end",
            book(
                [subscription("s", d("2023-07-01"))],
                [change("1", "s", "start", d("2023-07-01"), 1, 10)],
            ),
            [moved(d("2023-07-01"), "new", "start", "10")],
        ),
        Case(
            "return_on_a_new_subscription_is_reactivation",
            "the account is what was new once, not the subscription",
            book(
                [
                    subscription("s", d("2024-01-05"), ended_on=d("2024-02-05")),
                    subscription("t", d("2024-09-01"), line="extra"),
                ],
                [
                    change("1", "s", "start", d("2024-01-05"), 1, 50),
                    change("2", "t", "start", d("2024-09-01"), 1, 70),
                ],
            ),
            [
                moved(d("2024-01-05"), "new", "start", "50"),
                moved(d("2024-03-06"), "churn", "stop", "-50"),
                moved(d("2024-09-01"), "reactivation", "start", "70", line="extra"),
            ],
        ),
        Case(
            "an_annual_invoice_is_twelve_months",
            "366 days from one invoice come to the contract price over twelve",
            book(
                [
                    subscription(
                        "s",
                        d("2024-01-01"),
                        ended_on=d("2025-01-01"),
                        cancelled_on=d("2025-01-01"),
                    )
                ],
                invoice_lines=[
                    invoice_line(
                        "1",
                        "recurring",
                        1200,
                        d("2024-01-01"),
                        d("2024-12-31"),
                        subscription_id="s",
                        invoiced_on=d("2024-01-01"),
                    ),
                ],
            ),
            [
                moved(d("2024-01-01"), "new", "start", "100"),
                moved(d("2025-01-01"), "churn", "stop", "-100"),
            ],
        ),
        Case(
            "what_is_only_invoiced_is_carried_for_thirty_days",
            "February is missing and waited for, May is missing and ends it, June is the last",
            book(
                [subscription("s", d("2024-01-01"))],
                invoice_lines=[
                    invoice_line(month, "recurring", 10, first, last, subscription_id="s")
                    for month, first, last in [
                        ("jan", d("2024-01-01"), d("2024-01-31")),
                        ("mar", d("2024-03-02"), d("2024-04-01")),
                        ("jun", d("2024-06-01"), d("2024-06-30")),
                    ]
                ],
            ),
            [
                moved(d("2024-01-01"), "new", "start", "10"),
                moved(d("2024-05-02"), "churn", "stop", "-10"),
                moved(d("2024-06-01"), "reactivation", "start", "10"),
                moved(d("2024-07-31"), "churn", "stop", "-10"),
            ],
        ),
        Case(
            "an_invoice_under_a_new_subscription_is_a_late_renewal",
            "the invoices of one end, those of the next begin within the days: no churn",
            book(
                [subscription("s", d("2024-01-01")), subscription("t", d("2024-02-20"))],
                invoice_lines=[
                    invoice_line(
                        "1", "recurring", 10, d("2024-01-01"), d("2024-01-31"), subscription_id="s"
                    ),
                    invoice_line(
                        "2", "recurring", 144, d("2024-02-20"), d("2025-02-19"), subscription_id="t"
                    ),
                ],
            ),
            [
                moved(d("2024-01-01"), "new", "start", "10"),
                moved(d("2024-02-20"), "price", "price", "2"),
                moved(d("2025-03-22"), "churn", "stop", "-12"),
            ],
        ),
        Case(
            "a_period_of_ten_days_is_a_third_of_a_month",
            "its last day is its last: 1 to 10 February is ten days, 120 x 365 / (12 x 10) = 365",
            book(
                [subscription("s", d("2024-02-01"), cancelled_on=d("2024-02-11"))],
                invoice_lines=[
                    invoice_line(
                        "1", "recurring", 120, d("2024-02-01"), d("2024-02-10"), subscription_id="s"
                    ),
                ],
            ),
            [
                moved(d("2024-02-01"), "new", "start", "365"),
                moved(d("2024-02-11"), "churn", "stop", "-365"),
            ],
        ),
        Case(
            "stop_and_start_on_one_day_is_no_churn",
            "the account pays at both ends of the day",
            book(
                [subscription("s", d("2024-01-05")), subscription("t", d("2024-04-01"))],
                [
                    change("1", "s", "start", d("2024-01-05"), 1, 50),
                    change("2", "s", "cancel", d("2024-04-01")),
                    change("3", "t", "start", d("2024-04-01"), 1, 80),
                ],
            ),
            [
                moved(d("2024-01-05"), "new", "start", "50"),
                moved(d("2024-04-01"), "contraction", "stop", "-50"),
                moved(d("2024-04-01"), "expansion", "addon", "80"),
            ],
        ),
        Case(
            "subscriptions_overlap_and_add_up",
            "two subscriptions of one line at once",
            book(
                [subscription("s", d("2024-01-05")), subscription("t", d("2024-01-05"))],
                [
                    change("1", "s", "start", d("2024-01-05"), 1, 50),
                    change("2", "t", "start", d("2024-01-05"), 1, 50),
                    change("3", "s", "cancel", d("2024-05-01")),
                ],
            ),
            [
                moved(d("2024-01-05"), "new", "start", "100"),
                moved(d("2024-05-01"), "contraction", "stop", "-50"),
            ],
        ),
    ]


def life_cases() -> list[Case]:
    """Trials, pauses, renewals, replacements and ends."""
    late = [
        change("1", "s", "start", d("2024-01-10"), 5, 20),
    ]
    return [
        Case(
            "a_trial_is_worth_nothing_until_it_is_paid",
            "new is the day of the first money",
            book(
                [subscription("s", d("2024-01-10"))],
                [
                    change("1", "s", "start", d("2024-01-10"), 3, 0),
                    change("2", "s", "price", d("2024-01-24"), 3, 20),
                ],
            ),
            [moved(d("2024-01-24"), "new", "start", "60")],
        ),
        Case(
            "a_pause_is_churn_and_the_resume_reactivation",
            "what changes in between counts from the resume",
            book(
                [subscription("s", d("2024-01-10"))],
                [
                    change("1", "s", "start", d("2024-01-10"), 3, 20),
                    change("2", "s", "pause", d("2024-02-10"), 3, 20),
                    change("3", "s", "quantity", d("2024-03-10"), 4, 20),
                    change("4", "s", "resume", d("2024-04-10"), 4, 20),
                ],
            ),
            [
                moved(d("2024-01-10"), "new", "start", "60"),
                moved(d("2024-02-10"), "churn", "pause", "-60"),
                moved(d("2024-04-10"), "reactivation", "resume", "80"),
            ],
        ),
        Case(
            "a_pause_beside_another_line_is_a_contraction",
            "the account goes on paying",
            book(
                [
                    subscription("s", d("2024-01-10")),
                    subscription("t", d("2024-01-10"), line="extra"),
                ],
                [
                    change("1", "s", "start", d("2024-01-10"), 3, 20),
                    change("2", "t", "start", d("2024-01-10"), 1, 20),
                    change("3", "s", "pause", d("2024-02-10"), 3, 20),
                    change("4", "s", "resume", d("2024-03-10"), 3, 20),
                ],
            ),
            [
                moved(d("2024-01-10"), "new", "start", "60"),
                moved(d("2024-01-10"), "new", "start", "20", line="extra"),
                moved(d("2024-02-10"), "contraction", "pause", "-60"),
                moved(d("2024-03-10"), "expansion", "resume", "60"),
            ],
        ),
        Case(
            "a_plan_change_is_one_tier_movement",
            "price and volume are not told apart where the plan differs",
            book(
                [subscription("s", d("2024-01-10"))],
                [
                    change("1", "s", "start", d("2024-01-10"), 3, 20, plan="basic"),
                    change("2", "s", "plan", d("2024-02-10"), 4, 30, plan="pro"),
                    change("3", "s", "plan", d("2024-05-10"), 4, 20, plan="basic"),
                ],
            ),
            [
                moved(d("2024-01-10"), "new", "start", "60"),
                moved(d("2024-02-10"), "expansion", "tier", "60"),
                moved(d("2024-05-10"), "contraction", "tier", "-40"),
            ],
        ),
        Case(
            "a_renewal_on_the_thirtieth_day_is_carried",
            "expired on 1 June, signed on 1 July: no churn, and the new terms are a price change",
            book(
                [
                    subscription("s", d("2024-01-10"), ended_on=d("2024-06-01")),
                    subscription("t", d("2024-07-01")),
                ],
                [*late, change("2", "t", "start", d("2024-07-01"), 5, 22)],
            ),
            [
                moved(d("2024-01-10"), "new", "start", "100"),
                moved(d("2024-07-01"), "price", "price", "10"),
            ],
        ),
        Case(
            "a_renewal_on_the_thirty_first_day_is_not",
            "expired on 1 June: carried to 1 July, churn, back on 2 July",
            book(
                [
                    subscription("s", d("2024-01-10"), ended_on=d("2024-06-01")),
                    subscription("t", d("2024-07-02")),
                ],
                [*late, change("2", "t", "start", d("2024-07-02"), 5, 22)],
            ),
            [
                moved(d("2024-01-10"), "new", "start", "100"),
                moved(d("2024-07-01"), "churn", "stop", "-100"),
                moved(d("2024-07-02"), "reactivation", "start", "110"),
            ],
        ),
        Case(
            "who_waits_in_vain_takes_no_place",
            "three expire, two sign: the second drops, and the third has the second signature",
            book(
                [
                    subscription("s1", d("2024-01-10"), ended_on=d("2024-03-01")),
                    subscription("s2", d("2024-01-10"), ended_on=d("2024-03-02")),
                    subscription("s3", d("2024-01-10"), ended_on=d("2024-03-05")),
                    subscription("t1", d("2024-03-10")),
                    subscription("t2", d("2024-04-02")),
                ],
                [
                    change("1", "s1", "start", d("2024-01-10"), 1, 10),
                    change("2", "s2", "start", d("2024-01-10"), 1, 20),
                    change("3", "s3", "start", d("2024-01-10"), 1, 30),
                    change("4", "t1", "start", d("2024-03-10"), 1, 11),
                    change("5", "t2", "start", d("2024-04-02"), 1, 33),
                ],
            ),
            [
                moved(d("2024-01-10"), "new", "start", "60"),
                moved(d("2024-03-10"), "price", "price", "1"),
                moved(d("2024-04-01"), "contraction", "stop", "-20"),
                moved(d("2024-04-02"), "price", "price", "3"),
            ],
        ),
        Case(
            "an_expired_subscription_is_carried_while_it_may_be_renewed",
            "it expired 29 days before the as-of date",
            book(
                [subscription("s", d("2024-01-10"), ended_on=AS_OF - timedelta(days=29))],
                late,
            ),
            [moved(d("2024-01-10"), "new", "start", "100")],
        ),
        Case(
            "an_expired_subscription_drops_on_the_thirtieth_day",
            "it expired 30 days before the as-of date",
            book(
                [subscription("s", d("2024-01-10"), ended_on=AS_OF - timedelta(days=30))],
                late,
            ),
            [
                moved(d("2024-01-10"), "new", "start", "100"),
                moved(AS_OF, "churn", "stop", "-100"),
            ],
        ),
        Case(
            "a_stated_replacement_is_carried_no_longer",
            "after thirty days the account has churned, whatever is signed later",
            book(
                [
                    subscription("s", d("2024-01-10"), ended_on=d("2024-06-01")),
                    subscription("t", d("2024-07-16"), replaces="s"),
                ],
                [*late, change("2", "t", "start", d("2024-07-16"), 5, 22)],
            ),
            [
                moved(d("2024-01-10"), "new", "start", "100"),
                moved(d("2024-07-01"), "churn", "stop", "-100"),
                moved(d("2024-07-16"), "reactivation", "start", "110"),
            ],
        ),
        Case(
            "a_cancelled_subscription_is_not_carried",
            "the end is known: it stops on the day it ended",
            book(
                [
                    subscription(
                        "s", d("2024-01-10"), ended_on=d("2024-06-01"), cancelled_on=d("2024-05-03")
                    )
                ],
                late,
            ),
            [
                moved(d("2024-01-10"), "new", "start", "100"),
                moved(d("2024-06-01"), "churn", "stop", "-100"),
            ],
        ),
        Case(
            "a_replacement_is_a_change_of_what_it_replaces",
            "the old one ends without a word, the new one has more seats",
            book(
                [
                    subscription("s", d("2024-01-10")),
                    subscription("t", d("2024-06-01"), replaces="s"),
                ],
                [*late, change("2", "t", "start", d("2024-06-01"), 8, 20)],
            ),
            [
                moved(d("2024-01-10"), "new", "start", "100"),
                moved(d("2024-06-01"), "expansion", "seats", "60"),
            ],
        ),
        Case(
            "a_replacement_on_the_day_of_the_cancellation",
            "the cancellation of the old one is part of the replacement",
            book(
                [
                    subscription("s", d("2024-01-10")),
                    subscription("t", d("2024-06-01"), plan="team", replaces="s"),
                ],
                [
                    *late,
                    change("2", "s", "cancel", d("2024-06-01")),
                    change("3", "t", "start", d("2024-06-01"), 8, 20, plan="team"),
                ],
            ),
            [
                moved(d("2024-01-10"), "new", "start", "100"),
                moved(d("2024-06-01"), "expansion", "tier", "60"),
            ],
        ),
        Case(
            "changes_of_one_day_follow_their_order_times",
            "not their names, and the last of the day counts: 10 seats, then 20, then 15",
            book(
                [subscription("s", d("2024-01-10"))],
                [
                    change("1", "s", "start", d("2024-01-10"), 10, 10),
                    change(
                        "3",
                        "s",
                        "quantity",
                        d("2024-02-10"),
                        20,
                        10,
                        ordered_at=at("2024-02-10T08:00:00"),
                    ),
                    change(
                        "2",
                        "s",
                        "quantity",
                        d("2024-02-10"),
                        15,
                        10,
                        ordered_at=at("2024-02-10T09:00:00"),
                    ),
                    change("4", "s", "cancel", d("2024-03-10")),
                ],
            ),
            [
                moved(d("2024-01-10"), "new", "start", "100"),
                moved(d("2024-02-10"), "expansion", "seats", "50"),
                moved(d("2024-03-10"), "churn", "stop", "-150"),
            ],
        ),
        Case(
            "committed_usage_and_addons_are_ordinary_changes",
            "the driver follows the kind of change",
            book(
                [subscription("s", d("2024-01-10"))],
                [
                    change("1", "s", "start", d("2024-01-10"), 10, 10),
                    change("2", "s", "usage", d("2024-02-10"), 30, 10),
                    change("3", "s", "addon", d("2024-03-10"), 30, 12),
                ],
            ),
            [
                moved(d("2024-01-10"), "new", "start", "100"),
                moved(d("2024-02-10"), "expansion", "usage", "200"),
                moved(d("2024-03-10"), "expansion", "addon", "60"),
            ],
        ),
        Case(
            "a_row_sent_twice_counts_once",
            "and of two rows that contradict each other the first is believed",
            book(
                [subscription("s", d("2024-01-10"))],
                [
                    change("1", "s", "start", d("2024-01-10"), 10, 10),
                    change("2", "s", "quantity", d("2024-02-10"), 12, 10),
                    change("2", "s", "quantity", d("2024-02-10"), 12, 10),
                    change("3", "s", "quantity", d("2024-02-10"), 13, 10),
                ],
            ),
            [
                moved(d("2024-01-10"), "new", "start", "100"),
                moved(d("2024-02-10"), "expansion", "seats", "20"),
            ],
        ),
        Case(
            "the_future_is_not_counted",
            "an order placed today for tomorrow, and one placed tomorrow for yesterday",
            book(
                [subscription("s", d("2024-01-10"))],
                [
                    change("1", "s", "start", d("2024-01-10"), 10, 10),
                    change(
                        "2",
                        "s",
                        "quantity",
                        AS_OF + timedelta(days=1),
                        20,
                        10,
                        ordered_at=datetime(AS_OF.year, AS_OF.month, AS_OF.day, 9),
                    ),
                ],
            ),
            [moved(d("2024-01-10"), "new", "start", "100")],
        ),
        Case(
            "snapshots_are_changes_between_days",
            "five seats, then six, then gone",
            book(
                [subscription("s", d("2024-01-10"))],
                snapshots=[
                    snapshot("s", d("2024-01-10"), 5, 10),
                    snapshot("s", d("2024-01-11"), 5, 10),
                    snapshot("s", d("2024-01-12"), 6, 10),
                    snapshot("s", d("2024-01-13"), 6, 10, status="paused"),
                    snapshot("s", d("2024-01-14"), 6, 10),
                    snapshot("s", d("2024-01-15"), 6, 10, status="cancelled"),
                ],
            ),
            [
                moved(d("2024-01-10"), "new", "start", "50"),
                moved(d("2024-01-12"), "expansion", "seats", "10"),
                moved(d("2024-01-13"), "churn", "pause", "-60"),
                moved(d("2024-01-14"), "reactivation", "resume", "60"),
                moved(d("2024-01-15"), "churn", "stop", "-60"),
            ],
        ),
    ]


def money_cases() -> list[Case]:
    """Currencies, stated MRR, metered usage and unpaid invoices."""
    may, june = d("2024-05-01"), d("2024-06-01")
    return [
        Case(
            "a_currency_has_one_rate_for_all_time",
            "euros at the last rate of 2024, pounds at the earliest there is",
            book(
                [
                    subscription("s", d("2023-07-01"), currency="EUR"),
                    subscription("t", d("2025-07-01"), currency="GBP"),
                ],
                [
                    change("1", "s", "start", d("2023-07-01"), 1, 100),
                    change("2", "t", "start", d("2025-07-01"), 1, 100),
                ],
            ),
            [
                moved(d("2023-07-01"), "new", "start", "103.89"),
                moved(d("2025-07-01"), "expansion", "addon", "125.8"),
            ],
        ),
        Case(
            "stated_mrr_wins",
            "a flat price has no unit price; 25 is the whole month",
            book(
                [subscription("s", d("2024-01-10"))],
                [change("1", "s", "start", d("2024-01-10"), 10, 50, mrr=25)],
            ),
            [moved(d("2024-01-10"), "new", "start", "25")],
        ),
        Case(
            "metered_usage_moves_at_month_ends",
            "a third of the last three months, gone with the subscription",
            book(
                [subscription("s", d("2024-04-10"))],
                [
                    change("1", "s", "start", d("2024-04-10"), 1, 10),
                    change("2", "s", "cancel", d("2024-08-15")),
                ],
                invoice_lines=[
                    invoice_line("1", "overage", 30, may, d("2024-05-31")),
                    invoice_line("2", "overage", 60, june, d("2024-06-30")),
                ],
            ),
            [
                moved(d("2024-04-10"), "new", "start", "10"),
                moved(d("2024-05-31"), "expansion", "usage", "10", basis="usage"),
                moved(d("2024-06-30"), "expansion", "usage", "20", basis="usage"),
                moved(d("2024-08-15"), "churn", "stop", "-10"),
                moved(d("2024-08-15"), "churn", "usage", "-30", basis="usage"),
            ],
        ),
        Case(
            "metered_usage_without_a_subscription",
            "a line of its own fades out over three months",
            book(
                invoice_lines=[invoice_line("1", "overage", 30, may, d("2024-05-31"))],
            ),
            [
                moved(d("2024-05-31"), "new", "usage", "10", basis="usage"),
                moved(d("2024-08-31"), "churn", "usage", "-10", basis="usage"),
            ],
        ),
        Case(
            "an_unpaid_invoice_counts_for_thirty_days",
            "due on 1 March: still counted on 31 March, the thirtieth day; paid on 10 May",
            book(
                [subscription("s", d("2024-02-01"))],
                [change("1", "s", "start", d("2024-02-01"), 1, 10)],
                invoice_lines=[
                    invoice_line(
                        "1",
                        "recurring",
                        10,
                        d("2024-02-01"),
                        d("2024-02-29"),
                        subscription_id="s",
                        invoice_id="late",
                    ),
                ],
                payments=[payment("late", d("2024-03-01"), d("2024-05-10"))],
            ),
            [
                moved(d("2024-02-01"), "new", "start", "10"),
                moved(d("2024-04-01"), "churn", "pause", "-10"),
                moved(d("2024-05-10"), "reactivation", "resume", "10"),
            ],
        ),
        Case(
            "one_time_lines_and_credits_are_not_recurring",
            "they never reach the ledger",
            book(
                [subscription("s", d("2024-02-01"))],
                [change("1", "s", "start", d("2024-02-01"), 1, 10)],
                invoice_lines=[
                    invoice_line(
                        "1", "one_time", 500, d("2024-02-01"), d("2024-02-29"), subscription_id="s"
                    ),
                    invoice_line(
                        "2", "credit", -5, d("2024-02-01"), d("2024-02-29"), subscription_id="s"
                    ),
                ],
            ),
            [moved(d("2024-02-01"), "new", "start", "10")],
        ),
    ]


CASES = [
    *worked_examples(),
    *interval_cases(),
    *peer_failures(),
    *life_cases(),
    *money_cases(),
]
