"""Who exists: companies, their ids in the three systems, and the truth about which is which.

Every record (workspace, billing customer, CRM account) is created here by ``add_*`` methods, which
write the truth first and the export second. Domains are invented words under real suffixes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from plr.demo import catalog, patterns
from plr.demo.scale import Scale, stream
from plr.demo.tables import COLUMNS, DAY_US, Tables
from plr.demo.truth_schema import TRUTH

if TYPE_CHECKING:
    from plr.demo.serving import Work

_HEADS = (
    "bar cal dor fen gal hel jun kes lor mav nor oss pel quin ran sol tam ul ver wes yar zen "
    "alm bren cor del esk far gri hol iv jas kol lum mer nim orb pax ros sil tor und vel wyn"
).split()
_TAILS = (
    "ado bria cora dane exa fold gard hart ika jor kano lume mont nova oria pard quay rill "
    "stad tera ulo vane wick xon yra zeta bury cote dell fern ston tide vex mark lane"
).split()
_KINDS = ("Labs", "Systems", "Health", "Group", "Logistics", "Studio", "Partners", "Works", "Media")


@dataclass
class Workspace:
    """One workspace, its people and how they behave (filled by the scripts)."""

    id: str
    company: Company
    created: int
    entry_model: str
    domain: str | None
    people: list[list] = field(default_factory=list)
    phases: list[tuple[int, float, float]] = field(default_factory=list)
    line_days: list[tuple[int, int, str]] = field(default_factory=list)
    ends: int | None = None
    entry: tuple[str, dict] | None = None

    @property
    def day(self) -> int:
        """Day of sign-up."""
        return self.created // DAY_US


@dataclass
class Company:
    """One company. ``root`` is the top of its group, the account of all commercial facts."""

    index: int
    id: str
    name: str
    domain: str
    industry: str
    region: str
    employees: int
    currency: str
    kind: str
    parent: Company | None = None
    crm_id: str | None = None
    owner_id: str | None = None
    csm_id: str | None = None
    is_named_cs: bool = False
    contacts: list[str] = field(default_factory=list)
    customers: list[str] = field(default_factory=list)
    workspaces: list[Workspace] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)

    @property
    def root(self) -> Company:
        """The top of the group."""
        return self.parent.root if self.parent else self

    @property
    def segment(self) -> str:
        """Size class by employees."""
        return "smb" if self.employees < 100 else "mid" if self.employees < 1000 else "enterprise"


class World:
    """Everything that is written: exports in ``out``, planted truth in ``truth``."""

    def __init__(self, scale: Scale) -> None:
        """Start empty."""
        self.scale = scale
        self.out = Tables(COLUMNS)
        self.truth = Tables(TRUTH)
        self.companies: list[Company] = []
        self._names: set[str] = set()
        self._rng = stream(scale.seed, "names")
        self.sellers: list[str] = []
        self.csms: list[str] = []
        self.limit_hits: list[tuple[str, int, int]] = []
        self.acquisitions: list[dict] = []
        self.hosts: list[Workspace] = []
        self.line_starts: list[tuple[Workspace | None, int, str]] = []
        self.fixed_events: list[tuple[str, str, int, str]] = []
        self.bots: set[str] = set()
        self.unlogged: set[str] = set()
        self.redesign = scale.end
        self.work: list[Work] = []
        self.risk_days: list[tuple[Company, int, str, float]] = []
        self.add_people()

    def talks(self, day: int) -> tuple[float, ...]:
        """When the seller speaks again after an opportunity, as shares of the time to the order."""
        if patterns.holds(self.scale, "architecture_drift") and day > self.scale.end - 365:
            return 0.85, 0.7, 0.55, 0.4, 0.3, 0.15
        return 0.7, 0.4, 0.15

    def add_people(self) -> None:
        """The commercial team of the company itself, as CRM users."""
        size = max(1, self.scale.accounts // 30)
        teams = (
            ("sales", "account_executives", size * 2), ("success", "named", size),
            ("support", "tier_1", max(1, size // 2)), ("marketing", "demand", 2),
            ("founder", None, 2), ("partner", None, 1), ("other", "revops", 1),
        )  # fmt: skip
        for function, team, count in teams:
            for _ in range(count):
                id_ = self.out.new_id("usr")
                self.out.add(
                    "crm_users", crm_user_id=id_, function=function, team=team, is_integration=False
                )
                if function == "sales":
                    self.sellers.append(id_)
                if function == "success":
                    self.csms.append(id_)
        self.integration = self.out.new_id("usr")
        self.out.add(
            "crm_users",
            crm_user_id=self.integration,
            function="other",
            team="crm_sync",
            is_integration=True,
        )

    def new_name(self) -> tuple[str, str]:
        """Give an unused company name and its main domain."""
        rng = self._rng
        while True:
            stem = rng.choice(_HEADS) + rng.choice(_TAILS)
            if len(self._names) > 1500:
                stem += rng.choice(_TAILS)
            if stem not in self._names:
                break
        self._names.add(stem)
        suffix = rng.choices((".com", ".io", ".co", ".de", ".co.uk", ".fr"), (70, 10, 5, 6, 6, 3))
        return f"{stem.capitalize()} {rng.choice(_KINDS)}", stem + suffix[0]

    def add_company(
        self, rng: Random, kind: str, employees: int, parent: Company | None = None
    ) -> Company:
        """Create a company; a subsidiary has a name and domain of its own."""
        name, domain = self.new_name()
        index = len(self.companies)
        currency = rng.choices(("USD", "EUR", "GBP"), (76, 16, 8))[0]
        region = {"EUR": "europe", "GBP": "europe"}.get(currency) or rng.choices(
            catalog.REGIONS, (70, 8, 14, 8)
        )[0]
        company = Company(
            index, f"co_{index:05d}", name, domain,
            rng.choices(catalog.INDUSTRIES, (24, 14, 12, 12, 10, 12, 8, 8))[0],
            region, employees, parent.currency if parent else currency, kind, parent,
        )  # fmt: skip
        self.companies.append(company)
        self.truth.add(
            "companies",
            company_id=company.id,
            root_company_id=company.root.id,
            name=name,
            kind=kind,
            domain=domain,
        )
        return company

    def identify(self, system: str, id_: str, company: Company, basis: str, **extra: bool) -> None:
        """Write the truth about one record; ``basis`` says by what it can be recognised."""
        self.truth.add(
            "identity",
            source_system=system,
            source_id=id_,
            company_id=company.id,
            root_company_id=company.root.id,
            basis=basis,
            is_recoverable=basis != "none",
            is_conflict=extra.get("is_conflict", False),
        )

    def add_crm_account(self, rng: Random, company: Company, created: int) -> str:
        """Create the CRM record of a company; some have no domain or no firmographics."""
        id_ = self.out.new_id("acc")
        has_domain = rng.random() < 0.97
        company.crm_id = id_
        company.owner_id = rng.choice(self.sellers)
        known = rng.random() < 0.97
        self.out.add(
            "crm_accounts",
            crm_account_id=id_,
            parent_crm_account_id=company.parent.crm_id if company.parent else None,
            account_name=company.name,
            domain=company.domain if has_domain else None,
            industry=company.industry if known else None,
            employee_count=company.employees if known else None,
            region=company.region if known else None,
            owner_id=company.owner_id,
            created_at=created,
            segment=company.segment,
            technologies=rng.choice((None, "aws", "aws|snowflake", "azure", "gcp|salesforce")),
            do_not_contact=rng.random() < 0.01,
            is_target_account=rng.random() < 0.3,
            is_reference=company.kind == "paying" and rng.random() < 0.06,
        )
        self.identify("crm_account", id_, company, "domain" if has_domain else "explicit")
        return id_

    def mail_domain(self, rng: Random, company: Company) -> str:
        """Domain of one person's address: sometimes a sub-domain or a country's."""
        stem = company.domain.split(".")[0]
        roll = rng.random()
        if roll < 0.04:
            return f"mail.{company.domain}"
        if roll < 0.07:
            return stem + rng.choice((".co.uk", ".de", ".fr", ".com"))
        return company.domain

    def add_customer(
        self, rng: Random, company: Company, created: int, workspace: Workspace | None = None
    ) -> str:
        """Create a billing customer, linked explicitly, by domain, or by its workspace."""
        id_ = self.out.new_id("cus")
        link = rng.choices(("crm", "workspace", "domain"), (60, 12, 28))[0]
        if link == "workspace" and workspace is None:
            link = "crm"
        has_domain = link == "domain" or rng.random() < 0.8
        domain = company.domain if has_domain else None
        self.out.add(
            "billing_customers",
            customer_id=id_,
            customer_name=company.name if rng.random() < 0.98 else None,
            email=f"billing@{domain}" if domain else None,
            email_domain=domain if rng.random() < 0.9 or link == "domain" else None,
            created_at=created,
            currency=company.currency,
            workspace_id=workspace.id if link == "workspace" and workspace else None,
            crm_account_id=company.crm_id if link == "crm" else None,
        )
        company.customers.append(id_)
        self.identify("customer", id_, company, "domain" if link == "domain" else "explicit")
        return id_

    def add_workspace(
        self,
        rng: Random,
        company: Company,
        created: int,
        entry_model: str,
        source: str | None,
        *,
        trial_days: int | None = None,
        mail: str = "company",
        link: str | None = None,
    ) -> Workspace:
        """Create a workspace. ``link`` is crm, customer or none; ``mail`` company, free or none."""
        id_ = self.out.new_id("ws")
        if link is None:
            link = rng.choices(("crm", "customer", "none"), (25, 15, 60))[0]
        if link == "crm" and company.crm_id is None or link == "customer" and not company.customers:
            link = "none"
        domain = {
            "company": self.mail_domain(rng, company),
            "free": rng.choice(catalog.FREE_MAIL),
            "disposable": rng.choice(catalog.DISPOSABLE),
        }.get(mail)
        workspace = Workspace(id_, company, created, entry_model, domain)
        company.workspaces.append(workspace)
        self.out.add(
            "workspaces",
            workspace_id=id_,
            workspace_name=f"{company.name} workspace" if rng.random() < 0.9 else None,
            email_domain=domain,
            created_at=created,
            entry_model=entry_model,
            trial_started_at=created if trial_days else None,
            trial_ends_at=created + trial_days * DAY_US if trial_days else None,
            signup_source=source,
            crm_account_id=company.crm_id if link == "crm" else None,
            customer_id=company.customers[0] if link == "customer" else None,
        )
        is_alone = company.kind == "hobby"
        basis = "explicit" if link != "none" else "domain" if mail == "company" else "none"
        self.identify("workspace", id_, company, "single" if is_alone else basis)
        return workspace
