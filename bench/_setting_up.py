"""A scratch database for measurements: SQLite in a temporary folder, with places and one council."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def scratch_database() -> Iterator[None]:
    """Start Django on an empty database with postcodes in it."""
    with tempfile.TemporaryDirectory(prefix="localoffer-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "bench._settings",
            "LOCALOFFER_DATA_DIR": folder,
            "LOCALOFFER_SECRET_KEY": "only-for-measuring" * 4,
            "LOCALOFFER_HTTPS": "0",
            "LOCALOFFER_DEBUG": "",
        }
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        from localoffer.config import prepared

        if connection.vendor == "sqlite":
            migrated = prepared.sqlite_file(Path(__file__).parent.parent / "var" / "cache")
            prepared.copy_sqlite(migrated, settings.DATABASES["default"]["NAME"])
        else:
            call_command("migrate", verbosity=0)
        call_command("load_places", verbosity=0)
        yield
        connection.close()


@contextlib.contextmanager
def scratch_site(services: int) -> Iterator[object]:
    """Load this many invented services into an empty database, and give the council."""
    with scratch_database():
        from bench._invented import records
        from localoffer.directory import imports
        from localoffer.directory.sources.records import ReadResult
        from localoffer.directory.vocabulary import load_vocabulary
        from localoffer.finder import engines
        from localoffer.pages.starter import create_demonstration, create_site

        load_vocabulary()
        council = create_demonstration(slug="measured", name="Measured")
        create_site(council, host="measured.localhost", port=8000)
        result = ReadResult(records=tuple(records(services)))
        imports.write(imports.compare(result, authority=council, source="made"))
        engines.tidy()
        yield council
