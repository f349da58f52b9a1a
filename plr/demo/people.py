"""People of a workspace: who joins, who invites whom, who leaves."""

from __future__ import annotations

from random import Random

from plr.demo.tables import DAY_US, us
from plr.demo.world import Workspace, World

DEPARTMENTS = ("operations", "marketing", "product", "engineering", "finance", "sales")


def add_person(
    world: World,
    rng: Random,
    workspace: Workspace,
    at: int,
    *,
    department: str | None = None,
    inviter: str | None = None,
    is_internal: bool | None = None,
    email: str | None = None,
) -> list:
    """Let one person join at a time; the entry is [user_id, first day, last day or None]."""
    id_ = world.out.new_id("u")
    domain = workspace.domain
    if email is None and domain is not None:
        email = f"{id_.replace('_', '')}@{domain}"
    world.out.add(
        "product_users",
        user_id=id_,
        workspace_id=workspace.id,
        email=email,
        created_at=at,
        department=department or rng.choice((*DEPARTMENTS[:3], None)),
        role="admin" if not workspace.people else rng.choice(("member", "member", "editor", None)),
        invited_by_user_id=inviter,
        is_internal=is_internal,
    )
    person = [id_, at // DAY_US, None]
    if workspace.entry is not None and not workspace.people:
        table, row = workspace.entry
        if table == "invites":
            row.update(accepted_at=at, accepted_user_id=id_)
        else:
            row["resulting_user_id"] = id_
    workspace.people.append(person)
    return person


def grow(
    world: World, rng: Random, workspace: Workspace, day: int, size: int, spread: int = 12
) -> None:
    """Let people join over some days until ``size`` are present; most are invited."""
    present = [p for p in workspace.people if p[2] is None]
    missing = size - len(present)
    for k in range(missing):
        joins = min(day + (spread * k) // max(1, missing), world.scale.end)
        at = us(joins, rng.uniform(7, 18))
        first = workspace.people[0] if workspace.people else None
        inviter = first[0] if first and first[1] < joins - 1 and rng.random() < 0.7 else None
        person = add_person(world, rng, workspace, at, inviter=inviter)
        if inviter:
            sent = at - rng.randrange(1, 60) * 3_600_000_000
            sent = max(sent, us(first[1], 23.5))
            write_invite(world, rng, workspace, inviter, min(sent, at), at, person[0])


def write_invite(
    world: World,
    rng: Random,
    workspace: Workspace,
    inviter: str,
    sent: int,
    accepted: int | None,
    user: str | None,
    *,
    is_external: bool = False,
) -> str:
    """Write one invitation."""
    id_ = world.out.new_id("ivt")
    world.out.add(
        "invites",
        invite_id=id_,
        inviter_user_id=inviter,
        workspace_id=workspace.id,
        sent_at=sent,
        accepted_at=accepted,
        accepted_user_id=user,
        is_external=is_external,
    )
    return id_


def shrink(workspace: Workspace, day: int, size: int) -> None:
    """Let the latest people stop until ``size`` are present; the first stays longest."""
    present = [p for p in workspace.people if p[2] is None]
    for person in present[max(size, 0) :]:
        person[2] = max(day, person[1] + 1)
