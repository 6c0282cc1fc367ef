"""States of an agreement and what is said about it, with the moves that are allowed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

AGREEMENT_LINK = "partnerships.agreement"
"""Purpose of the link that lets a party without an account read and keep its agreement. Its subject is the party to
the agreement."""

CHECK_LINK = "partnerships.check"
"""Purpose of the link in a contact check's mail. Its subject is the check."""

DESK_LINK = "partnerships.desk"
"""Purpose of the link that makes a tablet an agreement desk. Its subject is the fair."""


class AgreementState(models.TextChoices):
    """Where an agreement stands. CONFIRMED: every party has said yes; DONE, INFEASIBLE and ENDED are outcomes."""

    PROPOSED = "proposed", _("proposed")
    CONFIRMED = "confirmed", _("confirmed")
    CONTACTED = "contacted", _("in contact")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    INFEASIBLE = "infeasible", _("not feasible")
    ENDED = "ended", _("ended")


AGREEMENT_MOVES: dict[str, tuple[str, ...]] = {
    AgreementState.PROPOSED: (AgreementState.CONFIRMED, AgreementState.ENDED),
    AgreementState.CONFIRMED: (
        AgreementState.CONTACTED,
        AgreementState.RUNNING,
        AgreementState.DONE,
        AgreementState.INFEASIBLE,
        AgreementState.ENDED,
    ),
    AgreementState.CONTACTED: (
        AgreementState.RUNNING,
        AgreementState.DONE,
        AgreementState.INFEASIBLE,
        AgreementState.ENDED,
    ),
    AgreementState.RUNNING: (AgreementState.DONE, AgreementState.INFEASIBLE, AgreementState.ENDED),
    AgreementState.INFEASIBLE: (AgreementState.CONTACTED, AgreementState.RUNNING, AgreementState.DONE),
}
NEEDS_REASON = (AgreementState.INFEASIBLE, AgreementState.ENDED)
ALIVE = (AgreementState.CONFIRMED, AgreementState.CONTACTED, AgreementState.RUNNING)
CONFIRMED_ONCE = (*ALIVE, AgreementState.DONE, AgreementState.INFEASIBLE)
"""States of agreements that count as made; one that ended counts where it had been confirmed."""


class Reason(models.TextChoices):
    """Why an agreement is not feasible, or ended."""

    NO_CONTACT = "no_contact", _("the other side could not be reached")
    NO_TIME = "no_time", _("no time")
    NO_MONEY = "no_money", _("no money")
    PEOPLE_LEFT = "people_left", _("the people who agreed it have left")
    PLANS_CHANGED = "plans_changed", _("plans have changed")
    DOES_NOT_FIT = "does_not_fit", _("what is offered does not fit what is needed")
    NOT_CONFIRMED = "not_confirmed", _("it was never confirmed")
    TERM_OVER = "term_over", _("its time is over")
    OTHER = "other", _("another reason")


class ContributionKind(models.TextChoices):
    """What one side gives. Money is taken only where the organiser allows it."""

    TIME = "time", _("people's time")
    SKILLS = "skills", _("skills")
    GOODS = "goods", _("goods")
    SPACE = "space", _("space")
    CONTACTS = "contacts", _("contacts")
    MONEY = "money", _("money")


class Unit(models.TextChoices):
    HOURS = "hours", _("hours")
    DAYS = "days", _("days")
    PEOPLE = "people", _("people")
    PIECES = "pieces", _("pieces")
    MONTHS = "months", _("months")


class Estimate(models.TextChoices):
    """How the value of a contribution was estimated."""

    GIVER = "giver", _("the giver's own estimate")
    HOURLY = "hourly", _("hours at an hourly rate")
    MARKET = "market", _("what it costs on the market")
    INVOICE = "invoice", _("an invoice or receipt")
    STATED = "stated", _("the amount itself")


class Stage(models.TextChoices):
    """Promised and delivered stand apart in the ledger and never add."""

    PROMISED = "promised", _("promised")
    DELIVERED = "delivered", _("delivered")


class ConfirmedHow(models.TextChoices):
    SIGNATURE = "signature", _("signed at the desk")
    LINK = "link", _("on their own phone")
    ACCOUNT = "account", _("in their account")
    MANAGER = "manager", _("noted by the organiser")


class CheckAnswer(models.TextChoices):
    """What a party answers when it is asked how the agreement stands."""

    CONTACTED = "contacted", _("we are in contact")
    RUNNING = "running", _("it is running")
    DONE = "done", _("it is done")
    NOT_YET = "not_yet", _("not in contact yet")
    INFEASIBLE = "infeasible", _("it will not happen")


CHECK_DAYS = (14, 90, 365)
"""Days after confirmation on which the parties are asked; the first is the organiser's to change."""


class EvidenceKind(models.TextChoices):
    FILE = "file", _("document")
    PHOTO = "photo", _("photo")


class Consent(models.TextChoices):
    """Whether the people on a photo agree that it is kept and shown."""

    NOBODY = "nobody", _("nobody can be recognised")
    KEEP = "keep", _("they agree that it is kept")
    SHOW = "show", _("they agree that it is kept and shown in public")


class IntroductionOutcome(models.TextChoices):
    OPEN = "open", _("not known yet")
    MET = "met", _("they met")
    AGREED = "agreed", _("they agreed on something")
    NOTHING = "nothing", _("nothing came of it")
