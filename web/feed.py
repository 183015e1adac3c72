"""A query as an Atom feed, by when documents came in; and how a browser's address bar searches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.responses import Response
from starlette.routing import Route

from ..language.harmless import harmless
from ..messages import language
from ..messages import said as _
from .api import cached, known_already
from .parameters import LANG, Parameter, Q, read, search_options, search_parameters
from .replies import NO_STORE
from .settings import MOST_HITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from ..corpus.documents import Document
    from ..search.answer.results import Results
    from .service import Service

_ATOM = "http://www.w3.org/2005/Atom"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_BEFORE_ALL = "1970-01-01T00:00:00+00:00"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KNOWN = {
    "q": Q,
    "lang": LANG,
    "limit": Parameter(int, 30, MOST_HITS),
    "collapse": Parameter(bool, default=True),
    **search_parameters(narrowing_only=True),
}


class Feed:
    """The routes for readers of feeds and for browsers.

    Args:
        service: what is searched in.
    """

    def __init__(self, service: Service) -> None:
        self._service = service

    def routes(self) -> list[Route]:
        """Return them all."""
        return [Route("/feed.atom", self.atom), Route("/opensearch.xml", self.opensearch)]

    async def atom(self, request: Request) -> Response:
        """Answer with the documents that match a query, what came in last first."""
        values = read(request, _KNOWN)
        options = search_options(values, _KNOWN)
        options["sort"] = "added"
        base = str(request.base_url).rstrip("/")
        etag = self._service.etag("feed", base, language(), sorted(values.items()))
        if known := known_already(request, etag):
            return known
        results = await self._service.search(values["q"], **options)
        ids = [hit.id for hit in results]
        documents = await self._service.call(self._service.engine.documents, ids)
        by_id = {document.id: document for document in documents}
        feed = _feed(results, by_id, base, request.url.query)
        headers = cached(etag) if results.total_is_exact else NO_STORE
        return _xml(feed, "application/atom+xml", headers)

    async def opensearch(self, request: Request) -> Response:
        """Answer with the description by which a browser searches here."""
        read(request, {"lang": LANG})
        base = str(request.base_url).rstrip("/")
        description = Element("OpenSearchDescription", xmlns=_OPENSEARCH)
        _add(description, "ShortName", "搜文")
        _add(description, "Description", _("Search the articles that are kept here"))
        _add(description, "InputEncoding", "UTF-8")
        _add(description, "Image", f"{base}/static/icon.svg", type="image/svg+xml")
        for type_, path in (("text/html", "/"), ("application/atom+xml", "/feed.atom")):
            template = f"{base}{path}?q={{searchTerms}}"
            SubElement(description, "Url", type=type_, template=template)
        headers = {"cache-control": "private, max-age=86400", "vary": "Accept-Language"}
        return _xml(description, "application/opensearchdescription+xml", headers)


def _feed(results: Results, known: Mapping[str, Document], base: str, query: str) -> Element:
    arrivals = [known[hit.id].arrived or _BEFORE_ALL for hit in results if hit.id in known]
    feed = Element("feed", xmlns=_ATOM)
    _add(feed, "id", f"{base}/feed.atom?{query}")
    _add(feed, "title", f"搜文: {results.query}")
    _add(feed, "updated", max(arrivals, default=_BEFORE_ALL))
    _add(_add(feed, "author"), "name", "souwen")
    SubElement(feed, "link", rel="self", href=f"{base}/feed.atom?{query}")
    SubElement(feed, "link", rel="alternate", href=f"{base}/?{urlencode({'q': results.query})}")
    for hit in results:
        if hit.id not in known:  # it was purged between the search and this
            continue
        entry = _add(feed, "entry")
        _add(entry, "id", f"urn:souwen:{hit.id}")
        _add(entry, "title", hit.title)
        _add(entry, "updated", known[hit.id].arrived or _BEFORE_ALL)
        if hit.published:
            _add(entry, "published", f"{hit.published}T00:00:00+08:00")
        SubElement(entry, "link", href=f"{base}/d/{hit.id}?q={quote(results.query)}")
        _add(entry, "summary", hit.excerpt)
    return feed


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    element = SubElement(parent, name, attributes)
    element.text = _NOT_XML.sub("\ufffd", harmless(text)) or None
    return element


def _xml(root: Element, media_type: str, headers: Mapping[str, str]) -> Response:
    text = tostring(root, "utf-8", xml_declaration=True)
    return Response(text, headers=headers, media_type=f"{media_type}; charset=utf-8")
