"""The index: one inverted index for every searchable model, the same on SQLite and PostgreSQL."""

from django.db import models
from django.db.models import F
from django.utils.timezone import localdate

from .analysis import LONGEST_WORD

NEW_A_DAY = 500
"""Different queries that visitors can tell us on one day."""


class SearchItem(models.Model):
    """One object that can be found. Its scores are multiplied by `factor`.

    `digests` holds, per language, a digest of the text that was indexed.
    """

    kind = models.CharField(max_length=60)
    object_id = models.PositiveBigIntegerField()
    factor = models.FloatField(default=1)
    digests = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_item_one_per_object")]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class SearchTerm(models.Model):
    """A stem of one language."""

    language = models.CharField(max_length=20)
    term = models.CharField(max_length=LONGEST_WORD)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "language"], name="search_term_one_per_language")]

    def __str__(self):
        return f"{self.term} ({self.language})"


class Posting(models.Model):
    """A term stands in an item. `weight` is its saturated frequency over all fields, 0 to 1 (see `indexing`)."""

    term = models.ForeignKey(SearchTerm, on_delete=models.CASCADE, related_name="postings", db_index=False)
    item = models.ForeignKey(SearchItem, on_delete=models.CASCADE, related_name="postings")
    weight = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "item"], name="search_posting_one_per_item")]

    def __str__(self):
        return f"{self.term_id} in {self.item_id}: {self.weight:.2f}"


class SearchWord(models.Model):
    """A word as it stands in the texts: `surface` folded, `written` as somebody wrote it first."""

    language = models.CharField(max_length=20)
    surface = models.CharField(max_length=LONGEST_WORD)
    written = models.CharField(max_length=LONGEST_WORD)
    term = models.ForeignKey(SearchTerm, on_delete=models.CASCADE, related_name="words")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["surface", "language"], name="search_word_one_per_language")]
        indexes = [models.Index(fields=["language", "id"], name="search_word_newest")]

    def __str__(self):
        return f"{self.written} ({self.language})"


class SearchStatistics(models.Model):
    """How much one language's part of the index holds, as last measured: items, and words per field on average."""

    language = models.CharField(max_length=20, unique=True)
    items = models.PositiveIntegerField()
    lengths = models.JSONField()

    def __str__(self):
        return f"{self.language}: {self.items}"


class MissedQueryManager(models.Manager):
    def tell(self, query, language):
        """Count a query that found nothing; new ones only up to a limit a day, so that nobody fills the table."""
        if not query:
            return
        known = self.filter(query=query, language=language)
        if known.update(times=F("times") + 1, last_told=localdate()):
            return
        if self.filter(first_told=localdate()).count() < NEW_A_DAY:
            self.get_or_create(query=query, language=language)


class MissedQuery(models.Model):
    """What somebody did not find and told us: words and language, nothing else."""

    query = models.CharField("Gesucht", max_length=200)
    language = models.CharField("Sprache", max_length=20)
    times = models.PositiveIntegerField("Wie oft", default=1)
    first_told = models.DateField("Zuerst", auto_now_add=True)
    last_told = models.DateField("Zuletzt", auto_now=True)

    objects = MissedQueryManager()

    class Meta:
        ordering = ["-times", "-last_told", "query"]
        verbose_name = "Nicht gefunden"
        verbose_name_plural = "Nicht gefunden"
        constraints = [models.UniqueConstraint(fields=["query", "language"], name="search_missedquery_once")]

    def __str__(self):
        return self.query
