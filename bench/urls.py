"""The product's addresses, and the floor's beside them."""

from django.urls import path

from bench.floor import floor_page
from tracker import urls as product

urlpatterns = [path("bench/floor/", floor_page, name="floor"), *product.urlpatterns]
handler404 = product.handler404
