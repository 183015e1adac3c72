"""The documents of one group: those of one template, or of one title."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ...index.columns import Ordinals
    from ...index.segments.snapshot import Snapshot


def group_with(snapshot: Snapshot, id_: str) -> Ordinals:
    """Give the group of a document: itself first, then the newest, undated ones last.

    A document without a group is one of its own; of one that is not in the index there is none.
    """
    own = snapshot.ordinals([id_])
    if not len(own):
        return own
    columns = snapshot.columns
    key = columns.folds[own[0]]
    others = np.flatnonzero((columns.folds == key) & columns.live) if key else own
    others = others[others != own[0]]
    newest_first = np.argsort(-columns.days[others], kind="stable")
    return np.concatenate([own[:1], others[newest_first]])
