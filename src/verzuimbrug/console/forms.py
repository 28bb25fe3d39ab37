"""How forms look: every field by one template (docs/console.md)."""

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Label, hint, what is not right in words, and the input."""

    form_template_name = "console/components/form.html"
    field_template_name = "console/components/field.html"
