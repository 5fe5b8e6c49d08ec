"""An address that leads elsewhere."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import Http404
from django.shortcuts import redirect
from wagtail.admin.panels import FieldPanel

from localoffer.cms.models import BasePage

from ..blocks import is_shown_on
from .content import ANYWHERE, ContentPage


class RedirectPage(BasePage):
    """A page that only leads on: to a page of this site, or to an address."""

    may_be_empty = True
    is_findable = False

    redirect_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="a page of this site",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    address = models.CharField(
        "or an address",
        max_length=500,
        blank=True,
        validators=[RegexValidator(r"^(/(?!/)|https?://)\S*$", "Begin with https:// or with one /.")],
        help_text="https://… or a path such as /find/?kind=short-breaks",
    )

    is_family_page = False
    parent_page_types = ANYWHERE
    subpage_types = []
    page_description = "Leads on to another page or address, and can stand in the menu."
    content_panels = [*BasePage.content_panels, FieldPanel("redirect_page"), FieldPanel("address")]
    promote_panels = ContentPage.promote_panels

    class Meta:
        verbose_name = "way elsewhere"
        verbose_name_plural = "ways elsewhere"

    def clean(self):
        super().clean()
        if bool(self.redirect_page_id) == bool(self.address):
            raise ValidationError({"address": "Choose a page, or write an address: one of the two."})
        if self.pk and self.redirect_page_id == self.pk:
            raise ValidationError({"redirect_page": "It would lead to itself. Choose another page."})

    def serve(self, request, *args, **kwargs):
        """Lead on, past other ways elsewhere; 404 where they lead nowhere or in a circle."""
        page, seen = self, set()
        while isinstance(page, RedirectPage):
            if page.pk in seen:
                raise Http404("These pages lead to each other.")
            seen.add(page.pk)
            if page.address:
                return redirect(page.address)
            page = page.redirect_page and page.redirect_page.specific
        if not is_shown_on(page, request):
            raise Http404("The page it leads to is not there.")
        return redirect(page.get_url(request=request))

    def serve_preview(self, request, mode_name):
        return self.serve(request)
