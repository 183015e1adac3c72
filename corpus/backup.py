"""Copy a data folder while others write to it, and put a copy back.

    BACKUP/
        corpus.sqlite3    one state of the corpus, by SQLite's own backup
        dictionary.tsv    and other files of the person's own, where they are there
        backup.json       the manifest: sizes and checksums of these files; written last

The index is left out: it is made again from the corpus.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import closing, contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from . import schema
from .database import Database
from .documents import now
from .errors import DamagedError, RequestError, SouwenError
from .files import replace, replace_file, sync
from .reader import CorpusReader
from .sealed import read_own, read_sealed, seal
from .store import CorpusWriter
from .values import plain
from .witness import WITNESS_NAME, state_of

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST_NAME = "backup.json"
_FORMAT = 1
#: How the folders begin in which something is made that then takes the place of the corpus.
STAGED = "restore."
_REMEDY = "take another backup"
_OWN_REMEDIES = {
    "dictionary.tsv": "look at it before it is backed up: `souwen dict check --accept`, or put a"
    " copy back",
    "saved.json": "put a copy back, or delete it and its checksum before it is backed up",
}
#: Files of the person's own, which nothing makes again.
OWN_FILES = tuple(_OWN_REMEDIES)


class Backup(NamedTuple):
    """What a backup holds.

    Attributes:
        made_at: ISO, UTC.
        seq: the change of the corpus that it reaches.
        documents: how many, retired ones left out.
        files: the digest of each file by its name.
    """

    made_at: str
    seq: int
    documents: int
    files: dict[str, str]

    def as_dict(self) -> dict[str, object]:
        """Return it as JSON values."""
        return plain(self)


def back_up(folder: Path, target: Path) -> Backup:
    """Copy the corpus and the person's own files of a data folder, whoever writes meanwhile.

    Args:
        folder: the data folder.
        target: a folder that is not there yet, or empty.

    Raises:
        RequestError: there is something in the target.
        LostError, DamagedError: the corpus is not whole.
        SouwenError: it cannot be written.
    """
    with CorpusReader(folder) as corpus, _writing(target):
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise RequestError(f"{target} is not empty: name a folder that is not there yet")
        target.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(prefix=f"{target.name}.", dir=target.parent))
        try:
            corpus.copy_to(staged)
            for name in OWN_FILES:
                content = read_sealed(folder / name, _OWN_REMEDIES[name])
                if content is not None:
                    (staged / name).write_bytes(content)
            backup = _described(staged)
            for path in staged.glob("*-*"):  # of SQLite, and empty: the copy was only read
                path.unlink()
            for path in staged.iterdir():
                sync(path)
            replace_file(staged / MANIFEST_NAME, _manifest(backup))
            with suppress(FileNotFoundError):
                target.rmdir()
            replace(staged, target)
            sync(target.parent)
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            raise
    return backup


def verify(source: Path) -> Backup:
    """Return what a backup holds, after comparing every byte of it with the manifest.

    Raises:
        DamagedError: it is not what was written.
        RequestError: the folder holds no backup.
    """
    path = source / MANIFEST_NAME
    try:
        values = json.loads(path.read_bytes())
        checksum = values.pop("checksum")
        backup = Backup(*(values[name] for name in Backup._fields))
        made_as = values["format"]
    except FileNotFoundError:
        raise RequestError(f"{source} is no backup: there is no {MANIFEST_NAME} in it") from None
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise DamagedError(path, f"{type(error).__name__}: {error}", _REMEDY) from None
    if made_as != _FORMAT or checksum != _digest_of(json.dumps(values).encode()):
        raise DamagedError(path, "its checksum is another", _REMEDY)
    for name, digest in backup.files.items():
        if name not in {schema.FILE_NAME, *OWN_FILES}:
            raise DamagedError(path, f"it names {name!r}", _REMEDY)
        if _digest(source / name) != digest:
            raise DamagedError(source / name, "its checksum is another", _REMEDY)
    if schema.FILE_NAME not in backup.files:
        raise DamagedError(path, "it names no corpus", _REMEDY)
    return backup


def restore(source: Path, folder: Path, verified: Backup | None = None) -> Backup:
    """Put a backup in the place of what is in a data folder; the caller holds its lock.

    It is verified, copied and opened beside what is there before that is replaced. The corpus gets
    another id, so that no index passes for its own. A crash leaves the old corpus or the new one.

    Args:
        source: what `back_up` made.
        folder: the data folder.
        verified: what `verify` said of it, where it was asked.

    Raises:
        DamagedError: the backup is not what was written; nothing was replaced.
        SouwenError: it cannot be written.
    """
    backup = verified or verify(source)
    remove_leftovers(folder)
    with _writing(folder):
        staged = Path(tempfile.mkdtemp(prefix=STAGED, dir=folder))
        try:
            for name, digest in backup.files.items():
                shutil.copyfile(source / name, staged / name)
                if _digest(staged / name) != digest:
                    raise DamagedError(source / name, "it changed while it was read", _REMEDY)
            with closing(Database(staged / schema.FILE_NAME, "mode=rw")) as database:
                database.run("UPDATE meta SET value = ? WHERE key = 'id'", (schema.new_id(),))
                state_of(database)
            _check(staged)
            for name in backup.files:
                sync(staged / name)
            _replace(staged, folder, list(backup.files))
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    return backup


def remove_leftovers(folder: Path) -> None:
    """Remove what a restore that was killed left in a data folder; the caller holds its lock."""
    for left in folder.glob(f"{STAGED}*"):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)


def _check(staged: Path) -> None:
    with CorpusReader(staged, accept=True) as corpus:
        wrong = (line for line in corpus.problems() if WITNESS_NAME not in line)
        if problem := next(wrong, None):
            raise DamagedError(staged / schema.FILE_NAME, problem, _REMEDY)


def _replace(staged: Path, folder: Path, names: list[str]) -> None:
    """Replace the files; in an order that leaves no log of the old database beside the new one."""
    path = folder / schema.FILE_NAME
    if path.exists():
        with suppress(SouwenError), CorpusWriter(folder, accept=True):
            pass  # its end leaves nothing in the log
    (folder / WITNESS_NAME).unlink(missing_ok=True)  # it speaks of the old one
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    sync(folder)
    for name in OWN_FILES:
        seal(folder / name, None)  # until it is replaced, it may be the one or the other
        if name not in names:
            (folder / name).unlink(missing_ok=True)
    for name in sorted(names, key=lambda name: name == schema.FILE_NAME):
        replace(staged / name, folder / name)
    sync(folder)
    for name in set(OWN_FILES).intersection(names):
        seal(folder / name, read_own(folder / name))
    with CorpusWriter(folder):
        pass  # writes the witness


def _described(staged: Path) -> Backup:
    with CorpusReader(staged, accept=True) as corpus:
        seq, documents = corpus.seq(), corpus.stats().documents
    names = (name for name in (schema.FILE_NAME, *OWN_FILES) if (staged / name).exists())
    files = {name: _digest(staged / name) for name in names}
    return Backup(now(), seq, documents, files)


def _manifest(backup: Backup) -> bytes:
    values = {"format": _FORMAT, **backup._asdict()}
    checksum = _digest_of(json.dumps(values).encode())
    return json.dumps({**values, "checksum": checksum}, indent=1).encode() + b"\n"


def _digest(path: Path) -> str:
    """Return the digest of a file; "" where there is none."""
    digest = blake2b(digest_size=16)
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except FileNotFoundError:
        return ""
    return digest.hexdigest()


def _digest_of(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Turn what goes wrong with files into souwen's own errors."""
    try:
        yield
    except OSError as error:
        where = error.filename or folder
        raise SouwenError(f"{where} cannot be read or written: {error.strerror}") from error
