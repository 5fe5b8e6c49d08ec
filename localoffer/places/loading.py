"""Bringing councils and postcodes into the database, all or nothing, as often as one likes."""

import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.utils.text import slugify

from . import onspd, postcodes
from .models import Authority, LoadedEdition, Outcode, Postcode

DATA_DIR = Path(__file__).parent / "data"
POSTCODES = "postcodes"


@dataclass(frozen=True, slots=True)
class CouncilsLoaded:
    """How many councils were added, changed, and already as they should be."""

    added: int
    changed: int
    unchanged: int


@transaction.atomic
def load_authorities() -> CouncilsLoaded:
    """Add and update the 153 councils and the abolished ones, from `data/`.

    What people decide stays as it is: a slug, since links hang on it; the address of a Local Offer once
    someone has dated it; and a last day, successors and councils that the files do not name.
    """
    known = {authority.gss_code: authority for authority in Authority.objects.real()}
    successors: dict[str, list[str]] = {}
    new: list[Authority] = []
    changed = unchanged = 0
    for row in [*_read("authorities.csv"), *_read("authorities_ended.csv")]:
        if codes := row.pop("successor_gss_codes", None):
            successors[row["gss_code"]] = codes.split(";")
        authority = known.get(row["gss_code"])
        if authority is None:
            authority = known[row["gss_code"]] = Authority(slug=_slug(row))
            _give(authority, row)
            new.append(authority)
        elif _give(authority, row):
            authority.save()
            changed += 1
        else:
            unchanged += 1
    Authority.objects.bulk_create(new)
    for gss_code, codes in successors.items():
        known[gss_code].successors.add(*(known[code] for code in codes))
    return CouncilsLoaded(added=len(new), changed=changed, unchanged=unchanged)


def load_postcodes(
    *,
    folder: Path | None = None,
    edition: str | None = None,
    progress: Callable[[float], None] = lambda done: None,
) -> int | None:
    """Load England's postcodes; return how many, or None when this very edition is already loaded.

    They come from the installed package, or from a `folder` of files like it, of an `edition` that the caller
    names. One transaction: until its end everyone sees the edition before, and a kill leaves that in place.
    The councils must be loaded first. `progress` is told the part done, from 0 to 1. Raises PostcodesMissing,
    LookupError.
    """
    edition = f"{edition or onspd.edition()}, districts {_digest('districts.csv')}"
    marker = LoadedEdition.objects.filter(dataset=POSTCODES).first()
    if marker and marker.edition == edition and Postcode.objects.exists():
        return None
    files = onspd.files(folder or onspd.folder())
    sizes = [path.stat().st_size for path in files]
    points = _Points(_authority_by_district())
    with transaction.atomic():
        _make_room()
        Outcode.objects.all().delete()
        for number, path in enumerate(files, start=1):
            _insert(points.of(onspd.rows(path)))
            progress(sum(sizes[:number]) / sum(sizes))
        _put_in_place()
        Outcode.objects.bulk_create(points.outcodes(), batch_size=500)
        LoadedEdition.objects.update_or_create(
            dataset=POSTCODES, defaults={"edition": edition, "rows": points.count}
        )
    return points.count


class _Points:
    """Turns the directory's rows into rows of Postcode, and sums up outcodes to find their middles."""

    def __init__(self, by_district: dict[str, int]) -> None:
        self.by_district = by_district
        self.count = 0
        self._sums: dict[str, tuple[int, int, int, set[int]]] = {}

    def of(self, rows: Iterable) -> Iterator[tuple[int, int, int, int]]:
        """Yield (key, easting, northing, authority id) of each row in England, in the order of the keys."""
        by_district, outcode, base = self.by_district, "", 0
        count = eastings = northings = 0
        authorities: set[int] = set()
        for pcd, laua, east, north in rows:
            authority_id = by_district.get(laua)
            if authority_id is None:  # not in England, or of a place that nobody recorded
                continue
            if pcd[:4] != outcode:
                self._keep(outcode, count, eastings, northings, authorities)
                outcode, base = pcd[:4], postcodes.outcode_number(pcd[:4].strip()) * postcodes.INCODES
                count = eastings = northings = 0
                authorities = set()
            easting, northing = int(east), int(north)
            count += 1
            eastings += easting
            northings += northing
            authorities.add(authority_id)
            yield base + int(pcd[4:], 36), easting, northing, authority_id
        self._keep(outcode, count, eastings, northings, authorities)

    def _keep(self, outcode: str, count: int, eastings: int, northings: int, authorities: set[int]) -> None:
        if count:
            self._sums[outcode.strip()] = (count, eastings, northings, authorities)
            self.count += count

    def outcodes(self) -> Iterator[Outcode]:
        """Yield each outcode seen, at the mean of its postcodes."""
        for outcode, (count, eastings, northings, authorities) in self._sums.items():
            yield Outcode(
                outcode=outcode,
                easting=round(eastings / count),
                northing=round(northings / count),
                authority_id=next(iter(authorities)) if len(authorities) == 1 else None,
            )


def _make_room() -> None:
    """Open the transaction's own empty table on PostgreSQL; on SQLite empty the one there is, unseen by others.

    Two million rows deleted on PostgreSQL would double the table and slow the lookups until they are vacuumed.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE TABLE places_postcode_next (LIKE places_postcode INCLUDING ALL EXCLUDING INDEXES)"
            )
        else:
            cursor.execute("DELETE FROM places_postcode")


def _insert(points: Iterable[tuple[int, int, int, int]]) -> None:
    """Write rows of Postcode past the ORM, by each database's quickest way: objects take minutes."""
    if connection.vendor == "postgresql":
        with (
            connection.cursor() as cursor,
            cursor.copy(
                "COPY places_postcode_next (postcode, easting, northing, authority_id) FROM STDIN"
            ) as copy,
        ):
            copy.write("".join(f"{key}\t{east}\t{north}\t{pk}\n" for key, east, north, pk in points))
    else:
        connection.ensure_connection()
        # The driver itself: Django's cursor would read every row a second time to fit the placeholders.
        connection.connection.executemany(
            "INSERT INTO places_postcode (postcode, easting, northing, authority_id) VALUES (?, ?, ?, ?)",
            points,
        )


def _put_in_place() -> None:
    """Let PostgreSQL's new table take the place of the old; lookups wait a second for the key to be built."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE places_postcode")
            cursor.execute("ALTER TABLE places_postcode_next RENAME TO places_postcode")
            cursor.execute(
                "ALTER TABLE places_postcode ADD CONSTRAINT places_postcode_pkey PRIMARY KEY (postcode)"
            )
            cursor.execute("ANALYZE places_postcode")


def _authority_by_district() -> dict[str, int]:
    """Return the primary key of the council of each district, by the district's GSS code."""
    pk = dict(Authority.objects.real().values_list("gss_code", "pk"))
    rows = list(_read("districts.csv"))
    if missing := {row["authority_gss_code"] for row in rows} - pk.keys():
        raise LookupError(
            f"Load the councils before the postcodes: {', '.join(sorted(missing)[:3])} are missing."
        )
    return {row["district_gss_code"]: pk[row["authority_gss_code"]] for row in rows}


def _give(authority: Authority, row: dict[str, str]) -> bool:
    """Set the fields a row names, but no address of a Local Offer that someone has dated; say if any changed."""
    changed = False
    for name, text in row.items():
        if name.startswith("local_offer_url") and authority.local_offer_url_on:
            continue
        value = Authority._meta.get_field(name).to_python(text)
        if getattr(authority, name) != value:
            setattr(authority, name, value)
            changed = True
    return changed


def _slug(row: dict[str, str]) -> str:
    """Return "dorset", or "dorset-to-2019" for the abolished council of that name."""
    return slugify(row["name"] + (f" to {row['ends_on'][:4]}" if row.get("ends_on") else ""))


def _read(name: str) -> Iterator[dict[str, str]]:
    with (DATA_DIR / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _digest(name: str) -> str:
    return hashlib.sha256((DATA_DIR / name).read_bytes()).hexdigest()[:8]
