"""One form that people can write in, with the site's other addresses around it."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from localoffer.cms.forms import FreeTextForm
from localoffer.config.urls import urlpatterns as whole_site


class LetterForm(FreeTextForm):
    words = forms.CharField(widget=forms.Textarea)
    email = forms.EmailField(required=False)


class ForgetfulForm(forms.Form):
    words = forms.CharField()


def letter(request):
    form = LetterForm(request.POST or None, request=request, about="a letter")
    if form.is_valid():
        return redirect(form.then("/thanks/"))
    return render(request, "404.html", {"form": form})


def thanks(request):
    return render(request, "404.html")


def worries(request):
    return HttpResponse(LetterForm(request=request).worries)


urlpatterns = [
    path("letter/", letter),
    path("thanks/", thanks),
    path("worries/", worries),
    *whole_site,
]
