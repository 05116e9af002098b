"""Database triggers for rules on action items that a check constraint cannot express."""

from __future__ import annotations

import pgtrigger

from groups.mandates.affiliations import AFFILIATIONS_SQL

VERIFIED_NOT_BY_AFFILIATE = "tasks_action_verified_not_by_affiliate"

# The rule on affiliations of `tasks.items.verification`; check constraints cover its rule on persons. Checked
# only when an item is verified: a verifier may join the owner's organisation later.
REFUSE_AFFILIATES = pgtrigger.Trigger(
    name="refuse_affiliates",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Condition('NEW."verified_by_id" IS NOT NULL'),
    func=f"""
        IF TG_OP = 'UPDATE' THEN
            IF OLD.verified_by_id = NEW.verified_by_id AND OLD.verified_at = NEW.verified_at THEN
                RETURN NULL;
            END IF;
        END IF;
        IF EXISTS (
            SELECT FROM ({AFFILIATIONS_SQL.replace("%(people)s", "ARRAY[NEW.verified_by_id]")}) AS affiliated
            WHERE organisation_id = ANY(NEW.coowners || NEW.former_coowners || NEW.owner_organisation_id)
              AND (until IS NULL OR until > COALESCE(NEW.accepted_at, NEW.created_at))
        ) THEN
            RAISE EXCEPTION 'an action item is not verified for the organisations that worked on it'
                USING ERRCODE = 'check_violation', CONSTRAINT = '{VERIFIED_NOT_BY_AFFILIATE}';
        END IF;
        RETURN NULL;
    """,
)
