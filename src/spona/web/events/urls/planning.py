"""Addresses of the cockpit and of everything printed."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
