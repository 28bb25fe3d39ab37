"""A file that somebody hands in, to be looked at before anything comes of it."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from verzuimbrug.application.spreadsheets import MOST_BYTES


class FileForm(forms.Form):
    """The file, no larger than what is read as a whole."""

    bestand = forms.FileField()

    def __init__(self, *sent: Any, label: Promise, hint: Promise, accept: str) -> None:  # noqa: ANN401
        """The form for files with these endings; `hint` says which those are."""
        super().__init__(*sent)
        self.fields["bestand"].label = label  # type: ignore[assignment]
        self.fields["bestand"].help_text = hint  # type: ignore[assignment]
        self.fields["bestand"].widget.attrs["accept"] = accept

    def clean_bestand(self) -> object:
        """It is not larger than what is read."""
        file = self.cleaned_data["bestand"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MiB."))
        return file
