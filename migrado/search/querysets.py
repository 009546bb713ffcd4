"""Searching within one model."""

from django.db.models import Case, When

from migrado.fields import ReaderQuerySet

from .querying import Query


class FindableQuerySet(ReaderQuerySet):
    def about(self, text, code):
        """Objects that the search finds for a text typed in the language `code`, best first."""
        kind = self.model._meta.label_lower
        query = Query(text, code, is_unfinished=True)
        pks = [hit.object_id for hit in query.relevant(kind, self._allowed)]
        if not pks:
            return self.none()
        places = Case(*[When(pk=pk, then=place) for place, pk in enumerate(pks)])
        return self.filter(pk__in=pks).order_by(places)

    def _allowed(self, pks):
        return set(self.filter(pk__in=pks).values_list("pk", flat=True))
