"""The index on a cluster, as a `SearchIndex`: it follows a corpus as one on this machine does."""

from __future__ import annotations

import time
from contextlib import closing, contextmanager, suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, cast

from ..corpus.changes import ChangeBatch
from ..corpus.errors import NoDataError, RequestError, SouwenError
from ..search.contract import IndexStats
from .address import Address
from .bulk import Action, Sender, writing
from .client import Client
from .documents import AT_ONCE, bodies_of
from .generations import Generations
from .held import Held
from .mapping import made_with
from .points import Points
from .state import DICTIONARY, Fence, State, of_another

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator
    from contextlib import AbstractContextManager

    from ..corpus.reader import CorpusReader
    from ..search.contract import IndexSnapshot

    Progress = Callable[[int, int | None, str], None]
    LendCorpus = Callable[[], AbstractContextManager[CorpusReader]]

_REPAIRED_AT_ONCE = 1_000


def opened(address: str, lend_corpus: LendCorpus) -> ClusterIndex:
    """Return the index at an address; nothing is asked yet.

    Raises:
        RequestError, ClusterError: there cannot be one.
    """
    return ClusterIndex(Client(Address.read(address)), lend_corpus)


class ClusterIndex(Held):
    """A `SearchIndex` on a cluster; safe to use from several threads.

    Args:
        client: of the cluster.
        lend_corpus: lends a reader of the corpus that it follows, or raises where there is none.
        building: the index that is meant; without it the live one.
    """

    #: It keeps what a hit shows, sources too, and is built anew only where somebody asks.
    is_remote = True

    def __init__(
        self, client: Client, lend_corpus: LendCorpus, building: str | None = None
    ) -> None:
        super().__init__(client, building)
        self.sent = 0.0, 0, 0  # seconds, documents sent, documents acknowledged
        self._lend_corpus = lend_corpus
        self._generations = Generations(client)
        self._fence: Fence | None = None
        self._cache: dict[Any, Any] = {}
        self._points = Points(client)

    def close(self) -> None:
        """Let all connections go."""
        self._points.close()
        self.client.close()

    # --- what it shows ---------------------------------------------------------------------------

    def follows(self) -> str | None:
        """Return the id of the corpus that it shows; None where it has seen none."""
        state = self._usable()
        return None if state is None else state.corpus

    def check_is_free(self) -> None:
        """Raise where it is the index of a corpus, before a new one is made to fill it."""
        corpus = None
        with suppress(SouwenError):  # what cannot be asked now is told later
            corpus = self.follows()
        if corpus is not None:
            raise of_another(self.client)

    def reached(self) -> int:
        """Return the change of the corpus that it shows, 0 where there is none yet."""
        state = self._usable()
        return 0 if state is None else state.seq

    @contextmanager
    def snapshot(self, state: str | None = None) -> Iterator[IndexSnapshot]:  # noqa: ARG002
        """Lend the newest state: a point in time, without what the corpus has no more.

        Args:
            state: what `state` has just returned, where somebody asked.
        """
        from .snapshot import ClusterSnapshot  # noqa: PLC0415 - not to write

        known = self.now()
        if known is None:
            raise NoDataError(self.client.address)
        known.check(self.client.address)
        shown: Hashable = (known.index, known.version)
        if self._building is not None:  # its state does not tell what was sent since
            self.client.ask("POST", f"/{known.index}/_refresh")
            shown = object()
        with self._points.lent(known.index, shown) as point:
            snapshot = ClusterSnapshot(self.client, point, known, self._cache, self._gone(known))
            yield cast("IndexSnapshot", snapshot)

    def _gone(self, state: State) -> frozenset[str]:
        """Return what the corpus retired or purged since; it is no hit any more."""
        changes: list[tuple[int, str, bool]] = []
        # A machine that only searches has no corpus.
        with suppress(NoDataError, RequestError), self._lend_corpus() as corpus:
            if corpus.seq() > state.seq:
                changes = corpus.changes_since(state.seq)
        return frozenset(id_ for _, id_, retired in changes if retired)

    # --- following -------------------------------------------------------------------------------

    def apply(self, batch: ChangeBatch) -> None:
        """Take changes in; when it returns, each of them is acknowledged.

        An empty batch begins: what a rebuild left is removed, and the next one claims the index.
        """
        state = self._usable()
        if state is None:
            with self.rebuilding() as building:
                building.apply(batch)
            return
        if batch.corpus != state.corpus is not None:
            raise of_another(self.client)
        if not len(batch) and batch.seq <= state.seq:
            self._fence = None
            if self._building is None:
                self._generations.remove_others(state.index)
            return
        with self.client.patient():
            fence = self._claimed(state)
            self._send(fence.state.index, batch)
            if self._building is None:
                self.client.ask("POST", f"/{fence.state.index}/_refresh")
            fence.write(seq=batch.seq, corpus=batch.corpus)
        self._forget()

    def _claimed(self, state: State) -> Fence:
        """Return what writes the state, after telling other writers that we do from now on."""
        if self._fence is None or self._fence.state.index != state.index:
            self._generations.check(state.index)
            fence = Fence(self.client, state)
            fence.write()
            self._fence = fence
        return self._fence

    def followed(self) -> dict[str, float]:
        """Return how many documents were sent and acknowledged since it was last asked."""
        (seconds, sent, acknowledged), self.sent = self.sent, (0.0, 0, 0)
        speed = round(acknowledged / seconds, 1) if seconds else 0.0
        return {"sent": sent, "acknowledged": acknowledged, "per_second": speed}

    def _send(self, index: str, batch: ChangeBatch, *, anyway: bool = False) -> None:
        sender = Sender(self.client, index, anyway=anyway)
        started = time.perf_counter()
        try:
            sender.send(_actions(batch))
        finally:
            seconds, sent, acknowledged = self.sent
            seconds += time.perf_counter() - started
            self.sent = seconds, sent + sender.sent, acknowledged + sender.acknowledged

    @contextmanager
    def rebuilding(self) -> Iterator[ClusterIndex]:
        """Lend the next index, which becomes the live one at the end, or is removed."""
        live = self._generations.live()
        self._check_is_worth_it()
        with self.client.patient():
            self._generations.remove_others("")
            name = self._generations.create()
            try:
                Fence(self.client, State(name, made_with=made_with())).write()
                building = ClusterIndex(self.client, self._lend_corpus, name)
                with closing(building._points):
                    yield building
                self._generations.switch(name, live)
            except BaseException:
                self._generations.remove(name)
                raise
            finally:
                self._forget()
                self._fence = None
        self.sent = building.sent

    def _check_is_worth_it(self) -> None:
        """Raise where a corpus without documents would take the place of another one's index."""
        state = None
        with suppress(SouwenError):
            state = self._read()
        with self._lend_corpus() as corpus:
            if state is None or state.corpus in {None, corpus.id()} or corpus.stats().documents:
                return
        raise RequestError(
            f"{self.client.address} is the index of another corpus, and the one here has no "
            "documents: nothing was replaced; give the folder of that corpus with --data"
        )

    def keep_words(self, text: str) -> None:
        """Keep the person's own words with the index, so that every machine reads a query alike.

        Args:
            text: of their dictionary, "" for none.
        """
        state = self._usable()
        digest = blake2b(text.encode(), digest_size=8).hexdigest() if text else ""
        if state is None or state.dictionary == digest:
            return
        fence = self._claimed(state)
        body = {"state": {"text": text}}
        self.client.ask("PUT", f"/{fence.state.index}/_doc/{DICTIONARY}", body)
        fence.write(dictionary=digest)
        self._forget()

    def repair(self, corpus: CorpusReader) -> None:
        """Send what is missing or older than in the corpus, and delete what should not be there."""
        from .check import repairs  # noqa: PLC0415 - not for a search

        state = self._usable()
        if state is None:
            return
        wrong, gone = repairs(self.client, state, corpus)
        seqs = dict(corpus.live_seqs())
        with self.client.patient():
            fence = self._claimed(state)
            for start in range(0, len(wrong), _REPAIRED_AT_ONCE):
                documents = corpus.documents(wrong[start : start + _REPAIRED_AT_ONCE])
                batch = ChangeBatch(state.seq, tuple(documents.values()), (), state.corpus, seqs)
                self._send(fence.state.index, batch, anyway=True)
            self._send(fence.state.index, ChangeBatch(corpus.seq(), (), tuple(gone)))
            self.client.ask("POST", f"/{fence.state.index}/_refresh")
            fence.write()
        self._forget()

    # --- how it is -------------------------------------------------------------------------------

    def problems(
        self, corpus: CorpusReader, *, deep: bool, progress: Progress | None = None
    ) -> Iterator[str]:
        """Iterate over what is wrong with it, a line each."""
        from .check import problems  # noqa: PLC0415 - not for a search

        try:
            state = self._usable()
            if state is None:
                return
            if state.corpus not in {None, corpus.id()}:
                yield "index: it is that of another corpus; `souwen reindex` builds it anew"
                return
            self._generations.check(state.index)
            yield from problems(self.client, state, corpus, deep=deep, progress=progress)
        except SouwenError as error:
            yield f"index: {error}"

    def stats(self, corpus: CorpusReader | None) -> IndexStats:
        """Return it in numbers, with the state of the cluster; one that cannot be used has none."""
        from .check import health  # noqa: PLC0415 - not for a search

        state = None
        with suppress(SouwenError):  # `check` says what it is
            state = self._usable()
        if state is None:
            return IndexStats(None, 0, 0, up_to_date=False)
        seq = state.seq if corpus is None else corpus.seq()
        told = health(self.client, state)
        size = told.pop("bytes")
        return IndexStats(
            int(state.index[-6:]),
            state.seq,
            int(size),
            up_to_date=state.seq == seq,
            cluster={**told, "lag": max(seq - state.seq, 0)},
        )


def _actions(batch: ChangeBatch) -> Iterator[Action]:
    """Yield what a batch writes and deletes; tokens are made as they are sent."""
    for start in range(0, len(batch.documents), AT_ONCE):
        documents = batch.documents[start : start + AT_ONCE]
        seqs = {one.id: batch.seqs.get(one.id, batch.seq) for one in documents}
        for body in bodies_of(documents, seqs):
            yield writing(body["id"], body["seq"], body)
    for id_ in batch.gone:
        yield Action(id_, batch.seqs.get(id_, batch.seq))
