"""Addresses for parties and the public."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
