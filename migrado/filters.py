"""Lists that filter by the query string: the form owns the filtering, the view stays short."""

import unicodedata
from dataclasses import dataclass

from django import forms

from migrado.words import words

MAX_QUERY = 200
"""Letters of a query that are read; more than anyone types, few enough to be quick."""


@dataclass(frozen=True)
class Chip:
    """One chosen filter: what it is, what was chosen, and the query string without it."""

    label: str
    value: str
    query: str


class WordsField(forms.CharField):
    """Free text: control characters become spaces, those that only format (a Persian half-space) go.

    Anything over `MAX_QUERY` letters is left out.
    """

    def __init__(self, **kwargs):
        super().__init__(
            required=False, widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}), **kwargs
        )

    def to_python(self, value):
        letters = (letter for letter in str(value or "")[: 2 * MAX_QUERY] if unicodedata.category(letter) != "Cf")
        text = "".join(letter if letter.isprintable() else " " for letter in letters)
        return " ".join(text.split())[:MAX_QUERY]

    def clean(self, value):
        return self.to_python(value)


class RecordField(forms.ModelChoiceField):
    """A record chosen by its key; `text` names the translated field that labels it, or is "" for its `str`.

    `find` gives the queryset, anew for each request, because it depends on the reader's language.
    """

    def __init__(self, find, *, text="", empty_label, **kwargs):
        self.find = find
        self.text = text
        super().__init__(None, required=False, to_field_name="key", empty_label=empty_label, **kwargs)

    def label_from_instance(self, instance):
        return words(instance, self.text) if self.text else str(instance)


class FilterForm(forms.Form):
    """A form of filters, all optional. What is unknown or absurd is left out and named in `ignored`."""

    def __init__(self, query):
        self.query = query
        super().__init__(query)
        for field in self.fields.values():
            if isinstance(field, RecordField):
                field.queryset = field.find()
        self.is_valid()

    @property
    def chosen(self):
        """Name to value of the filters that hold."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def choice_fields(self):
        """The bound fields other than the words."""
        return [field for field in self if field.name != "q"]

    @property
    def has_choices(self):
        """True if anything but words is chosen."""
        return bool(self.chosen.keys() - {"q"})

    @property
    def ignored(self):
        """(label, what was asked for) of the filters that were left out."""
        return [(self.fields[name].label, self.query.get(name, "")[:60]) for name in self.errors if name in self.fields]

    @property
    def chips(self):
        """The chosen filters, each with the query string that takes it back."""
        return [
            Chip(self.fields[name].label, self._shown(name, value), self._without(name))
            for name, value in self.chosen.items()
        ]

    @property
    def canonical_query(self):
        """The query string of the chosen filters alone."""
        return self._without("page", *self.errors)

    def _shown(self, name, value):
        field = self.fields[name]
        if isinstance(field, RecordField):
            return field.label_from_instance(value)
        return dict(getattr(field, "choices", ())).get(value, value)

    def _without(self, *names):
        rest = self.query.copy()
        for name in list(rest):
            if name in names or name not in self.fields or not rest[name]:
                del rest[name]
        return rest.urlencode()
