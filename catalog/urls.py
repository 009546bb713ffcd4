"""The catalogue's addresses below /<language>/. Paper and other software rely on them."""

from django.urls import path

from migrado import converters  # noqa: F401 (knows what a <key:…> is)

from .views import find, home, offices, search, services, topics, words

urlpatterns = [
    path("", home.home, name="home"),
    path("search", search.search, name="search"),
    path("search/missed/", search.missed, name="missed"),
    path("find/", find.find, name="find"),
    path("topics/", topics.topic_list, name="topics"),
    path("topics/<key:key>/", topics.topic, name="topic"),
    path("services/", services.service_list, name="services"),
    path("services/<key:key>/", services.service, name="service"),
    path("services/<key:key>/card/", services.counter_card, name="counter_card"),
    path("offices/", offices.office_list, name="offices"),
    path("offices/<key:key>/", offices.office, name="office"),
    path("organisations/<key:key>/", offices.organisation, name="organisation"),
    path("glossary/", words.glossary, name="glossary"),
    path("glossary/<key:key>/", words.glossary_term, name="glossary_term"),
    path("emergency/", words.emergency, name="emergency"),
]
