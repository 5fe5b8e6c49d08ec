"""What a browser would post of an edit form left as it is."""

from django.urls import reverse
from wagtail.admin.rich_text import DraftailRichTextArea


def address_of(view: str, record) -> str:
    """An address of the admin for a record: address_of("edit", service)."""
    return reverse(record.snippet_viewset.get_url_name(view), args=[record.pk])


def form_of(answer) -> dict:
    """Every value of the form on a page, as it would be posted; rich text as an empty document."""
    form = answer.context["form"]
    posted = {}
    for bound in [form, *(row for formset in form.formsets.values() for row in formset.forms)]:
        for field in bound:
            value = field.value()
            if value is None or value is False:
                continue
            posted[field.html_name] = (
                [str(getattr(each, "pk", each)) for each in value] if isinstance(value, list) else str(value)
            )
    for formset in form.formsets.values():
        posted |= {field.html_name: field.value() for field in formset.management_form}
    if isinstance(form.fields.get("description") and form.fields["description"].widget, DraftailRichTextArea):
        posted["description"] = "null"
    revision = form.instance.latest_revision if hasattr(form.instance, "latest_revision") else None
    if revision:
        posted["loaded_revision_id"] = str(revision.pk)
        posted["loaded_revision_created_at"] = revision.created_at.isoformat()
    return posted
