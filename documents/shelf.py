"""The files of a document as a reader gets them: which one to open, in which other languages it exists."""

from functools import cached_property

from migrado import languages

from .models import Purpose


class Shelf:
    """The files of one document for a reader. Takes a document with its files prefetched (`with_files`)."""

    def __init__(self, document, language):
        self.document = document
        self.language = language

    @cached_property
    def editions(self):
        """The document's own files and links, the reader's first, then German, then the others."""
        return self._of(Purpose.DOCUMENT)

    @cached_property
    def help_sheets(self):
        """The sheets that explain how to fill it in, in the same order."""
        return self._of(Purpose.HELP)

    def _of(self, purpose):
        editions = [one for one in self.document.editions.all() if one.purpose == purpose and one.is_there]
        return sorted(editions, key=lambda edition: self._place(edition.language))

    def _place(self, code):
        first = [self.language.code, languages.SOURCE, *languages.CODES]
        return first.index(code)

    @property
    def mine(self):
        """The file in the reader's language, or the one that the reader's chain of languages leads to."""
        return self._nearest(self.editions)

    @property
    def german(self):
        """The German file: of a form the one that an office takes."""
        return next((one for one in self.editions if one.language == languages.SOURCE), None)

    @property
    def help_sheet(self):
        """The help sheet that this reader reads best."""
        return self._nearest(self.help_sheets)

    @property
    def captions(self):
        """The captions by language, those that this reader reads best first: they are on by default."""
        tracks = sorted(
            (track for track in self.document.captions.all() if track.stored.is_servable),
            key=lambda track: self._place(track.language),
        )
        best = self._nearest(tracks)
        return [best, *(track for track in tracks if track is not best)] if best else []

    @property
    def films(self):
        """The films without those in sign language."""
        return [one for one in self._films if not one.is_sign_language]

    @property
    def signed(self):
        """The films in German Sign Language."""
        return [one for one in self._films if one.is_sign_language]

    @cached_property
    def _films(self):
        return [one for one in self.document.films.all() if one.stored.is_servable]

    @property
    def missing_from(self):
        """The languages in which there is something to read, if there is nothing in the reader's; else empty."""
        # The German form is for the office; what one reads is the help with it.
        files = self.help_sheets or self.editions or self.captions
        if any(one.language == self.language.code for one in files):
            return []
        return [languages.get(one.language) for one in files]

    @property
    def previewed(self):
        """The file whose first page is shown."""
        shown = [self.german, self.help_sheet] if self.help_sheets else [self.mine]
        return next((one for one in shown if one and one.stored and one.stored.preview), None)

    def _nearest(self, files):
        by_language = {one.language: one for one in files}
        found = (by_language[code] for code in self.language.chain if code in by_language)
        return next(found, files[0] if files else None)
