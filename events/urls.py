"""Addresses of the app."""

from __future__ import annotations

from django.urls import URLPattern, path

from events.views import editing, explore, exports, public
from events.views.embed import embed_page
from events.views.feeds import feed
from events.views.gazetteer import gazetteer_search
from events.views.places import place_page

app_name = "events"
urlpatterns: list[URLPattern] = [
    path("", public.map_page, name="map"),
    path("embed/", embed_page, name="embed"),
    path("map/towns.json", public.map_towns, name="map-towns"),
    path("map/list/", explore.map_list, name="map-list"),
    path("map/tiles/<str:z>/<str:x>/<str:y>", explore.map_tile, name="map-tile"),
    path("map/cubes/<str:z>/<str:x>/<str:y>", explore.map_cube, name="map-cube"),
    path("map/summary", explore.map_summary, name="map-summary"),
    path("map/places/", explore.map_places, name="map-places"),
    path("map/standalone.html", exports.standalone_map, name="map-standalone"),
    path("events/cards/", public.event_cards, name="event-cards"),
    path("events/<int:pk>/", public.event_page, name="event"),
    path("events/<int:pk>/card/", public.event_card, name="event-card"),
    path("events.atom", feed, name="feed"),
    path("events.csv", exports.export_csv, name="export-csv"),
    path("codebook/", exports.codebook, name="codebook"),
    path("articles/add/", editing.add, name="article-add"),
    path("articles/<int:pk>/", public.article_page, name="article"),
    path("articles/<int:pk>/names/", editing.settle, name="article-settle"),
    path("articles/<int:pk>/events/<int:event_pk>/", editing.correct_event, name="event-correct"),
    path("places/<int:pk>/", place_page, name="place"),
    path("gazetteer/search/", gazetteer_search, name="gazetteer-search"),
]
