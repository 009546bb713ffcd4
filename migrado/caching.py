"""Pages whose address holds a visitor's answers."""

from django.utils.cache import patch_cache_control


def personal(response):
    """Keep a page with personal answers out of every cache and every index."""
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response
