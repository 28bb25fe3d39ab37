"""The form of what heals groups of the parking lot: of one, or of several of one cause."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.parking.choices import HealingChoices
from verzuimbrug.application.parking.treatment import Treatment
from verzuimbrug.application.parking.values import GroupKey, ParkedGroup
from verzuimbrug.application.readiness.link_persons import ShownProposal
from verzuimbrug.domain.parking import Healing

LATER, NEW = "later", "nieuw"
"""What can be said of a link key beside whose it is."""

_PERSON = gettext_lazy(
    "Who the key belongs to stays. What a message changes by it, you can undo with that message."
)
_LASTING: Mapping[Healing, Promise] = MappingProxyType(
    {
        Healing.CREATE_EMPLOYER: gettext_lazy(
            "An employer that was made stays; you can change it, or take it out of its groups. "
            "What was taken over by then, you undo with the message."
        ),
        Healing.ADD_TO_GROUP: gettext_lazy(
            "The configuration can go back to how it was. What was taken over by then, you undo "
            "with the message."
        ),
        Healing.LINK_PERSON: _PERSON,
        Healing.CREATE_PERSON: _PERSON,
        Healing.RELEASE_GAP: gettext_lazy(
            "The gap stays released. What a message changes by it, you can undo with that message."
        ),
    }
)

Known = Mapping[tuple[str, ...], tuple[ShownProposal, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The groups to be healed, how, and what there is to choose from."""

    healing: Healing
    groups: Sequence[ParkedGroup]
    choices: HealingChoices = field(default_factory=HealingChoices)
    known: Known = field(default_factory=dict)


class TreatmentForm(forms.Form):
    """What belongs to the treatment: once for all groups, or for each of them."""

    def __init__(self, asked: Asked, data: Any = None) -> None:  # noqa: ANN401 -- as Django has it
        """With the fields of this treatment."""
        super().__init__(data)
        self.asked = asked
        self.fields.update(_fields(asked))

    def treatments(self) -> tuple[tuple[GroupKey, Treatment], ...]:
        """What to do with each group, of a valid form; one that is left for later is not in it."""
        each = ((group.key, self._of(number)) for number, group in enumerate(self.asked.groups))
        return tuple((key, treatment) for key, treatment in each if treatment is not None)

    def _of(self, number: int) -> Treatment | None:
        given, healing = self.cleaned_data, self.asked.healing
        if healing is Healing.CREATE_EMPLOYER:
            return Treatment(
                healing=healing,
                name=given[f"naam-{number}"],
                group=given["groep"],
                classifications=given["classificaties"],
            )
        if healing is Healing.ADD_TO_GROUP:
            return Treatment(healing=healing, group=given["groep"])
        if healing is Healing.LINK_PERSON:
            return _said_of_key(given[f"wie-{number}"])
        return Treatment(healing=healing)


def _said_of_key(choice: str) -> Treatment | None:
    if choice == LATER:
        return None
    if choice == NEW:
        return Treatment(healing=Healing.CREATE_PERSON)
    return Treatment(healing=Healing.LINK_PERSON, employee=int(choice))


def _fields(asked: Asked) -> Iterator[tuple[str, forms.Field]]:
    if asked.healing is Healing.CREATE_EMPLOYER:
        for number, group in enumerate(asked.groups):
            label = _("Name of employer %(code)s") % {"code": group.subject[0]}
            yield f"naam-{number}", forms.CharField(label=label, max_length=200)
        yield "groep", _group_field(asked.choices)
        yield "classificaties", _scheme_field(asked.choices)
    elif asked.healing is Healing.ADD_TO_GROUP:
        yield "groep", _group_field(asked.choices)
    elif asked.healing is Healing.LINK_PERSON:
        for number, group in enumerate(asked.groups):
            yield f"wie-{number}", _whose(group, asked.known.get(group.subject, ()))


def _group_field(choices: HealingChoices) -> forms.ChoiceField:
    none = [("", _("no group"))] if choices.everything else []
    named = [(code, f"{name} ({code})") for code, name in choices.groups]
    return forms.ChoiceField(
        label=_("Employer group"),
        help_text=_(
            "From today the employer is a member of it. You see the groups of this coupling."
        ),
        choices=[*none, *named],
        required=not choices.everything,
    )


def _scheme_field(choices: HealingChoices) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Classifications"),
        help_text=_("The kinds of absence that the employer knows. It can be chosen later."),
        choices=[("", _("choose later")), *choices.schemes],
        required=False,
    )


def _whose(group: ParkedGroup, known: Sequence[ShownProposal]) -> forms.ChoiceField:
    chosen = [each for each in known if each.proposal.is_preselected]
    employer, key = group.subject
    return forms.ChoiceField(
        label=_("Link key %(key)s at %(employer)s") % {"key": key, "employer": employer},
        widget=forms.RadioSelect,
        choices=[
            *((str(each.proposal.employee), name_of(each)) for each in known),
            (NEW, _("Somebody new")),
            (LATER, _("Decide later")),
        ],
        initial=str(chosen[0].proposal.employee) if chosen else LATER,
    )


def name_of(known: ShownProposal) -> str:
    """A known person as they may be named: without a case only by number and birth date."""
    names = " ".join(filter(None, (known.initials, known.surname)))
    return names or _("Person %(number)s (name shielded)") % {"number": known.proposal.employee}


def lasting_of(healing: Healing) -> str:
    """What of it can be taken back, and how."""
    return str(_LASTING[healing])
