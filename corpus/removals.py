"""What vanished is only noted while a dump is read, and removed or forgotten at the end.

In between the caller sees how many documents would be retired, and asks where that is much. Until
then a file of which something is to go counts as not taken in, so that a run that ends before looks
at it again the next time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .derived import IS_LIVE
from .sources import condition

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .database import Database

#: Tables of the writer's connection only. `finished`: files read whole of which something is to go.
REMOVAL_TABLES = (
    """CREATE TEMP TABLE gone (source_id INTEGER, position INTEGER, document INTEGER,
        PRIMARY KEY (source_id, position, document)) WITHOUT ROWID""",
    "CREATE INDEX temp.gone_by_document ON gone(document)",
    "CREATE TEMP TABLE gone_sources (id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE gone_members (id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE gone_containers (id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE finished (container_id INTEGER PRIMARY KEY, digest TEXT)",
)
_LISTS = ("gone", "gone_sources", "gone_members", "gone_containers", "finished")

# Everything of the containers, members or sources that are to go is to go.
_SPREAD = (
    """INSERT OR IGNORE INTO gone_members SELECT m.id FROM gone_containers g
        CROSS JOIN members m ON m.container_id = g.id""",
    """INSERT OR IGNORE INTO gone_sources SELECT s.id FROM gone_members g
        CROSS JOIN sources s ON s.member_id = g.id""",
    """INSERT OR IGNORE INTO gone SELECT s.source_id, s.position, s.document FROM gone_sources g
        CROSS JOIN sightings s ON s.source_id = g.id""",
)
_DOCUMENTS = "SELECT document, count(*) AS times FROM gone GROUP BY document"
_RETIRING = f"""SELECT count(*) FROM ({_DOCUMENTS}) g
    CROSS JOIN documents d ON d.number = g.document LEFT JOIN began b ON b.number = d.number
    WHERE coalesce(b.was = {IS_LIVE}, NOT d.retired)
    AND g.times = (SELECT count(*) FROM sightings s WHERE s.document = g.document)"""
_TOUCHED = """SELECT count(*) FROM
    (SELECT number FROM touched UNION SELECT document FROM gone)"""
_REMOVE = (
    # Files of which something goes are to be read again.
    """UPDATE containers SET digest = NULL WHERE id IN (SELECT m.container_id FROM gone_members g
        CROSS JOIN members m ON m.id = g.id)""",
    """UPDATE containers SET digest = NULL WHERE id IN (SELECT m.container_id FROM gone_sources g
        CROSS JOIN sources s ON s.id = g.id CROSS JOIN members m ON m.id = s.member_id)""",
    """INSERT OR IGNORE INTO dirty SELECT DISTINCT document, 0 FROM gone""",
    """UPDATE documents SET (shown, shown_xor) =
        (SELECT documents.shown - count(*), xor(documents.shown_xor, xor_all(s.hash)) FROM gone g
        CROSS JOIN sightings s ON (s.source_id, s.position, s.document)
            = (g.source_id, g.position, g.document) WHERE g.document = documents.number)
        WHERE number IN (SELECT document FROM gone)""",
    """DELETE FROM sightings WHERE (source_id, position, document) IN
        (SELECT source_id, position, document FROM gone)""",
    "DELETE FROM sources WHERE id IN (SELECT id FROM gone_sources)",
    "DELETE FROM members WHERE id IN (SELECT id FROM gone_members)",
    "DELETE FROM containers WHERE id IN (SELECT id FROM gone_containers)",
    """UPDATE containers SET digest =
        (SELECT f.digest FROM finished f WHERE f.container_id = containers.id)
        WHERE id IN (SELECT container_id FROM finished)""",
)


class Removals:
    """The list of what is to go, on the writer's connection; false where it is empty."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._any = False

    def __bool__(self) -> bool:
        return self._any

    def sightings(self, gone: Iterable[tuple[int, int, int]]) -> None:
        """Note sightings: (source, position, document) each."""
        self._any = True
        self._database.many("INSERT OR IGNORE INTO gone VALUES (?, ?, ?)", gone)

    def source(self, source_id: int) -> None:
        """Note a page that is no longer in its text."""
        self._any = True
        run = self._database.run
        run("INSERT OR IGNORE INTO gone_sources VALUES (?)", (source_id,))
        run(
            """INSERT OR IGNORE INTO gone SELECT source_id, position, document
            FROM sightings WHERE source_id = ?""",
            (source_id,),
        )

    def members_not_met(self, container_id: int) -> bool:
        """Note the members of a container that were not met; return whether there are any."""
        noted = self._database.run(
            """INSERT OR IGNORE INTO gone_members SELECT id FROM members
            WHERE container_id = ? AND id NOT IN (SELECT id FROM met_members)""",
            (container_id,),
        ).rowcount
        if noted:
            self._spread()
        return bool(noted)

    def containers(self, keys: Iterable[str]) -> None:
        """Note the containers of these keys that were not met."""
        self._database.many(
            """INSERT OR IGNORE INTO gone_containers SELECT id FROM containers
            WHERE key = ? AND id NOT IN (SELECT id FROM met_containers)""",
            ((key,) for key in keys),
        )
        self._spread()

    def matching(self, patterns: Iterable[str]) -> int:
        """Note all whose key a pattern means; return how many pages are to go now.

        What else is in the same file counts as changed: adding the file again brings all back.
        """
        for pattern in patterns:
            fits, values = condition("key", pattern)
            for table in ("containers", "members", "sources"):
                self._database.run(
                    f"INSERT OR IGNORE INTO gone_{table} SELECT id FROM {table} WHERE {fits}",
                    values,
                )
        self._spread()
        pages: int = self._database.value("SELECT count(*) FROM gone_sources")
        return pages

    def restore_member(self, member_id: int) -> None:
        """Forget what was noted of a member, because it is read (again)."""
        if not self._any:
            return
        run = self._database.run
        of_member = "(SELECT id FROM sources WHERE member_id = ?)"
        run(f"DELETE FROM gone WHERE source_id IN {of_member}", (member_id,))
        run(f"DELETE FROM gone_sources WHERE id IN {of_member}", (member_id,))
        run("DELETE FROM gone_members WHERE id = ?", (member_id,))

    def restore_container(self, container_id: int) -> None:
        """Forget that a container is to go, because it is read (again)."""
        if self._any:
            run = self._database.run
            run("DELETE FROM gone_containers WHERE id = ?", (container_id,))
            run("DELETE FROM finished WHERE container_id = ?", (container_id,))

    def finish_later(self, container_id: int, digest: str | None) -> None:
        """Have a container count as taken in once what is to go of it is gone."""
        self._database.run("INSERT OR REPLACE INTO finished VALUES (?, ?)", (container_id, digest))

    def size(self) -> tuple[int, int]:
        """Count the documents that would be retired, and those that were touched at all."""
        return self._database.value(_RETIRING), self._database.value(_TOUCHED)

    def apply(self) -> None:
        """Remove what was noted; the documents concerned are left in `dirty`."""
        for statement in _REMOVE:
            self._database.run(statement)
        self.forget()

    def forget(self) -> None:
        """Remove nothing: the files concerned stay unfinished."""
        for table in _LISTS:
            self._database.run(f"DELETE FROM temp.{table}")
        self._any = False

    def _spread(self) -> None:
        self._any = True
        for statement in _SPREAD:
            self._database.run(statement)
