"""What stands in an address."""

from django.urls import register_converter


class KeyConverter:
    """A record's key."""

    regex = "[a-z0-9_-]{1,100}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(KeyConverter, "key")
