"""What the demo company sells and what its product emits: lines, plans, prices, limits, events."""

from __future__ import annotations

from decimal import Decimal

LINES = ("studio", "insights", "flows")
"""studio is sold by the seat, insights at a flat price, flows by committed and metered runs."""

LIST_MONTHLY = {
    ("studio", "team"): 110,
    ("studio", "business"): 185,
    ("studio", "enterprise"): 280,
    ("studio", "priority_support"): 600,
    ("insights", "standard"): 950,
    ("insights", "premium"): 2100,
    ("flows", "committed"): 14,
    ("flows", "metered"): 0,
}
"""List price per unit and month in US dollars; a unit of flows is a thousand runs."""

TIER_RANK = {
    "free": 0, "team": 1, "business": 2, "enterprise": 3, "priority_support": 1,
    "standard": 1, "premium": 2, "committed": 2, "metered": 1,
}  # fmt: skip
FLAT_PLANS = frozenset({"standard", "premium", "priority_support"})
NEXT_PLAN = {"team": "business", "business": "enterprise", "standard": "premium"}
CURRENCY_FACTOR = {"USD": Decimal(1), "EUR": Decimal("0.92"), "GBP": Decimal("0.80")}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
OVERAGE_PRICE = Decimal(18)
PRICE_RISE = Decimal("1.06")
"""The list-price rise of studio, from the first of the month 16 months before the end."""

# event, feature, use case, line, kind, value, core, gated, vanity, weight
EVENTS = (
    ("session_started", None, None, None, "session", 0, 0, 0, 1, 0),
    ("page_viewed", None, None, None, None, 0, 0, 0, 1, 0),
    ("workspace_configured", "setup", None, None, "setup", 0, 0, 0, 0, 1),
    ("data_imported", "import", None, "studio", "setup", 0, 0, 0, 0, 1),
    ("plan_edited", "planner", "planning", "studio", "action", 0, 1, 0, 0, 1),
    ("comment_added", "comments", "planning", "studio", "action", 0, 0, 0, 0, 1),
    ("plan_published", "planner", "planning", "studio", "action", 1, 1, 0, 0, 2),
    ("review_approved", "reviews", "reviews", "studio", "action", 1, 1, 0, 0, 2),
    ("template_used", "templates", "planning", "studio", "action", 0, 1, 0, 0, 1),
    ("audit_log_opened", "audit_log", "governance", "studio", "action", 0, 0, 1, 0, 1),
    ("sso_settings_opened", "sso", "governance", "studio", "action", 0, 0, 1, 0, 1),
    ("dashboard_viewed", "dashboards", "analysis", "insights", "action", 0, 1, 0, 0, 1),
    ("report_shared", "reports", "analysis", "insights", "action", 1, 1, 0, 0, 2),
    ("forecast_opened", "forecasts", "analysis", "insights", "action", 0, 0, 1, 0, 1),
    ("flow_edited", "flow_builder", "automation", "flows", "action", 0, 1, 0, 0, 1),
    ("flow_completed", "flow_runs", "automation", "flows", "action", 1, 1, 0, 0, 2),
    ("integration_connected", "integrations", "automation", None, "integration", 0, 0, 0, 0, 1),
    ("api_called", "api", "automation", None, "api", 0, 0, 0, 0, 1),
    ("pricing_viewed", None, None, None, "pricing_view", 0, 0, 0, 0, 0),
)
EVENT_CODE = {row[0]: i for i, row in enumerate(EVENTS)}

LIMITS = {
    ("studio", "free"): (("storage_gb", 5, True),),
    ("studio", "team"): (("storage_gb", 100, True),),
    ("studio", "business"): (("storage_gb", 500, True), ("audit_log", 1, False)),
    ("studio", "enterprise"): (
        ("storage_gb", 2000, True), ("audit_log", 1, False), ("sso", 1, False),
    ),
    ("insights", "standard"): (("reports", 50, False),),
    ("insights", "premium"): (("reports", 500, False), ("forecasts", 1, False)),
    ("flows", "committed"): (("runs", 1000, False),),
    ("flows", "metered"): (("runs", 0, False),),
}  # fmt: skip
"""Included limits per plan: key, value, hard. Seats and runs follow what was bought."""

FREE_MAIL = ("gmail.com", "outlook.com", "yahoo.com", "icloud.com", "gmx.de", "proton.me")
DISPOSABLE = ("mailinator.com", "guerrillamail.com", "10minutemail.com")
INTERNAL_DOMAIN = "tessellate.example"
INDUSTRIES = (
    "software", "fintech", "healthcare", "ecommerce", "media", "manufacturing", "education",
    "logistics",
)  # fmt: skip
REGIONS = ("north_america", "europe", "apac", "latam")


def list_price(line: str, plan: str, interval: str, currency: str, is_raised: bool) -> Decimal:
    """List price per unit and billing interval, in the currency."""
    price = Decimal(LIST_MONTHLY[line, plan]) * CURRENCY_FACTOR[currency] * MONTHS[interval]
    if is_raised and line == "studio" and plan != "priority_support":
        price *= PRICE_RISE
    return price.quantize(Decimal("0.01"))
