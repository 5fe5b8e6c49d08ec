"""An officer brings in the export of another directory: maps it, looks, writes it, and takes it back."""

import re
from pathlib import Path

import pytest
from django.test import Client

from localoffer.accounts.models import Role
from localoffer.directory.models import Service
from tests.accounts.conftest import council
from tests.factories.accounts import officer

EXPORT = Path(__file__).parent.parent / "samples" / "open-objects" / "export.csv"


@pytest.fixture(params=[("desktop", False), ("phone", True)], ids=["desktop without scripts", "phone"])
def page(request, open_page):
    """Wagtail's own menu covers a phone's screen when there are no scripts."""
    size, javascript = request.param
    return open_page(size, javascript=javascript)


@pytest.fixture
def publisher(page, address, settings, tmp_path):
    """Signed in on the page, at a council of her own."""
    settings.DATA_DIR = tmp_path / "data"
    fenbridge = council("fenbridge")
    fenbridge.site.hostname = "fenbridge.localhost"
    fenbridge.site.save()
    user = officer(fenbridge.authority, Role.PUBLISHER)
    client = Client()
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address()}
    page.context.add_cookies([cookie])
    return user


def test_she_maps_it_looks_writes_and_takes_it_back(page, publisher, axe):
    from localoffer.directory.vocabulary import load_vocabulary

    load_vocabulary()
    page.goto("/admin/imports/")
    page.locator("text=Import services").click()
    page.set_input_files("[name=file]", EXPORT)
    page.select_option("[name=mapping]", "new")
    page.locator("text=Read it").click()

    page.fill("[name=name]", "Old directory")
    column(page, "Record ID").locator("select").select_option("id")
    needs = column(page, "SEN provision type")
    needs.locator("select").select_option("needs")
    needs.locator("summary").click()
    needs.locator("input[type=text]").first.fill("|")
    needs.locator("textarea").fill("Autistic spectrum = ASD\nSpeech and language = SLCN\nGeneral =")
    axe(page)
    page.locator("text=Keep it, and show 20 rows").click()
    page.wait_for_load_state()
    assert "ASD; SLCN" in page.content()

    page.locator("text=Read the whole file").click()
    assert "3 added" in page.inner_text(".import-counts")
    assert not Service.objects.exists()
    axe(page)
    page.locator("text=Write it").click()
    assert Service.objects.count() == 3

    page.locator("text=Undo this import").click()
    page.click("button:has-text('Undo this import')")
    assert "This import was undone" in page.inner_text("main")
    assert not Service.objects.exists()
    axe(page)


def column(page, title: str):
    legend = page.locator("legend", has_text=re.compile(f"^\\s*{title}\\s*$"))
    return page.locator("fieldset.import-column", has=legend)
