from migrado.translating import translate

from .models import Page

translate(Page, "title", "body")
